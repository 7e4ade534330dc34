"""Regular expressions whose matching time is linear in the text (RE2), tried on folded text."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

import re2

# A rule file is input: RE2 refuses patterns whose program would need more than this many bytes.
MAX_PROGRAM_BYTES = 4 << 20


class PatternError(ValueError):
    """A pattern that does not compile."""


def _options() -> Any:
    options = re2.Options()
    options.case_sensitive = False
    options.log_errors = False
    options.max_mem = MAX_PROGRAM_BYTES
    return options


class Pattern:
    """One or more alternatives, compiled together; pickles as its sources.

    Letter case never matters. Texts come folded (see `cleaner.document.fold`): lower case, straight quotes,
    plain spaces; the alternatives are folded likewise, so that a rule may be written either way.

    Raises:
        PatternError: an alternative is no regular expression of RE2, or too large.
    """

    __slots__ = ("_regexp", "sources")

    def __init__(self, sources: Sequence[str]) -> None:
        self.sources = tuple(sources)
        try:
            for source in self.sources:
                re2.compile(source, _options())  # each alone, or a stray bracket could pair across alternatives
            self._regexp = re2.compile("|".join(f"(?:{s})" for s in self.sources), _options())
        except (re2.error, UnicodeEncodeError) as error:
            reason = error.args[0] if isinstance(error, re2.error) else "holds a lone surrogate"
            text = reason.decode("utf-8", "replace") if isinstance(reason, bytes) else str(reason)
            raise PatternError(text) from None

    def __reduce__(self) -> tuple[type[Pattern], tuple[tuple[str, ...]]]:
        return Pattern, (self.sources,)

    def full(self, text: str) -> bool:
        """Whether the whole text matches."""
        return self._regexp.fullmatch(text) is not None

    def starts(self, text: str) -> bool:
        """Whether the text begins with a match."""
        return self._regexp.match(text) is not None

    def occurs(self, text: str) -> bool:
        """Whether a match stands anywhere in the text."""
        return self._regexp.search(text) is not None

    def spans(self, text: str) -> Iterator[tuple[int, int]]:
        """The non-empty matches from left to right, as code point offsets."""
        for match in self._regexp.finditer(text):
            start, end = match.span()
            if start < end:
                yield start, end
