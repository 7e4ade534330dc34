"""What holds for every page: its texts come out, and nothing that is markup."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable

from hypothesis import example, given
from hypothesis import strategies as st

from cleaner import clean_html, load_rules
from cleaner.page.content import EXTRACTORS
from tests.invariants import assert_whole
from tests.strategies import MARKS, PAGES, PROSE, THRESHOLDS, Piece

NUMBER = re.compile(r"^\d+\. ", re.MULTILINE)
NO_RULES = load_rules(defaults=False)


def words(text: str) -> list[str]:
    """The words of a cleaned page, without what stands before items."""
    return plain(NUMBER.sub("", text).split())


def plain(found: Iterable[str]) -> list[str]:
    """Words as they would be without what is raised, and without what keeps a cell's strokes from parting cells."""
    return [
        unicodedata.normalize("NFKC", word.replace("\\|", "|")).replace("−", "-").replace("–", "-")
        for word in found
        if word not in MARKS
    ]


def bare(word: str) -> str:
    """A word without the marks around it."""
    return re.sub(r"^\W+|\W+$", "", word)


@given(PAGES)
def test_without_rules_every_text_of_a_page_comes_out_as_it_was_meant(page):
    result = clean_html(page.markup, rules=NO_RULES, extractor="none")
    assert words(result.text) == plain(page.words)


CUT = Piece(
    f"<p>{PROSE}</p><table><tr><td>rain [0</td> <td>Amazon ]]&gt;</td></tr></table>",
    (*PROSE.split(), "rain", "[0", "Amazon", "]]>"),
)


@example(CUT, None, "none")
@given(PAGES, THRESHOLDS, st.sampled_from(EXTRACTORS))
def test_what_comes_out_are_texts_of_the_page(page, threshold, extractor):
    result = clean_html(page.markup, threshold=threshold, extractor=extractor)
    assert_whole(result)
    assert words(result.raw) == plain(page.words)
    whole = {*result.raw.split("\n")}
    lines = result.text.split("\n")
    assert {word for line in lines if line in whole for word in words(line)} <= {*plain(page.words)}
    # Where something was cut out of a line, a mark that stood behind it stands behind the word before it: `wet (ad)]` is `wet]`.
    assert {*map(bare, words(result.text))} <= {*map(bare, plain(page.words))} | {""}
