"""Dates as pages write them, to ISO 8601: machine forms, and those that people read in the languages of the month list."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import datetime
from email.utils import parsedate_to_datetime
from functools import lru_cache

from cleaner.page.listed import listed

_LONGEST = 100  # characters of a date with all that may stand around it
_FIRST_YEAR, _LAST_YEAR = 1700, 2100
# What programs write where they know no date.
_NONE = ("1970-01-01", "1900-01-01")
_ISO = re.compile(
    r"\d{4}-?\d\d-?\d\d(?:[T ]\d\d?:?\d\d(?::?\d\d(?:[.,]\d+)?)?)?(?: ?(?:Z|UTC|GMT|[+-]\d\d(?::?\d\d)?))?(?!\d)"
)
_OFFSET = re.compile(r" ?(?:Z|UTC|GMT)$| (?=[+-]\d)")
_CJK = re.compile(r"(?P<y>\d{4})\s?[年년]\s?(?P<m>\d{1,2})\s?[月월]\s?(?P<d>\d{1,2})\s?[日일]?", re.ASCII)
_YEAR_FIRST = re.compile(r"(?<!\d)(?P<y>[12]\d{3})[./-](?P<m>\d{1,2})[./-](?P<d>\d{1,2})(?!\d)", re.ASCII)
_YEAR_LAST = re.compile(
    r"(?<!\d)(?P<d>\d{1,2})(?P<sep>[./-])\s?(?P<m>\d{1,2})(?P=sep)\s?(?P<y>[12]\d{3})(?!\d)", re.ASCII
)
_DAY_MONTH = re.compile(
    r"(?<!\d)(?P<d>\d{1,2})(?:st|nd|rd|th|er|\.|º|ª)?[\s-]+(?:de\s|of\s|di\s)?(?P<name>[^\W\d_]{3,12})\.?,?[\s-]+(?:de\s|del\s|of\s)?"
    r"(?P<y>[12]\d{3})(?!\d)"
)
_MONTH_DAY = re.compile(r"(?P<name>[^\W\d_]{3,12})\.?\s+(?P<d>\d{1,2})(?:st|nd|rd|th)?,?\s+(?P<y>[12]\d{3})(?!\d)")
_ADDRESS = re.compile(r"/(?P<y>(?:19|20)\d\d)[/-]?(?P<m>[01]\d)[/-]?(?P<d>[0-3]\d)(?=[/_-]|$|\D)", re.ASCII)
# English that writes the day first.
_DAY_FIRST = ("en-GB", "en-AU", "en-NZ", "en-IE", "en-IN", "en-ZA")


def iso_date(text: object, language: str = "") -> str | None:
    """The date that a text is or holds, with its time where it tells one; None where it holds none.

    Args:
        text: what a page gives as a date; anything.
        language: a tag such as "en-US": whether 3/4/2020 is in March or in April.
    """
    if not isinstance(text, str) or len(text) > _LONGEST or not any(map(str.isdigit, text)):
        return None
    words = " ".join(text.split())
    return _machine(words) or _read(words.casefold(), language)


def address_date(address: str) -> str | None:
    """The date in the path of an address, such as /2020/03/14/."""
    found = _ADDRESS.search(address.partition("?")[0])
    return _date(found["y"], found["m"], found["d"]) if found else None


def spelled_date(text: str) -> re.Match[str] | None:
    """Where in a text, in lower case, a date stands."""
    for pattern in (_YEAR_FIRST, _YEAR_LAST, _CJK, _DAY_MONTH, _MONTH_DAY):
        for found in pattern.finditer(text):
            if "name" not in pattern.groupindex or found["name"] in _months():
                return found
    return None


def _machine(text: str) -> str | None:
    """A date in a form that programs write."""
    found = _ISO.match(text)
    if found:
        plain = _OFFSET.sub(lambda match: "" if match[0].isspace() else "+00:00", found[0])
        try:
            moment = datetime.fromisoformat(plain)
        except ValueError:
            return None
        return _shown(moment, has_time=len(plain) > len("2020-03-14"))
    try:
        return _shown(parsedate_to_datetime(text), has_time=True) if "," in text[:5] and ":" in text else None
    except (ValueError, TypeError, IndexError, OverflowError):
        return None


def _read(text: str, language: str) -> str | None:
    """A date in a form that people write."""
    found = spelled_date(text)
    if found is None:
        return None
    held = found.groupdict()
    if "name" in held:
        month = str(_months()[held["name"]])
        day = held["d"]
    else:
        month, day = held["m"], held["d"]
        month_first = held.get("sep") == "/" and language.startswith("en") and not language.startswith(_DAY_FIRST)
        if held.get("sep") and (int(month) > 12 or (month_first and int(day) <= 12)):
            month, day = day, month
    return _date(held["y"], month, day)


def _date(year: str, month: str, day: str) -> str | None:
    try:
        return _shown(datetime(int(year), int(month), int(day)), has_time=False)
    except ValueError:
        return None


def _shown(moment: datetime, *, has_time: bool) -> str | None:
    day = moment.date().isoformat()
    if not _FIRST_YEAR <= moment.year <= _LAST_YEAR or day in _NONE:
        return None
    return moment.replace(microsecond=0).isoformat() if has_time else day


@lru_cache(maxsize=1)
def _months() -> Mapping[str, int]:
    """The number of a month by its names, full and short, in lower case."""
    rows = (entry.split() for entry in listed("months"))
    return {name: int(number) for name, number in rows}
