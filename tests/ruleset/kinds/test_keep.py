"""Keep rules: the line or the sentence that they protect, and what that is worth."""

from __future__ import annotations

import pytest

from cleaner import load_rules
from tests.toy import FILE, SPAM, clean_text, finds

SENTENCE = """
[[rule]]
id = "keep.gong"
kind = "keep"
unit = "sentence"
description = "The gong stays."
keywords = ["gong"]
pattern = 'gong'
except = 'small'
[rule.examples]
removes = ["Rain"]
keeps = ["A gong"]
"""


def test_a_line_is_protected():
    assert finds("keep.old-bell", f"Rain.\n{SPAM} So says the Old Bell.") == [(1, 1)]
    raw = f"Rain.\n{SPAM} So says the old bell.\n{SPAM}\n"
    assert clean_text(raw).text == f"Rain.\n{SPAM} So says the old bell.\n"


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Rain. A gong sounds. Sun.", [(0, "A gong sounds.")]),
        ("Rain. A gong sounds. Sun is small.", []),
        ("Rain.", []),
    ],
)
def test_a_sentence_is_protected(tmp_path, text, found):
    (tmp_path / "keep.toml").write_text(SENTENCE)
    rules = load_rules(FILE, tmp_path, defaults=False)
    assert finds("keep.gong", text, rules=rules) == found
    spam = f"{SPAM[:-1]} of a gong. {SPAM} Rain."
    assert clean_text(spam, rules=rules).text == f"{SPAM[:-1]} of a gong. Rain."
