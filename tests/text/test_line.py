"""A line: what is known of it, what cutting leaves of it, and that it can be as before."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cleaner.model import Reason, RulePoints, Span
from cleaner.text.line import Line

RAW = "- ▶ **Sun** is “warm”. Rain\u00a0is wet!"
WHY, OTHER = (Reason("promo", (RulePoints(f"promo.{name}", 4.0),)) for name in ("bell", "gong"))


def cut(text, *phrases):
    """A line without some phrases of it, cut at once, and whether it could be."""
    line = Line(0, text)
    return line, line.cut([(spanned(text, phrase), WHY) for phrase in phrases])


def spanned(text, phrase):
    start = text.index(phrase)
    return Span(start, start + len(phrase))


def test_facts():
    line = Line(7, RAW)
    assert (line.start, line.end) == (7, 7 + len(RAW))
    assert line.text == "- ▶ Sun is “warm”. Rain\u00a0is wet!"
    assert line.folded == '- ▶ sun is "warm". rain is wet!'
    assert line.utf8 == line.folded.encode()
    assert line.core == 'sun is "warm". rain is wet!'
    assert line.core_utf8 == line.core.encode()
    assert line.words == 8
    assert [line.text[start:end] for start, end in line.sentences] == ["- ▶ Sun is “warm”.", "Rain\u00a0is wet!"]
    assert [RAW[slice(*line.in_source(one))] for one in line.sentences] == [
        "- ▶ **Sun** is “warm”.",
        "Rain\u00a0is wet!",
    ]
    assert line.quotes == [line.text.index("“"), line.text.index("”")]
    assert (line.is_item, line.is_title, line.is_prose) == (True, True, False)
    assert (line.links, line.parts, line.hits, line.line) == ((), {}, (), line)


def test_what_markup_says_of_a_line_counts():
    assert Line(0, "Rain", kind="item").is_item
    assert not Line(0, "Rain").is_item


def test_a_fact_is_worked_out_once():
    line = Line(0, "Rain")
    assert line.folded is line.folded
    assert line.sentences is line.sentences
    with pytest.raises(AttributeError):
        line.no_such_fact  # noqa: B018


def test_lone_surrogates_are_no_part_of_what_patterns_see():
    line = Line(0, "Rain \ud800 is")
    assert line.raw == "Rain \ufffd is"
    line.utf8.decode()


def test_a_part_has_the_facts_that_rules_ask_of_both():
    line = Line(0, RAW)
    sentence = line.part(line.sentences[1])
    assert sentence.raw == "Rain\u00a0is wet!"
    assert (sentence.folded, sentence.words, sentence.line) == ("rain is wet!", 3, line)
    assert line.part(line.sentences[1]) is sentence
    assert line.is_sentence(line.sentences[1])
    assert not line.is_sentence(spanned(line.text, "Rain"))
    assert line.part(spanned(line.text, "warm")).is_quoted
    assert not line.part(spanned(line.text, "wet")).is_quoted
    assert not line.is_quoted


@pytest.mark.parametrize("text", ["abc", "äbc", "鉄瓶 bell", "👨\u200d👩 x"])
def test_bytes_lead_back_to_code_points(text):
    line = Line(0, text)
    for place in range(len(line.text) + 1):
        assert line.offset(len(line.folded[:place].encode())) == place


@pytest.mark.parametrize(
    ("text", "phrases", "left"),
    [
        ("Sun. Bells ring. Rain.", ["Bells ring."], "Sun. Rain."),
        ("Bells ring. Rain.", ["Bells ring."], "Rain."),
        ("Rain. Bells ring.", ["Bells ring."], "Rain."),
        ("Bells ring.  Bong!  Rain.", ["Bells ring.", "Bong!"], "Rain."),
        ("Sun (bell), rain.", ["(bell)"], "Sun, rain."),
        ("Sun, rain.", ["n, r"], "Suain."),
        ("One two three.", ["One two", "two three"], "."),
        ("abc def ghi", ["def", "c d"], "ab ghi"),
        ("ab bells cd", ["be", "lls"], "ab cd"),
    ],
)
def test_what_a_cut_leaves(text, phrases, left):
    line, done = cut(text, *phrases)
    assert done == any(map(str.isalnum, left))
    assert line.text == (left if done else text)
    assert line.source == text


def test_a_line_of_which_nothing_would_be_left_is_as_before():
    line = Line(0, "Bells ring. — !")
    assert not line.cut([(Span(0, 11), WHY)])
    assert (line.text, line.cuts, line.gone) == ("Bells ring. — !", (), None)


def test_what_follows_from_the_text_is_worked_out_anew():
    line = Line(0, "Sun is warm. Bells ring.")
    assert (line.words, len(line.sentences), line.folded[-5:]) == (5, 2, "ring.")
    line.part(line.sentences[1])
    line.verdicts["promo.bell"] = (None,)
    line.gate, line.hits, line.links = object(), ((1, 2),), ((Span(0, 3), None),)
    assert line.cut([(line.sentences[1], WHY)])
    assert (line.words, len(line.sentences), line.folded) == (3, 1, "sun is warm.")
    assert (line.parts, line.verdicts, line.gate, line.hits, line.links) == ({}, {}, None, (), ())


def test_cuts_of_several_rounds_are_where_they_were_in_the_source():
    text = "Sun. Bells ring. Rain. Gongs sound. Snow."
    line, _ = cut(text, "Bells ring.")
    assert line.text == "Sun. Rain. Gongs sound. Snow."
    assert line.cut([(spanned(line.text, "Gongs sound."), OTHER)])
    assert line.text == "Sun. Rain. Snow."
    assert [(text[start:end], reasons) for (start, end), reasons in line.cuts] == [
        (" Bells ring.", (WHY,)),
        (" Gongs sound.", (OTHER,)),
    ]
    assert text[slice(*line.in_source(spanned(line.text, "Snow.")))] == "Snow."
    assert text[slice(*line.in_source(spanned(line.text, "Rain. Snow.")))] == "Rain. Gongs sound. Snow."


def test_what_begins_where_a_cut_was_is_behind_it_in_the_source():
    line, _ = cut("Bells ring. Rain. Sun.", "Bells ring.")
    assert line.in_source(Span(0, 5)) == spanned(line.source, "Rain.")
    line, _ = cut("Sun (bell) is warm.", " (bell)")
    assert line.in_source(Span(0, 3)) == (0, 3)
    assert line.in_source(Span(3, 6)) == spanned(line.source, " is")


def test_cuts_that_overlap_are_one_with_the_reasons_of_both():
    line = Line(0, "Sun and bells and rain.")
    assert line.cut([(Span(4, 13), WHY), (Span(8, 17), OTHER)])
    assert [(cut.span, cut.reasons) for cut in line.cuts] == [(Span(3, 17), (WHY, OTHER))]


def test_a_line_is_restored():
    line, _ = cut("Sun. Bells ring. Rain.", "Bells ring.")
    line.gone = WHY
    line.restore()
    assert (line.text, line.cuts, line.gone, line.folded) == (
        "Sun. Bells ring. Rain.",
        (),
        None,
        "sun. bells ring. rain.",
    )


@given(st.text(alphabet="ab. \t", min_size=1, max_size=30), st.lists(st.tuples(*[st.integers(0, 30)] * 2), max_size=6))
def test_a_line_is_its_cuts_and_what_is_left(text, places):
    line = Line(0, text)
    for one, other in places:
        start, end = sorted((min(one, len(line.text)), min(other, len(line.text))))
        if start == end:
            continue
        was = line.text[start:end]
        where = line.in_source(Span(start, end))
        outside = "".join(c for n, c in enumerate(text) if where.start <= n < where.end and not _in_cut(line, n))
        assert outside == was
        line.cut([(Span(start, end), WHY)])
        assert "".join(c for n, c in enumerate(text) if not _in_cut(line, n)) == line.text
        assert all(a.span.end <= b.span.start for a, b in pairwise(line.cuts))


def _in_cut(line, place):
    return any(start <= place < end for (start, end), _ in line.cuts)
