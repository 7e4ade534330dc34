"""Regular expressions whose matching time is linear in the text (RE2), tried on folded text."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

import re2

# A rule file is input: RE2 refuses patterns whose program would need more than this many bytes.
MAX_PROGRAM_BYTES = 4 << 20


class PatternError(ValueError):
    """A pattern that does not compile."""


def _compile(source: str, case_sensitive: bool) -> Any:
    options = re2.Options()
    options.case_sensitive = case_sensitive
    options.log_errors = False
    options.max_mem = MAX_PROGRAM_BYTES
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

    __slots__ = ("_compiled", "case_sensitive", "sources")

    def __init__(self, sources: Sequence[str], case_sensitive: bool = False) -> None:
        self.sources = tuple(sources)
        self.case_sensitive = case_sensitive
        self._compiled: Any = None

    def __reduce__(self) -> tuple[type[Pattern], tuple[tuple[str, ...], bool]]:
        return Pattern, (self.sources, self.case_sensitive)

    @property
    def _regexp(self) -> Any:
        if self._compiled is None:
            self._compiled = _compile("|".join(f"(?:{s})" for s in self.sources), self.case_sensitive)
        return self._compiled

    def check(self) -> None:
        """Compile every alternative alone, or a stray bracket could pair across two of them.

        Raises:
            PatternError: an alternative is no regular expression of RE2, or too large.
        """
        for source in self.sources:
            _compile(source, self.case_sensitive)
        self._compiled = _compile("|".join(f"(?:{s})" for s in self.sources), self.case_sensitive)

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
