"""Record: one article of a dump with all its other fields, or the reason why it is none."""

from __future__ import annotations

from dataclasses import dataclass, field
from types import TracebackType
from typing import Any, Protocol, Self


@dataclass(frozen=True, slots=True)
class Fields:
    """Which fields of a record hold what.

    Attributes:
        text: the article; the editorial text takes its place, or is added under this name.
        html: the page that the article stands on, for records without text.
        url: where the article comes from.
        pages: whether articles are markup, whatever field or file they stand in; None: as field and file name say.
    """

    text: str = "text"
    html: str = "html"
    url: str = "url"
    pages: bool | None = None


@dataclass(frozen=True, slots=True)
class Record:
    """One record of a dump.

    Attributes:
        source: where it stands: `FILE:LINE`, or the file.
        text: the article, or the markup of its page; empty where there is an error.
        fields: all fields of the record, the text included.
        error: why the record cannot be cleaned.
        raw: what was read, for a record that cannot be cleaned.
        size: how much was read for it, in bytes or characters.
        page: whether `text` is the markup of a web page.
    """

    source: str
    text: str = ""
    fields: dict[str, Any] = field(default_factory=dict)
    error: str | None = None
    raw: str | None = None
    size: int = 0
    page: bool = False


class Writer(Protocol):
    """Where cleaned records go. Nothing stands under the final name before it is complete."""

    def __enter__(self) -> Self: ...

    def write(self, record: Record, text: str) -> None:
        """Write the record with its text replaced."""

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None: ...
