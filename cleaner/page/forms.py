"""Forms: short lines that present an article and are none of its text, told by their wording alone.

Each is a whole line: "By Ada Rook | 2 May 2024 | 5 min read", "Tags: huts, fog", "Photo: Finn Hale / AFP". A line that
says anything else besides is none.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from cleaner.page.dates import spelled_date
from cleaner.page.listed import beginnings, listed
from cleaner.page.names import without_by

_LONGEST, _MOST_WORDS = 160, 20
_LONGEST_CREDIT, _CREDIT_WORDS = 120, 12
_TAG_WORDS = 40
_MOST_DATES = 3
_MOST_NAME_WORDS = 8
_PARTS = re.compile(r"\s*[|•·–—/(),;：:]\s*|\s-\s|\s+(?=(?:by|von|por|par)\s+[A-ZÀ-Þ])")
_CLOCK = re.compile(
    r"\b\d{1,2}(?:[:.h]\d\d){1,2}(?:\s?[ap]\.?m\b\.?)?|\b\d{1,2}\s?[ap]m\b|[+-]\d\d:?\d\d\b", re.IGNORECASE
)
_NUMBER = re.compile(r"\d+(?:-\d+)?")
_MINUTE = re.compile(r"^(?:min|mins|minut\w*|dakika|dk|мин\w*)\.?$")
# Minutes alone may be those of a recipe.
_READING = re.compile("read|lese|lectur|leitur|lettur|lees|lezen|czyt|läs|læs|oku|чтен")
_NAME_WORD = re.compile(r"^[^\W\d_a-z][^\W\d_]*(?:['’.-][^\W\d_]*)*[.]?$")
_PARTICLES = frozenset(
    "de da do dos das del della di du la le van von der den ter ten of and und et y e en och og i ve bin al el zu".split()
)
# What has a colon near its beginning, as "Photo courtesy of:" has, and what a picture may be used for.
_CREDIT_LABEL, _LABEL_WORDS = re.compile(r"^\W?[^\W\d_]+(?: [^\W\d_]+){0,2}[:：]"), 3
_LICENCE = re.compile(r"[\s/|,(]*\b(?:CC[ -]BY(?:-[A-Z]{2})*(?:[ -]?\d\.\d)?|CC0|Public Domain)\b", re.IGNORECASE)
_COPYRIGHT = re.compile(r"^(?:©|\(c\)|copyright\b)\s*", re.IGNORECASE)
_AGENCY_PARTS = re.compile(
    r"\s*[/|,;()\[\]–—]\s*|\s+-\s+|\s+via\s+|\s*©\s*|\s*:\s*|\s+(?:und|and|et|y)\s+", re.IGNORECASE
)


def told(text: str, known: frozenset[str] = frozenset()) -> Mapping[str, str] | None:
    """What a line tells of an article, by role: "byline" the names, "date" the date, "reading-time"; None if anything else.

    Args:
        text: the line.
        known: names of the article's authors, in lower case, which need no "by" before them.
    """
    if len(text) > _LONGEST or text.count(" ") >= _MOST_WORDS or text[-1:] in "!?…":
        return None
    lowered = text.lower()
    has_number = _NUMBER.search(text) is not None
    if not (has_number or lowered in known or beginnings("byline-words").match(lowered)):
        return None
    found, rest = _without_dates(text) if has_number else ({}, text)
    for part in _PARTS.split(rest):
        words = part.lower().split()
        if not words or not any(map(str.isalnum, part)):
            continue
        if _is_filler(words) or listed("reading-words").issuperset(words):
            continue
        if _is_reading_time(words):
            found["reading-time"] = part
        elif (names := _byline(part, known, goes_on="byline" in found)) is not None:
            found["byline"] = ", ".join(filter(None, (found.get("byline"), names)))
        else:
            return None
    is_only_time = found.keys() == {"reading-time"} and not _READING.search(lowered)
    return None if is_only_time else found or None


def _without_dates(text: str) -> tuple[dict[str, str], str]:
    """The first date in a line as what it tells, and the line without its dates and times."""
    found: dict[str, str] = {}
    rest = text
    for _ in range(_MOST_DATES):
        match = spelled_date(rest.lower()) if len(rest.lower()) == len(rest) else None
        if match is None:
            break
        found.setdefault("date", match[0])
        rest = f"{rest[: match.start()]} | {rest[match.end() :]}"
    return found, _CLOCK.sub(" ", rest) if found else rest


def names_in(text: str) -> str:
    """The full names in a line that holds an article's byline with what else a page puts there."""
    parts = [without_by(part.strip()) for part in _PARTS.split(_without_dates(text)[1])]
    by = listed("byline-words")
    full = [part for part in parts if " " in part and _are_names(part) and by.isdisjoint(part.lower().split())]
    return ", ".join(full)


