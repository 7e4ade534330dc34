"""The fitter: points that tell rows apart, whatever they stand for; folds of whole sites; figures at a fixed retention."""

from __future__ import annotations

import math
import random
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cleaner import InputError
from cleaner.fit.fitter import Plan, cross_validate, fit
from cleaner.fit.retention import recall_at, recall_line, threshold_at
from cleaner.fit.rows import LabelledRows, site_folds, site_key

PLAN = Plan(pairs=(("words", "place"),), ridge=1.0, smooth=1.0, pair_ridge=1.0, token_ridge=1.0, sites=3)
NOISE = [f"noise{n}" for n in range(50)]


def made_rows(size=600, seed=1):
    """Rows that go if they say `buy`, more often so if they are short, and early rows that are long."""
    dice = random.Random(seed)
    words = [dice.randint(1, 40) for _ in range(size)]
    place = [dice.random() for _ in range(size)]
    tokens = [frozenset([*dice.sample(NOISE, 5), *(["buy"] if dice.random() < 0.3 else [])]) for _ in range(size)]
    goes = [("buy" in bag and w < 25) or (w > 30 and at < 0.2) for w, at, bag in zip(words, place, tokens, strict=True)]
    return LabelledRows(
        {"words": words, "place": place, "always": [7] * size},
        {"tokens": tokens},
        [float(one) for one in goes],
        [1.0] * size,
        [f"site{n % 30}.example" for n in range(size)],
    )


ROWS = made_rows()


def right(rows, sums):
    """The share of rows on whose side of 0 the sum stands."""
    return sum((total >= 0) == (share >= 0.5) for total, share in zip(sums, rows.shares, strict=True)) / len(sums)


def test_what_is_fitted_decides_as_it_is_labelled():
    card = fit(ROWS, PLAN)
    other = made_rows(seed=2)
    assert right(other, card.sums(other.columns, other.bags)) > 0.9
    assert card.bags["tokens"]["buy"] > 2 * max(abs(card.bags["tokens"].get(token, 0.0)) for token in NOISE)
    assert right(ROWS, cross_validate(ROWS, PLAN, 5)) > 0.9


def test_the_same_rows_give_the_same_card():
    assert fit(ROWS, PLAN) == fit(ROWS, PLAN)


def test_a_card_holds_what_the_plan_asks_for():
    card = fit(ROWS, replace(PLAN, only_paired=("place",)))
    assert list(card.measures) == ["words", "always"]
    assert [(first, second) for first, second, _ in card.pairs] == [("words", "place")]
    assert card.measures["always"][0] == ()
    edges, points = card.measures["words"]
    assert len(points) == len(edges) + 1
    assert 0 not in card.bags["tokens"].values()


def test_categories_have_a_range_each():
    rows = replace(ROWS, columns={**ROWS.columns, "kind": [n % 40 for n in range(len(ROWS.sites))]})
    assert len(fit(rows, PLAN).measures["kind"][1]) < 40
    assert len(fit(rows, replace(PLAN, categories=("kind",))).measures["kind"][1]) == 40


def test_tokens_need_sites_and_the_strongest_stay():
    few = [frozenset({*tokens, "rare"}) if n < 2 else tokens for n, tokens in enumerate(ROWS.bags["tokens"])]
    rows = replace(ROWS, bags={"tokens": few})
    assert "rare" not in fit(rows, PLAN).bags["tokens"]
    assert "rare" in fit(rows, replace(PLAN, sites=2)).bags["tokens"]
    assert fit(rows, replace(PLAN, tokens=1)).bags["tokens"].keys() == {"buy"}


def test_shares_and_weights_count():
    half = LabelledRows({"a": [0, 0, 1, 1]}, {}, [0.5, 0.5, 1.0, 0.0], [1.0, 1.0, 3.0, 1.0], list("abcd"))
    loose = Plan(ridge=1e-6, smooth=0.0)
    first, _, third, _ = fit(half, loose).sums(half.columns, half.bags)
    assert first == pytest.approx(0, abs=0.02)
    assert third == pytest.approx(math.log(3), abs=0.02)
    assert fit(half, replace(loose, lean=-1.0)).sums(half.columns, half.bags)[0] == pytest.approx(-1, abs=0.02)


def test_held_out_sites_are_not_fitted_to():
    """What only its own site shows says nothing of a site that is held out."""
    sites = [f"{n}.example" for n in range(40)]
    rows = LabelledRows(
        {"rows": [1] * 40},
        {"tokens": [frozenset({site}) for site in sites]},
        [n % 2 for n in range(40)],
        [1] * 40,
        sites,
    )
    plan = Plan(ridge=1.0, token_ridge=0.01, sites=1)
    card = fit(rows, plan)
    assert right(rows, card.sums(rows.columns, rows.bags)) == 1.0
    assert all(abs(total) < 1 for total in cross_validate(rows, plan, 10))


@pytest.mark.parametrize(
    ("url", "document", "key"),
    [
        ("https://www.shop.co.uk/a", "1", "shop.co.uk"),
        ("https://b.shop.co.uk/b", "2", "shop.co.uk"),
        ("https://other.co.uk/", "3", "other.co.uk"),
        (None, "https://a.blog.example/x", "blog.example"),
        (None, "traf-12", "traf-12"),
        ("", "traf-13", "traf-13"),
    ],
)
def test_sites(url, document, key):
    assert site_key(url, document) == key


@given(st.lists(st.integers(0, 9), min_size=10), st.integers(2, 5))
def test_folds_hold_every_row_once_and_whole_sites(numbers, folds):
    sites = [f"{number}.example" for number in numbers]
    if len(set(sites)) < folds:
        with pytest.raises(InputError, match=f"{len(set(sites))} sites are too few for {folds} folds"):
            site_folds(sites, folds)
        return
    parts = site_folds(sites, folds)
    assert sorted(place for _, outside in parts for place in outside) == list(range(len(sites)))
    for inside, outside in parts:
        assert sorted(inside + outside) == list(range(len(sites)))
        assert outside
        assert not {sites[place] for place in inside} & {sites[place] for place in outside}


@pytest.mark.parametrize(
    ("retention", "threshold", "recall"),
    [(1.0, 3.0, 0.5), (0.9, 2.0, 0.75), (0.8, 2.0, 0.75), (0.6, 1.0, 1.0), (0.0, 0.0, 1.0)],
)
def test_recall_at_a_retention(retention, threshold, recall):
    sums, keep, spam = [3.0, 2.0, 2.0, 1.0, 0.0, 0.0], [0, 1, 0, 3, 5, 1], [2, 0, 1, 1, 0, 0]
    assert threshold_at(retention, sums, keep) == threshold
    assert recall_at(threshold, sums, spam) == recall


def test_nothing_goes_where_the_highest_sum_is_editorial():
    assert threshold_at(0.99, [1.0, 1.0, 0.0], [1, 0, 1]) == math.inf
    assert recall_at(math.inf, [1.0, 1.0], [1, 1]) == 0.0


def test_figures_on_a_line():
    line = recall_line([2.0, 1.0, 0.0], [0, 1, 9], [3, 1, 0])
    assert line == "recall 0.7500 at retention 0.995, 0.7500 at retention 0.998, 0.7500 at retention 0.999"
