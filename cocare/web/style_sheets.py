"""The style sheets of every page, in the order in which they build on each other (docs/pages.md)."""

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
