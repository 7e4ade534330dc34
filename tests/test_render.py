"""Render: what is gone and cut becomes removals; what stays reads as if nothing had been between."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cleaner import render
from cleaner.model import Reason, RulePoints, Span
from cleaner.text.lines import from_text

WHY, OTHER = (Reason(category, (RulePoints(f"{category}.x", 4.0),)) for category in ("promo", "ad"))


def rendered(raw, gone):
    """The removals of a text whose lines go as told by their letters, and what stays: `x` for one reason, `y` for another."""
    document = from_text(raw)
    for line in document.lines:
        line.gone = WHY if gone and line.text[0] == "x" else OTHER if gone and line.text[0] == "y" else None
    removals = render.removals(document)
    return removals, render.text(raw, removals)


@pytest.mark.parametrize(
    ("raw", "removed", "text"),
    [
        ("A\nx1\nB", ["\nx1"], "A\nB"),
        ("A\nx1\nB\n", ["\nx1"], "A\nB\n"),
        ("A\n\nx1\nB", ["x1\n"], "A\n\nB"),
        ("A\nx1\n\nB", ["\nx1"], "A\n\nB"),
        ("A\r\nx1\r\nB", ["\r\nx1"], "A\r\nB"),
        ("x1\n\nA", ["x1\n\n"], "A"),
        ("  x1\n  A", ["  x1\n"], "  A"),
        ("A\n\nx1\n", ["\n\nx1"], "A\n"),
        ("x1\n", ["x1\n"], ""),
        ("\n x1 \n", ["\n x1 \n"], ""),
        ("A\nx1\nx2\nB", ["\nx1\nx2"], "A\nB"),
        ("A\nx1\ny1\nB", ["\nx1\n", "y1"], "A\nB"),
        ("x1\ny1\nx2", ["x1\n", "y1\n", "x2"], ""),
        ("A\nx1\nB\nx2\nC", ["\nx1", "\nx2"], "A\nB\nC"),
        ("A\nB", [], "A\nB"),
        ("", [], ""),
    ],
)
def test_lines_go_with_white_space(raw, removed, text):
    removals, left = rendered(raw, gone=True)
    assert ([removal.text for removal in removals], left) == (removed, text)
    for removal in removals:
        assert raw[removal.start : removal.end] == removal.text
        assert removal.category == ("ad" if "y" in removal.text else "promo")


def test_lines_that_go_for_one_reason_are_one_removal_and_equal_reasons_are_two():
    document = from_text("A\nx1\nx2\nx3\nB")
    for line, reason in zip(document.lines[1:4], (WHY, WHY, WHY._replace()), strict=True):
        line.gone = reason
    assert [removal.text for removal in render.removals(document)] == ["\nx1\nx2\n", "x3"]


def test_cuts_stand_where_they_stood_in_the_raw_text():
    raw = "  Sun. Bells ring. Rain. (bell)\nx1\nSnow."
    document = from_text(raw)
    first, second, _ = document.lines
    assert first.cut([(Span(5, 16), WHY), (Span(23, 29), OTHER)])
    second.gone = WHY
    removals = render.removals(document)
    assert [(removal.text, removal.category) for removal in removals] == [
        (" Bells ring.", "promo"),
        (" (bell)", "ad"),
        ("\nx1", "promo"),
    ]
    assert all(raw[removal.start : removal.end] == removal.text for removal in removals)
    assert render.text(raw, removals) == "  Sun. Rain.\nSnow."


def test_a_cut_for_several_reasons_names_the_rules_of_all():
    document = from_text("Sun and bells and rain.")
    assert document.lines[0].cut([(Span(4, 13), WHY), (Span(8, 17), OTHER)])
    (removal,) = render.removals(document)
    assert {rule.rule for rule in removal.rules} == {"promo.x", "ad.x"}


@given(
    st.lists(st.tuples(st.sampled_from(["A", "x", "y", "B x"]), st.sampled_from(["\n", "\n\n", "\r\n", " \n ", "\r"])))
)
def test_what_stays_are_the_other_lines(pieces):
    raw = "".join(word + end for word, end in pieces)
    removals, text = rendered(raw, gone=True)
    assert text.split() == [part for word, _ in pieces if word[0] not in "xy" for part in word.split()]
    assert [line.text for line in from_text(text).lines] == [word for word, _ in pieces if word[0] not in "xy"]
    assert all(one.end <= other.start for one, other in pairwise(removals))
