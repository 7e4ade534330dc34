"""Catalogue: the rules as tables in Markdown, one a file, between two marks of a page that people write around them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from itertools import groupby
from pathlib import PurePath

from cleaner.errors import InputError
from cleaner.report.sanitize import sanitize
from cleaner.ruleset.kinds.keep import KeepRule
from cleaner.ruleset.rule import Rule

BEGIN = "<!-- catalogue: written by `cleaner rules docs` -->"
END = "<!-- end of the catalogue -->"

_HEAD = ("rule", "kind", "points", "languages", "what it is for", "removes", "keeps")
# Of an example so much is shown that its form can be seen; `cleaner rules show` shows all.
_MOST_CHARACTERS = 90
_SPECIAL = re.compile(r"([\\`*_~#!|&<>\[\]])")


def with_catalogue(page: str, rules: Iterable[Rule]) -> str:
    """The page with the catalogue of these rules in place of the one that it has.

    Raises:
        InputError: the page has not both marks, in order and once.
    """
    before, begin, rest = page.partition(BEGIN)
    _, end, after = rest.partition(END)
    if not (begin and end) or BEGIN in rest or END in before + after:
        raise InputError(f"needs a line {BEGIN} and, after it, a line {END}")
    return f"{before}{BEGIN}\n\n{catalogue(rules)}\n{END}{after}"


def catalogue(rules: Iterable[Rule]) -> str:
    """A heading a folder, under it a heading and a table a file, in the order of the rules."""
    return "".join(f"{line}\n" for line in _lines(rules))


def _lines(rules: Iterable[Rule]) -> Iterator[str]:
    for folder, of_folder in groupby(rules, key=lambda rule: PurePath(rule.file).parent):
        yield from (f"### {escaped(str(folder))}", "")
        for file, of_file in groupby(of_folder, key=lambda rule: rule.file):
            yield from (f"#### {escaped(file)}", "", _row(_HEAD), _row("---" for _ in _HEAD))
            yield from (_row(_cells(rule)) for rule in of_file)
            yield ""


def _row(cells: Iterable[str]) -> str:
    return f"| {' | '.join(cells)} |"


def _cells(rule: Rule) -> Iterator[str]:
    yield code(rule.id)
    yield rule.kind
    yield weight_words(rule)
    yield ", ".join(sorted(rule.languages))
    yield escaped(rule.description)
    yield next((_shown(text) for text in (*rule.examples.removes, *(cut.text for cut in rule.examples.cuts))), "")
    yield next(map(_shown, rule.examples.keeps), "")


def weight_words(rule: Rule) -> str:
    """What a rule says for removal, as a word or in points; nothing for one that keeps."""
    if rule.kind == KeepRule.KIND:
        return ""
    return "certain" if rule.certain else f"{rule.points:+g}"


def _shown(example: str) -> str:
    text = " ⏎ ".join(filter(None, (" ".join(line.split()) for line in example.splitlines())))
    return code(text if len(text) <= _MOST_CHARACTERS else text[: _MOST_CHARACTERS - 1] + "…")


def escaped(text: str) -> str:
    """Text as Markdown that shows it, in a line or a cell of a table."""
    return _SPECIAL.sub(r"\\\1", sanitize(text))


def code(text: str) -> str:
    """Text as Markdown that shows it as code, in a cell of a table."""
    if "\\|" in text:  # no code in a table can hold these two
        return escaped(text)
    text = sanitize(text)
    fence = "`" * (max(map(len, re.findall("`+", text)), default=0) + 1)
    space = " " * (text.startswith("`") or text.endswith("`"))
    return f"{fence}{space}{text}{space}{fence}".replace("|", "\\|")
