"""Static files can be collected under names that change with their content, imports between modules included."""

import os
import subprocess
import sys
from pathlib import Path
from urllib.request import urlopen

import pytest
from django.conf import settings
from django.contrib.staticfiles import finders
from fontTools.ttLib import TTFont

from cocare.web.style_sheets import STYLE_SHEETS

ROOT = Path(__file__).resolve().parent.parent.parent


def test_static_files_can_be_collected(tmp_path):
    script = (
        f"import django; from django.conf import settings; settings.STATIC_ROOT = {str(tmp_path)!r}; django.setup()\n"
        "from django.core.management import call_command; call_command('collectstatic', verbosity=0, interactive=False)"
    )
    collected = subprocess.run(
        [sys.executable, "-c", script],
        cwd=ROOT,
        env={**os.environ, "DJANGO_SETTINGS_MODULE": "cocare.settings.collectstatic"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert collected.returncode == 0, collected.stderr[-600:]
    hashed = next((tmp_path / "js").glob("app.????????????.js"))
    assert 'from "./dom.js"' not in hashed.read_text()
    bundle = next((tmp_path / "css").glob("every-page.????????????.css")).read_text()
    places = [bundle.index((ROOT / "static" / sheet).read_text()) for sheet in STYLE_SHEETS]
    assert places == sorted(places), "one file for every page, the sheets in their order"


@pytest.mark.parametrize("name", ["vendor/htmx.min.js", "vendor/idiomorph.min.js", "css/tokens.css", "js/app.js"])
def test_what_pages_load_is_there(name):
    assert finders.find(name)


def test_the_font_of_documents_has_the_districts_characters():
    known = TTFont(settings.FONT_FILE).getBestCmap()
    assert {
        character for character in "澜川区家校社协同育人证书单仇解0aZ：，。" if ord(character) not in known
    } == set()


def test_the_client_is_told_how_to_load(asgi_server):
    with urlopen(f"{asgi_server.url}/static/vendor/htmx.min.js") as answer:  # noqa: S310  # our own http address
        headers = answer.headers
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert "default-src 'self'" in headers["Content-Security-Policy"]
    assert headers["Access-Control-Allow-Origin"] is None
    assert headers["Server"] is None
