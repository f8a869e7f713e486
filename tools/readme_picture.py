"""Draw the README's picture from the running demo: a guardian's day on a phone, a class room on a desktop.

make pictures
"""

import os
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg
from PIL import Image
from playwright.sync_api import Browser, Page, sync_playwright

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from cocare.embedded.unprivileged import package_folder  # noqa: E402  # likewise
from tests.browsing import ARGUMENTS, DESKTOP, PACKED, PHONE, chromium  # noqa: E402  # the project is only on the path
from tests.servers import Server, database_url  # noqa: E402  # likewise

TARGET = ROOT / "docs" / "pictures" / "overview.png"
GAP, HEIGHT = 48, 900
GROUND = "#eaeee0"


@contextmanager
def demo(folder: Path) -> Iterator[Server]:
    """The demo on a database of its own."""
    with psycopg.connect(os.environ["DATABASE_URL"], autocommit=True) as connection:
        connection.execute("CREATE DATABASE pictures")
    environment = {
        "DJANGO_SETTINGS_MODULE": "cocare.settings.demo",
        "DATABASE_URL": database_url("pictures"),
        "DATA_DIR": str(folder),
        "REDIS_URL": "",
    }
    server = Server("cocare.embedded.demo", environment, folder / "server.log", start_seconds=180).start()
    try:
        yield server
    finally:
        server.stop()


@contextmanager
def browser(folder: Path) -> Iterator[Browser]:
    """The packaged Chromium with Chinese glyphs."""
    fonts = folder / "fonts.conf"
    fonts.write_text(
        '<?xml version="1.0"?><!DOCTYPE fontconfig SYSTEM "fonts.dtd"><fontconfig>'
        f"<dir>{package_folder('manimgx_fonts_cjk')}</dir><cachedir>{folder}/cache</cachedir></fontconfig>"
    )
    libraries = str(PACKED.parent / "al2023" / "lib")
    environment: dict[str, str | float | bool] = {
        **os.environ,
        "FONTCONFIG_FILE": str(fonts),
        "LD_LIBRARY_PATH": libraries,
    }
    with sync_playwright() as playwright:
        program = playwright.chromium.launch(executable_path=chromium(), env=environment, args=list(ARGUMENTS))
        yield program
        program.close()


def signed_in(program: Browser, base: str, phone: str, options: dict) -> Page:
    page = program.new_context(**options).new_page()
    page.goto(f"{base}/accounts/login/")
    token = page.locator("[name=csrfmiddlewaretoken]").first.input_value()
    form: dict[str, str | float | bool] = {"phone": phone, "csrfmiddlewaretoken": token}
    page.request.post(f"{base}/demo/sign-in/", form=form, headers={"Referer": f"{base}/"})
    return page


def shoot(page: Page, address: str, path: Path) -> Image.Image:
    page.goto(address)
    page.wait_for_load_state("networkidle")
    page.screenshot(path=path)
    picture = Image.open(path).convert("RGB")
    return picture.resize((round(picture.width * HEIGHT / picture.height), HEIGHT))


def main() -> None:
    with tempfile.TemporaryDirectory(prefix="cocare-pictures-") as name:
        folder = Path(name)
        folder.chmod(0o711)
        with demo(folder) as server, browser(folder) as program:
            guardian = signed_in(program, server.url, "19900000001", PHONE)
            phone = shoot(guardian, f"{server.url}/", folder / "phone.png")
            teacher = signed_in(program, server.url, "19900000003", DESKTOP)
            teacher.goto(f"{server.url}/channel/")
            room = teacher.locator("a.row[data-conversation]").first.get_attribute("href")
            desktop = shoot(teacher, f"{server.url}{room}", folder / "desktop.png")
        sheet = Image.new("RGB", (phone.width + desktop.width + 3 * GAP, HEIGHT + 2 * GAP), GROUND)
        sheet.paste(phone, (GAP, GAP))
        sheet.paste(desktop, (phone.width + 2 * GAP, GAP))
        TARGET.parent.mkdir(parents=True, exist_ok=True)
        sheet.quantize(128).save(TARGET, optimize=True)


if __name__ == "__main__":
    main()
