"""Reader: one file of a dump after another, its encoding and the names of its fields told, its records cut out."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import nullcontext
from dataclasses import replace
from io import BufferedReader
from itertools import islice
from typing import BinaryIO, cast

from cleaner.errors import InputError, MissingExtraError
from cleaner.records import jsonl, texts
from cleaner.records.encoding import UTF_8, file_encoding, mark_of
from cleaner.records.fields import Fields, there_are
from cleaner.records.file import STANDARD, File, reason
from cleaner.records.formats import CONTAINERS, TEXTUAL, ending, format_of
from cleaner.records.guesses import GUESSES
from cleaner.records.packing import packing
from cleaner.records.paths import LIST
from cleaner.records.record import Raw, RecordMark

# Records whose fields are looked at before the names of fields are guessed; so many more where the user names one that they lack.
_LOOKED_AT, _LOOKED_FOR = 20, 1000
# Files that are looked at before the first record, until one has what is wanted.
_FILES_LOOKED_AT = 20
_MARK_BYTES = 4
# Where nothing more of a file can be read.
END = RecordMark(-1)


class FileReader:
    """Reads files.

    Args:
        asked: which fields hold what, as far as the user says.
        limit: records with more bytes are not read.
        say: told, once each, what was guessed.
    """

    def __init__(self, asked: Fields, limit: int, say: Callable[[str], None] = lambda _: None) -> None:
        self._asked = asked
        self._limit = limit
        self._say = say
        self._said: set[str] = set()

    def check(self, files: Iterable[File]) -> None:
        """Look at the first files, so that a field that is missing is told before the first record.

        Raises:
            InputError: none of them has an article, or a field that the user names.
        """
        wanted = {role: name for role in GUESSES if (name := getattr(self._asked, role)) is not None}
        fits = bool(wanted.keys() & {"text", "html"})
        first, seen = "", dict[str, None]()
        for file in islice(files, _FILES_LOOKED_AT):
            if file.once:
                return
            columns = self._columns(self._decodable(file), wanted.values())
            first = first or file.title * bool(columns)
            seen.update(dict.fromkeys(columns))
            found = self._asked.found_in(columns)
            fits = fits or bool(found.text or found.html)
            wanted = {role: name for role, name in wanted.items() if not _has(columns, name)}
            if fits and not wanted:
                return
        if not seen:
            return
        for role, name in wanted.items():
            raise InputError(f"{first}: no field {name!r} (--{role}-field); {there_are(seen)}")
        raise InputError(
            f"{first}: no field has the usual name of an article: {there_are(seen)}; name it with --text-field or --html-field"
        )

    def records(
        self, file: File, mark: RecordMark, standard: BinaryIO | None = None
    ) -> Iterator[tuple[Fields, Raw, int]]:
        """The records of a file from a mark on, with their names of fields and how much of the file was read for them.

        Raises:
            InputError: the file cannot be opened, or standard input goes on and on without an article.
        """
        container = CONTAINERS.get(ending(file.name))
        if container is None:
            for raw in texts.cut(file, mark, self._limit):
                yield self._asked, raw, file.size
            return
        last = mark.number
        try:
            file = self._decodable(file)
            # Before the file is opened: some stores give out one file, with one position, however often it is opened.
            names = None if file.once else self._guess(self._columns(file, ()))
            with nullcontext(standard or file.open()) if file.name == STANDARD else file.open() as stream:
                file = self._marked(file, cast(BufferedReader, stream))
                if file.encoding != UTF_8 and not mark.number:
                    yield self._asked, Raw.note(f"files by encoding: {file.encoding}"), 0
                for raw in container.cut(file, stream, mark, self._limit):
                    names = names or self._told_by(container.columns([raw]), raw)
                    yield names or self._asked.or_usual(), raw, 0 if file.once else stream.tell()
                    last = raw.after.number
        except (InputError, MissingExtraError, GeneratorExit):
            raise
        except Exception as error:
            if _is_failure(error):
                raise InputError(f"{file.title}: {reason(error)}") from error
            fault = f"the file cannot be read from here on: {reason(error)}"
            yield self._asked, Raw(f"{file.title}:{last + 1}", None, 0, END, fault), file.size

    def is_plain(self, file: File) -> bool:
        """Whether a file of JSON holds nothing but lines in UTF-8."""
        file = self._decodable(file)
        first = self._first(file, 1)
        return file.encoding == UTF_8 and not (first and jsonl.is_value(first[0]))

    def _told_by(self, columns: Sequence[str], raw: Raw) -> Fields | None:
        """The names of the fields as one record of a pipe tells them, if it has an article.

        Raises:
            InputError: it is one of many without.
        """
        found = self._guess(columns)
        if columns and (found.text or found.html):
            return replace(found.or_usual(), asked=self._asked)
        if columns and raw.after.number >= _LOOKED_AT:
            raise InputError(
                f"standard input: no field has the usual name of an article: {there_are(columns)}; "
                "name it with --text-field or --html-field"
            )
        return None

    def _marked(self, file: File, stream: BufferedReader) -> File:
        """The file; one that can be read only once with the encoding that its byte order mark tells of, or the user."""
        if not file.once or packing(file.name) or ending(file.name) not in TEXTUAL:
            return file
        return replace(file, encoding=mark_of(stream.peek(_MARK_BYTES)) or self._asked.encoding or UTF_8)

    def _decodable(self, file: File) -> File:
        """The file with its encoding, told by what it holds."""
        if file.once or ending(file.name) not in TEXTUAL:
            return file
        with file.open() as stream:
            try:
                encoding = file_encoding(file.unpacked(stream), self._asked.encoding)
            except Exception as error:  # which is told when the file is read in earnest
                if isinstance(error, InputError | MissingExtraError) or _is_failure(error):
                    raise
                return file
        if encoding != UTF_8:
            self._tell(f"encoding: {encoding}", f" ({file.title})")
        return replace(file, encoding=encoding)

    def _columns(self, file: File, wanted: Iterable[str]) -> list[str]:
        """The fields that the first records of a file have; of more of them where they lack what is wanted."""
        form = format_of(file.name)
        columns = form.columns([])  # which some formats have whatever they hold
        for count in (_LOOKED_AT, _LOOKED_FOR) if not columns else ():
            first = self._first(file, count)
            columns = form.columns(first)
            if len(first) < count or all(_has(columns, name) for name in wanted):
                break
        return columns

    def _first(self, file: File, count: int) -> list[Raw]:
        """The first records of a file with many, as far as it is undamaged."""
        with file.open() as stream:
            return list(
                islice(_undamaged(CONTAINERS[ending(file.name)].cut(file, stream, RecordMark(), self._limit)), count)
            )

    def _guess(self, columns: Sequence[str]) -> Fields:
        names = self._asked.found_in(columns)
        for words in names.guessed(self._asked):
            self._tell(words)
        return names

    def _tell(self, words: str, more: str = "") -> None:
        """Say something, once."""
        if words not in self._said:
            self._said.add(words)
            self._say(words + more)


def _has(columns: Iterable[str], name: str) -> bool:
    return any(column in (name, name + LIST) or column.startswith(f"{name}.") for column in columns)


def _undamaged(raws: Iterable[Raw]) -> Iterator[Raw]:
    """The records up to where their file is damaged, which is told when they are read in earnest."""
    try:
        yield from (raw for raw in raws if raw.counted is None)
    except Exception as error:
        if isinstance(error, MissingExtraError) or _is_failure(error):
            raise


def _is_failure(error: Exception) -> bool:
    """Whether the disk or the network failed, not the file, so that a later run may go on from there."""
    return isinstance(error, OSError) and bool(error.errno)
