"""Wording: the words of a sentence as tokens, and what tables of tokens say of them. A line is its sentences.

Tokens are words, pairs of words, beginnings and ends, whole short lines, and the classes of words (`cleaner.evidence.lexicon`).
Numbers, prices, dates, addresses, shops and networks are tokens of their kind: which one it is says nothing.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from itertools import pairwise
from math import fsum, sqrt

from cleaner.evidence.lexicon import Lexicon
from cleaner.evidence.reader import BEGINNING, LONG_WORD, Reader, Sentence, act_tokens, length_token

# A bullet is no word.
_BULLET = re.compile(r"(?:[-*•·▪‣◦●○■□✓✔✅❌–—+]|\d{1,2}[.)]|#{1,6}|>|→|➤|▶|►|»)\s+")
_SIGNS = "$€£¥₹₽₩₺"
_CURRENCY = rf"[{_SIGNS}]|\b(?:usd|eur|gbp|chf|sek|nok|dkk|kr|pln|zł|kč|rs|tl|руб|円|元)\b\.?"
# Longer ones are none, and would take time.
_AMOUNT = r"\d[\d.,]{0,15}"
_MONTH = (
    r"(?:jan|feb|mar|mär|apr|may|mai|maj|jun|jul|aug|sep|oct|okt|nov|dec|dez|janv|févr|avr|juin|juil|août|ene|abr|ago|dic|gen|mag"
    r"|giu|lug|set|ott|fev|out|stycz|lut|kwie|czerw|lip|sierp|wrze|paźdz|listop|grud)[^\W\d]{0,9}\.?"
)
# What stands for its kind; the first that fits.
_MASKS = {
    "url": r"(?:https?://|www\.)\S+",
    "mail": r"[\w.+-]{1,64}@[\w-]{1,64}\.[\w.-]{1,64}",
    "price": rf"(?:{_CURRENCY})\s?{_AMOUNT}|{_AMOUNT}\s?(?:{_CURRENCY}|euros?\b)",
    "date": r"\b\d{1,2}[./-]\d{1,2}[./-]\d{2,4}\b|\b\d{4}[-/.]\d{1,2}[-/.]\d{1,2}\b|\d{4}年\d{1,2}月\d{1,2}日"
    rf"|\b\d{{1,2}}(?:\.|st|nd|rd|th|º)?\s?(?:de )?{_MONTH}\s?(?:del? )?,?\s?\d{{4}}\b"
    rf"|\b{_MONTH}\s\d{{1,2}}(?:st|nd|rd|th)?,?\s\d{{4}}\b",
    "time": r"\b\d{1,2}:\d{2}\b",
    "percent": rf"{_AMOUNT}\s?%",
    "host": r"\b[\w-]{1,63}\.(?:com|org|net|de|fr|es|it|pl|nl|uk|io|co|info|at|ch|ru|jp|se|br|eu|us|tv)\b(?:/\S*)?",
}
# Masks take time, so only those are tried that may fit, and those with digits only where one may begin.
_BEGINS = rf"(?:(?=[\d{_SIGNS}])|\b)"
_HOST, _DIGIT = re.compile(r"\.(?=[a-z])"), re.compile(r"\d")
_WORD = r"{letter}+(?:'{letter}+)*|\d+|[?!:…|»›←→▶►>*@#%&+©]|<[a-z]+>|\.{{2,}}"
_WORDS = re.compile("[\u3040-\u9fff]+|" + _WORD.format(letter="[^\\W\\d_\u3040-\u9fff]"))
# The same, and quicker, where there are no other letters.
_ASCII_WORDS = re.compile(_WORD.format(letter="[a-z]"))
# What is no word as it stands: numbers, and scripts without spaces.
_SPECIAL = re.compile("[0-9\u3040-\u9fff]")
_NUMBER, _YEAR = "<number>", "<year>"
_WHOLE_WORDS = 6


def plain(text: str) -> tuple[str, str]:
    """The words of a line, and the bullet before them."""
    text = text.strip()
    bullet = _BULLET.match(text)
    return (text[bullet.end() :], bullet[0].strip()) if bullet else (text, "")


def words(text: str, lexicon: Lexicon) -> list[str]:
    """The words of a sentence in lower case; numbers, names of shops and the like as their kind."""
    text = _masked(lexicon.named(text.lower().replace("’", "'")))
    whole: list[str] = (_ASCII_WORDS if text.isascii() else _WORDS).findall(text)
    if not _SPECIAL.search(text):
        return whole
    found: list[str] = []
    for word in whole:
        if word[0].isdigit():
            found.append(_YEAR if len(word) == 4 and word[:2] in ("19", "20") else _NUMBER)
        elif "\u3040" <= word[0] <= "\u9fff":  # no spaces between words there: every two characters
            found += [word[at : at + 2] for at in range(max(1, len(word) - 1))]
        else:
            found.append(word)
    return found


def _masked(text: str) -> str:
    digits, at, address = bool(_DIGIT.search(text)), "@" in text, "://" in text or "www" in text
    host = bool(_HOST.search(text))
    if digits or at or address or host:
        return _masks(digits, at, address, host).sub(lambda match: f" <{match.lastgroup}> ", text)
    return text


@lru_cache
def _masks(digits: bool, at: bool, address: bool, host: bool) -> re.Pattern[str]:
    """The masks that may fit a text with these."""
    tried = {"url": address, "mail": at, "host": host}
    masks = "|".join(f"(?P<{name}>{mask})" for name, mask in _MASKS.items() if tried.get(name, digits))
    return re.compile(masks if at or address or host else f"{_BEGINS}(?:{masks})")


def tokens(said: Sequence[str], kinds: Sequence[str]) -> set[str]:
    """The tokens of words, of which `kinds` tells what each does (`Lexicon.kinds`)."""
    if not said:
        return set()
    found = set(said)
    found.update([f"{one} {other}" for one, other in pairwise(said)])
    found.update([f"{word[:BEGINNING]}~" for word in said if len(word) >= LONG_WORD and word[0] != "<"])
    found.update((f"^{said[0]}", f"{said[-1]}$", length_token(len(said))))
    if len(said) > 1:
        found.add(f"^{said[0]} {said[1]}")
    if len(said) <= _WHOLE_WORDS:
        found.add(f"^{' '.join(said)}$")
    found.update(act_tokens(kinds))
    return found


@dataclass(frozen=True)
class Wording:
    """Tables of tokens: what each says for several things that a line may be.

    Attributes:
        names: of the tables, such as "spam".
        bases: where each table's sum starts.
        points: by token its points in each table, in log-odds.
    """

    names: tuple[str, ...]
    bases: tuple[float, ...]
    points: Mapping[str, tuple[float, ...]]

    @cached_property
    def reader(self) -> Reader:
        """What finds the tokens of sentences, made when it is first asked for."""
        return Reader(self.points)

    def read(self, sentences: Sequence[Sentence]) -> list[tuple[float, ...]]:
        """What the tables say of sentences, of which the words are given and what each does."""
        return list(map(self._added, self.reader.points_of(sentences)))

    def sums(self, found: set[str]) -> tuple[float, ...]:
        """What the tables say of a sentence that has these tokens."""
        return self._added([self.points[token] for token in found & self.points.keys()])

    def _added(self, known: Sequence[tuple[float, ...]]) -> tuple[float, ...]:
        """Points over the square root of their number, so that long lines do not say more."""
        if not known:
            return self.bases
        size = sqrt(len(known))
        # The order of a set is not the same in all processes; fsum gives the same whatever the order.
        return tuple([base + fsum(at) / size for base, at in zip(self.bases, zip(*known, strict=True), strict=True)])

    def source(self) -> str:
        """The tables as JSON, a token a line."""
        rows = [f"  {json.dumps(token, ensure_ascii=False)}: {list(at)}" for token, at in sorted(self.points.items())]
        head = f'{{\n"names": {json.dumps(self.names)},\n"bases": {list(self.bases)},\n"tokens": {{\n'
        return head + ",\n".join(rows) + "\n}\n}\n"


def wording_of(source: str) -> Wording:
    """The tables that JSON stands for.

    Raises:
        ValueError, TypeError, KeyError, AttributeError: it stands for none.
    """
    data = json.loads(source)
    names, bases = tuple(map(str, data["names"])), tuple(map(float, data["bases"]))
    points = {token: tuple(map(float, at)) for token, at in data["tokens"].items()}
    if {len(bases), *map(len, points.values())} != {len(names)}:
        raise ValueError(f"every entry needs {len(names)} numbers, one a table")
    return Wording(names, bases, points)
