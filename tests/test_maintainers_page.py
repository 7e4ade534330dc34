"""The maintainer's page names what there is."""

from __future__ import annotations

import ast
import re

import click

from cleaner.cli import cli
from tests.conftest import ROOT

PAGE = (ROOT / "cleaner" / "README.md").read_text(encoding="utf-8")


def test_every_path_is_there():
    named = re.findall(r"`((?:cleaner|rules|tests|fixtures|\.ci)/[\w./-]*|[\w-]+\.(?:toml|md))`", PAGE)
    drawn = re.findall(r"\b[a-z]+/(?:[a-z]+\.py)?", PAGE.split("```")[1])
    drawn += re.findall(r"(?<!/)\b[a-z]+\.py", PAGE.split("```")[1])
    assert len(named) > 40
    assert [path for path in named if not (ROOT / path).exists()] == []
    assert [path for path in drawn if not ((ROOT / "cleaner" / path).exists() or (ROOT / path).exists())] == []


def test_every_folder_is_listed_with_the_words_of_its_package():
    listed = dict(re.findall(r"^\| `(cleaner/[\w/]+)/` \| (.*) \|$", PAGE, re.M))
    packages = [path for path in ROOT.glob("cleaner/**/__init__.py") if path.parent != ROOT / "cleaner"]
    docstrings = {
        path.parent.relative_to(ROOT).as_posix(): ast.get_docstring(ast.parse(path.read_text(encoding="utf-8")))
        for path in packages
    }
    assert listed == {name: docstring.partition("\n")[0] for name, docstring in docstrings.items()}


def test_every_name_stands_in_the_file_named_with_it():
    pairs = re.findall(r"`(\w+)(?:\([\w, ]*\))?`(?: in | \()`(cleaner/[\w/]+\.py)`", PAGE)
    pairs += [(name, path) for path, name in re.findall(r"`(cleaner/[\w/]+\.py)` \((?:and its )?`(\w+)`\)", PAGE)]
    assert len(pairs) > 6
    assert [(name, path) for name, path in pairs if not re.search(rf"\b{name}\b", (ROOT / path).read_text())] == []


def test_every_command_and_module_that_is_run_is_there():
    modules = [ROOT / name.replace(".", "/") for name in re.findall(r"python -m (tests[\w.]*)", PAGE)]
    assert len(modules) > 2
    assert all(module.with_suffix(".py").exists() or (module / "__main__.py").exists() for module in modules)
    assert set(re.findall(r"`cleaner ([a-z]+)", PAGE)) <= set(cli.list_commands(click.Context(cli)))
