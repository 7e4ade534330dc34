"""Reader: finds the tokens that tables know in sentences, all of them in one Aho-Corasick pass.

What a token is `cleaner.evidence.wording.tokens` says, for the fit; this is the same for many sentences and few tokens, and
quicker.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import islice, pairwise

from ahocorasick_rs import BytesAhoCorasick, Implementation

# From this many letters on the beginning of a word is a token too: endings differ, and compounds.
LONG_WORD, BEGINNING = 7, 5
# By so many words, at most, lines are told apart by length; longer ones are all alike.
_STEPS = (1, 2, 3, 4, 5, 6, 8, 10, 13, 20, 35)
_LENGTHS = [f"length {next((step for step in _STEPS if words <= step), 99)}" for words in range(_STEPS[-1] + 2)]
# Stands around sentences, between spaces as words do.
_END = "\n"
# The library gives all matches at once, 150 bytes each.
_AT_ONCE = 2000
# The words of a sentence, and what each does.
Sentence = tuple[list[str], list[str]]
Points = tuple[float, ...]


def act_tokens(kinds: Sequence[str]) -> list[str]:
    """The tokens of what words do."""
    acts = [f"[{kind}]" for kind in kinds if kind]
    if not acts:
        return acts
    pairs = [f"{one} {other}" for one, other in pairwise(acts) if one != other]
    return [*acts, *pairs, f"^{acts[0]}"] if kinds[0] else [*acts, *pairs]


def length_token(words: int) -> str:
    """The token of a sentence's length."""
    return _LENGTHS[min(words, len(_LENGTHS) - 1)]


class Reader:
    """Tokens and the points of each, compiled."""

    def __init__(self, points: Mapping[str, Points]) -> None:
        self._points = points
        # Beginnings last: what follows them has to be looked at.
        names = sorted([name for name in points if _sought(name)], key=lambda name: name.endswith("~"))
        self._values: list[Points] = [(), *map(points.__getitem__, names)]
        self._beginnings = 1 + sum(not name.endswith("~") for name in names)
        patterns = [_END.encode(), *[_sought(name).encode() for name in names]]
        self._automaton = BytesAhoCorasick(patterns, implementation=Implementation.ContiguousNFA)

    def __reduce__(self) -> tuple[type[Reader], tuple[Mapping[str, Points]]]:
        return Reader, (self._points,)

    def points_of(self, sentences: Sequence[Sentence]) -> Iterator[list[Points]]:
        """For each sentence the points of its tokens, in any order."""
        rest = iter(sentences)
        while some := list(islice(rest, _AT_ONCE)):
            numbers = self._numbers([words for words, _ in some])
            start = numbers.index(0) + 1
            for words, kinds in some:
                end = numbers.index(0, start)
                found = list(map(self._values.__getitem__, set(numbers[start:end])))
                start = end + 1
                others = self._points.keys() & {length_token(len(words)), *act_tokens(kinds)} if words else ()
                yield [*found, *[self._points[token] for token in others]]

    def _numbers(self, sentences: Sequence[list[str]]) -> list[int]:
        """The numbers of all tokens found, sentence by sentence; 0 ends each, and stands before the first."""
        text = f"{_END} {f' {_END} '.join([' '.join(words) for words in sentences])} {_END}".encode()
        matches = self._automaton.find_matches_as_indexes(text, overlapping=True)
        least = self._beginnings
        return [number for number, _, end in matches if number < least or _goes_on(text, end)]


def _sought(name: str) -> str:
    """The text that stands for a token among words with a space around each; nothing for what is no text."""
    if name in _LENGTHS or name.startswith(("[", "^[")):
        return ""
    if name.endswith("~"):
        return f" {name[:-1]}" if len(name) > BEGINNING else ""
    words = name.removeprefix("^").removesuffix("$")
    start, end = _END * name.startswith("^"), _END * name.endswith("$")
    return f"{start} {words} {end}" if words else ""


def _goes_on(text: bytes, end: int) -> bool:
    """Whether a word has as many letters after its beginning as it takes."""
    return len(text[end : text.index(b" ", end)].decode()) >= LONG_WORD - BEGINNING
