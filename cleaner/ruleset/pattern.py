"""Regular expressions whose matching time is linear in the text (RE2), tried on folded text."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

import re2

# Bytes that RE2 takes for a pattern at most: for its program, which it refuses if it is larger, and for what it remembers
# of texts.
MAX_BYTES = 4 << 20
# As RE2 counts, and how many times a program's bytes it wants for itself: two thirds are for the program.
_INSTRUCTION_BYTES, _PROGRAMS = 16, 2


class PatternError(ValueError):
    """A pattern that does not compile."""


def _compile(source: str, case_sensitive: bool, most: int) -> Any:
    options = re2.Options()
    options.case_sensitive = case_sensitive
    options.log_errors = False
    options.max_mem = most
    try:
        return re2.compile(source, options)
    except UnicodeEncodeError:
        raise PatternError("holds a lone surrogate") from None
    except re2.error as error:
        reason = error.args[0] if error.args else "is no regular expression"
        raise PatternError(reason.decode("utf-8", "replace") if isinstance(reason, bytes) else reason) from None


class Pattern:
    """One or more alternatives, compiled together when first needed; pickles as its sources.

    Texts mostly come folded (see `cleaner.document.fold`), so that letter case does not matter unless it is asked for.
    """

    __slots__ = ("_compiled", "_most", "case_sensitive", "sources")

    def __init__(self, sources: Sequence[str], case_sensitive: bool = False, most: int = MAX_BYTES) -> None:
        self.sources = tuple(sources)
        self.case_sensitive = case_sensitive
        self._most = most
        self._compiled: Any = None

    def __reduce__(self) -> tuple[type[Pattern], tuple[tuple[str, ...], bool, int]]:
        return Pattern, (self.sources, self.case_sensitive, self._most)

    @property
    def _regexp(self) -> Any:
        if self._compiled is None:
            joined = "|".join(f"(?:{s})" for s in self.sources)
            self._compiled = _compile(joined, self.case_sensitive, self._most)
        return self._compiled

    def check(self) -> int:
        """Compile every alternative alone, or a stray bracket could pair across two of them; gives the program's bytes.

        Raises:
            PatternError: an alternative is no regular expression of RE2, or too large.
        """
        for source in self.sources:
            _compile(source, self.case_sensitive, self._most)
        return int(self._regexp.programsize) * _INSTRUCTION_BYTES

    def allow(self, most: int) -> None:
        """Take no more than so many bytes, or what the program needs if that is more; for one that has been checked."""
        program = int(self._regexp.programsize) * _INSTRUCTION_BYTES
        self._most, self._compiled = max(most, _PROGRAMS * program), None

    # Where offsets do not matter, bytes save RE2's wrapper the counting of code points.

    def full(self, text: str) -> bool:
        """Whether the whole text matches."""
        return self._regexp.fullmatch(text.encode()) is not None

    def starts(self, text: str) -> bool:
        """Whether the text begins with a match."""
        return self._regexp.match(text.encode()) is not None

    def occurs(self, text: str) -> bool:
        """Whether a match stands anywhere in the text."""
        return self._regexp.search(text.encode()) is not None

    def spans(self, text: str) -> Iterator[tuple[int, int]]:
        """The non-empty matches from left to right, as code point offsets."""
        for match in self._regexp.finditer(text):
            start, end = match.span()
            if start < end:
                yield start, end
