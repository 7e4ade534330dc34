"""Measures of a page's blocks, and what the page card makes of them."""

from __future__ import annotations

import math
from dataclasses import replace

import pytest

from cleaner import clean_html
from cleaner.page.content import read_page
from cleaner.page.elements import element_index
from cleaner.page.markup import parse
from cleaner.page.measures import MEASURES, Features
from cleaner.ruleset.load import default_rules
from cleaner.scale import THRESHOLD
from tests.articles import CASES
from tests.cards import flat, rules_with

PAGES = [case for case in CASES if (case / "input.html").exists()]
CARD = default_rules().cards["page"]
POST = "<div class='post'><p>One two three four.</p><p class='sidebar sidebar-2'><a href='/'>Home</a></p></div>"


def features_of(markup):
    return Features(read_page(parse(markup), element_index(default_rules()).marker("", 1.0)))


def test_the_bundled_card_weighs_the_measures_that_there_are():
    assert CARD.measures.keys() | CARD.coarse.keys() == MEASURES.keys()
    assert list(CARD.bags) == ["names"]


@pytest.mark.parametrize("case", PAGES, ids=lambda case: case.name)
def test_every_measure_says_something_of_every_block(case):
    features = features_of((case / "input.html").read_text(encoding="utf-8"))
    assert features.columns.keys() == MEASURES.keys()
    for name, column in features.columns.items():
        assert len(column) == len(features.blocks), name
        assert all(map(math.isfinite, column)), name


@pytest.mark.parametrize("case", PAGES, ids=lambda case: case.name)
def test_what_is_explained_of_a_page_sums_to_the_score(case):
    page = (case / "input.html").read_bytes()
    told = clean_html(page, explain=True).removals
    plain = {(removal.start, removal.end): removal for removal in clean_html(page).removals}
    explained = [removal for removal in told if removal.rules[0].rule == "boilerplate.content"]
    for removal in explained:
        assert removal.score >= THRESHOLD - 1e-9
        same = plain.get((removal.start, removal.end))
        assert same is None or math.isclose(removal.score, same.score)
    assert {removal.rules[0].rule for removal in told} == {removal.rules[0].rule for removal in plain.values()}


@pytest.mark.parametrize(
    ("known", "names"),
    [
        ({"post", "sidebar", "page"}, [{"post"}, {"post", "sidebar"}]),
        ({"sidebar"}, [set(), {"sidebar"}]),
        (set(), [set(), set()]),
    ],
)
def test_names_are_the_known_words_around_a_block(known, names):
    assert features_of(POST).names(known) == names
    assert features_of(POST).bags({"names": dict.fromkeys(known, 1.0)}) == {"names": names}


def test_a_page_without_text_has_no_rows():
    assert features_of("").blocks == []
    assert clean_html("<html></html>").text == ""


def test_the_page_card_decides():
    html = "".join(
        f"<div class='{name}'><p>{'The bench by the ferry is wet again. ' * 9}</p></div>"
        for name in ("post", "sidebar")
    )
    card = replace(flat(-0.5), bags={"names": {"post": -0.5, "sidebar": 3.0}})
    assert clean_html(html, rules=rules_with(card)).text.count("bench") == 9
    assert clean_html(html, rules=rules_with(flat(-0.01))).text.count("bench") == 18


@pytest.mark.parametrize(("points", "stays"), [(-0.01, True), (0.0, False), (0.99, False)])
def test_a_block_goes_when_as_much_speaks_for_it_as_against(points, stays):
    """The other div keeps so much that nobody asks for a second opinion."""
    html = f"<div class='post'><p>{'Rain and sun by the dam. ' * 40}</p></div><div class='aside'><p>A bench.</p></div>"
    card = replace(flat(-9.0), bags={"names": {"aside": 9.0 + points}})
    assert ("A bench." in clean_html(html, rules=rules_with(card)).text) == stays
    assert "A bench." in clean_html(html, rules=rules_with(card), threshold=2.0).text
