"""What kind a conversation is, only its kind knows: nobody else asks."""

import ast

from cocare.core.conversation_kinds import all_kinds
from tests.architecture.source import files, python_files, text, tree

VALUES = {kind.value for kind in all_kinds()}
AT_HOME = {"kinds", "seeding"}


def asks(module: ast.Module) -> list[int]:
    """Return the lines that compare a `kind` with the value of a kind of conversation, or look for such a value."""
    lines = []
    for node in ast.walk(module):
        if isinstance(node, ast.Compare | ast.MatchValue | ast.Subscript):
            lines += [node.lineno for part in ast.walk(node) if names_kind(part)]
        elif isinstance(node, ast.keyword) and (node.arg or "").split("__")[-1].startswith("kind"):
            lines += [node.value.lineno] if isinstance(node.value, ast.Constant) and node.value.value in VALUES else []
    return lines


def names_kind(node: ast.AST) -> bool:
    return isinstance(node, ast.Constant) and isinstance(node.value, str) and node.value in VALUES


def test_nobody_asks_which_kind_a_conversation_is():
    found = [
        f"{path}:{line}"
        for path in python_files("cocare")
        if "channel" in path.parts and not AT_HOME & set(path.parts)
        for line in asks(tree(path))
    ]
    assert not found


def test_no_template_asks_either():
    templates = [path for path in files() if path.parts[:2] == ("templates", "channel")]
    assert templates
    assert [str(path) for path in templates if "conversation.kind ==" in text(path) or "kind == " in text(path)] == []


def test_a_question_is_found():
    assert asks(ast.parse('if conversation.kind == "family":\n    pass')) == [1]
    assert asks(ast.parse('Conversation.objects.filter(kind="class")')) == [1]
    assert asks(ast.parse('TONES = {}\nTONES["direct"]')) == [2]
    assert asks(ast.parse("rows.filter(kind=kind.value)")) == []
