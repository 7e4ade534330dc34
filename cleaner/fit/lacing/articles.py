"""Articles to lace: read from JSON Lines or from a folder of texts, by language, and laced as labelled cases."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from cleaner.errors import InputError
from cleaner.fit.lacing.grammar import HALVES, LANGUAGES
from cleaner.fit.lacing.lace import lace

# A laced article counts so much in a fit: there are as many as one wants.
WEIGHT = 0.2


def laced(
    paths: Sequence[Path], count: int, seed: int, half: str, languages: Sequence[str] = ()
) -> Iterator[dict[str, Any]]:
    """Laced articles as labelled cases. Languages take turns, and so do the articles of a language.

    Args:
        paths: files of JSON Lines with id, language, text; or folders of texts named LANGUAGE-NAME.txt.
        count: how many.
        seed: the same gives the same.
        half: "fit" or "test": each has its own articles, merchants, products and wordings.
        languages: those that are wanted; all for none.

    Raises:
        InputError: a file cannot be read or holds no articles in a known language.
    """
    articles = read_articles(paths, half)
    wanted = [language for language in languages or LANGUAGES if articles[language]]
    if not wanted:
        raise InputError(f"{', '.join(map(str, paths))}: no article in a known language")
    for number in range(count):
        language = wanted[number % len(wanted)]
        own = articles[language]
        name, lines = own[number // len(wanted) % len(own)]
        text, labels, cuts = lace(lines, language, f"{seed} {number}", half)
        row = {"id": f"laced-{number}-{name}", "language": language, "weight": WEIGHT}
        yield {**row, "text": text, "labels": labels, "cuts": cuts}


def read_articles(paths: Sequence[Path], half: str) -> dict[str, list[tuple[str, list[str]]]]:
    """The articles of a half by language: names and non-empty lines."""
    found: dict[str, list[tuple[str, list[str]]]] = defaultdict(list)
    for path in paths:
        for row in _rows(path):
            lines = [line.strip() for line in row["text"].split("\n") if line.strip()]
            found[row["language"]].append((row["id"], lines))
    return defaultdict(list, {language: own[HALVES.index(half) :: 2] for language, own in found.items()})


def _rows(path: Path) -> list[dict[str, str]]:
    try:
        if path.is_dir():
            files = sorted(path.glob("??-*.txt"))
            return [{"id": f.stem, "language": f.stem[:2], "text": f.read_text(encoding="utf-8")} for f in files]
        rows = [json.loads(line) for line in path.read_text(encoding="utf-8").split("\n") if line.strip()]
        return [{name: str(row[name]) for name in ("id", "language", "text")} for row in rows]
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise InputError(f"{path}: holds no articles to lace ({type(error).__name__}: {error})") from error
