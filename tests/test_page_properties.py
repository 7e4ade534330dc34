"""What holds for every page: its texts come out, and nothing that is markup."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from cleaner import clean_html, load_rules
from cleaner.extract.content import EXTRACTORS
from tests.invariants import assert_whole
from tests.strategies import MARKS, PAGES, THRESHOLDS

NO_RULES = load_rules(defaults=False)


def words(text: str) -> list[str]:
    """The words of a cleaned page."""
    return [word for word in text.split() if word not in MARKS]


@given(PAGES)
def test_without_rules_every_text_of_a_page_comes_out_as_it_was_meant(page):
    result = clean_html(page.markup, rules=NO_RULES, extractor="none")
    assert words(result.text) == [*page.words]


@given(PAGES, THRESHOLDS, st.sampled_from(EXTRACTORS))
def test_what_comes_out_are_texts_of_the_page(page, threshold, extractor):
    result = clean_html(page.markup, threshold=threshold, extractor=extractor)
    assert_whole(result)
    assert words(result.raw) == [*page.words]
    assert {*words(result.text)} <= {*page.words}
