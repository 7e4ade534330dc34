"""Records of a dump picked for a look: one by its name, or a sample."""

from __future__ import annotations

import heapq
from collections.abc import Callable, Iterator
from contextlib import nullcontext
from dataclasses import dataclass
from hashlib import blake2b

import click

from cleaner.cli.declared import option
from cleaner.cli.dump import FieldOptions, progress_bar, say
from cleaner.errors import InputError
from cleaner.records.dump import Dump
from cleaner.records.record import Record
from cleaner.stats import Tally

# What is smaller is read before anybody could see a progress bar.
_LARGE = 64 << 20
RecordPlace = tuple[str, Callable[[], Record]]


@dataclass(frozen=True)
class PickOptions(FieldOptions):
    """Which records of a dump are looked at."""

    record_id: str | None = option(
        "--id", metavar="ID", help="Of a dump: the record with this id, or source such as FILE:17."
    )
    sample: int | None = option(
        "--sample", type=click.IntRange(min=1), metavar="N", help="Of a dump: so many records at random."
    )
    seed: int = option("--seed", type=int, default=0, metavar="N", help="Another seed, another sample.")

    def __post_init__(self) -> None:
        if self.record_id is not None and self.sample is not None:
            raise click.UsageError("--id and --sample exclude each other")

    def __bool__(self) -> bool:
        """Whether any is asked for."""
        return self.record_id is not None or self.sample is not None

    def records(self, name: str, pages: bool | None, encoding: str | None, size: int) -> list[Record]:
        """The records asked for of the dump that a file, folder, pattern or URL is, in the dump's order.

        Args:
            name: the dump.
            pages: whether articles are pages; None: as each of them begins.
            encoding: what it is encoded in, where that is known.
            size: how many bytes a record may have.

        Raises:
            InputError: there is no dump, or none of its records has the id.
        """
        dump = Dump([name], self.fields(pages, encoding), size, say=say)
        dump.check()
        if self.record_id is None:
            return [decode() for _, decode in sample(_places(dump), self.sample or 0, self.seed)]
        for source, decode in _places(dump):
            record = decode()
            if record.id == self.record_id or _is_named(source, self.record_id):
                return [record]
        raise InputError(f"{name}: no record has the id or the source {self.record_id}")


def _places(dump: Dump) -> Iterator[RecordPlace]:
    """Where each record of a dump stands, and what decodes it."""
    with progress_bar(dump.size, "reading") if dump.size > _LARGE else nullcontext() as progress:
        for part in dump.parts():
            yield from part.records()
            if progress is not None:
                progress(part.read, Tally())


def sample(places: Iterator[RecordPlace], size: int, seed: int) -> list[RecordPlace]:
    """So many of the places in one pass. Each has its number in a lottery, so that the order of files makes no difference."""

    def lot(numbered: tuple[int, RecordPlace]) -> bytes:
        source, _ = numbered[1]
        return blake2b(f"{seed}\0{source}".encode("utf-8", "surrogateescape"), digest_size=16).digest()

    return [place for _, place in sorted(heapq.nsmallest(size, enumerate(places), key=lot), key=lambda pair: pair[0])]


def _is_named(source: str, name: str) -> bool:
    """Whether a source is the one named, by its whole path or the last parts of it, as reports shorten a long one too."""
    return source == name or source.endswith("/" + name) or (name.startswith("…") and source.endswith(name[1:]))
