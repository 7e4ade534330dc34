"""Markdown read back by a reader of Markdown: the words of the page, in the tables, lists, quotations and code of the page."""

from __future__ import annotations

import re
from collections import Counter

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from lxml import html as lxml_html
from markdown_it import MarkdownIt

from cleaner import CleanResult, clean_html, load_rules
from cleaner.report.markdown import markdown
from cleaner.spans import shared
from tests.articles import CASES, cleaned

NO_RULES = load_rules(defaults=False)
READER = MarkdownIt("commonmark").enable("table")
PAGES = [case for case in CASES if (case / "input.html").exists()]


def words_of(result: CleanResult) -> list[str]:
    """The words of the lines that stay, those of cells without what parts them."""
    found = []
    for block in result.blocks:
        if block.removed:
            continue
        text = "".join([result.raw[start:end] for start, end in shared(result.kept, block)])
        if block.form.kind == "row":
            text = re.sub(r"(?<!\\)\|", " ", text).replace("\\|", "|")
        found += text.replace("$", "").split()
    return found


def structure_of(result: CleanResult) -> Counter[str]:
    """How many tables, rows, items, quotations and pieces of code have lines that stay."""
    kept = [block.form for block in result.blocks if not block.removed]
    found = Counter(
        table=len({form.whole for form in kept if form.kind == "row"}),
        tr=sum(form.kind == "row" for form in kept),
        pre=len({form.whole for form in kept if form.kind == "code"}),
        li=len({holder.number for form in kept for holder in form.inside if holder.kind == "item"}),
        blockquote=len({holder.number for form in kept for holder in form.inside if holder.kind == "quote"}),
    )
    found.update(re.fullmatch("h[2-6]", form.kind)[0] for form in kept if re.fullmatch("h[2-6]", form.kind))
    return +found


def rendered(result: CleanResult, links: bool = False) -> tuple[list[str], Counter[str]]:
    """The words and the structure that a reader of the Markdown sees."""
    text = markdown(result, links=links)
    tree = lxml_html.fromstring(f"<div>{READER.render(text)}</div>")
    tags = Counter(element.tag for element in tree.iter())
    wanted = {tag: tags[tag] for tag in ("table", "tr", "pre", "li", "blockquote", *(f"h{n}" for n in range(2, 7)))}
    for element in tree.iter("br", "p", "td", "th", "li", "h1"):
        element.tail = " " + (element.tail or "")
    return tree.text_content().replace("$", "").split(), +Counter(wanted)


def assert_read_back(result: CleanResult, links: bool = False) -> None:
    words, structure = rendered(result, links)
    title = (result.title or "").split()
    assert words in (words_of(result), title + words_of(result))
    assert structure == structure_of(result)


@pytest.mark.parametrize("links", [False, True])
@pytest.mark.parametrize("case", PAGES, ids=lambda case: case.name)
def test_pages_read_back(case, links):
    assert_read_back(cleaned(case), links)


WORD = st.sampled_from(["rain", "*", "a|b", "1.", "#", "sea", "-", "`", "<b>", "x_y", "[1]", "&amp;", "+"]).map(
    lambda word: word.replace("<", "&lt;")
)
LINE = st.lists(WORD, min_size=1, max_size=3).map(" ".join)
INLINE = LINE | LINE.map(lambda text: f"{text} <code>{text}</code>") | LINE.map(lambda text: f"<a href='/x'>{text}</a>")
CELLS = st.lists(st.just("") | INLINE, min_size=1, max_size=4)


def _table(rows):
    return (
        "<table>" + "".join("<tr>" + "".join(f"<td>{cell}</td>" for cell in row) + "</tr>" for row in rows) + "</table>"
    )


LEAF = (
    INLINE.map(lambda text: f"<p>{text}</p>")
    | LINE.map(lambda text: f"<h3>{text}</h3>")
    | st.tuples(LINE, LINE).map(lambda pair: f"<p>{pair[0]}<br>{pair[1]}</p>")
    | st.lists(LINE, min_size=1, max_size=3).map(lambda lines: "<pre>" + "\n\n  ".join(lines) + "</pre>")
    | st.lists(CELLS, min_size=1, max_size=3).map(_table)
)


def _list(parts):
    name, items = parts
    return f"<{name}>" + "".join(f"<li>{''.join(item)}</li>" for item in items) + f"</{name.split()[0]}>"


BLOCKS = st.recursive(
    LEAF,
    lambda inside: (
        st.tuples(
            st.sampled_from(["ul", "ol", "ol start=3", "ol reversed", "ol type=a"]),
            st.lists(st.lists(LINE | inside, min_size=1, max_size=2), min_size=1, max_size=3),
        ).map(_list)
        | st.lists(inside, min_size=1, max_size=2).map(lambda parts: f"<blockquote>{''.join(parts)}</blockquote>")
    ),
    max_leaves=8,
)


@example(["<ul><li>sea<ol start=3><li>rain</li></ol></li></ul>"])
@example(["<ol><li>sea</li></ol>", "<ol><li>rain</li></ol>", "<ol><li>sea</li></ol>"])
@given(st.lists(BLOCKS, min_size=1, max_size=3))
def test_any_nest_reads_back(blocks):
    assert_read_back(clean_html("".join(blocks), rules=NO_RULES, extractor="none"), links=True)
