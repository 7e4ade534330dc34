"""Which lines were one paragraph, wrapped at a fixed width, and which never were."""

from __future__ import annotations

import textwrap

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cleaner import clean_text
from cleaner.text.lines import from_text, segment
from cleaner.text.wrap import paragraphs
from tests.growth import assert_linear
from tests.invariants import assert_settled, assert_whole

PROSE = [
    "The wall above the beck was built in a single wet spring, and the men who built it were paid by the rod rather than "
    "by the day. Nobody wrote their names down.",
    "What is known of them comes from a farm ledger in which every delivery of stone is entered, and from a song that was "
    "sung in the valley until the last of those who knew it had moved to the town.",
    "It has four verses, of which the third is about the rain.",
]


def lines(text):
    return [text[start:end] for start, end in paragraphs(text, segment(text))]


def wrapped(text, width, first="", other=""):
    return textwrap.fill(text, width, initial_indent=first, subsequent_indent=other, break_long_words=False)


@pytest.mark.parametrize("width", [60, 65, 72, 78, 80])
@pytest.mark.parametrize(("first", "other"), [("", ""), ("> ", "> "), ("    ", "    "), ("  * ", "    "), ("- ", "")])
def test_wrapped_paragraphs_are_lines(width, first, other):
    text = "\n\n".join(wrapped(one, width, first, other) for one in PROSE)
    assert [line.text.lstrip("*-> ") for line in from_text(text).lines] == PROSE


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_whatever_ends_a_line(end):
    text = end.join("\n\n".join(wrapped(one, 72) for one in PROSE).split("\n"))
    assert [line.text for line in from_text(text).lines] == PROSE


UNWRAPPED = {
    "paragraphs": "\n".join(PROSE),
    "poem": "The wall above the beck was built\nin a single wet spring,\nand no one knows the names\nof those who sing.\n\n"
    "The rain knows.\n\nIt has four verses, of which\nthe third is long and is about the rain that falls on walls\nand is not sung.",
    "address": "Bell Foundry Ltd.\n12 High Street\nHollow Beck\nYorkshire\nTelephone 0123 456\n",
    "list": "\n".join(f"- {'a stone of the wall ' * n}" for n in (1, 3, 3, 2, 3)),
    "table": "\n".join(f"| {'stone ' * 10} | {n} |" for n in range(6)),
    "code": "```\n" + "\n".join(f"{'call(stone) ' * 6}" for n in range(6)) + "\n```",
    "short": "Stones\nof the\nwall\nabove\nthe beck",
    "labels": "Weight: 2 kilos, with the handle\nLength: 40 centimetres\nMaterial: ash and steel, forged in one piece by hand\nColour: none",
}


@pytest.mark.parametrize("text", UNWRAPPED.values(), ids=UNWRAPPED)
def test_what_was_not_wrapped_stays_as_it_is(text):
    assert lines(text) == [text[start:end] for start, end in segment(text)]


def test_in_a_wrapped_text_headings_items_rows_and_hard_breaks_end_a_line():
    prose = "\n".join(wrapped(one, 72) for one in PROSE[:2])
    text = (
        f"{prose}\n\n## A heading that is as long as the lines of the text around it are\nStones\n"
        "- An item that is as long as the lines of the text around it, or more so\n- Another item\n"
        "Twelve, High Street, Hollow Beck, in the county of York, at the river Ure  \nin England\n"
        "| a row of a table that is as long as the lines of the text around it |\n| 5 |"
    )
    assert [line.text.split()[-1] for line in from_text(text).lines][2:] == [
        *("are", "Stones", "so", "item", "Ure", "England", "|", "|")
    ]


def test_a_link_that_is_broken_over_lines_is_one_in_any_text():
    assert [line.text for line in from_text("Before.\n* [Ten huts in\nten days](/huts)\n* [Gloves](/g)").lines] == [
        *("Before.", "* Ten huts in ten days", "* Gloves")
    ]


DISCLOSURE = "If you click through and buy something, I may earn a small commission at no extra cost to you."


@pytest.mark.parametrize("width", [60, 72, 78])
@pytest.mark.parametrize("before", ["", "> "])
def test_all_of_a_disclosure_goes_and_the_line_breaks_of_what_stays_stay(width, before):
    text = "\n\n".join([*(wrapped(one, width) for one in PROSE), wrapped(DISCLOSURE, width, before, before)])
    result = clean_text(f"{text}\n")
    assert result.text == "\n\n".join(wrapped(one, width) for one in PROSE) + "\n"
    assert_whole(result)


@pytest.mark.parametrize("width", [60, 72, 78])
def test_a_sentence_goes_whatever_lines_it_stands_on(width):
    text = "\n\n".join(wrapped(one, width) for one in (*PROSE, f"{PROSE[0]} {DISCLOSURE} {PROSE[1]}"))
    result = clean_text(text)
    assert " ".join(result.text.split()) == " ".join((*PROSE, *PROSE[:2]))
    assert "\n".join(block.text for block in result.blocks) == "\n".join(line for line in text.split("\n") if line)
    assert_settled(result)


WORDS = st.sampled_from(
    [*PROSE[0].split(), *DISCLOSURE.split(" "), DISCLOSURE, "Buy on Amazon.", "[a", "b](/c)", "> ", "* x", "_", "**"]
)
WRAPPED = st.tuples(
    st.lists(st.lists(WORDS, min_size=1, max_size=40).map(" ".join), min_size=1, max_size=5),
    st.sampled_from([50, 60, 72]),
    st.sampled_from(["", "> ", "  "]),
    st.sampled_from(["\n", "\n\n", "\r\n\r\n"]),
).map(
    lambda parts: parts[3].join(
        [*(wrapped(one, parts[1]) for one in PROSE), *(wrapped(one, *parts[1:3], parts[2]) for one in parts[0])]
    )
)


@given(WRAPPED)
def test_whatever_goes_of_a_wrapped_text_it_is_whole_and_settled(text):
    result = clean_text(text)
    assert_whole(result)
    assert_settled(result)
    assert [block.text for block in result.blocks] == [text[start:end] for start, end in segment(text)]


@pytest.mark.parametrize("piece", [f"{'word ' * 14}\n", "[a\n", "> > >\n", "](\n", f"{' ' * 60}a\n", "a  \n"])
def test_finding_paragraphs_takes_linear_time(piece):
    assert_linear(from_text, lambda size: piece * size, 1000)
