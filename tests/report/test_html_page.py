"""Data inside pages, numbers in words, and the colours of categories."""

from __future__ import annotations

import json
from importlib.resources import files

import pytest

from cleaner.report.compare import CATEGORY
from cleaner.report.html import words
from cleaner.report.html.page import colour, data, visible_text
from cleaner.ruleset.schema import CATEGORIES
from tests.report import hostile, traps


@pytest.mark.parametrize("text", [*traps.TRAPS, hostile.ALL.replace("\ud800\udfff", "\udfff\ud800")])
def test_data_cannot_leave_its_element(text):
    written = data({text: [text, 1, None]})
    assert not set(written) & set("<>&\u2028\u2029")
    assert json.loads(written) == {text: [text, 1, None]}
    written.encode()


@pytest.mark.parametrize("name", hostile.SEQUENCES)
def test_what_plays_tricks_is_written_out(name):
    assert not hostile.hostile_characters(visible_text(f"a\n{hostile.SEQUENCES[name]}\nb"))
    assert visible_text("a\n b\n").split("\n") == ["a", " b", ""]


def test_every_category_has_a_colour_in_light_and_dark():
    style = (files("cleaner.report.html") / "static" / "base.css").read_text()
    for category in (*CATEGORIES, CATEGORY, "from-somewhere-else"):
        name = colour(category)
        assert f".{name} {{ --k: var(--{name[2:]}); }}" in style
        assert style.count(f"--{name[2:]}: #") == 2
    assert len({colour(category) for category in (*CATEGORIES, CATEGORY)}) == len(CATEGORIES) + 1


@pytest.mark.parametrize(
    ("shown", "expected"),
    [
        (words.short(99_999), "99,999"),
        (words.short(100_000), "100\u00a0k"),
        (words.short(13_558_814), "13.6\u00a0M"),
        (words.short(2_000_000_000), "2.0\u00a0G"),
        (words.percent(0), "0.0%"),
        (words.percent(0.0004), "<\u00a00.1%"),
        (words.percent(0.9996), ">\u00a099.9%"),
        (words.percent(1), "100.0%"),
        (words.points(-0.315), "\u221231.5 points"),
        (words.plural(1, "site"), "1 site"),
        (words.plural(1200, "site"), "1,200 sites"),
    ],
)
def test_numbers_in_words(shown, expected):
    assert shown == expected
