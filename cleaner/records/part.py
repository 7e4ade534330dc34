"""Part: records of a dump that are worked on together, and how many of them make one."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from typing import NamedTuple

from cleaner.records.fields import Fields
from cleaner.records.file import File
from cleaner.records.formats import format_of
from cleaner.records.record import Raw, Record, RecordMark

# A part ends after so many records or bytes. Small parts lose little when a worker dies, large ones cost less.
PART_RECORDS = 256
PART_BYTES = 1 << 20


class Position(NamedTuple):
    """A place in a dump: before the record at `mark` of the file with this number."""

    file: int = 0
    mark: RecordMark = RecordMark()


@dataclass(frozen=True, slots=True)
class Slice:
    """Records that stand together in one file, with what is needed to decode them."""

    file: str
    names: Fields
    raws: tuple[Raw, ...]


@dataclass(frozen=True, slots=True)
class DumpPart:
    """Records that are cleaned together: the unit of work, and of what a killed run has to do again.

    Attributes:
        slices: the records by file.
        after: where the next part begins.
        read: how much of the dump has been read up to there, in bytes as stored.
        notes: what was met on the way that is no record, and how often.
    """

    slices: tuple[Slice, ...]
    after: Position
    read: int
    notes: tuple[tuple[str, int], ...] = ()

    def records(self) -> Iterator[tuple[str, Callable[[], Record]]]:
        """Where each record stands, and what decodes it."""
        for piece in self.slices:
            form = format_of(piece.file)
            for raw in piece.raws:
                yield raw.source, partial(form.decode, raw, piece.names)


class Filling:
    """A part that is being filled."""

    def __init__(self) -> None:
        self._runs: list[tuple[str, Fields, list[Raw]]] = []
        self._records = self._size = 0
        self._notes: Counter[str] = Counter()

    @property
    def is_full(self) -> bool:
        """Whether the part is to end here."""
        return self._records >= PART_RECORDS or self._size >= PART_BYTES

    @property
    def is_empty(self) -> bool:
        """Whether it has nothing yet."""
        return not (self._records or self._notes)

    def add(self, file: File, names: Fields, raw: Raw) -> None:
        """Put a record behind the others, or count what is none."""
        if raw.counted is not None:
            self._notes[raw.counted] += 1
            return
        if not self._runs or self._runs[-1][:2] != (file.name, names):
            self._runs.append((file.name, names, []))
        self._runs[-1][2].append(raw)
        self._records += 1
        self._size += raw.size

    def part(self, after: Position, read: int) -> DumpPart:
        """The part as it is now."""
        slices = tuple(Slice(file, names, tuple(raws)) for file, names, raws in self._runs)
        return DumpPart(slices, after, read, tuple(self._notes.items()))
