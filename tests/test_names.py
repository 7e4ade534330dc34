"""One name for one thing: what is public in the package is called like nothing else in it."""

from __future__ import annotations

import ast
from collections import defaultdict

from tests.conftest import ROOT

# What every module of a container format gives (`Container` in cleaner/records/formats.py).
CONTAINER = {"cut", "decode", "columns"}


def is_public(node):
    """Whether this is a public class or function; a command is known by the words that call it."""
    if not isinstance(node, ast.ClassDef | ast.FunctionDef) or node.name.startswith("_"):
        return False
    return not any(".command" in ast.unparse(one) or ".group" in ast.unparse(one) for one in node.decorator_list)


def test_no_two_public_classes_or_functions_have_one_name():
    places = defaultdict(list)
    for path in sorted((ROOT / "cleaner").rglob("*.py")):
        for node in filter(is_public, ast.parse(path.read_text(encoding="utf-8")).body):
            places[node.name].append(path.relative_to(ROOT).as_posix())
    assert {"clean_text", "CleanResult"} < places.keys()
    assert {name: paths for name, paths in places.items() if len(paths) > 1 and name not in CONTAINER} == {}
