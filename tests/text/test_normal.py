"""Normal form: what a reader sees of a raw text, and the way back."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cleaner.model import Reason, RulePoints, Span
from cleaner.text.line import Line
from cleaner.text.normal import matched, normal_text

WHY = Reason("promo", (RulePoints("promo.bell", 4.0),))


def seen(raw):
    normal = normal_text(raw)
    return raw if normal is None else normal.text


@pytest.mark.parametrize(
    "raw", ["", "Rain & snow", "AT&T; R&D", "naïve Straße", "日本語。", "½ price™ – 20 °C", "&bogus;"]
)
def test_a_text_without_any_such_thing_is_its_own_normal_form(raw):
    assert normal_text(raw) is None or normal_text(raw).text == raw


@pytest.mark.parametrize(
    ("raw", "text"),
    [
        ("pur\u00adchase pur\u200bchase\ufeff", "purchase purchase"),
        ("\u200e\u2066Bells\u2069 ring\u2060s \u2764\ufe0f", "Bells rings \u2764"),
        ("Bells&nbsp;ring &amp; it&rsquo;s &#8217;loud&#x2019;", "Bells ring & it’s ’loud’"),
        ("Bells&amp;nbsp;ring &amp;amp; it&amp;amp;#39;s", "Bells ring & it's"),
        ("&quot;Bells&quot; &mdash; A&NewLine;B &#0; &notit;", '"Bells" — A B \ufffd &notit;'),
        ("\u200b Bells \u00ad", "Bells"),
        ("\u200b\u00ad", ""),
        ("&nbsp;", ""),
        ("ﬁrst oﬀer", "first offer"),
        ("Ｂｕｙ １２！", "Buy 12！"),
        ("\U0001d401\U0001d42e\U0001d432 Ⓝⓞⓦ", "Buy Now"),
        (unicodedata.normalize("NFD", "Käufe für 구매 が"), "Käufe für 구매 が"),
    ],
)
def test_normal_form(raw, text):
    assert seen(raw) == text


def test_rules_are_matched_in_the_same_form():
    assert matched(unicodedata.normalize("NFD", "k\u00adäufe ﬁx")) == "käufe fix"


@pytest.mark.parametrize(
    ("raw", "phrase", "left"),
    [
        ("Sun. Buy&nbsp;it\u200b now. Rain.", "Buy it now.", "Sun. Rain."),
        ("\ufeffSun is&nbsp;out. Rain.", "Sun is out.", "Rain."),
        ("Sun. Of\u00adfer", "Offer", "Sun."),
        ("A ﬁsh swims", "f", "Ash swims"),
    ],
)
def test_a_cut_takes_the_raw_text_of_what_a_reader_sees(raw, phrase, left):
    line = Line(5, raw)
    start = line.text.index(phrase)
    assert line.cut([(Span(start, start + len(phrase)), WHY)])
    assert (
        "".join(c for n, c in enumerate(raw) if not any(a <= n < b for (a, b), _ in line.cuts)).lstrip("\ufeff") == left
    )
    assert line.text == Line(0, left).text


RAWS = st.text(st.sampled_from("ab. \u00ad\u200bﬁ\u0301") | st.characters(), max_size=20) | st.lists(
    st.sampled_from(["&nbsp;", "&amp;", "a", " ", "é", "e\u0301", "\u00ad"]), max_size=9
).map("".join)


@given(RAWS)
def test_every_character_stands_somewhere_and_in_order(raw):
    normal = normal_text(raw)
    if normal is None:
        return
    assert len(normal.text) == len(normal.starts) == len(normal.ends)
    assert list(normal.starts) == sorted(normal.starts)
    assert all(0 <= start < end <= len(raw) for start, end in zip(normal.starts, normal.ends, strict=True))
    assert all(
        seen(raw[start:end]) or character == " "
        for character, start, end in zip(normal.text, normal.starts, normal.ends, strict=True)
    )


@given(RAWS, st.integers(0, 20), st.integers(0, 20))
def test_what_a_cut_leaves_reads_as_the_line_does(raw, one, other):
    line = Line(0, raw)
    start, end = sorted((min(one, len(line.text)), min(other, len(line.text))))
    if start < end and line.cut([(Span(start, end), WHY)]):
        left = "".join(c for n, c in enumerate(raw) if not any(a <= n < b for (a, b), _ in line.cuts))
        assert line.text == Line(0, left).text
        assert [n for n in range(len(line.text)) if line.in_source(Span(n, n + 1)).start < 0] == []
