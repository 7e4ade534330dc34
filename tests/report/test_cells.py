"""Text in cells: as many as a terminal gives it, rows that are broken where people would."""

from __future__ import annotations

import pytest
from rich.segment import Segment
from rich.style import Style

from cleaner.report.cells import cells, row_cells, rows_beside, wrap, wrap_text

FAMILY = "👨\u200d👩\u200d👧\u200d👦"
RED = Style.parse("red")


def rows(text, width):
    return ["".join(segment.text for segment in row) for row in wrap_text(text, width)]


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("", 0),
        ("rain", 4),
        ("漢字", 4),
        ("ﾊﾝｶｸ", 4),
        ("ｆｕ", 4),
        ("한글", 4),
        ("\u1112\u1161\u11ab", 2),
        ("e\u0301te\u0301", 3),
        ("葛\U000e0100城", 4),
        ("می\u200cخواهم", 7),
        ("न\u200dम", 2),
        ("🍵🍵", 4),
        (FAMILY, 2),
        ("👩🏽\u200d🚀", 2),
        ("👍🏿", 2),
        ("🇩🇪", 2),
        ("🇩🇪🇯🇵🇧🇷", 6),
        ("❤\ufe0f", 2),
        ("❤\ufe0f\u200d🔥", 2),
        ("☎\ufe0e", 1),
        ("1\ufe0f\u20e3", 2),
        ("a\ufe0f", 1),
        ("é\u200dé", 2),
        ("\U0001fae8", 2),
    ],
)
def test_how_many_cells(text, count):
    assert cells(text) == count
    assert row_cells([Segment(text), Segment("x", RED)]) == count + 1


def test_words_stay_together():
    assert rows("the rain falls on the roof", 10) == ["the rain", "falls on", "the roof"]
    assert rows("the rain", 8) == ["the rain"]
    assert rows("the   rain", 4) == ["the", "rain"]
    assert rows("", 5) == [""]
    assert rows("a\nb", 5) == ["a", "b"]


def test_long_words_are_broken_at_hyphens_or_anywhere():
    assert rows("promo promo.click-to-share", 15) == ["promo", "promo.click-to-", "share"]
    assert rows("see https://example.org/one/two", 18) == ["see https://", "example.org/one/", "two"]
    assert rows("abcdefghij", 4) == ["abcd", "efgh", "ij"]
    assert rows("so well-known roofs", 10) == ["so", "well-known", "roofs"]


def test_escapes_stay_whole():
    assert rows(r"ab\u001b\u0007c\U000e0001d", 12) == [r"ab\u001b", r"\u0007c", r"\U000e0001d"]


def test_wide_characters_part_anywhere_but_at_punctuation():
    assert rows("鉄瓶は使うたび", 6) == ["鉄瓶は", "使うた", "び"]
    assert rows("鉄瓶だよ。次", 8) == ["鉄瓶だ", "よ。次"]
    assert rows("鉄瓶だ「よ」", 8) == ["鉄瓶だ", "「よ」"]
    assert rows("鉄瓶 tea 鉄瓶", 9) == ["鉄瓶 tea", "鉄瓶"]
    assert rows("！！！！", 4) == ["！！", "！！"]


def test_clusters_stay_whole():
    for width in range(2, 12):
        shown = rows(f"{FAMILY}{FAMILY} 🇩🇪🇯🇵 e\u0301e\u0301 👍🏽", width)
        for cluster in (FAMILY, "🇩🇪", "🇯🇵", "e\u0301", "👍🏽"):
            assert any(cluster in row for row in shown)


def test_rows_fit_even_where_a_terminal_shows_the_parts_of_emoji():
    assert rows(f"{FAMILY} {FAMILY}", 10) == [FAMILY, FAMILY]
    assert rows("👍🏽👍🏽👍🏽", 10) == ["👍🏽👍🏽", "👍🏽"]


def test_the_mark_of_a_cut_stays_with_it():
    pieces = [Segment("Rain falls"), Segment("[- (link) -]", RED)]
    shown = ["".join(segment.text for segment in row) for row in wrap(pieces, 14)]
    assert shown == ["Rain", "falls[- (link)", "-]"]


def test_styles_go_along():
    assert list(wrap([Segment("Rain "), Segment("falls down", RED)], 10)) == [
        [Segment("Rain "), Segment("falls", RED)],
        [Segment("down", RED)],
    ]


def test_rows_side_by_side():
    left, right = [[Segment("漢")], [Segment("ab")]], [[Segment("x")]]
    joined = ["".join(segment.text for segment in row) for row in rows_beside(left, right, 4, " | ")]
    assert joined == ["漢   | x", "ab   |"]
    assert list(rows_beside(left, [], 4, "  ")) == left
