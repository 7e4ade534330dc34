"""The examples in docstrings run."""

from __future__ import annotations

import doctest
from importlib import import_module

import pytest

import cleaner
from tests.conftest import ROOT

MODULES = [
    ".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__")
    for path in sorted(ROOT.glob("cleaner/**/*.py"))
    if ">>> " in path.read_text(encoding="utf-8")
]


@pytest.mark.parametrize("name", MODULES)
def test_docstring(name):
    tried = doctest.testmod(import_module(name))
    assert tried.attempted
    assert tried.failed == 0


def test_every_public_call_has_an_example():
    shown = " ".join(import_module(name).__doc__ or "" for name in MODULES)
    calls = [name for name in cleaner.__all__ if name.islower() and not name.startswith("_")]
    assert [name for name in calls if f"cleaner.{name}(" not in shown] == []
