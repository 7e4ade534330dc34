"""clean_html on what no page should be: the text that a reader would see, or none and the reason. Never an exception."""

from __future__ import annotations

import math
import os

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cleaner import Limits, clean_html
from tests.conftest import FIXTURES, sized
from tests.invariants import assert_honest, assert_whole

PAGES = sorted((FIXTURES / "hostile").iterdir())
PROSE = "The road over the pass is closed in winter, and those who want to cross it take the train instead."
ARTICLE = f"<article><h1>Over the pass</h1>{f'<p>{PROSE}</p>' * 6}</article>"

# The first words of reasons that results give.
NO_TEXT, NO_ARTICLE, BINARY = "no text found", "no article found", "binary data, not a web page"
LONG = "limit characters=16,777,216: only the beginning was read"
DEEP = "limit depth=512: what is deeper was read without structure"
TOO_DEEP = "nested too deep; read without structure"

# What is left of a page in fixtures/hostile; the first words of the reason, where that is nothing.
REASONS = {
    "document.html": BINARY,
    "image.html": BINARY,
    "frames-only.html": NO_ARTICLE,
    "no-body.html": NO_ARTICLE,
    "open-comment-at-the-start.html": NO_TEXT,
}
# What these hold, whether it is an article or not is for the scorecard to say: it is not asked.
WHOLE = {"feed.xml", "no-markup.html"}
CUT = {"open-comment.html": "on foot.", "truncated-in-a-letter.html": "über den Pass gehen, gr\ufffd"}
ENDS = {
    "windows-1252-as-utf-8.html": "The café by the lake is “closed” on Mondays, and on other days it opens when its owner has caught enough fish.",
    "utf-8-as-latin-1.html": "The café by the lake is “closed” on Mondays, and on other days it opens when its owner has caught enough fish.",
    "article.xhtml": "The café by the lake is closed on Mondays, and on other days it opens when its owner has caught enough fish.",
    "external-entity.xml": "&secret; is what stands on the door of the hut, and nobody has ever found out what it means.",
    "entity-bomb.html": "&a11; &a11;",
}


@pytest.mark.parametrize("path", PAGES, ids=lambda path: path.name)
def test_page(path):
    result = clean_html(path.read_bytes(), extractor="none" if path.name in WHOLE else "scorecard")
    assert_whole(result)
    if path.name in REASONS:
        assert result.text.strip() == ""
        assert result.stats.warning.startswith(REASONS[path.name])
        return
    assert result.stats.warnings == ()
    assert "The road over the pass is closed from November to May" in result.text
    end = "in the year of the great flood."
    assert result.text.rstrip().endswith(CUT.get(path.name) or ENDS.get(path.name) or end)
    assert (end in result.text) == (path.name not in CUT)


def test_every_reason_is_for_a_page():
    assert {*REASONS, *WHOLE, *CUT, *ENDS} <= {path.name for path in PAGES}


def test_duplicate_attributes_count_once():
    [block] = [
        b
        for b in clean_html((FIXTURES / "hostile" / "duplicate-attributes.html").read_bytes()).blocks
        if "November" in b.text
    ]
    assert block.form.kind == "paragraph"


LENGTHS = [0, 1, 20, 100, 150, 200, 250, 300, 400, 500]
# What is said of the first 0, 1, ... bytes of a page, by its encoding.
CUT_OFF = {
    "utf-8": [NO_TEXT, NO_ARTICLE, NO_TEXT, *[NO_ARTICLE] * 2, *[None] * 5],
    "utf-16-le": [NO_TEXT, NO_ARTICLE, NO_TEXT, *[NO_ARTICLE] * 5, None, None],
    "utf-16": [NO_TEXT, NO_ARTICLE, NO_TEXT, *[NO_ARTICLE] * 5, None, None],
}


@pytest.mark.parametrize(
    ("encoding", "length", "reason"),
    [(name, *case) for name, reasons in CUT_OFF.items() for case in zip(LENGTHS, reasons, strict=True)],
)
def test_a_page_cut_off_anywhere(encoding, length, reason):
    page = f"<!DOCTYPE html><html><head><title>Über den Pass</title></head><body>{ARTICLE}</body></html>"
    result = clean_html(page.encode(encoding)[:length])
    assert_whole(result)
    assert (result.stats.warning or "").startswith(reason or "")
    assert (result.stats.warning is None) == (reason is None)


