"""Wordings as a grammar: lists of shapes in which `{name}` stands for a line of another list.

`[shared]` lists belong to both halves: parts of sentences, and sentences that a partner programme prescribes. `[split]` lists
are halved in the order of a hash of their lines, so that a test meets merchants, products and wordings that no fit has seen;
a new line moves one other at most. `[style]` says how a language is written: without spaces, with titles in capitals, and its
articles, which `{topic_bare}` goes without.

`{Name}` starts with a capital. Names in `_values` are numbers and made-up names, new each time; the caller may give others.
"""

import re
import tomllib
from collections.abc import Callable, Mapping
from functools import cache
from pathlib import Path
from random import Random
from typing import Any
from zlib import crc32

DATA = Path(__file__).parent / "data"
LANGUAGES = tuple(sorted(path.stem for path in DATA.glob("??.toml")))
HALVES = ("fit", "test")
STARTS = (
    "Al Bor Cal Del Ern Fal Gar Hel Ith Jor Kel Lum Mar Nor Ost Pel Quin Ros Sol Tal Ur Vel Wen Xan Yor Zel".split()
)
ENDS = "vara nix tec mont dale wick ora ium ic ander line works o ella ion ax berg eto ique sen ton ura via zon".split()
SERIES = (
    "{letter}{hundred}",
    "{letter}{letter}-{hundred}",
    "Pro {digit}",
    "{hundred}",
    "Mini {digit}",
    "{hundred}X",
    "Air",
)
_NAME = re.compile(r"\{([A-Za-z_]+)\}")


def halved(lines: list[str], half: str) -> list[str]:
    """The lines of a list that belong to a half."""
    lines = sorted(lines, key=_hash)
    middle = (len(lines) + 1) // 2
    return lines[:middle] if half == "fit" else lines[middle:]


@cache
def grammar(language: str, half: str) -> "Grammar":
    """Load the wordings of a language, in one of the halves."""
    if language not in LANGUAGES or half not in HALVES:
        raise ValueError(
            f"unknown language or half: {language}, {half} (languages: {', '.join(LANGUAGES)}; halves: fit, test)"
        )
    lists: dict[str, list[str]] = {}
    style: dict[str, Any] = {}
    for path in (DATA / "common.toml", DATA / f"{language}.toml"):
        data = tomllib.loads(path.read_text(encoding="utf-8"))
        style |= data.get("style", {})
        for name, lines in data["shared"].items():
            lists.setdefault(name, []).extend(lines)
        for name, lines in data["split"].items():
            lists.setdefault(name, []).extend(halved(lines, half))
    return Grammar(lists, style, half)


class Grammar:
    """Wordings of one language. `shape` chooses the words, `fill` puts names and numbers in."""

    def __init__(self, lists: dict[str, list[str]], style: dict[str, Any], half: str) -> None:
        self.lists = lists
        self.style = style
        self._values = _values(half) | {
            "month": lambda random: random.choice(lists["months"]),
            "person": lambda random: random.choice(lists["people"]),
        }

    def shape(self, name: str, random: Random) -> str:
        """A line of a list, and of those that it names; numbers and given names stay open."""
        return self.expand(random.choice(self.lists[name]), random)

    def fill(self, shape: str, random: Random, given: Mapping[str, str] = {}) -> str:
        """The line of a shape, with the given names and new numbers."""
        return _NAME.sub(lambda match: _like(match[1], self._value(match[1], random, given)), shape)

    def line(self, name: str, random: Random, given: Mapping[str, str] = {}) -> str:
        """A line of a list, filled."""
        return self.fill(self.shape(name, random), random, given)

    def expand(self, shape: str, random: Random) -> str:
        """A shape with the lists that it names written out; numbers and given names stay open."""

        def words(match: re.Match[str]) -> str:
            name = match[1].lower()
            return _like(match[1], self.shape(name, random)) if name in self.lists else match[0]

        return _NAME.sub(words, shape)

    def _value(self, name: str, random: Random, given: Mapping[str, str]) -> str:
        key = name.lower()
        return given[key] if key in given else self.fill(self._values[key](random), random, given)


def _hash(text: str) -> int:
    return crc32(text.casefold().encode())


def _like(name: str, text: str) -> str:
    return text[:1].upper() + text[1:] if name[0].isupper() else text


def _values(half: str) -> dict[str, Callable[[Random], str]]:
    def maker(random: Random) -> str:
        while HALVES[_hash(name := random.choice(STARTS) + random.choice(ENDS)) % 2] != half:
            pass
        return name

    return {
        "maker": maker,
        "series": lambda random: random.choice(SERIES),
        "letter": lambda random: random.choice("ABCDEFGHKLMNPRSTVWXZ"),
        "digit": lambda random: str(random.randint(2, 9)),
        "hundred": lambda random: str(random.randint(1, 99) * random.choice((5, 10, 50))),
        "whole": lambda random: str(random.choice((random.randint(5, 60), random.randint(40, 900)))),
        "thousand": lambda random: str(random.randint(9, 900) * 100 - random.choice((0, 2, 10))),
        "cents": lambda random: random.choice(("99", "99", "95", "90", "49", f"{random.randint(10, 98)}")),
        "tenth": lambda random: str(random.randint(0, 9)),
        "percent": lambda random: str(random.randint(1, 14) * 5),
        "count": lambda random: str(random.choice((random.randint(3, 90), random.randint(100, 4000)))),
        "day": lambda random: str(random.randint(1, 28)),
        "hour": lambda random: str(random.randint(10, 23)),
        "minute": lambda random: str(random.randint(10, 59)),
        "monthday": lambda random: f"{random.randint(1, 12):02}",
        "year": lambda random: str(random.randint(2019, 2026)),
        "asin": lambda random: "B0" + "".join(random.choices("0123456789BCDFGHJKLMNPQRSTVWXYZ", k=8)),
    }
