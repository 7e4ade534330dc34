"""Regular expressions whose matching time is linear in the text (RE2), tried on folded text."""

from __future__ import annotations

import weakref
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from threading import Lock
from typing import Any

import re2

from cleaner.ruleset.letters import compact

# Bytes that RE2 takes for a pattern at most: for its program, which it refuses if it is larger, and for what it remembers
# of texts.
MAX_BYTES = 4 << 20
# What a pattern gets of it first, and twice as much while its program does not fit.
_LEAST_BYTES = 128 << 10
# As RE2 counts, and how many times a program's bytes it wants for itself: two thirds are for the program.
_INSTRUCTION_BYTES, _PROGRAMS = 16, 2
# A set of one pattern says yes or no in half the time, which pays after a few texts. It says no where its memory ends, so it
# gets so many times its program's bytes that it does not: twenty states, each of a quarter of that at most, are the least.
_FEW, _SETS = 16, 16
SET_PROGRAM_BYTES = MAX_BYTES // _SETS


# How a set and a pattern say whether a text matches.
_WAYS = {
    "full": (re2.Set.FullMatchSet, "fullmatch"),
    "starts": (re2.Set.MatchSet, "match"),
    "occurs": (re2.Set.SearchSet, "search"),
}


# What all compiled patterns may take, of which there are a thousand, and a language needs a hundred. 709 articles in twelve
# languages took 18.4 s and 150 MB so; with 48 MiB, where patterns are compiled again and again, 23.8 s and 140 MB; with 96 MiB
# 18.6 s and 184 MB.
HELD_BYTES = 56 << 20


class PatternError(ValueError):
    """A pattern that does not compile."""


def _options(case_sensitive: bool, most: int) -> Any:
    options = re2.Options()
    options.case_sensitive = case_sensitive
    options.log_errors = False
    options.max_mem = most
    return options


def _compile(source: str, case_sensitive: bool, most: int) -> Any:
    try:
        return re2.compile(compact(source), _options(case_sensitive, most))
    except UnicodeEncodeError:
        raise PatternError("holds a lone surrogate") from None
    except re2.error as error:
        reason = error.args[0] if error.args else "is no regular expression"
        raise PatternError(reason.decode("utf-8", "replace") if isinstance(reason, bytes) else reason) from None


def _small(source: str, case_sensitive: bool, most: int) -> tuple[Any, int]:
    """A pattern that may remember no more of texts than it needs, as what all of them remember is most of a process's memory;
    and how many bytes it may take.
    """
    size = min(_LEAST_BYTES, most)
    while size < most:
        try:
            return _compile(source, case_sensitive, size), size
        except PatternError:
            size *= 2
    return _compile(source, case_sensitive, most), most


class _Held:
    """The patterns that are compiled. Where they become too large in all, those go that were not used lately; a language that
    comes along so takes no more memory for ever.
    """

    def __init__(self) -> None:
        self._queue: deque[tuple[weakref.ref[Pattern], int]] = deque()
        self._bytes = 0
        self._lock = Lock()

    def add(self, pattern: Pattern, size: int) -> None:
        """Count a pattern that has been compiled, and let others go, oldest first; what was used since gets a second chance."""
        with self._lock:
            self._queue.append((weakref.ref(pattern), size))
            self._bytes += size
            for _ in range(2 * len(self._queue)):
                if self._bytes <= HELD_BYTES:
                    return
                held, size = self._queue.popleft()
                other = held()
                if other is pattern or (other is not None and other.is_used()):
                    self._queue.append((held, size))
                    continue
                self._bytes -= size
                if other is not None:
                    other.forget()
            re2.purge()  # which has some in a cache of its own


_HELD = _Held()


class Pattern:
    """One or more alternatives, compiled together when first needed; pickles as its sources.

    Texts mostly come folded (see `cleaner.text.fold`), so that letter case does not matter unless it is asked for. Where
    offsets do not matter they come in UTF-8, as RE2 wants them.
    """

    __slots__ = (
        "__weakref__",
        "_compiled",
        "_full",
        "_most",
        "_occurs",
        "_set_bytes",
        "_starts",
        "_tries",
        "_used",
        "case_sensitive",
        "sources",
    )

    def __init__(self, sources: Sequence[str], case_sensitive: bool = False, most: int = MAX_BYTES) -> None:
        self.sources = tuple(sources)
        self.case_sensitive = case_sensitive
        self._most = most
        self._set_bytes = min(most // _SETS, SET_PROGRAM_BYTES)
        self._tries = 0
        self._used = False
        self._compiled: Any = None
        self._full: Callable[[bytes], Any] | None = None
        self._starts: Callable[[bytes], Any] | None = None
        self._occurs: Callable[[bytes], Any] | None = None

    def __reduce__(self) -> tuple[type[Pattern], tuple[tuple[str, ...], bool, int]]:
        return Pattern, (self.sources, self.case_sensitive, self._most)

    @property
    def _source(self) -> str:
        return "|".join(f"(?:{s})" for s in self.sources)

    @property
    def _regexp(self) -> Any:
        self._used = True
        compiled = self._compiled
        if compiled is None:
            compiled, size = _small(self._source, self.case_sensitive, self._most)
            self._compiled = compiled
            _HELD.add(self, size)
        return compiled

    def is_used(self) -> bool:
        """Whether it was used since this was asked last."""
        used, self._used = self._used, False
        return used

    def forget(self) -> None:
        """Let go what was compiled; it is compiled again where it is needed."""
        self._compiled = self._full = self._starts = self._occurs = None
        self._tries = 0

    @property
    def program_bytes(self) -> int:
        """The size of its program."""
        return int(self._regexp.programsize) * _INSTRUCTION_BYTES

    def check(self) -> int:
        """Compile every alternative alone, or a stray bracket could pair across two of them; gives the program's bytes.

        Raises:
            PatternError: an alternative is no regular expression of RE2, or too large.
        """
        for source in self.sources:
            _compile(source, self.case_sensitive, self._most)
        return self.program_bytes

    def allow(self, most: int) -> None:
        """Take no more than so many bytes, or what the program needs if that is more; for one that has been checked."""
        self._most, self._compiled = max(most, _PROGRAMS * self.program_bytes), None
        self._set_bytes = most // _SETS

    def full(self, utf8: bytes) -> bool:
        """Whether the whole text matches."""
        self._used = True
        return (self._full or self._trying("full"))(utf8) is not None

    def starts(self, utf8: bytes) -> bool:
        """Whether the text begins with a match."""
        self._used = True
        return (self._starts or self._trying("starts"))(utf8) is not None

    def occurs(self, utf8: bytes) -> bool:
        """Whether a match stands anywhere in the text."""
        self._used = True
        return (self._occurs or self._trying("occurs"))(utf8) is not None

    def spans(self, text: str) -> Iterator[tuple[int, int]]:
        """The non-empty matches from left to right, as code point offsets."""
        for match in self._regexp.finditer(text):
            start, end = match.span()
            if start < end:
                yield start, end

    def _trying(self, how: str) -> Callable[[bytes], Any]:
        """What says whether a text matches; from so many texts on a set, if the pattern is small enough for one."""
        self._tries += 1
        set_of, method = _WAYS[how]
        match: Callable[[bytes], Any] = getattr(self._regexp, method)
        if self._tries > _FEW:
            if self.program_bytes <= self._set_bytes:
                one = set_of(_options(self.case_sensitive, _SETS * self._set_bytes))
                one.Add(compact(self._source))
                one.Compile()
                match = one.Match
            setattr(self, f"_{how}", match)
        return match
