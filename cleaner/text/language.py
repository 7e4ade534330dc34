"""Which languages a text may be in, by Chromium's compact detector (CLD2)."""

from __future__ import annotations

import pycld2

# Below this many code points the detector guesses; such a text may be in any language.
MIN_CHARACTERS = 120
# The detector reads this much from the start and from the middle: enough to be sure, and quick.
SAMPLE_CHARACTERS = 600
# The detector's own names where ISO 639-1 has others, and what it gives for scripts and for no language.
_RENAMED = {"iw": "he", "jw": "jv"}
_NO_LANGUAGES = frozenset(("un", "xx"))


def _iso(code: str) -> str:
    plain = code.partition("-")[0]
    return _RENAMED.get(plain, plain)


KNOWN = frozenset(_iso(code) for _, code in pycld2.LANGUAGES if len(_iso(code)) == 2) - _NO_LANGUAGES


def languages(folded: str) -> frozenset[str] | None:
    """The ISO 639-1 codes a text may be in; None where it may be any.

    Args:
        folded: the text, without lone surrogates.
    """
    if len(folded) < MIN_CHARACTERS:
        return None
    sample = folded
    if len(folded) > 2 * SAMPLE_CHARACTERS:
        middle = len(folded) // 2
        sample = f"{folded[:SAMPLE_CHARACTERS]}\n{folded[middle : middle + SAMPLE_CHARACTERS]}"
    try:
        _, _, guesses = pycld2.detect(sample, isPlainText=True)
    except pycld2.error:  # control characters that the detector takes for broken UTF-8
        return None
    codes = frozenset(_iso(code) for _, code, percent, _ in guesses if code != "un" and percent)
    return codes or None
