"""The style sheets of every page, in the order in which they build on each other (docs/pages.md)."""

from django.contrib.staticfiles.storage import staticfiles_storage

COMPONENTS = (
    "elements",
    "progress",
    "forms",
    "feedback",
    "conversation",
    "figures",
    "learning",
    "works",
    "paper",
    "sign-in",
)
STYLE_SHEETS = (
    "css/tokens.css",
    "css/base.css",
    "css/layout.css",
    "css/navigation.css",
    "css/frames.css",
    *(f"css/components/{name}.css" for name in COMPONENTS),
)
BUNDLE = "css/every-page.css"
"""All of them in one file, where static files are collected (settings/static_storage.py)."""


def loaded_style_sheets() -> tuple[str, ...]:
    """Return what every page links: the one file where the storage makes it, else each sheet by itself."""
    return (BUNDLE,) if getattr(staticfiles_storage, "bundles_style_sheets", False) else STYLE_SHEETS
