"""The scorecard: sums and explanations that agree, whatever the rows stand for."""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cleaner.evidence.scorecard import Scorecard
from tests.seeds import printed

CARD = Scorecard(
    base=0.5,
    measures={"words": ((2.5, 9.5), (-2.0, 0.25, 1.0)), "total": ((100.0,), (0.125, 0.0))},
    coarse={"words": (5.5,), "linked": (0.5,)},
    pairs=(("words", "linked", ((0.0, -4.0), (0.125, -1.0))),),
    bags={"names": {"sidebar": 3.0, "post": -0.5}, "pairs of words": {"buy now": 2.0}},
)
COLUMNS = {"words": [4, 1, 10], "linked": [0.0, 1.0, 0.75], "total": [15, 15, 15]}
BAGS = {
    "names": [frozenset({"post"}), frozenset({"post", "sidebar", "unknown"}), frozenset()],
    "pairs of words": [frozenset({"buy now", "now or"}), frozenset(), frozenset({"a lock"})],
}


def test_points_by_hand():
    assert CARD.explain(COLUMNS, BAGS) == [
        {"base": 0.5, "words": 0.25, "total": 0.125, "names.post": -0.5, "pairs of words.buy now": 2.0},
        {"base": 0.5, "words": -2.0, "total": 0.125, "words x linked": -4.0, "names.post": -0.5, "names.sidebar": 3.0},
        {"base": 0.5, "words": 1.0, "total": 0.125, "words x linked": -1.0},
    ]
    assert CARD.sums(COLUMNS, BAGS) == [2.375, -2.875, 0.625]


@given(
    st.lists(
        st.tuples(
            st.integers(0, 99), st.floats(0, 1), st.sets(st.sampled_from(["post", "sidebar", "x"])), st.booleans()
        )
    )
)
def test_an_explanation_sums_to_the_sum(rows):
    columns = {
        "words": [row[0] for row in rows],
        "linked": [row[1] for row in rows],
        "total": [sum(row[0] for row in rows)] * len(rows),
    }
    bags = {
        "names": [frozenset(row[2]) for row in rows],
        "pairs of words": [frozenset(["buy now"] * row[3]) for row in rows],
    }
    sums, explained = CARD.sums(columns, bags), CARD.explain(columns, bags)
    assert len(sums) == len(explained) == len(rows)
    assert all(math.isclose(sum(row.values()), total, abs_tol=1e-9) for row, total in zip(explained, sums, strict=True))


@pytest.mark.parametrize(("words", "points"), [(1, -2.0), (2, -2.0), (3, 0.25), (9, 0.25), (10, 1.0), (500, 1.0)])
def test_edges_cut_values_into_ranges(words, points):
    card = Scorecard(0.0, {"words": CARD.measures["words"]}, {}, (), {})
    assert card.sums({"words": [words, 0, words]}, {}) == [points, -2.0, points]


def test_a_value_on_an_edge_stands_above_it():
    card = Scorecard(0.0, {"words": ((2.0,), (-1.0, 1.0))}, {}, (), {})
    assert card.sums({"words": [1.999, 2.0]}, {}) == [-1.0, 1.0]


def test_a_card_that_says_nothing_gives_every_row_its_base():
    assert Scorecard(1.5, {}, {}, (), {}).sums({"words": [1, 2]}, {}) == [1.5, 1.5]
    assert CARD.sums({"words": [], "linked": [], "total": []}, {"names": [], "pairs of words": []}) == []


def test_columns_and_bags_that_no_points_are_for_say_nothing():
    more = {**COLUMNS, "weather": [1, 2, 3]}, {**BAGS, "smells": [frozenset({"wax"})] * 3}
    assert CARD.sums(*more) == CARD.sums(COLUMNS, BAGS)


def test_sums_are_the_same_in_all_processes():
    program = """if True:
        from cleaner.evidence.scorecard import Scorecard
        points = {f"word{n}": n % 7 * 0.1 - 0.3 for n in range(200)}
        print(Scorecard(0.1, {}, {}, (), {"words": points}).sums({"rows": [1]}, {"words": [frozenset(points)]}))
    """
    assert len(printed(program)) == 1
