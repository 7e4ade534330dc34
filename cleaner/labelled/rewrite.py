"""New scores into rule files, the rest of each file left as it is."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path

from cleaner.errors import InputError, MissingExtraError


def rewrite(roots: Iterable[Path], scores: Mapping[str, float]) -> list[Path]:
    """Set the scores of the rules named in all rule files under the roots.

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
            after = with_scores(before, scores)
            if after != before:
                _write(file, after)
                changed.append(file)
    return changed


def with_scores(source: str, scores: Mapping[str, float]) -> str:
    """The text of a rule file with other scores."""
    try:
        import tomlkit
    except ImportError:
        raise MissingExtraError("tomlkit", "fit") from None

    document = tomlkit.parse(source)
    changed = False
    for table in document.get("rule", []):
        score = scores.get(table.get("id"))
        if score is not None and score != table.get("score", 1.0):
            table["score"] = score
            changed = True
    return tomlkit.dumps(document) if changed else source


def _write(file: Path, text: str) -> None:
    partial = file.with_name(file.name + ".partial")
    try:
        partial.write_bytes(text.encode())
        partial.replace(file)
    except OSError as error:
        raise InputError(f"{file}: {error.strerror or error}") from error
