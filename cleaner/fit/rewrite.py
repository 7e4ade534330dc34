"""New points into rule files, the rest of each file left as it is."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path

from cleaner.atomic import replace_text
from cleaner.errors import InputError, MissingExtraError


def rewrite(roots: Iterable[Path], scores: Mapping[str, float]) -> list[Path]:
    """Set the points of the rules named in all rule files under the roots.

    Returns:
        The files that changed.

    Raises:
        MissingExtraError: tomlkit is not installed.
        InputError: a file cannot be written.
    """
    changed = []
    for root in roots:
        for file in sorted(root.rglob("*.toml")) if root.is_dir() else [root]:
            before = file.read_bytes().decode("utf-8")
            after = rescored(before, scores)
            if after != before:
                _write(file, after)
                changed.append(file)
    return changed


def rescored(source: str, scores: Mapping[str, float]) -> str:
    """The text of a rule file with other points."""
    try:
        import tomlkit
    except ImportError:
        raise MissingExtraError("tomlkit", "fit") from None

    document = tomlkit.parse(source)
    changed = False
    for table in document.get("rule", []):
        points = scores.get(table.get("id"))
        if points is not None and points != table.get("points"):
            table["points"] = points
            table.pop("score", None)
            changed = True
    return tomlkit.dumps(document) if changed else source


def _write(file: Path, text: str) -> None:
    try:
        replace_text(file, text)
    except OSError as error:
        raise InputError(f"{file}: {error.strerror or error}") from error
