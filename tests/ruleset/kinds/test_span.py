"""Span rules: a phrase, or every sentence that begins with a match."""

from __future__ import annotations

import pytest

from tests.toy import SPAM, finds


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Sun (ringing a bell) is (RINGING a bell) warm.", [(0, "(ringing a bell)"), (0, "(RINGING a bell)")]),
        ("Rain.\nSun (ringing a bell).", [(1, "(ringing a bell)")]),
        ("He was ringing a bell.", []),
    ],
)
def test_phrases(text, found):
    assert finds("disclosure.ringing", text) == found


@pytest.mark.parametrize(
    ("text", "found"),
    [
        (f"Rain is wet. {SPAM} Sun is warm.", [(0, SPAM)]),
        (f"({SPAM})", [(0, f"({SPAM})")]),
        (SPAM, [(0, SPAM)]),
        (f"{SPAM} Rain. {SPAM}", [(0, SPAM), (0, SPAM)]),
        ("They say: as an honest bellman I earn.", []),
    ],
)
def test_sentences_begin_with_a_match(text, found):
    assert finds("disclosure.earns-from-bells", text) == found


def test_sentences_are_found_by_where_the_keyword_is_in_wide_letters_too():
    assert finds("disclosure.earns-from-bells", f"{'鉄瓶は重い。' * 9} {SPAM} Sun is warm. Rain is wet.") == [(0, SPAM)]
