"""The corpus's articles as text, with a label in the margin of each line: fixtures/corpus/texts/LANGUAGE-NAME.txt.

    disclosure| Some of these links pay us.
              | Fill the kettle [-(this one, affiliate link)-] and wait.

The margin names a category of spam, or `either` for what counts for nothing; without a name the line is editorial, and
`[-...-]` is a part of it that is spam. Empty lines have no margin.
"""

from __future__ import annotations

import re
from pathlib import Path

from cleaner.fit.cases import EITHER, INLINE, KEEP, SPAM, Case, LabelledPiece
from cleaner.fit.check import case_failures
from cleaner.fit.measure import Figures, measure
from cleaner.model import Span
from cleaner.ruleset.ruleset import RuleSet

MARGINS = {"": KEEP, EITHER: EITHER} | {label: label for label in SPAM}

_CUT = re.compile(r"\[-(.+?)-\]")


def read(folder: Path) -> list[Case]:
    """All texts of a folder, by name."""
    return [parse(file.stem, file.read_bytes().decode()) for file in sorted(folder.iterdir())]


def parse(name: str, source: str) -> Case:
    """A text without its margin, and what the margin says.

    Raises:
        ValueError: a line has no margin, one that is not known, or marks a part of spam as spam.
    """
    lines: list[str] = []
    pieces: list[LabelledPiece] = []
    position = 0
    for number, line in enumerate(source.removesuffix("\n").split("\n"), 1):
        margin, bar, body = line.partition("| ")
        label = MARGINS.get(margin.strip())
        parts = _CUT.split(body)
        if line and (not bar or not body.strip() or label is None or (len(parts) > 1 and label != KEEP)):
            raise ValueError(
                f"{name}:{number}: wants a margin ({', '.join(MARGINS)}), a bar, a space and text: {line!r}"
            )
        for place, part in enumerate(parts):
            if label and part.strip():
                pieces.append(LabelledPiece(Span(position, position + len(part)), INLINE if place % 2 else label))
            position += len(part)
        lines.append("".join(parts))
        position += 1
    return Case(name, "\n".join(lines) + "\n", None, tuple(pieces))


def figures(cases: list[Case], rules: RuleSet) -> dict[str, float]:
    """Retention of the editorial characters, recall of those of spam, in all and by category."""
    counted: Figures = measure(cases, rules)
    labels = (*SPAM, INLINE)
    return {
        "retention": counted.retention,
        "recall": counted.recall(),
        **{f"recall of {label}": counted.recall(label) for label in labels if counted.total[label]},
    }


def shortcomings(cases: list[Case], rules: RuleSet) -> list[str]:
    """What goes and should not, what stays and should not."""
    return [f"{case.id}: {line}" for case in cases for line in case_failures(case, rules)]
