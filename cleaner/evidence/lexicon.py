"""Lexicon: what a word does, whatever the language, by plain lists that anyone can extend (`rules/lists/`)."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from ahocorasick_rs import AhoCorasick, MatchKind

# Lists of what words do: `words-buy` makes "buy", "kaufen" and "acheter" the class `buy`.
_PREFIX = "words-"
# Names that stand for their kind in the wording of a line: which shop it is says nothing.
_NAMES = {"merchants": "<shop>", "merchant-hosts": "<shop>", "networks": "<network>"}
# From here on scripts write words without spaces, or endings after a name.
_UNSPACED = "\u3040"
# Words of scraped texts are without end; so many are remembered.
_REMEMBERED = 1 << 16


class Lexicon:
    """The lists, looked up by word.

    Args:
        lists: entries by name of the list; one that ends in `*` stands for all words that begin so.

    Attributes:
        classes: what words do, all of it.
        kinds: what a word in lower case does, by word; empty if no list has it.
    """

    def __init__(self, lists: Mapping[str, frozenset[str]]) -> None:
        self._lists = lists
        names = {entry: kind for name, kind in _NAMES.items() for entry in lists.get(name, ())}
        self._kinds_of_names = tuple(names.values())
        self._names = AhoCorasick(list(names), matchkind=MatchKind.LeftmostLongest)
        self.classes = sorted(name.removeprefix(_PREFIX) for name in lists if name.startswith(_PREFIX))
        self._words: dict[str, str] = {}
        self._beginnings: dict[str, str] = {}
        for kind in self.classes:
            for word in sorted(lists[_PREFIX + kind]):
                table = self._beginnings if word.endswith("*") else self._words
                table.setdefault(word.rstrip("*"), kind)
        self._lengths = sorted({len(word) for word in self._beginnings}, reverse=True)
        self.kinds = _Kinds(self._find)

    def __reduce__(self) -> tuple[type[Lexicon], tuple[Mapping[str, frozenset[str]]]]:
        return Lexicon, (self._lists,)

    def named(self, text: str) -> str:
        """A text in lower case with names of shops and networks, of one word or several, as their kind."""
        try:
            matches = self._names.find_matches_as_indexes(text)
        except UnicodeEncodeError:  # half a character, which no name has
            return self.named(text.encode(errors="ignore").decode())
        parts, end = [], 0
        for number, start, stop in matches:
            if _is_whole(text, start, stop):
                parts.append(f"{text[end:start]} {self._kinds_of_names[number]} ")
                end = stop
        return "".join(parts) + text[end:]

    def _find(self, word: str) -> str:
        beginnings = (word[:length] for length in self._lengths if length <= len(word))
        return self._words.get(word) or next(
            (self._beginnings[one] for one in beginnings if one in self._beginnings), ""
        )


def _is_whole(text: str, start: int, stop: int) -> bool:
    """Whether a name stands for itself: it is no part of a word or an address."""
    before, first, last, after = text[start - 1 : start], text[start], text[stop - 1], text[stop : stop + 2]
    return not (
        before in ("/", "@", ".")
        or (before.isalnum() and max(before, first) < _UNSPACED)
        or after[:1] in ("/", "@")
        or (after[:1].isalnum() and max(after[:1], last) < _UNSPACED)
        or (after[:1] == "." and after[1:].isalnum() and last < _UNSPACED)
    )


class _Kinds(dict[str, str]):
    """What each word does, looked up once a word."""

    def __init__(self, find: Callable[[str], str]) -> None:
        super().__init__()
        self._find = find

    def __missing__(self, word: str) -> str:
        if len(self) >= _REMEMBERED:
            self.clear()
        found = self[word] = self._find(word)
        return found
