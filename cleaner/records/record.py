"""Record: one article of a dump with all its other fields, or the reason why it is none."""

from __future__ import annotations

from dataclasses import dataclass, field
from types import TracebackType
from typing import Any, Protocol, Self


@dataclass(frozen=True, slots=True)
class Record:
    """One record of a dump.

    Attributes:
        source: where it stands: `FILE:LINE`, or the file.
        text: the article; empty where there is an error.
        fields: all fields of the record, the text included.
        error: why the record cannot be cleaned.
        raw: what was read, for a record that cannot be cleaned.
        size: how much was read for it, in bytes or characters.
    """

    source: str
    text: str = ""
    fields: dict[str, Any] = field(default_factory=dict)
    error: str | None = None
    raw: str | None = None
    size: int = 0


class Writer(Protocol):
    """Where cleaned records go. Nothing stands under the final name before it is complete."""

    def __enter__(self) -> Self: ...

    def write(self, record: Record, text: str) -> None:
        """Write the record with its text replaced."""

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None: ...
