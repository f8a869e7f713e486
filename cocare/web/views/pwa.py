"""The progressive web app: the manifest, the service worker, and the page for a lost connection."""

import hashlib
import json
from pathlib import Path

from django.contrib.auth.decorators import login_not_required
from django.contrib.staticfiles import finders
from django.contrib.staticfiles.storage import staticfiles_storage
from django.http import HttpResponse
from django.shortcuts import render
from django.templatetags.static import static
from django.urls import reverse
from django.utils.translation import get_language, gettext, pgettext
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from cocare.core.request import Request
from cocare.web.style_sheets import loaded_style_sheets

CACHED = ("icons.svg", "logo.svg", "js/app.js", "js/dom.js", "js/offline.js")


@login_not_required
@require_safe
@cache_control(max_age=3600)
def manifest_show(request: Request) -> HttpResponse:
    manifest = {
        "id": "/",
        "name": gettext("CoCare: home, school and community"),
        "short_name": pgettext("brand", "CoCare"),
        "lang": get_language(),
        "start_url": "/",
        "scope": "/",
        "display": "standalone",
        "background_color": "#f4f6ee",
        "theme_color": "#226638",
        "icons": [{"src": static("app-icon.svg"), "type": "image/svg+xml", "sizes": "any", "purpose": "any maskable"}],
    }
    return HttpResponse(json.dumps(manifest, ensure_ascii=False), content_type="application/manifest+json")


@login_not_required
@require_safe
@cache_control(no_cache=True)
def worker_show(request: Request) -> HttpResponse:
    """The worker at the root, so that its scope is the whole site. Only the offline page and its looks are cached."""
    code = static_file_text("js/web/service-worker.js")
    cached = [reverse("web:offline.show"), *(static(name) for name in (*loaded_style_sheets(), *CACHED))]
    version = hashlib.sha256((code + json.dumps(cached)).encode()).hexdigest()[:12]
    head = f"const VERSION = {json.dumps(version)};\nconst CACHED = {json.dumps(cached)};\n"
    return HttpResponse(head + code, content_type="text/javascript")


@login_not_required
@require_safe
def offline_show(request: Request) -> HttpResponse:
    return render(request, "offline.html")


def static_file_text(name: str) -> str:
    """Return a static file's text, where it was collected or, in the demo, where it is written."""
    if staticfiles_storage.exists(name):
        with staticfiles_storage.open(name) as source:
            return source.read().decode()
    path = finders.find(name)
    assert path is not None, f"no static file {name}"
    return Path(path).read_text(encoding="utf-8")
