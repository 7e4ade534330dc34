"""Sequence rules: lines in a row, one step after another, where other rules found some of them."""

from __future__ import annotations

import pytest

from cleaner import load_rules
from tests.toy import FILE, finds


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Bell of Sandrey\n49 thaler", [(0, 0), (1, 1)]),
        ("Rain.\nBell of Sandrey\n49 thaler\nBell of Hay\n7 thaler\nSun.", [(1, 1), (2, 2), (3, 3), (4, 4)]),
        ("Bell of Sandrey\nRain.\n49 thaler", []),
        ("49 thaler\nBell of Sandrey", []),
        ("Bell of Sandrey", []),
    ],
)
def test_steps_follow_each_other(text, found):
    assert finds("product.bell-and-price", text) == found


ENDING = """
[[rule]]
id = "product.up-to-price"
kind = "sequence"
description = "A name that stays, a note or two, a price."
steps = [{{ words = [1, 3], keep = true }}, {{ pattern = 'note.*', least = {least}, most = 2 }}, {{ rule = "product.price" }}]
except = 'never'
[rule.examples]
removes = ["Bell\\n49 thaler"]
keeps = ["Bell"]
"""


@pytest.mark.parametrize(
    ("least", "text", "found"),
    [
        (0, "Gong\n49 thaler", [(1, 1)]),
        (0, "Gong\nNote one\nNote two\n49 thaler", [(1, 2), (3, 3)]),
        (0, "Gong\nNote\nNote\nNote\n49 thaler", [(2, 3), (4, 4)]),
        (1, "Gong\n49 thaler", []),
        (1, "Gong\nNote one\n49 thaler", [(1, 1), (2, 2)]),
        (1, "Gong\nNote never\n49 thaler", []),
        (0, "A gong that is very long\n49 thaler", []),
    ],
)
def test_steps_before_what_another_rule_found(tmp_path, least, text, found):
    (tmp_path / "ending.toml").write_text(ENDING.format(least=least))
    rules = load_rules(FILE, tmp_path, defaults=False)
    assert finds("product.up-to-price", text, rules=rules) == found
