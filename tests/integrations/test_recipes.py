"""The recipes for other libraries do what they say."""

from __future__ import annotations

import re

import pytest

from tests.conftest import ROOT, need

RECIPES = (ROOT / "cleaner" / "integrations" / "RECIPES.md").read_text(encoding="utf-8")
BLOCKS = dict(re.findall(r"^\*\*(\w+)\*\*.*?```python\n(.*?)```", RECIPES, re.M | re.S))


@pytest.mark.parametrize("name", ["pandas", "Polars", "DuckDB", "Dask"])
def test_recipe(name):
    need("dev", name.lower())
    exec(compile(BLOCKS[name], name, "exec"), {"__name__": "recipe"})
