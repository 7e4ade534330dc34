"""Fields: which fields of a record hold the article, its page, its address; named by the user or guessed by name."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

from cleaner.document.sniff import looks_like_markup
from cleaner.records.record import Record

# Names that scrapers, corpora and extractors give these fields; the first that a dump has is taken.
GUESSES: Mapping[str, tuple[str, ...]] = {
    "text": tuple(
        "text content body article article_text article_body articlebody maintext main_text full_text fulltext "
        "plain_text raw_content page_content markdown document story".split()
    ),
    "html": tuple("html raw_html html_content content_html body_html page_html page_source markup".split()),
    "url": tuple("url link uri source_url page_url canonical_url original_url permalink target_uri".split()),
    "id": tuple("id _id doc_id document_id article_id record_id uuid guid key".split()),
    "site": tuple("site domain host hostname netloc source_domain".split()),
}


@dataclass(frozen=True, slots=True)
class Fields:
    """Which fields of a record hold what. A name that is None is guessed for each file by `found_in`.

    Attributes:
        text: the article; the editorial text takes its place, or is added under this name.
        html: the page that the article stands on, for records without text.
        url: where the article comes from.
        id: what the record is known by.
        site: the host name of its site, for records without address.
        pages: whether articles are markup, whatever field or file they stand in; None: as they begin.
    """

    text: str | None = None
    html: str | None = None
    url: str | None = None
    id: str | None = None
    site: str | None = None
    pages: bool | None = None

    def found_in(self, columns: Iterable[str]) -> Fields:
        """These fields, with those that are not named guessed from the columns of a file."""
        by_name: dict[str, str] = {}
        named = {getattr(self, name) for name in GUESSES}
        for column in columns:
            if column not in named:
                by_name.setdefault(column.lower().replace("-", "_"), column)
        guesses: dict[str, Any] = {
            name: next((by_name[guess] for guess in GUESSES[name] if guess in by_name), None)
            for name in GUESSES
            if getattr(self, name) is None
        }
        return replace(self, **guesses)

    def or_usual(self) -> Fields:
        """These fields, articles and pages under their usual names where none was found: a later record may have them."""
        return replace(self, text=self.text or GUESSES["text"][0], html=self.html or GUESSES["html"][0])

    def guessed(self, asked: Fields) -> Iterator[str]:
        """What was guessed beyond what was asked for, a few words each; nothing of fields that are named as expected."""
        for name in GUESSES:
            value = getattr(self, name)
            if value is not None and getattr(asked, name) is None and value != name:
                yield f"{name} field: {value}"

    def record(self, source: str, fields: dict[str, Any], arrow: Any = None) -> Record:
        """The record with these fields; one with an error if none of them is an article."""
        names = [name for name in (self.text, self.html) if name is not None]
        held = next((name for name in names if fields.get(name) is not None), None)
        if held is None:
            return Record(source, error=self._without_text(fields))
        text = fields[held]
        if not isinstance(text, str):
            return Record(source, error=f"field {held!r} is no text but {type(text).__name__}")
        return Record(
            source,
            text,
            fields,
            page=self._is_page(held, text),
            field=self.text or GUESSES["text"][0],
            url=self._address(fields),
            id=_label(fields.get(self.id) if self.id else None),
            arrow=arrow,
        )

    def _is_page(self, held: str, text: str) -> bool:
        if self.pages is not None:
            return self.pages
        return held != self.text or looks_like_markup(text)

    def _address(self, fields: Mapping[str, Any]) -> str | None:
        url = fields.get(self.url) if self.url else None
        if isinstance(url, str) and url:
            return url
        site = fields.get(self.site) if self.site else None
        return f"//{site}" if isinstance(site, str) and site else None

    def _without_text(self, fields: Mapping[str, Any]) -> str:
        names = [self.text or GUESSES["text"][0], self.html or GUESSES["html"][0]]
        empty = next((name for name in names if name in fields), None)
        return f"has no field {names[0]!r} and no field {names[1]!r}" if empty is None else f"field {empty!r} is null"


def _label(value: Any) -> str:
    return str(value) if isinstance(value, str | int | float) else ""
