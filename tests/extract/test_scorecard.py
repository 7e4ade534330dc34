"""The scorecard: sums and cards that agree, reading and writing, and faults that name the file."""

from __future__ import annotations

import json
import math

import pytest

from cleaner import InputError, clean_html
from cleaner.detect.element import element_index
from cleaner.document.markup import parse
from cleaner.extract.content import read_page
from cleaner.extract.features import MEASURES, PAGE_MEASURES, Features
from cleaner.extract.scorecard import default_scorecard, from_dict, load_scorecard, write_scorecard
from cleaner.ruleset.lists import bundled_rules
from cleaner.ruleset.load import default_rules
from tests.articles import CASES

PAGES = [case for case in CASES if (case / "input.html").exists()]
CARD = default_scorecard()
SMALL = {
    "base": 0.5,
    "measures": {"words": {"edges": [2.5, 9.5], "points": [-2.0, 0.25, 1.0]}},
    "coarse": {"words": [5.5], "linked": [0.5]},
    "pairs": [{"measures": ["words", "linked"], "points": [[0.0, -4.0], [0.125, -1.0]]}],
    "names": {"sidebar": -3.0, "post": 0.5},
}


def features_of(markup):
    return Features(read_page(parse(markup), element_index(default_rules()).marker("", 1.0)))


@pytest.mark.parametrize("case", PAGES, ids=lambda case: case.name)
def test_a_card_sums_to_the_score(case):
    features = features_of((case / "input.html").read_text(encoding="utf-8"))
    sums, cards = CARD.sums(features), CARD.card(features)
    assert len(sums) == len(cards) == len(features.blocks)
    assert all(math.isclose(sum(row.values()), total, abs_tol=1e-9) for row, total in zip(cards, sums, strict=True))


@pytest.mark.parametrize("case", PAGES, ids=lambda case: case.name)
def test_every_measure_says_something_of_every_block(case):
    features = features_of((case / "input.html").read_text(encoding="utf-8"))
    assert features.columns.keys() == MEASURES.keys()
    for name, column in features.columns.items():
        assert len(column) == len(features.blocks), name
        assert all(map(math.isfinite, column)), name
        if name in PAGE_MEASURES:
            assert len(set(column)) == 1, name


def test_points_by_hand():
    features = features_of(
        "<div class='post'><p>One two three four.</p><p class='sidebar sidebar-2'><a href='/'>Home</a></p></div>"
    )
    assert from_dict(SMALL).sums(features) == [0.5 + 0.25 + 0.0 + 0.5, 0.5 - 2.0 - 4.0 + 0.5 - 3.0]
    card = from_dict(SMALL).card(features)
    assert card[1] == {"base": 0.5, "words": -2.0, "words x linked": -4.0, "names": -2.5}


@pytest.mark.parametrize(("words", "points"), [(1, -2.0), (2, -2.0), (3, 0.25), (9, 0.25), (10, 1.0), (500, 1.0)])
def test_edges_cut_values_into_ranges(words, points):
    card = from_dict({**SMALL, "base": 0, "pairs": []})
    assert card.sums(features_of("<p>" + " ".join(["rain"] * words) + "</p>")) == [points]


def test_a_page_without_text_has_no_scores():
    assert features_of("").blocks == []
    assert clean_html("<html></html>", scorecard=from_dict(SMALL)).text == ""


def test_a_scorecard_decides_for_its_caller():
    html = "".join(
        f"<div class='{name}'><p>{'The bench by the ferry is wet again. ' * 9}</p></div>"
        for name in ("post", "sidebar")
    )
    assert clean_html(html, scorecard=from_dict({**SMALL, "base": -1.5})).text.count("bench") == 9


def test_written_and_read_again_it_is_the_same(tmp_path):
    for number, card in enumerate((CARD, from_dict(SMALL))):
        path = tmp_path / f"{number}.json"
        write_scorecard(path, card)
        assert load_scorecard(path) == card
        before = path.read_bytes()
        write_scorecard(path, load_scorecard(path))
        assert path.read_bytes() == before


def test_the_bundled_scorecard_is_as_written(tmp_path):
    bundled = bundled_rules() / "content" / "scorecard.json"
    write_scorecard(tmp_path / "card.json", load_scorecard(bundled))
    assert (tmp_path / "card.json").read_bytes() == bundled.read_bytes()


@pytest.mark.parametrize(
    "content",
    [
        "",
        "no json",
        "[]",
        "7",
        "{}",
        "null",
        b"\xff\xfe\x00",
        json.dumps({**SMALL, "base": "much"}),
        json.dumps({**SMALL, "base": None}),
        json.dumps({**SMALL, "measures": []}),
        json.dumps({**SMALL, "measures": {"weather": {"edges": [], "points": [0]}}}),
        json.dumps({**SMALL, "measures": {"words": {"edges": [1]}}}),
        json.dumps({**SMALL, "measures": {"words": {"edges": ["a"], "points": [1, 2]}}}),
        json.dumps({**SMALL, "measures": {"words": {"edges": [1, 2], "points": [1, 2]}}}),
        json.dumps(
            {**SMALL, "coarse": {"words": [1]}, "pairs": [{"measures": ["words", "words"], "points": [[1, 2]]}]}
        ),
        json.dumps(
            {**SMALL, "coarse": {"words": [1]}, "pairs": [{"measures": ["words", "words"], "points": [[1], [2]]}]}
        ),
        json.dumps({**SMALL, "coarse": {"words": [1]}, "pairs": [{"measures": ["words", "kind"], "points": [[1]]}]}),
        json.dumps({**SMALL, "coarse": {"weather": [1]}}),
        json.dumps({**SMALL, "coarse": {"words": 3}}),
        json.dumps({**SMALL, "pairs": [{"measures": ["words", "linked"]}]}),
        json.dumps({**SMALL, "names": {"post": "x"}}),
        json.dumps({**SMALL, "names": ["post"]}),
        json.dumps({name: value for name, value in SMALL.items() if name != "names"}),
    ],
)
def test_a_file_that_is_no_scorecard_is_named(tmp_path, content):
    path = tmp_path / "card.json"
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    with pytest.raises(InputError, match=r"card\.json: is no scorecard"):
        load_scorecard(path)


@pytest.mark.parametrize("name", ["none.json", "."])
def test_a_file_that_cannot_be_read_is_named(tmp_path, name):
    with pytest.raises(InputError, match="is no scorecard"):
        load_scorecard(tmp_path / name)


def test_a_file_that_cannot_be_written_is_named(tmp_path):
    with pytest.raises(InputError, match=r"card\.json: No such file"):
        write_scorecard(tmp_path / "no" / "card.json", CARD)
