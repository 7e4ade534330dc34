"""Letters in patterns: few ranges for `\\pL`, which hold what it holds."""

from __future__ import annotations

import unicodedata

import pytest
import re2

from cleaner.ruleset import pattern
from cleaner.ruleset.letters import compact
from cleaner.ruleset.pattern import Pattern

# Scripts that bundled rules are for.
EXACT = [(0, 0x700), (0x900, 0x980), (0xE00, 0xE80), (0x2000, 0x2C00), (0x3000, 0x3100), (0xFF00, 0xFF66)]


def test_every_letter_is_one_and_punctuation_is_none():
    is_letter = Pattern([r"\pL"]).full
    for number in (*range(0xD800), *range(0xE000, 0x20000)):
        kind = unicodedata.category(chr(number))[0]
        if kind == "L" and not 0x2000 <= number < 0x2C00:
            assert is_letter(chr(number).encode()), hex(number)
        elif kind in "PSNZ" and (any(a <= number < b for a, b in EXACT) or number >= 0x1F000):
            assert not is_letter(chr(number).encode()), hex(number)


@pytest.mark.parametrize(
    "source",
    [r"a\pLb", r"[\pL\d]+", r"[^\pL]x\pL", r"\\pL", r"[]\pL]\pL", r"[[:alpha:]\pL]\p{L}", r"\[\pL", r"[\]\pL]+", r"\PL\pL"],
)  # fmt: skip
def test_patterns_match_what_they_matched(source):
    texts = [*"aä1 ]\\x.[", "aäb", "1xé", "]é", "é]", r"\pL", "[ß", "1a", "éé", ".x"]
    made, plain = re2.compile(compact(source)), re2.compile(source)
    for text in texts:
        assert bool(made.fullmatch(text)) == bool(plain.fullmatch(text)), text


def test_it_takes_a_fraction_of_the_memory():
    assert re2.compile(compact(r"\pL{1,12}")).programsize * 5 < re2.compile(r"\pL{1,12}").programsize


def test_patterns_beyond_the_budget_are_forgotten_and_compiled_again(monkeypatch):
    monkeypatch.setattr(pattern, "HELD_BYTES", 2 << 20)
    monkeypatch.setattr(pattern, "_HELD", pattern._Held())
    patterns = [Pattern([f"rain {n} \\w{{1,50}}"]) for n in range(40)]
    for _ in range(2):
        for number, one in enumerate(patterns):
            assert one.full(f"rain {number} falls".encode())
            assert not one.full(b"sun")
            assert [*one.spans(f"a rain {number} b")] == [(2, 9 + len(str(number)))]
    held = [one for one in patterns if one._compiled is not None]
    assert 0 < len(held) < len(patterns)
    assert len(held) <= (2 << 20) // pattern._LEAST_BYTES
