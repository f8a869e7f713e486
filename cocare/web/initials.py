"""The initials that stand beside a name."""


def initials(name: str, *, last: bool = False) -> str:
    """Return one Chinese character (the last one with `last`) or two Latin letters."""
    name = name.strip()
    if not name:
        return ""
    if name[0].isascii():
        parts = name.split()
        return (parts[0][0] + (parts[-1][0] if len(parts) > 1 else "")).upper()
    return name[-1] if last else name[0]
