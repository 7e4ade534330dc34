"""Records of a dump picked for a look: one by its name, or a sample."""

from __future__ import annotations

import heapq
from collections.abc import Callable, Iterator
from contextlib import nullcontext
from dataclasses import dataclass, replace
from functools import wraps
from hashlib import blake2b
from typing import Any, TypeVar

import click

from cleaner.cli.dump import field_options, progress_bar, say
from cleaner.errors import InputError
from cleaner.records.dump import Dump
from cleaner.records.fields import Fields
from cleaner.records.record import MAX_BYTES, Record
from cleaner.stats import Tally

F = TypeVar("F", bound=Callable[..., Any])
# What is smaller is read before anybody could see a progress bar.
_LARGE = 64 << 20
Place = tuple[str, Callable[[], Record]]


@dataclass(frozen=True, slots=True)
class Pick:
    """Which records of a dump are looked at.

    Attributes:
        names: which fields hold what.
        id: the id or the source of the only one.
        sample: how many at random.
        seed: which sample of that size.
    """

    names: Fields
    id: str | None
    sample: int | None
    seed: int

    def __bool__(self) -> bool:
        """Whether any is asked for."""
        return self.id is not None or self.sample is not None

    def records(self, name: str, pages: bool | None) -> list[Record]:
        """The records asked for of the dump that a file, folder, pattern or URL is, in the dump's order.

        Raises:
            InputError: there is no dump, or none of its records has the id.
        """
        dump = Dump([name], replace(self.names, pages=pages), MAX_BYTES, say=say)
        if self.id is None:
            return [decode() for _, decode in sample(_places(dump), self.sample or 0, self.seed)]
        for source, decode in _places(dump):
            record = decode()
            if record.id == self.id or _is_named(source, self.id):
                return [record]
        raise InputError(f"{name}: no record has the id or the source {self.id}")


def pick_options(function: F) -> F:
    """`--id`, `--sample`, `--seed` and the names of fields, as one argument `pick`."""

    @wraps(function)
    def collected(
        *args: Any, names: Fields, record_id: str | None, sample: int | None, seed: int, **kwargs: Any
    ) -> Any:
        if record_id is not None and sample is not None:
            raise click.UsageError("--id and --sample exclude each other")
        return function(*args, pick=Pick(names, record_id, sample, seed), **kwargs)

    decorated: Any = field_options(collected)
    for option in (
        click.option("--seed", type=int, default=0, metavar="N", help="Another seed, another sample."),
        click.option("--sample", type=click.IntRange(min=1), metavar="N", help="Of a dump: so many records at random."),
        click.option(
            "--id", "record_id", metavar="ID", help="Of a dump: the record with this id, or source such as FILE:17."
        ),
    ):
        decorated = option(decorated)
    return decorated  # type: ignore[no-any-return]  # click's decorators keep the function's type in name only


def _places(dump: Dump) -> Iterator[Place]:
    """Where each record of a dump stands, and what decodes it."""
    with progress_bar(dump.size, "reading") if dump.size > _LARGE else nullcontext() as progress:
        for part in dump.parts():
            yield from part.records()
            if progress is not None:
                progress(part.read, Tally())


def sample(places: Iterator[Place], size: int, seed: int) -> list[Place]:
    """So many of the places in one pass. Each has its number in a lottery, so that the order of files makes no difference."""

    def lot(numbered: tuple[int, Place]) -> bytes:
        source, _ = numbered[1]
        return blake2b(f"{seed}\0{source}".encode("utf-8", "surrogateescape"), digest_size=16).digest()

    return [place for _, place in sorted(heapq.nsmallest(size, enumerate(places), key=lot), key=lambda pair: pair[0])]


def _is_named(source: str, name: str) -> bool:
    """Whether a source is the one named, by its whole path or the last parts of it."""
    return source == name or source.endswith("/" + name)
