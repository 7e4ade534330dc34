"""Learned rules: lines of their site, whatever their case, punctuation and numbers."""

from __future__ import annotations

import pytest

from tests.toy import finds

NAME = "boilerplate.learned.bells"


@pytest.mark.parametrize(
    ("line", "is_found"),
    [
        ("The bells of Sandrey, since 1900", True),
        ("THE BELLS OF SANDREY — since 12!", True),
        ("The bells of Sandrey, since May 3, 1900", True),
        ("The bells of Sandrey", False),
        ("The gongs of Sandrey, since 1900", False),
    ],
)
def test_a_line_is_known_by_its_words(line, is_found):
    assert finds(NAME, f"Rain.\n{line}\nSun.", "bells.example") == [(1, 1)] * is_found


@pytest.mark.parametrize(
    ("host", "is_on"), [("bells.example", True), ("www.bells.example", True), ("gongs.example", False), ("", False)]
)
def test_only_on_its_site(host, is_on):
    assert bool(finds(NAME, "The bells of Sandrey, since 1900", host)) == is_on