def tells_when(text: str) -> bool:
    """Whether a short line says when something was, not only how long it takes: a date, a day, a time of day, "ago"."""
    lowered = text.lower()
    words = [word.strip(".,:()") for word in lowered.split()]
    when = listed("calendar-words") | listed("date-words")
    return bool(spelled_date(lowered) or _CLOCK.search(text)) or any(len(word) > 1 and word in when for word in words)


def is_tags(text: str) -> bool:
    """Whether a line tells what the article is filed under."""
    if text.count(" ") >= _TAG_WORDS or text[-1:] in ".!?…":
        return False
    head, colon, rest = text.replace("：", ":").partition(":")
    return bool(colon and rest.strip()) and head.strip(" #").lower() in listed("tag-words")


def without_label(text: str) -> str:
    """What the article is filed under, without the word before it."""
    return text.replace("：", ":").partition(":")[2] if is_tags(text) else text


def is_credit(text: str) -> bool:
    """Whether a line only says who took a picture, or names an agency."""
    if len(text) > _LONGEST_CREDIT or text.count(" ") >= _CREDIT_WORDS or text[-1:] in "!?…":
        return False
    plain = text.strip(" .()[]*_")
    mark = _COPYRIGHT.match(plain)
    rest = plain[mark.end() :] if mark else plain
    if word := beginnings("credit-words").match(rest.lower()):
        after = rest[word.end() :].lstrip()
        if after[:1] in (":", "：", "©") or (after and (mark or word[0].endswith((" by", " of", " von", ".")))):
            return _are_names(after.strip(" :：©"))
    parts = [part for part in _AGENCY_PARTS.split(rest) if part]
    agencies = [part for part in parts if part.lower().strip(" .") in listed("agencies")]
    if agencies:
        return len(agencies) == len(parts) or (len(parts) > 1 and all(_are_names(part) for part in parts))
    return bool(mark) and bool(rest) and _are_names(rest)


def ends_in_credit(text: str) -> bool:
    """Whether a line ends with who took a picture, as a caption does: "Fog over the lock. Photo: Finn Hale".

    An agency alone is none: news end with that, too.
    """
    words = text.strip(" .()[]*_").split()
    for start in range(max(1, len(words) - _CREDIT_WORDS), len(words)):
        word = words[start].lower().lstrip("([|")
        is_mark = word.startswith(("©", "(c)"))
        if is_mark or (word[:1].isalpha() and _CREDIT_LABEL.search(" ".join(words[start : start + _LABEL_WORDS]))):
            credit = _LICENCE.sub("", " ".join(words[start:])).strip(" .()[]|*_/,")
            if (is_mark or beginnings("credit-words").match(credit.lower())) and is_credit(credit):
                return True
    return False


def _byline(part: str, known: frozenset[str], goes_on: bool = False) -> str | None:
    """The names in what begins like a byline, or goes on with one, or is the name of a known author."""
    line = part.strip(" .,|-–—•·")
    names = without_by(line)
    if " " in names and (line.lower() in known or names.lower() in known):
        return names
    if (names != line or goes_on) and _are_names(names) and len(names.split()) > 1:
        return names
    return None


def _are_names(text: str) -> bool:
    """Whether all words begin like those of names, or stand between names."""
    words = [word for word in re.split(r"[\s,/&|()©]+", text) if word]
    if not words or len(words) > _MOST_NAME_WORDS or not any(map(str.isalpha, text)):
        return False
    return all(word in _PARTICLES or _NAME_WORD.match(word) or word.lower() in listed("agencies") for word in words)


def _is_filler(words: list[str]) -> bool:
    """Whether words say nothing but when."""
    calendar, dates = listed("calendar-words"), listed("date-words")
    text = " ".join(words).strip(".")
    return text in dates or all(
        word.strip(".") in dates or word in dates or word.strip(".") in calendar or word.isdigit() for word in words
    )


def _is_reading_time(words: list[str]) -> bool:
    known = listed("reading-words")
    numbers = [word for word in words if _NUMBER.fullmatch(word)]
    others = [word for word in words if word not in numbers]
    return (
        bool(numbers) and all(w in known or w.strip(".") in known for w in others) and any(map(_MINUTE.match, others))
    )
