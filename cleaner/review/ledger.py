"""Ledger: the file of verdicts and the draft beside it, both written whole after every verdict, by one review at a time."""

from __future__ import annotations

import json
from contextlib import suppress
from pathlib import Path
from types import TracebackType
from typing import Self

from filelock import FileLock, Timeout

from cleaner.atomic import replace_text
from cleaner.errors import InputError
from cleaner.records.file import reason
from cleaner.review.article import ReviewedArticle
from cleaner.review.draft import HEADER, MARK, draft
from cleaner.review.verdict import Judged, Key


class Ledger:
    """The verdicts of a file; a context manager, and locked against other reviews.

    Args:
        path: the file of labelled cases; what it holds already is kept as it stands until an article is judged anew.
        draft: the rule file for what was rejected.

    Raises:
        InputError: a file cannot be used, holds something else, or another review is at work on it.
    """

    def __init__(self, path: Path, draft: Path) -> None:
        self.path, self.draft = path, draft
        self._articles: dict[Key, Judged] = {}
        self._lines: dict[Key, str] = {}
        self._lock = FileLock(path.with_name(path.name + ".lock"), blocking=False)

    def __enter__(self) -> Self:
        try:
            self._lock.acquire()
        except Timeout:
            raise InputError(f"{self.path}: another review is at work on it") from None
        except OSError as error:
            raise InputError(f"{self.path}: {reason(error)}") from error
        try:
            self._read()
            self._write()  # what cannot be written is better known now than after an hour's work
        except InputError:
            self._unlock()
            raise
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._unlock()

    def of(self, article: ReviewedArticle) -> Judged:
        """The verdicts on an article."""
        new = Judged.of(article)
        return self._articles.get(new.key, new)

    def put(self, judged: Judged) -> None:
        """Put an article's verdicts in the place of those that there were, and write the files.

        Raises:
            InputError: they cannot be written; those that there were stay.
        """
        articles, lines = dict(self._articles), dict(self._lines)
        if judged.verdicts:
            articles[judged.key] = judged
            lines[judged.key] = json.dumps(judged.to_dict(), ensure_ascii=False) + "\n"
        else:
            articles.pop(judged.key, None)
            lines.pop(judged.key, None)
        before = self._articles, self._lines
        self._articles, self._lines = articles, lines
        try:
            self._write()
        except InputError:
            self._articles, self._lines = before
            raise

    def _read(self) -> None:
        for number, line in enumerate(_text(self.path).split("\n"), 1):
            if line.strip():
                try:
                    judged = Judged.from_dict(json.loads(line))
                except (ValueError, KeyError, TypeError, AttributeError) as error:
                    raise InputError(f"{self.path}:{number}: was not written by `cleaner review`") from error
                self._articles[judged.key], self._lines[judged.key] = judged, line + "\n"
        if self.draft.exists() and not _text(self.draft).startswith(MARK):
            raise InputError(f"{self.draft}: was not drafted by `cleaner review`, and would be overwritten")

    def _write(self) -> None:
        drafted = draft(self._articles.values())
        try:
            if drafted or self.draft.exists():
                replace_text(self.draft, HEADER + drafted)
            replace_text(self.path, "".join(self._lines.values()))
        except OSError as error:
            raise InputError(f"{error.filename or self.path}: {reason(error)}") from error

    def _unlock(self) -> None:
        """Take the lock away before it is let go: whoever has opened it meanwhile finds it gone, and is refused."""
        with suppress(OSError):
            Path(self._lock.lock_file).unlink()
        self._lock.release()


def _text(path: Path) -> str:
    """The text of a file; nothing where there is none."""
    try:
        return path.read_bytes().decode("utf-8") if path.exists() else ""
    except (OSError, UnicodeDecodeError) as error:
        raise InputError(f"{path}: {reason(error)}") from error
