"""View: articles as `cleaner diff` shows them, in rows for people or as text for programs."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from itertools import chain
from pathlib import Path

from rich.segment import Segment
from rich.style import Style

from cleaner.model import CleanResult
from cleaner.report.article import ShownArticle
from cleaner.report.cells import ScreenRow, wrap_text
from cleaner.report.counts import share_line
from cleaner.report.only import only
from cleaner.report.sanitize import sanitize
from cleaner.report.side_by_side import side_by_side
from cleaner.report.stat import stat
from cleaner.report.terminal import diff, heading
from cleaner.report.unified import unified
from cleaner.stats import Tally

FORMATS = ("terminal", "unified", "json")
_STYLES = {"-": Style.parse("red"), "+": Style.parse("green"), "@": Style.parse("cyan")}
_ERROR = Style.parse("yellow")


@dataclass(slots=True)
class View:
    """How articles are shown; and what has been seen of them so far.

    Attributes:
        form: one of FORMATS.
        stat: whether only counts are shown.
        columns: whether raw and cleaned text stand side by side.
        context: how many unchanged lines stand around a change.
        explain: whether score cards are shown.
        only: the categories that are of account; all if empty.
        several: whether this is a sample.
        tally: what was counted.
        differs: whether there was a difference.
    """

    form: str
    stat: bool
    columns: bool
    context: int
    explain: bool
    only: tuple[str, ...]
    several: bool
    tally: Tally = field(default_factory=Tally)
    differs: bool = False

    @property
    def is_exact(self) -> bool:
        """Whether programs read this, byte for byte."""
        return self.form != FORMATS[0] and not self.stat

    def texts(self, articles: Iterable[ShownArticle]) -> Iterator[str]:
        """A patch, or JSON: an object, of a sample one a line."""
        for article in articles:
            chosen = self._seen(article)
            if self.form == "json":
                yield self._json(article, chosen)
            elif chosen is not None:
                yield from unified(chosen, _patch_name(article.name), self.context)

    def rows(self, articles: Iterable[ShownArticle], width: int) -> Iterator[ScreenRow]:
        """What people are shown, with nothing in it that a terminal would obey, formats for programs too."""
        if self.is_exact:
            for line in chain.from_iterable(text.removesuffix("\n").split("\n") for text in self.texts(articles)):
                yield [Segment(sanitize(line), _STYLES.get(line[:1]) if self.form == "unified" else None)]
            return
        for article in articles:
            chosen = self._seen(article)
            if not self.stat:
                yield from self._article(article, chosen, width)
        if self.stat:
            yield from stat(self.tally.stats, width)
        else:
            count = f"{self.tally.stats.documents:,} articles: " if self.several else ""
            yield from wrap_text(count + share_line(self.tally.stats), width)

    def _seen(self, article: ShownArticle) -> CleanResult | None:
        """What of an article is of account."""
        if article.result is None:
            return None
        chosen = only(article.result, self.only)
        self.tally.add(chosen.stats)
        self.differs = self.differs or chosen.raw != chosen.text
        return chosen

    def _article(self, article: ShownArticle, chosen: CleanResult | None, width: int) -> Iterator[ScreenRow]:
        if article.place:
            yield from heading(_title(article, chosen), width)
        if article.result is None:
            yield from wrap_text(f"cannot be cleaned: {sanitize(article.error)}", width, _ERROR)
        else:
            shown = side_by_side if self.columns else diff
            yield from shown(article.result, width, self.context, self.explain, self.only)
        if self.several:
            yield []

    def _json(self, article: ShownArticle, chosen: CleanResult | None) -> str:
        data = chosen.to_dict(self.explain) if chosen is not None else {"error": article.error}
        indent = None if self.several else 2
        return json.dumps({**article.place, **data}, ensure_ascii=False, indent=indent) + "\n"


def _title(article: ShownArticle, chosen: CleanResult | None) -> Iterator[str]:
    """Source, id, address, and the share that went."""
    for name, value in article.place.items():
        if value:
            yield f"id {value}" if name == "id" else value
    if chosen is not None:
        yield f"removed {chosen.stats.removed_characters / max(1, chosen.stats.characters):.1%}"


def _patch_name(name: str) -> str:
    """A name for the header of a patch: one line, and no way out of the folder that `patch` runs in."""
    parts = [part for part in Path(name).parts if part not in ("..", "/")]
    return sanitize("/".join(parts) or "text")
