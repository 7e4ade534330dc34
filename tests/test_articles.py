"""Every folder under fixtures/articles is a case: a text (input.txt) or a page (input.html), what is left, what goes.

A page has its Markdown and its title too, and its warnings where it is odd.
"""

from __future__ import annotations

import json

import pytest

from cleaner import clean_html, clean_text
from cleaner.report.markdown import markdown
from tests.conftest import FIXTURES

CASES = sorted((FIXTURES / "articles").iterdir())
PAGES = [case for case in CASES if (case / "input.html").exists()]
ALWAYS = {"expected.txt", "removed.json"}
OF_TEXT = ALWAYS | {"input.txt"}
OF_PAGE = ALWAYS | {"input.html", "expected.md", "title.txt"}


def text_of(path):
    return path.read_bytes().decode()


def cleaned(case):
    page = case / "input.html"
    return clean_html(page.read_bytes()) if page.exists() else clean_text(text_of(case / "input.txt"))


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_article(case):
    result = cleaned(case)
    assert result.text == text_of(case / "expected.txt")
    removed = [(r.category, line.strip()) for r in result.removals for line in r.text.split("\n") if line.strip()]
    declared = json.loads((case / "removed.json").read_text(encoding="utf-8"))
    assert removed == [(piece["category"], piece["text"]) for piece in declared]
    assert clean_text(result.text).text == result.text


@pytest.mark.parametrize("case", PAGES, ids=lambda case: case.name)
def test_page(case):
    result = cleaned(case)
    assert f"{result.title}\n" == text_of(case / "title.txt")
    assert markdown(result, links=True) == text_of(case / "expected.md")
    warnings = case / "warnings.txt"
    assert list(result.stats.warnings) == (text_of(warnings).splitlines() if warnings.exists() else [])


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_no_orphan_files(case):
    names = {p.name for p in case.iterdir()}
    assert names in (OF_TEXT, OF_PAGE, OF_PAGE | {"warnings.txt"})
