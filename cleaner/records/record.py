"""Record: one article of a dump with all its other fields, or the reason why it is none; and what it was cut from."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, NamedTuple

# Larger records are rejected, unless somebody asks for them.
MAX_BYTES = 16 << 20


class RecordMark(NamedTuple):
    """A place between two records of a file.

    Attributes:
        number: how many records, lines or rows of the file stand before it.
        offset: how many bytes of the unpacked file stand before it, in formats that need it to go on from there.
    """

    number: int = 0
    offset: int = 0


@dataclass(frozen=True, slots=True)
class Raw:
    """One record as it was cut out of its file, not decoded yet.

    Attributes:
        source: where it stands: `FILE:LINE`, or the file.
        data: what its format's `decode` takes.
        size: how much was read for it, in bytes.
        after: where the next record begins.
        error: why it cannot be decoded.
        counted: what it is, in a few words, if it is no record but only to be counted.
    """

    source: str
    data: Any
    size: int
    after: RecordMark
    error: str | None = None
    counted: str | None = None

    @classmethod
    def note(cls, words: str, after: RecordMark = RecordMark()) -> Raw:  # noqa: B008  # a constant
        """Something that is only to be counted: `KIND: WHAT`."""
        return cls("", None, 0, after, counted=words)


@dataclass(frozen=True, slots=True)
class Record:
    """One record of a dump.

    Attributes:
        source: where it stands: `FILE:LINE`, or the file.
        text: the article, or the markup of its page; empty where there is an error.
        fields: all fields of the record, the text included.
        error: why the record cannot be cleaned.
        raw: what was read, for a record that cannot be cleaned.
        page: whether `text` is the markup of a web page.
        field: the name of the field that takes the cleaned article.
        url: where the article comes from, or its site.
        id: what the record is known by.
        arrow: the record as a table with one row, where it came as that.
        empty: whether it has null where its article should stand.
        warning: what is odd about it, if anything is.
    """

    source: str
    text: str = ""
    fields: dict[str, Any] = field(default_factory=dict)
    error: str | None = None
    raw: str | None = None
    page: bool = False
    field: str = "text"
    url: str | None = None
    id: str = ""
    arrow: Any = None
    empty: bool = False
    warning: str | None = None


class Row(NamedTuple):
    """One row of an output.

    Attributes:
        fields: all its fields.
        text: the cleaned article among them, in an output of articles.
        id: what its record is known by; empty if by nothing.
        arrow: the table with one row that it was made from, if it was.
        changed: the names of the fields that are not as in `arrow`.
    """

    fields: dict[str, Any]
    text: str = ""
    id: str = ""
    arrow: Any = None
    changed: tuple[str, ...] = ()
