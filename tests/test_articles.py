"""Every folder under fixtures/articles is a case: input.txt, expected.txt, removed.json."""

from __future__ import annotations

import json

import pytest

from cleaner import clean_text
from tests.conftest import FIXTURES

CASES = sorted((FIXTURES / "articles").iterdir())


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_article(case):
    raw = (case / "input.txt").read_bytes().decode()
    result = clean_text(raw)
    assert result.text == (case / "expected.txt").read_bytes().decode()
    removed = [(r.category, line.strip()) for r in result.removals for line in r.text.split("\n") if line.strip()]
    declared = json.loads((case / "removed.json").read_text(encoding="utf-8"))
    assert removed == [(piece["category"], piece["text"]) for piece in declared]
    assert clean_text(result.text).text == result.text


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_no_orphan_files(case):
    assert sorted(p.name for p in case.iterdir()) == ["expected.txt", "input.txt", "removed.json"]
