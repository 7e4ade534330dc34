"""What holds for every text, spam or not, well-formed or hostile."""

from __future__ import annotations

import re
from itertools import pairwise

from hypothesis import given, settings
from hypothesis import strategies as st

from cleaner import clean_text

LINES = st.sampled_from(
    [
        "Amazon",
        "GPU cloud computing services",
        "As an affiliate, we earn on qualifying purchases.",
        "This post contains affiliate links. Last spring I walked to Rome.",
        "You May Also Like",
        "Related posts:",
        "- A Guide to Quiet Islands",
        "Ten Huts in Ten Days",
        "Read more",
        "Subscribe now",
        "Buy on Amazon",
        "$49.99",
        "Advertisement",
        "Conclusion",
        "```",
        "“Subscribe now”",
        "The road over the pass is closed from November to May, and whoever wants to cross in winter has to take the train "
        "through the old tunnel, which runs every two hours and takes cars as well.",
        "> Check out: the best kettles of the year",
        "Grate the soap (affiliate link) into the pot #ad",
    ]
)
ENDS = st.sampled_from(["\n", "  \n    ", "\n\n", "\r\n", "\r", "\n \t\n", "\u2028"])
ARTICLES = st.lists(st.tuples(LINES | st.text(max_size=30), ENDS), max_size=25).map(
    lambda parts: "".join(line + end for line, end in parts)
)


THRESHOLDS = st.sampled_from([None, 0.3, 0.5, 2.0])


@given(ARTICLES | st.text(), THRESHOLDS)
@settings(max_examples=300, deadline=None)
def test_kept_and_removed_spans_rebuild_the_raw_text(raw, threshold):
    result = clean_text(raw, threshold=threshold)
    pieces = [(r.start, r.end, r.text) for r in result.removals]
    pieces += [(start, end, raw[start:end]) for start, end in result.kept]
    pieces.sort()
    assert "".join(text for _, _, text in pieces) == raw
    assert all(left[1] == right[0] for left, right in pairwise(pieces))
    assert "".join(raw[start:end] for start, end in result.kept) == result.text


@given(ARTICLES | st.text(), THRESHOLDS)
@settings(max_examples=300, deadline=None)
def test_cleaning_twice_changes_nothing(raw, threshold):
    once = clean_text(raw, threshold=threshold).text
    assert clean_text(once, threshold=threshold).text == once


def is_cut_of(short, line):
    rest = iter(line)
    return all(character in rest for character in short)


@given(ARTICLES, THRESHOLDS)
@settings(max_examples=300, deadline=None)
def test_output_lines_are_input_lines_byte_for_byte_or_cuts_of_them(raw, threshold):
    lines = re.split(r"\r\n|\r|\n", raw)
    for line in re.split(r"\r\n|\r|\n", clean_text(raw, threshold=threshold).text):
        indent = line[: len(line) - len(line.lstrip())]
        assert line in lines or any(is_cut_of(line, whole) and whole.startswith(indent) for whole in lines)


@given(st.text(alphabet=st.characters(exclude_categories=())))
@settings(max_examples=300, deadline=None)
def test_any_code_points_are_taken(raw):
    assert clean_text(raw).raw == raw
