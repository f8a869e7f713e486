"""What must not be in any file: hosts of package registries, paths of somebody's machine, silent exceptions."""

import re

from tests.architecture.source import PACKAGES, ROOT, files, python_files, text

# Put together here, so that this file does not hold them either.
HOSTS = [
    ".".join(parts)
    for parts in (
        ("pypi", "org"),
        ("pythonhosted", "org"),
        ("npmjs", "org"),
        ("npmmirror", "com"),
        ("yarnpkg", "com"),
        ("jsdelivr", "net"),
        ("unpkg", "com"),
        ("googleapis", "com"),
    )
]
MACHINE = re.compile(r"(?<![\w.~}])/(?:work|root|home|tmp|Users)/\w")
UNEXPLAINED = re.compile(r"#\s*(?:noqa(?::\s*[A-Z0-9, ]+)?|type:\s*ignore(?:\[[\w, -]+\])?)\s*$", re.MULTILINE)
TEXT = {
    ".py",
    ".md",
    ".toml",
    ".txt",
    ".in",
    ".json",
    ".yml",
    ".yaml",
    ".js",
    ".mjs",
    ".css",
    ".html",
    ".po",
    ".sh",
    "",
}


def readable():
    return [path for path in files() if path.suffix in TEXT]


def test_no_package_registry_is_named():
    found = [f"{path}: {host}" for path in readable() for host in HOSTS if host in text(path)]
    assert not found


def test_no_path_of_a_machine_is_named():
    found = []
    for path in readable():
        for number, line in enumerate(text(path).splitlines(), 1):
            if MACHINE.search(line):
                found.append(f"{path}:{number} {line.strip()[:80]}")
    assert not found


def test_every_ignored_warning_says_why():
    found = []
    for path in python_files(*PACKAGES, "tools", "tests", "benchmarks"):
        for number, line in enumerate(text(path).splitlines(), 1):
            if UNEXPLAINED.search(line):
                found.append(f"{path}:{number} {line.strip()[:100]}")
    assert not found


def test_requirements_are_pinned_by_hash():
    for name in ("boot", "base", "demo", "production", "test"):
        source = (ROOT / "requirements" / f"{name}.txt").read_text()
        pinned = re.findall(r"^([a-z0-9][\w.\-\[\],]*)==", source, re.MULTILINE)
        assert pinned
        assert source.count("--hash=sha256:") >= len(pinned)
        assert "://" not in source
