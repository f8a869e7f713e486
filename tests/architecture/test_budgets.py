"""How long things may be, so that a reader finds them whole."""

from statistics import median, quantiles

from tests.architecture.source import PACKAGES, files, functions, python_files, text

FILE, FILE_P90, FILE_MEDIAN = 300, 250, 80
FUNCTION, FUNCTION_P90 = 50, 25
TEMPLATE, WIDTH = 150, 120


def lengths(paths):
    return {path: text(path).count("\n") for path in paths}


def wide_lines(paths) -> list[str]:
    """Where lines are too wide to be read beside another file or in a diff."""
    return [
        f"{path}:{number}"
        for path in paths
        for number, line in enumerate(text(path).splitlines(), 1)
        if len(line) > WIDTH
    ]


def p90(values):
    return quantiles(values, n=10)[-1]


def test_python_files():
    found = lengths(python_files(*PACKAGES, "tests", "tools", "benchmarks"))
    assert {str(path): lines for path, lines in found.items() if lines > FILE} == {}
    assert p90(found.values()) <= FILE_P90
    assert median(found.values()) <= FILE_MEDIAN


def test_functions():
    found = [function for path in python_files() for function in functions(path)]
    assert [str(function) for function in found if function.lines > FUNCTION] == []
    assert p90([function.lines for function in found]) <= FUNCTION_P90


def test_templates():
    templates = [path for path in files() if path.parts[0] == "templates"]
    assert {str(path): lines for path, lines in lengths(templates).items() if lines > TEMPLATE} == {}
    assert wide_lines(templates) == []


def test_scripts():
    scripts = [path for path in files() if path.parts[0] == "static" and path.suffix == ".js"]
    assert {str(path): lines for path, lines in lengths(scripts).items() if lines > FILE} == {}
    assert wide_lines(scripts) == []
