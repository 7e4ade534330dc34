"""The project's own articles and corpus as labelled cases for `cleaner rules fit text`: hard negatives count several times.

python -m tests.labelled_fixtures > fixtures.jsonl
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from difflib import SequenceMatcher
from pathlib import Path
from typing import Any

from cleaner.fit.cases import EITHER, INLINE, KEEP, Case
from cleaner.fit.cases import line_spans as lines_of
from cleaner.spans import overlaps
from tests.conftest import FIXTURES
from tests.corpus import texts

ARTICLE_WEIGHT, CORPUS_WEIGHT = 12, 12


def cases() -> Iterator[dict[str, Any]]:
    """Articles that came as text, by what is expected of them; then the corpus, by its margins."""
    for folder in sorted(FIXTURES.glob("articles/*/")):
        if (folder / "input.txt").exists():
            yield of_article(folder)
    for case in texts.read(FIXTURES / "corpus" / "texts"):
        yield of_case(case)


def of_article(folder: Path) -> dict[str, Any]:
    """Lines that are not expected to stay are spam; of lines that are cut nothing is said."""
    raw, expected = (re.sub(r"\r\n?", "\n", read(folder / name)) for name in ("input.txt", "expected.txt"))
    before, after = ([line.strip() for line in text.split("\n") if line.strip()] for text in (raw, expected))
    labels = {}
    for tag, start, end, _, _ in SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
        if tag in ("delete", "replace"):
            labels |= dict.fromkeys(map(str, range(start, end)), "promo" if tag == "delete" else EITHER)
    return {"id": f"article-{folder.name}", "weight": ARTICLE_WEIGHT, "text": raw, "labels": labels, "cuts": {}}


def read(path: Path) -> str:
    """The text of a file, its line ends as they are."""
    return path.read_bytes().decode()


def of_case(case: Case) -> dict[str, Any]:
    """A text of the corpus with labels by line."""
    labels: dict[str, str] = {}
    cuts: dict[str, list[str]] = {}
    for number, span in enumerate(lines_of(case.text)):
        found = {
            piece.label: case.text[piece.span.start : piece.span.end]
            for piece in case.pieces
            if overlaps(piece.span, span)
        }
        if INLINE in found:
            cuts[str(number)] = [found[INLINE]]
        if others := found.keys() - {KEEP, INLINE}:
            labels[str(number)] = min(others)
    return {"id": f"corpus-{case.id}", "weight": CORPUS_WEIGHT, "text": case.text, "labels": labels, "cuts": cuts}


if __name__ == "__main__":
    for row in cases():
        print(json.dumps(row, ensure_ascii=False))
