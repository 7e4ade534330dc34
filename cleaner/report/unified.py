"""The diff for programs: unified format that `patch` applies to the raw text."""

from __future__ import annotations

from collections.abc import Iterator
from difflib import unified_diff

_NO_NEWLINE = "\n\\ No newline at end of file\n"


def unified(raw: str, cleaned: str, name: str, context: int = 3) -> Iterator[str]:
    """The lines of the diff, each with its line end. Lines end at `\\n` alone, as `patch` sees them."""
    before, after = _split(raw), _split(cleaned)
    for line in unified_diff(before, after, f"a/{name}", f"b/{name}", n=context):
        yield line if line.endswith("\n") else line + _NO_NEWLINE


def _split(text: str) -> list[str]:
    lines = [line + "\n" for line in text.split("\n")]
    last = lines.pop()[:-1]
    return [*lines, last] if last else lines
