"""Fields: which fields of a record hold the article, its page, its address; named by the user or guessed by name."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from cleaner.records.guesses import GUESSES, Homes, homes, likely
from cleaner.records.paths import LIST, leaves, value_at, way
from cleaner.records.record import Record
from cleaner.text.fold import well_formed
from cleaner.text.sniff import decoded, is_page

_SHOWN_COLUMNS = 30


@dataclass(frozen=True, slots=True)
class Fields:
    """Which fields of a record hold what, by name or by path. A name that is None is guessed for each file by `found_in`.

    Attributes:
        text: the article; the editorial text takes its place, or is added under this name.
        html: the page that the article stands on, for records without text.
        url: where the article comes from.
        id: what the record is known by.
        site: the host name of its site, for records without address.
        pages: whether articles are markup, whatever field or file they stand in; None: as they begin.
        encoding: what articles, and files of them, are encoded in, where no byte order mark says otherwise; None: as they seem.
        asked: of fields that were found: those that they were found for, so that a record with other fields is read too.
    """

    text: str | None = None
    html: str | None = None
    url: str | None = None
    id: str | None = None
    site: str | None = None
    pages: bool | None = None
    encoding: str | None = None
    asked: Fields | None = field(default=None, compare=False, repr=False)

    def found_in(self, columns: Iterable[str]) -> Fields:
        """These fields, with those that are not named guessed from the columns of a file.

        Articles are looked for in the record itself, then in the records inside it; what belongs to them stands beside them, or
        in the record itself.
        """
        found = homes(columns, (getattr(self, role) for role in GUESSES))
        named = self.text or self.html
        home = named.rpartition(".")[0] if named else _home(found)
        guesses: dict[str, Any] = {
            role: next((name for place in _places(role, home) for name in likely(role, found.get(place, {}))), None)
            for role in GUESSES
            if getattr(self, role) is None
        }
        return replace(self, **guesses, asked=self)

    def likely_in(self, columns: Iterable[str]) -> list[str]:
        """Further columns that may hold an article, texts before pages; none where the user names one."""
        asked = self.asked
        if asked is None or asked.text is not None or asked.html is not None:
            return []
        found = homes(columns, (getattr(self, role) for role in GUESSES))
        return [name for role in ("text", "html") for name in likely(role, found.get(_home(found), {}))]

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
        """The record with these fields: of its text, or else its page, or else what is likely to be one of these.

        One with an error if it has no such field; one that is `empty` if all of these are null.
        """
        held, target = self._held(fields)
        if held is None:
            error = self._without_text(fields)
            if error is not None:
                return Record(source, error=error)
        article = value_at(fields, held)
        is_markup = True if self.pages is None and held is not None and held == self.html else self.pages
        if isinstance(article, bytes | bytearray | memoryview):
            text, page = decoded(bytes(article), is_markup, encoding=self.encoding)
        elif isinstance(article, str | None):
            text = well_formed(article or "")  # which JSON may hold otherwise, and Arrow cannot
            page = is_page(text, is_markup)
        else:
            return Record(source, error=f"field {held!r} is no text but {type(article).__name__}")
        return Record(
            source,
            text,
            fields,
            page=page,
            field=target,
            url=self._address(fields),
            id=_label(value_at(fields, self.id)),
            arrow=arrow,
            empty=held is None,
        )

    def _held(self, fields: Mapping[str, Any]) -> tuple[str | None, str]:
        """Where the article of a record stands, if it has one, and where its editorial text goes."""
        target = self.text or GUESSES["text"][0]
        named = [(name, value_at(fields, name)) for name in (self.text, self.html) if name is not None]
        held = next((name for name, value in named if not _is_blank(value)), None)
        if held is None and self.asked is not None:
            held = next((n for n in self.likely_in(leaves(fields)) if not _is_blank(value_at(fields, n))), None)
            target = target if held is None or way(fields, target) else held
        return held or next((name for name, value in named if value is not None), None), target

    def _address(self, fields: Mapping[str, Any]) -> str | None:
        url = value_at(fields, self.url)
        if isinstance(url, str) and url:
            return url
        site = value_at(fields, self.site)
        return f"//{site}" if isinstance(site, str) and site else None

    def _without_text(self, fields: Mapping[str, Any]) -> str | None:
        """Why a record is none; None where it only has nothing in the field of its article."""
        names = [self.text or GUESSES["text"][0], self.html or GUESSES["html"][0]]
        if any(way(fields, name) for name in names) or self.likely_in(leaves(fields)):
            return None
        return f"has no field {names[0]!r} and no field {names[1]!r}: {there_are(leaves(fields))}"


def there_are(columns: Iterable[str]) -> str:
    """The fields that there are, in words."""
    names = [name.removesuffix(LIST) for name in columns]
    more = f" and {len(names) - _SHOWN_COLUMNS} more" if len(names) > _SHOWN_COLUMNS else ""
    return f"there are {', '.join(names[:_SHOWN_COLUMNS])}{more}" if names else "there are none"


def _home(found: Homes) -> str:
    """Where the article stands: the uppermost place with a field that may hold one."""
    return next((place for place, home in found.items() if likely("text", home) or likely("html", home)), "")


def _places(role: str, home: str) -> tuple[str, ...]:
    return (home,) if role in ("text", "html") else (home, "")


def _is_blank(value: Any) -> bool:
    """Whether a value is null, or a text of white space."""
    return value is None or (isinstance(value, str | bytes) and not value.strip())


def _label(value: Any) -> str:
    return str(value) if isinstance(value, str | int | float) else ""
