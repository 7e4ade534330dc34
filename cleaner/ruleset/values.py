"""Values: readers of what a field of a rule entry may hold. Each takes what TOML gave and returns a plain value.

All of them raise FieldError, with a reason that fits behind the field's name.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from cleaner.ruleset.calendar import calendar
from cleaner.ruleset.pattern import Pattern
from cleaner.text.fingerprint import fingerprint, normal
from cleaner.text.fold import fold, fold_quotes
from cleaner.text.language import KNOWN
from cleaner.text.normal import matched

# An upper bound for words, blocks and counts: a rule file is input, and no article needs more.
LARGEST = 10_000
LONGEST_KEYWORD = 200

Reader = Callable[[Any], Any]


class FieldError(ValueError):
    """A value that its field does not take."""


def line_of_text(value: Any) -> str:
    """A text that says something."""
    if not isinstance(value, str) or not value.strip():
        raise FieldError("must be a text that is not empty")
    return value


def texts(value: Any) -> tuple[str, ...]:
    """One text or a list of them."""
    items = value if isinstance(value, list) else [value]
    if not items:
        raise FieldError("must not be an empty list")
    if len(items) > LARGEST:
        raise FieldError(f"must not hold more than {LARGEST:,} texts")
    return tuple(line_of_text(item) for item in items)


def one_of(*allowed: str) -> Reader:
    """Reads one of these words."""

    def read(value: Any) -> str:
        if value not in allowed:
            raise FieldError(f"must be one of {', '.join(allowed)}")
        return str(value)

    return read


def number(value: Any) -> float:
    """A number that is not out of all proportion."""
    if isinstance(value, bool) or not isinstance(value, int | float) or not -LARGEST <= value <= LARGEST:
        raise FieldError("must be a number")
    return float(value)


def whole_number(least: int) -> Reader:
    """Reads a whole number from this one on."""

    def read(value: Any) -> int:
        if isinstance(value, bool) or not isinstance(value, int) or not least <= value <= LARGEST:
            raise FieldError(f"must be a whole number from {least} to {LARGEST}")
        return value

    return read


def fraction(value: Any) -> float:
    """A share of a whole."""
    part = number(value)
    if not 0 < part <= 1:
        raise FieldError("must be above 0 and at most 1")
    return part


def flag(value: Any) -> bool:
    """True or false."""
    if not isinstance(value, bool):
        raise FieldError("must be true or false")
    return value


def word_range(value: Any) -> tuple[int, int]:
    """A least and a most number of words."""
    if not isinstance(value, list) or len(value) != 2:
        raise FieldError("must be [least, most]")
    least, most = (whole_number(0)(v) for v in value)
    if least > most:
        raise FieldError("the least is more than the most")
    return least, most


def pattern(value: Any) -> Pattern:
    """Patterns for folded text."""
    return Pattern([fold_quotes(matched(source)) for source in texts(value)])


def raw_pattern(value: Any) -> Pattern:
    """Patterns for text as it stands."""
    return Pattern([matched(source) for source in texts(value)], case_sensitive=True)


def keywords(value: Any) -> tuple[str, ...]:
    """Texts as the gate looks for them: folded, each once."""
    found = tuple(dict.fromkeys(fold(matched(word)) for word in texts(value)))
    if any(len(word) > LONGEST_KEYWORD for word in found):
        raise FieldError(f"must not be longer than {LONGEST_KEYWORD} characters")
    return found


def language_codes(value: Any) -> frozenset[str]:
    """Languages that texts are told apart by."""
    codes = texts(value)
    for code in codes:
        if code not in KNOWN:
            raise FieldError(f"{code!r} is no language that is told apart (two letters, ISO 639-1)")
    return frozenset(codes)


def some_of(*allowed: str) -> Reader:
    """Reads one or several of these words, in their order."""

    def read(value: Any) -> tuple[str, ...]:
        return tuple(one_of(*allowed)(item) for item in texts(value))

    return read


def names(value: Any) -> tuple[str, ...]:
    """Names of tags, classes, ids, attributes or hosts; a last `*` stands for any ending."""
    found = texts(value)
    for name in found:
        if name != name.strip() or " " in name or not name.rstrip("*"):
            raise FieldError(f"{name!r} is no name of a tag, class, id, attribute or host")
    return found


def fingerprints(value: Any) -> frozenset[int]:
    """Learned lines, as their fingerprints."""
    if not isinstance(value, list) or not value:
        raise FieldError("must be a list that is not empty")
    return frozenset(_fingerprint(line) for line in value)


def _fingerprint(value: Any) -> int:
    if isinstance(value, int):  # as Parquet holds it
        return value
    if not isinstance(value, dict) or set(value) - {"line", "pages"}:
        raise FieldError("a learned line is { line = ..., pages = ... }")
    normalised = normal(fold(matched(line_of_text(value.get("line")))), calendar())
    if not normalised:
        raise FieldError(f"{value['line']!r} has no word")
    return fingerprint(normalised)
