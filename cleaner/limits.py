"""Limits: how much of one document is worked on, so that none costs more than is known, however it was built."""

from __future__ import annotations

import time
from dataclasses import dataclass, fields

from cleaner.errors import CleanerError, InputError


@dataclass(frozen=True, slots=True)
class Limits:
    """How much of one document is worked on. One that is larger is never refused: its result says what was left, and why.

    Attributes:
        characters: code points of a text, or of a page's markup without scripts, styles, drawings and comments. A longer
            text is left as it is; of longer markup the beginning is read.
        depth: how many elements may stand in one another, as in browsers; of deeper ones the text alone is read. The
            parser's own limit is 2,048.
        tags: of a page's markup; beyond them it is not read.
        blocks: lines of a text, empty ones too, or pieces of a page's text. A text of more is left as it is; of a page of
            more the beginning is read.
        seconds: looked at between the steps of the work. A text that takes longer is left as it is; a page too, or not read
            where not even its main content was found.

    Raises:
        InputError: one of them is not above 0.
    """

    characters: int = 16 << 20
    depth: int = 512
    tags: int = 2_000_000
    blocks: int = 200_000
    seconds: float = 30.0

    def __post_init__(self) -> None:
        for field in fields(self):
            if not getattr(self, field.name) > 0:
                raise InputError(f"limit {field.name}={getattr(self, field.name)}: must be above 0")

    def words(self, name: str, consequence: str) -> str:
        """That the limit of this name was hit, for the warnings of a result."""
        return f"limit {name}={getattr(self, name):,}: {consequence}"

    def of_text(self, text: str) -> str | None:
        """Which limit a text is beyond, if any, as a warning."""
        if len(text) > self.characters:
            return self.words("characters", "text left as it is")
        # \r\n counts twice only where it could matter to nobody: far beyond what an article has.
        if text.count("\n") + text.count("\r") > self.blocks:
            return self.words("blocks", "text left as it is")
        return None

    def clock(self) -> Clock:
        """A clock that begins now."""
        return Clock(self.seconds)


USUAL = Limits()


class OutOfTimeError(CleanerError):
    """A document has taken longer than it may; becomes a warning of its result."""


class Clock:
    """Tells when a document has taken too long."""

    def __init__(self, seconds: float) -> None:
        self._end = time.monotonic() + seconds

    def check(self) -> None:
        """Go on only while there is time.

        Raises:
            OutOfTimeError: there is none.
        """
        if time.monotonic() > self._end:
            raise OutOfTimeError("out of time")