LARGE = 20_000_000
# Markup, and what is said of its result; the article is in each.
LARGE_PAGES = {
    "20 MB of attributes": (
        f"<div class='{'a' * 2000}'>" * 100 + ARTICLE + f"<p style='{'b' * 20_000}'>" * (LARGE // 20_000),
        [LONG],
    ),
    "20 MB of scripts": ("<script>" + "x = '<p>no</p>';" * (LARGE // 15) + "</script>" + ARTICLE, []),
    "20 MB of comments": (ARTICLE + "<!-- comment -->" * (LARGE // 16), []),
    "20 MB of text": (ARTICLE + f"<p>{PROSE * 200}</p>" * (LARGE // 20_000), [LONG]),
    "20 MB of white space": (f"<p>{PROSE}" + " " * LARGE + ARTICLE, [LONG, NO_ARTICLE]),
    "1,000,000 nested elements": ("<div>" * 1_000_000 + ARTICLE, [TOO_DEEP]),
    "1,000,000 nested spans": (ARTICLE + "<span>" * 1_000_000 + "end" + "</span>" * 1_000_000, [TOO_DEEP]),
    "1,000,000 elements never opened": (ARTICLE + "</div>" * 1_000_000 + ARTICLE, []),
    "2,000 nested lists": (ARTICLE + "<ul><li>" * 900 + f"<p>{PROSE}</p>", [DEEP]),
    "500 nested tables": ("<table><tr><td>" * 500 + ARTICLE, [DEEP]),
    "1,900 nested elements, hidden": ("<div hidden class=tab>" * 1_900 + ARTICLE, [DEEP]),
    "1,900 nested elements, found": ("<div class=related-posts>" * 1_900 + ARTICLE * 20, [DEEP]),
    "100,000 attributes": ("<div " + " ".join(f"a{n}=b" for n in range(100_000)) + ">" + ARTICLE, []),
    "100,000 class names": (f"<div class='{' '.join(f'a{n}' for n in range(100_000))}'>{ARTICLE}</div>", []),
    "100,000 drawings never closed": ("<svg>" * 100_000 + ARTICLE, [TOO_DEEP]),
    "100,000 drawings closed once": ("<svg " * 100_000 + ARTICLE + "</svg>", []),
    "100,000 comments never closed": (ARTICLE + "<!--" * 100_000, []),
    "100,000 links in one line": (ARTICLE + "<p>" + "<a href=x>y</a> " * 100_000 + "</p>", []),
    "100,000 links never closed": (ARTICLE + "<a href=x>" * 100_000, []),
    "100,000 entities": (ARTICLE + f"<p>{PROSE} {'&amp;' * 100_000}", []),
    "100,000 ends of the page": (ARTICLE + "</body></html>" * 100_000 + ARTICLE, []),
}


@pytest.mark.parametrize(("page", "warnings"), sized(LARGE_PAGES, smoke="1,000,000 nested elements"))
def test_large_page(page, warnings):
    result = clean_html(page, limits=Limits(seconds=math.inf))
    assert_whole(result)
    assert PROSE in result.text
    assert [warning.partition(" (")[0] for warning in result.stats.warnings] == warnings


@pytest.mark.parametrize(
    "character", ["\0", "\ud800", "\ufffe", "\x0b", "\x0c", "\x1b", "\x85", "\u2028", "\u202e", "\U0010ffff"]
)
def test_odd_characters(character):
    result = clean_html(ARTICLE.replace("winter", f"win{character}ter") + character)
    assert_whole(result)
    assert result.stats.warnings == ()
    assert result.text.count("The road over the pass is closed in win") == 6
    assert not {"\0", "\r", "\ud800"} & {*result.raw}
    result.text.encode()


@pytest.mark.parametrize("extractor", ["scorecard", "readability", "none"])
@pytest.mark.parametrize(
    ("page", "text", "warnings"),
    [
        ("", "", [NO_TEXT]),
        ("\0", "", [NO_TEXT]),
        ("<", "<\n", [NO_ARTICLE]),
        ("<!--", "", [NO_TEXT]),
        ("<p hidden>a", "", [NO_ARTICLE]),
        ("<table>", "", [NO_ARTICLE]),
        ("%PDF-1.4", "", [BINARY, NO_TEXT]),
        ("<html \ud800>", "", [NO_ARTICLE]),
        ("<?xml version='1.0'?><a/>", "", [NO_ARTICLE]),
        ("<div>" * 5000, "", [TOO_DEEP, NO_ARTICLE]),
    ],
)
def test_no_extractor_fails(extractor, page, text, warnings):
    result = clean_html(page, extractor=extractor, explain=True)
    assert result.text == text
    assert [warning.partition(" (")[0] for warning in result.stats.warnings] == warnings


@pytest.mark.parametrize(
    "head",
    [
        b"",
        b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR",
        b"GIF89a\x01\0\x01\0\x80\0\0",
        b"\xff\xd8\xff\xe0\0\x10JFIF\0",
        b"PK\x03\x04\x14\0",
        b"\x1f\x8b\x08\0",
    ],
)
def test_binary_data_is_no_text(head):
    result = clean_html(head + os.urandom(5000))
    assert result.text == ""
    assert result.stats.warnings == (BINARY, NO_TEXT)


@given(
    st.binary(max_size=500) | st.text(max_size=500).map(lambda text: text.encode("utf-8", "surrogatepass")),
    st.sampled_from([b"", b"<p>", b"<script>", b"<table><tr><td>", ARTICLE.encode()]),
)
def test_any_bytes(data, head):
    assert_honest(clean_html(head + data))


@given(
    st.integers(0, len(ARTICLE)),
    st.integers(0, len(ARTICLE)),
    st.sampled_from(["", "<", ">", "<!--", "<svg>", "</div>", "'", "<table>", "<title>", "<template>"]),
)
def test_a_page_with_a_hole(start, length, patch):
    assert_honest(clean_html(ARTICLE[:start] + patch + ARTICLE[start + length :]))
