"""Every folder under fixtures/articles is a case: an article, and beside it what is left of it and what goes."""

from __future__ import annotations

import json

import pytest

from cleaner import clean_text
from tests.articles import CASES, cleaned, files_of, input_of


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_article(case):
    for name, text in files_of(case).items():
        there = (case / name).read_bytes().decode() if (case / name).exists() else f"no {name}"
        assert as_data(name, text) == as_data(name, there), f"{case.name}/{name}; see fixtures/articles/README.md"


def as_data(name, text):
    """What a file says, however it is laid out."""
    return json.loads(text) if name.endswith(".json") and text[:1] == "[" else text


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_a_cleaned_article_is_clean(case):
    text = cleaned(case).text
    assert clean_text(text).text == text


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_no_orphan_files(case):
    known = {input_of(case).name, *files_of(case)}
    assert sorted({path.name for path in case.iterdir()} - known) == []
