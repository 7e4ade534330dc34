"""Two texts compared: exact where one is the other without some lines or words, quick where they are large."""

from __future__ import annotations

import random
from difflib import SequenceMatcher
from functools import partial
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cleaner.report.align import matches, opcodes
from cleaner.report.compare import CATEGORY, compare
from tests.articles import CASES, cleaned, input_of
from tests.growth import assert_linear

LINES = st.sampled_from(["a", "b", "c", "", "Rain is wet.", "Rain is wet. (link)", "雨が降る。広告", "雨が降る。"])
ENDS = st.sampled_from(["\n", "\r\n"])
LARGE = 4_000


def kept(result):
    return "".join(result.raw[start:end] for start, end in result.kept)


@given(st.lists(st.tuples(LINES, ENDS, st.booleans()), max_size=30))
def test_a_text_without_some_lines_is_found_exactly(lines):
    raw = "".join(line + end for line, end, _ in lines)
    cleaned = "".join(line + end for line, end, stays in lines if stays)
    result = compare(raw, cleaned)
    assert kept(result) == cleaned
    assert all(removal.text == raw[removal.start : removal.end] for removal in result.removals)
    assert result.stats.removed_characters == len(raw) - len(cleaned)


@pytest.mark.parametrize(
    "case", [case for case in CASES if input_of(case).suffix == ".txt"], ids=lambda case: case.name
)
def test_what_was_cleaned_here_is_found_exactly(case):
    result = cleaned(case)
    assert kept(compare(result.raw, result.text)) == result.text


@given(st.lists(LINES, max_size=12), st.lists(LINES | st.text(max_size=5), max_size=12))
def test_any_two_texts(before, after):
    pairs = matches(before, after)
    assert all(before[i] == after[j] for i, j in pairs)
    assert all(i < k and j < m for (i, j), (k, m) in pairwise(pairs))
    rebuilt = []
    for tag, i, i2, j, j2 in opcodes(before, after):
        assert (before[i:i2] == after[j:j2]) == (tag == "equal")
        rebuilt += after[j:j2]
    assert rebuilt == after
    assert sum(i2 - i for _, i, i2, _, _ in opcodes(before, after)) == len(before)
    result = compare("\n".join(before), "\n".join(after))
    assert all(left.end <= right.start for left, right in pairwise(result.removals))


def test_words_that_a_line_lost():
    def gone(raw, cleaned):
        return [removal.text for removal in compare(raw, cleaned).removals]

    assert gone("Sun is warm. (affiliate link)\n", "Sun is warm.\n") == [" (affiliate link)"]
    assert gone("Ad: Sun is (x) warm.\n", "Sun is warm.\n") == ["Ad: ", " (x)"]
    assert gone("雨が降る。広告です。\n", "雨が降る。\n") == ["広告です。"]
    assert gone("Sun\nRain falls. #ad\nSnow\n", "Sun\nRain falls.\nSnow") == [" #ad", "\n"]
    assert gone("One two\n", "Two one\n") == ["One two\n"]


def test_line_ends_alone_are_no_other_lines():
    result = compare("Rain.\r\nSpam.\r\nSun.\r\n", "Rain.\nSun.\n")
    assert kept(result) == "Rain.\nSun.\n"
    assert "Spam.\r\n" in [removal.text for removal in result.removals]


def test_most_lines_find_their_partners_where_some_are_new():
    random.seed(5)
    for _ in range(20):
        before = [random.choice([f"line {random.randrange(400)}", "", "---"]) for _ in range(300)]
        after = [line if random.random() < 0.9 else "new" for line in before if random.random() < 0.8]
        best = sum(block.size for block in SequenceMatcher(None, before, after, autojunk=False).get_matching_blocks())
        assert len(matches(before, after)) >= 0.95 * best


def test_counts():
    result = compare("Rain.\nSpam.\n", "Rain.\n")
    assert dict(result.stats.characters_by_category) == {CATEGORY: 6}
    assert result.stats.removals == 1
    assert not compare("Rain.\n", "Rain.\n").removals
    assert not compare("", "").stats.characters_by_category


@pytest.mark.parametrize("kind", ["different", "repeated", "equal"])
@pytest.mark.parametrize("change", ["without", "changed", "shuffled", "cut", "foreign"])
def test_time_grows_with_the_lines(kind, change):
    before, after = two_texts(kind, change, LARGE)
    if change == "without":
        assert kept(compare(before, after)) == after
    assert_linear(lambda texts: compare(*texts), partial(two_texts, kind, change), LARGE)


def two_texts(kind, change, size):
    """A text of so many lines, and what has become of it."""
    random.seed(7)
    make = {"different": "line {} of the text", "repeated": "{:.0f}", "equal": "the same"}[kind]
    before = [make.format(n if kind == "different" else random.randrange(20)) + " and more\n" for n in range(size)]
    after = [line for line in before if random.random() < 0.7]
    if change == "changed":
        after = [line if random.random() < 0.9 else f"new {line}" for line in after]
    elif change == "shuffled":
        random.shuffle(after)
    elif change == "cut":
        after = [line.replace(" and more", "") for line in after]
    elif change == "foreign":
        after = [f"{line[::-1]}\n" for line in after]
    return "".join(before), "".join(after)
