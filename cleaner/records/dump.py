"""Dump: the inputs of a run as parts of bounded size, in an order and with bounds that depend on the inputs only."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import nullcontext
from itertools import islice
from typing import BinaryIO

from cleaner.errors import InputError, MissingExtraError
from cleaner.records.fields import Fields
from cleaner.records.file import STANDARD, File, reason
from cleaner.records.find import find
from cleaner.records.formats import CONTAINERS, READABLE, ending
from cleaner.records.part import Filling, Part, Position
from cleaner.records.record import Mark, Raw
from cleaner.records.texts import cut as cut_text

# Records whose fields are looked at before the names of fields are guessed.
_LOOKED_AT = 20
_STANDARD = File(STANDARD, STANDARD, once=True)
# Where nothing more of a file can be read.
END = Mark(-1)


class Dump:
    """The inputs of a run.

    Args:
        inputs: files, folders, patterns, URLs, or `-` for JSON Lines on standard input.
        names: which fields hold what, as far as the user says.
        limit: records with more bytes are not read.
        is_own: tells by its name whether a file belongs to the run's output and so is no input.
        say: told, once each, which names of fields were guessed.

    Attributes:
        size: bytes of all files as stored.
        version: something that changes when one of them does.
        is_stream: whether the dump can be read only once.

    Raises:
        InputError: an input is missing, cannot be listed, or holds nothing of a known format.
    """

    def __init__(
        self,
        inputs: Sequence[str],
        names: Fields,
        limit: int,
        is_own: Callable[[str], bool] = lambda _: False,
        say: Callable[[str], None] = lambda _: None,
    ) -> None:
        self._inputs = tuple(inputs)
        self._names = names
        self._limit = limit
        self._is_own = is_own
        self._say = say
        self._said: set[str] = set()
        self.size = 0
        self.is_stream = False
        digest = hashlib.sha256()
        for file in self.files():
            self.size += file.size
            self.is_stream |= file.once
            digest.update(f"{file.name}\0{file.size}\0{file.stamp}\0".encode("utf-8", "surrogateescape"))
        self.version = digest.hexdigest()[:12]

    def files(self) -> Iterator[File]:
        """All files, in order; found anew at every call, never held together."""
        for name in self._inputs:
            if name == STANDARD:
                yield _STANDARD
                continue
            empty = True
            for file in find(name, _is_readable):
                empty = False
                if not _is_readable(file.name):
                    raise InputError(f"{file.name}: cannot tell the format; known endings are {', '.join(READABLE)}")
                if not self._is_own(file.name):
                    yield file
            if empty:
                raise InputError(f"{name}: holds no file that ends in {', '.join(READABLE)}")

    def parts(self, start: Position = Position()) -> Iterator[Part]:  # noqa: B008  # a constant
        """The records from a position on, which must be one where a part ended."""
        filling = Filling()
        number = read = 0
        for number, file in enumerate(self.files(), 1):
            if number > start.file:
                mark = start.mark if number == start.file + 1 else Mark()
                for names, raw, place in self._records(file, mark):
                    filling.add(file, names, raw)
                    if filling.is_full:
                        after = Position(number) if raw.after == END else Position(number - 1, raw.after)
                        yield filling.part(after, read + place)
                        filling = Filling()
            read += file.size
        if not filling.is_empty:
            yield filling.part(Position(number), read)

    def arriving(self, stream: BinaryIO) -> Iterator[tuple[File, Fields, Raw]]:
        """The records of standard input, which the stream gives."""
        for names, raw, _ in self._records(_STANDARD, Mark(), stream):
            yield _STANDARD, names, raw

    def _records(self, file: File, mark: Mark, standard: BinaryIO | None = None) -> Iterator[tuple[Fields, Raw, int]]:
        """The records of a file, with their names of fields and how much of the file has been read for them."""
        container = CONTAINERS.get(ending(file.name))
        if container is None:
            for raw in cut_text(file, mark, self._limit):
                yield self._names, raw, file.size
            return
        last = mark.number
        try:
            # Before the file is opened: some stores give out one file, with one position, however often it is opened.
            names = None if file.once else self._names_of(file)
            with nullcontext(standard or file.open()) if file.name == STANDARD else file.open() as stream:
                for raw in container.cut(file, stream, mark, self._limit):
                    if names is None:  # the first record with an article tells; those before it are rejected anyhow
                        columns = container.columns([raw])
                        found = self._guess(columns)
                        names = found.or_usual() if columns and (found.text or found.html) else None
                    yield names or found, raw, 0 if file.once else stream.tell()
                    last = raw.after.number
        except (InputError, MissingExtraError, GeneratorExit):
            raise
        except Exception as error:
            if _is_failure(error):
                raise InputError(f"{file.title}: {reason(error)}") from error
            fault = f"the file cannot be read from here on: {reason(error)}"
            yield self._names, Raw(f"{file.title}:{last + 1}", None, 0, END, fault), file.size

    def _names_of(self, file: File) -> Fields:
        """The names of the fields in a file, told by its first records."""
        container = CONTAINERS[ending(file.name)]
        with file.open() as beginning:
            first = list(islice(_undamaged(container.cut(file, beginning, Mark(), self._limit)), _LOOKED_AT))
        return self._guess(container.columns(first))

    def _guess(self, columns: Sequence[str]) -> Fields:
        names = self._names.found_in(columns)
        for words in names.guessed(self._names):
            if words not in self._said:
                self._said.add(words)
                self._say(words)
        return names


def _undamaged(raws: Iterable[Raw]) -> Iterator[Raw]:
    """The records up to where their file is damaged, which is told when they are read in earnest."""
    try:
        yield from raws
    except Exception as error:
        if isinstance(error, MissingExtraError) or _is_failure(error):
            raise


def _is_failure(error: Exception) -> bool:
    """Whether the disk or the network failed, not the file, so that a later run may go on from there."""
    return isinstance(error, OSError) and bool(error.errno)


def _is_readable(name: str) -> bool:
    return ending(name) in READABLE
