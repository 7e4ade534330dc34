"""What scraped text may hold that a terminal obeys, hides or reorders; and the check that none of it came through."""

from __future__ import annotations

import re
import unicodedata

SEQUENCES = {
    "c0": "".join(map(chr, [*range(1, 9), *range(11, 13), *range(14, 32)])),
    "nul": "\x00",
    "return": "Rain\rSun",
    "backspace": "Rain\b\b\b\bSun",
    "delete": "\x7f",
    "c1": "".join(map(chr, range(0x80, 0xA0))),
    "csi": "\x1b[2J\x1b[1;31m\x1b[6n",
    "csi-8-bit": "\x9b2J\x9b31m",
    "link-bell": "\x1b]8;;https://evil.example\x07here\x1b]8;;\x07",
    "link-st": "\x1b]8;;https://evil.example\x1b\\here\x1b]8;;\x1b\\",
    "title": "\x1b]0;owned\x07",
    "dcs": '\x1bP$q"p\x1b\\\x90q\x9c',
    "bidi": "\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\u061c\u200e\u200f",
    "separators": "\u2028\u2029",
    "surrogates": "\ud800\udfff",
    "byte-order-mark": "\ufeff",
    "tags": "".join(map(chr, [0xE0001, *range(0xE0020, 0xE0080)])),
    "selectors": "a" + "".join(map(chr, [*range(0xFE00, 0xFE10), *range(0xE0100, 0xE01F0)])),
    "joiners": "a\u200d\u200c\u200d\u200c\u200db",
    "invisible": "\u00ad\u034f\u115f\u1160\u17b4\u180e\u200b\u2060\u2064\u206a\u3164\uffa0\ufff9",
    "private": "\ue000\U000f0000\U0010fffd",
    "noncharacters": "\ufdd0\ufffe\uffff\U0001ffff\U0010ffff",
}
ALL = "".join(SEQUENCES.values())

# Named one by one and by category, so that neither list can forget something alone.
_FORBIDDEN = re.compile(
    "[\x00-\x09\x0b-\x1f\x7f-\x9f\u061c\u200b\u200e\u200f\u2028-\u202e\u2060-\u206f\ud800-\udfff\ufeff\U000e0000-\U000e00ff]"
)
_CATEGORIES = frozenset({"Cc", "Cf", "Cs", "Co", "Zl", "Zp"})
# Line ends, joiners, and signs of Arabic, Syriac and Kaithi that are seen.
_GOOD = frozenset(
    "\n\u200c\u200d\u0600\u0601\u0602\u0603\u0604\u0605\u06dd\u070f\u0890\u0891\u08e2\U000110bd\U000110cd"
)
_RUNS = re.compile("[\u200c\u200d]{2,}|[\ufe00-\ufe0f\U000e0100-\U000e01ef]{2,}")


def hostile_characters(shown: str) -> set[str]:
    """What of that which is shown must not be."""
    formats = {c for c in shown if c not in _GOOD and unicodedata.category(c) in _CATEGORIES}
    return formats | set(_FORBIDDEN.findall(shown)) | set(_RUNS.findall(shown))
