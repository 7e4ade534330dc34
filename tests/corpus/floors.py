"""Below which figures the tool must not fall on the project's own corpus, and of which corpus that is said.

fixtures/corpus/floors.json holds the floors, and a digest of the texts and pages: who changes a label measures anew.
"""

from __future__ import annotations

import hashlib
import json
import math
import os
from collections.abc import Iterator, Mapping
from pathlib import Path

from cleaner import load_rules
from tests.conftest import FIXTURES
from tests.corpus import pages, texts

CORPUS = FIXTURES / "corpus"
FLOORS = CORPUS / "floors.json"
# Floors are rounded down to so many places.
PLACES = 4

Figures = Mapping[str, float]


class RefusedError(Exception):
    """Floors that are not written, and why."""


def measured() -> dict[str, float]:
    """What the tool with its bundled rules reaches on the corpus, by the names of floors."""
    rules = load_rules()
    of_texts = texts.figures(texts.read(CORPUS / "texts"), rules)
    of_pages = pages.figures(pages.read(CORPUS / "pages"), rules)
    return {f"texts: {k}": v for k, v in of_texts.items()} | {f"pages: {k}": v for k, v in of_pages.items()}


def digest() -> str:
    """SHA-256 over the names and contents of all texts and pages."""
    files = sorted(file for kind in ("texts", "pages") for file in (CORPUS / kind).iterdir())
    sums = (
        f"{hashlib.sha256(file.read_bytes()).hexdigest()}  {file.relative_to(CORPUS).as_posix()}\n" for file in files
    )
    return hashlib.sha256("".join(sums).encode()).hexdigest()


def rounded(figures: Figures) -> dict[str, float]:
    """Figures as floors are written."""
    return {name: math.floor(figure * 10**PLACES) / 10**PLACES for name, figure in figures.items()}


def read(path: Path = FLOORS) -> tuple[str, dict[str, float]]:
    """The digest of the corpus that was measured, and the floors; nothing where there are none yet."""
    pinned = json.loads(path.read_bytes()) if path.exists() else {"digest": "", "floors": {}}
    return pinned["digest"], pinned["floors"]


def fallen(floors: Figures, figures: Figures) -> list[str]:
    """The floors that figures are below, by name; a figure that is no longer measured has fallen too."""
    return [name for name, floor in floors.items() if rounded({name: figures.get(name, 0.0)})[name] < floor]


def table(floors: Figures, figures: Figures) -> Iterator[str]:
    """Measured against floor, a line each."""
    low = fallen(floors, figures)
    for name in dict.fromkeys([*figures, *floors]):
        verdict = "BELOW" if name in low else "new" if name not in floors else ""
        yield f"{name:28}{figures.get(name, 0.0):9.4f}{floors.get(name, 0.0):9.4f}  {verdict}".rstrip()


def update(figures: Figures, corpus: str, *, lower: bool, path: Path = FLOORS) -> None:
    """Pin figures as floors.

    Raises:
        RefusedError: a floor would sink and nobody said `lower`, or CI is set: floors are moved by people.
    """
    if os.environ.get("CI"):
        raise RefusedError("CI is set: floors are moved by people, and looked at in a review")
    if (low := fallen(read(path)[1], figures)) and not lower:
        raise RefusedError(f"these would sink, which wants --lower: {', '.join(low)}")
    pinned = {"digest": corpus, "floors": rounded(figures)}
    path.write_text(json.dumps(pinned, indent=2) + "\n", encoding="utf-8")
