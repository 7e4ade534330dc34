"""Dump: the inputs of a run as parts of bounded size, in an order and with bounds that depend on the inputs only."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from typing import BinaryIO

from cleaner.errors import InputError
from cleaner.records.fields import Fields
from cleaner.records.file import STANDARD, File
from cleaner.records.find import find_files
from cleaner.records.formats import READABLE, ending
from cleaner.records.part import DumpPart, Filling, Position
from cleaner.records.reader import END, FileReader
from cleaner.records.record import Raw, RecordMark

_STANDARD = File(STANDARD, STANDARD, once=True)


class Dump:
    """The inputs of a run.

    Args:
        inputs: files, folders, patterns, URLs, or `-` for JSON Lines on standard input.
        names: which fields hold what, as far as the user says.
        limit: records with more bytes are not read.
        is_own: tells by its name whether a file belongs to the run's output and so is no input.
        say: told, once each, which names of fields, and which encodings, were guessed.

    Attributes:
        size: bytes of all files as stored.
        version: something that changes when one of them does.
        is_stream: whether the dump can be read only once.
        passed: files of folders that are passed over, by kind.

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
        self._reader = FileReader(names, limit, say)
        self._is_own = is_own
        self.size = 0
        self.is_stream = False
        digest = hashlib.sha256()
        self.passed: Counter[str] = Counter()
        for file in self._found(lambda kind: self.passed.update([f"passed over: {kind}"])):
            self.size += file.size
            self.is_stream |= file.once
            digest.update(f"{file.name}\0{file.size}\0{file.stamp}\0".encode("utf-8", "surrogateescape"))
        self.version = digest.hexdigest()[:12]

    def files(self) -> Iterator[File]:
        """All files, in order; found anew at every call, never held together."""
        return self._found(lambda _: None)

    def _found(self, passed: Callable[[str], object]) -> Iterator[File]:
        for name in self._inputs:
            if name == STANDARD:
                yield _STANDARD
                continue
            empty = True
            for file in find_files(name, is_readable, passed):
                empty = False
                if not is_readable(file.name):
                    raise InputError(f"{file.name}: cannot tell the format; known endings are {', '.join(READABLE)}")
                if not self._is_own(file.name):
                    yield file
            if empty:
                raise InputError(f"{name}: holds no file that ends in {', '.join(READABLE)}")

    def check(self) -> None:
        """Look at the first files, so that a field that is missing is told before the first record.

        Raises:
            InputError: none of them has an article, or a field that the user names; or one cannot be read.
        """
        self._reader.check(self.files())

    def parts(self, start: Position = Position()) -> Iterator[DumpPart]:  # noqa: B008  # a constant
        """The records from a position on, which must be one where a part ended."""
        filling = Filling()
        number = read = 0
        for number, file in enumerate(self.files(), 1):
            if number > start.file:
                mark = start.mark if number == start.file + 1 else RecordMark()
                for names, raw, place in self._reader.records(file, mark):
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
        for names, raw, _ in self._reader.records(_STANDARD, RecordMark(), stream):
            yield _STANDARD, names, raw


def is_readable(name: str) -> bool:
    """Whether a file is of a known format."""
    return ending(name) in READABLE
