"""Inline Markdown: its words, what is no Markdown, and what goes along with words that are cut."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cleaner.model import Link, Reason, RulePoints, Span
from cleaner.text.line import Line
from cleaner.text.normal import normal_text
from tests.growth import assert_linear

WHY = Reason("promo", (RulePoints("promo.bell", 4.0),))


def left(line):
    """The raw text of what is left of a line."""
    kept, position = [], 0
    for (start, end), _ in line.cuts:
        kept.append(line.source[position:start])
        position = end
    return "".join(kept) + line.source[position:]


@pytest.mark.parametrize(
    ("raw", "text"),
    [
        ("A [red bell](/bells) rings", "A red bell rings"),
        ('[Bell →](https://b.example/a_(b)?x=1&amp;y "The bell")', "Bell →"),
        ("[Bell]( <https://b.example/a> 'x' )", "Bell"),
        ("[a [red] bell](/b)", "a [red] bell"),
        ("[Bell][1], [gong][], [drum][the-drum]", "Bell, gong, drum"),
        ("![A bell](bell.png) [![Gong](g.png)](/gong)", "A bell Gong"),
        ("**Bell** __gong__ *drum* _horn_ ~~harp~~ ***all***", "Bell gong drum horn harp all"),
        ("[**Buy** _now_](/x) `code` <https://b.example/>", "Buy now code https://b.example/"),
        (r"5 \* 3, snake\_case, \[x\](y)", "5 * 3, snake_case, [x](y)"),
        ("_One sentence. Another one._", "One sentence. Another one."),
        ("**Bold that goes on", "Bold that goes on"),
        ("**広告**です", "広告です"),
        ("> ## [Bell](/x)", "> ## Bell"),
        ("* item with *stress*", "* item with stress"),
    ],
)
def test_markdown_is_its_words(raw, text):
    assert Line(0, raw).text == text


@pytest.mark.parametrize(
    "raw",
    [
        "5 * 3 * 2 is 30",
        "snake_case_name and __init",
        "Gaskocher Tarn 2*",
        "Two*, three* and * four",
        "[a] (b), [1], a[i](",
        "***",
        "- - -",
        "```python",
        "a < b > c",
        "![](bell.png)",
        "[caption id=1]",
        "C:\\bells\\gong",
        "~5 kg, ~~",
        "*",
    ],
)
def test_what_is_no_markdown_stays(raw):
    assert Line(0, raw).text in (raw, raw.replace("__", ""))


def test_links_and_code_are_known():
    line = Line(0, 'See `bell(1)` at [Gong &amp; Sons](https://g.example/?a=1&amp;b=2 "t") or ![x](y.png)')
    assert [(line.text[start:end], link) for (start, end), link in line.links] == [
        ("Gong & Sons", Link("https://g.example/?a=1&b=2", ""))
    ]
    assert [line.text[start:end] for start, end in line.code] == ["bell(1)"]


@pytest.mark.parametrize(
    ("raw", "phrases", "rest"),
    [
        ("Sun. [Buy a bell.](/b) Rain.", ["Buy a bell."], "Sun. Rain."),
        ("Sun. Buy [a bell](/b). Rain.", ["Buy a bell."], "Sun. Rain."),
        ("[Sun. Buy a bell.](/b)", ["Buy a bell."], "[Sun.](/b)"),
        ("Sun. Buy [a bell. Rain](/b) falls.", ["Buy a bell."], "Sun.[ Rain](/b) falls."),
        ("_Buy a bell. Ring it._ Rain.", ["Buy a bell.", "Ring it."], "Rain."),
        ("_Buy a bell. Ring it._ Rain.", ["Buy a bell."], "_Ring it._ Rain."),
        ("**[Buy](/b)** a bell. Rain.", ["Buy a bell."], "Rain."),
        ("Rain \\*falls\\*. Buy \\[a\\] bell.", ["Buy [a] bell."], "Rain \\*falls\\*."),
        ("Rain **falls. Buy a bell.", ["Buy a bell."], "Rain **falls."),
    ],
)
def test_marks_go_with_all_of_their_words_and_stay_with_any(raw, phrases, rest):
    line = Line(0, raw)
    places = [line.text.index(phrase) for phrase in phrases]
    assert line.cut([(Span(at, at + len(phrase)), WHY) for at, phrase in zip(places, phrases, strict=True)])
    assert left(line) == rest
    assert line.text == Line(0, rest).text


RAWS = st.lists(
    st.sampled_from(
        "**|__|*|_|[|](/x)|![|](p.png)|][1]|`|\\|~~|<https://b.example>|&amp;|bell| |. |\u200b|a b".split("|")
    ),
    max_size=16,
).map("".join)


@given(RAWS, st.lists(st.tuples(*[st.integers(0, 40)] * 2), max_size=4))
def test_whatever_is_cut_what_is_left_reads_as_such(raw, places):
    line = Line(0, raw)
    for one, other in places:
        start, end = sorted((min(one, len(line.text)), min(other, len(line.text))))
        if start < end and line.cut([(Span(start, end), WHY)]):
            assert line.text == Line(0, left(line)).text


@pytest.mark.parametrize(
    "piece", ["[", "[a](", "![", "*a", "_a ", "_a", "`", "**", "**a ", "__", "~~", "<http://a", "[a [b] ", "[[a]", "\\", "&amp;", "&", "[a](b (", "a*", "[x][y"]
)  # fmt: skip
def test_hostile_marks_take_linear_time(piece):
    assert_linear(normal_text, lambda size: piece * size, 3000)
