"""Labelled phrases: lines that stand in no article, such as `promo<TAB>Join our list today`, for the tables of words alone.

Articles show what their sites say; phrases add what other sites would. A file of phrases is text, named `*.tsv`, with a category,
a tab and a line on each line; the category is one of those of articles, `keep` for what an author wrote.
"""

from __future__ import annotations

import random
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from cleaner.errors import InputError
from cleaner.evidence.said import spoken, telling
from cleaner.evidence.wording import plain, tokens
from cleaner.fit.cases import KEEP, SPAM
from cleaner.fit.lines import LabelledLine
from cleaner.ruleset.ruleset import RuleSet
from cleaner.text.lines import from_text

SUFFIX = ".tsv"
# So many phrases count as one site: a word of many phrases is a habit of the web, one of a few may be the writer's.
_OF_A_SITE = 20
WEIGHT = 0.5


@dataclass(frozen=True, slots=True)
class Phrases:
    """Some phrases, which count as a site of their own."""

    site: str
    sentences: tuple[LabelledLine, ...]
    weight: float = WEIGHT


def load_phrases(paths: Iterable[Path], rules: RuleSet) -> list[Phrases]:
    """The phrases of some files, mixed, in groups.

    Raises:
        InputError: a file cannot be read, or a line is no category with a phrase.
    """
    return [group for path in paths for group in _groups(path, rules)]


def _groups(path: Path, rules: RuleSet) -> Iterator[Phrases]:
    lines = list(_lines(path))
    random.Random(path.name).shuffle(lines)  # neighbours are often of one kind  # noqa: S311
    for start in range(0, len(lines), _OF_A_SITE):
        sentences = [one for line in lines[start : start + _OF_A_SITE] for one in _sentences(*line, rules)]
        yield Phrases(f"{path.name} {start}", tuple(sentences))


def _lines(path: Path) -> Iterator[tuple[str, str]]:
    try:
        lines = path.read_text(encoding="utf-8").split("\n")
    except (OSError, UnicodeDecodeError) as error:
        raise InputError(f"{path}: {error.strerror if isinstance(error, OSError) else 'is not UTF-8'}") from error
    for number, line in enumerate(lines, 1):
        if line.strip():
            label, _, phrase = line.partition("\t")
            if label not in (*SPAM, KEEP) or not phrase.strip():
                raise InputError(f"{path}:{number}: must be one of {', '.join((*SPAM, KEEP))}, a tab, and a phrase")
            yield label, phrase.strip()


def _sentences(label: str, phrase: str, rules: RuleSet) -> Iterator[LabelledLine]:
    for line in from_text(phrase, None).lines:
        for span in line.sentences if len(line.sentences) > 1 else telling(line):
            text = line.text[span.start : span.end]
            found = tokens(*spoken(plain(text)[0], rules.lexicon))
            yield LabelledLine(frozenset(found), label, len("".join(text.split())))
