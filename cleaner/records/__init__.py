"""Dumps in and out: one module a format, each reads and writes plain records."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

from cleaner.errors import InputError
from cleaner.records import jsonl, texts
from cleaner.records.record import Record, Writer

JSONL_ENDINGS = (".jsonl", ".jsonl.gz", ".ndjson", ".ndjson.gz")
STANDARD = "-"


def read(inputs: Sequence[str], text_field: str) -> Iterator[Record]:
    """The records of all inputs, in order: JSONL files, texts, folders of both, `-` for JSONL on standard input.

    Raises:
        InputError: an input does not exist, its form is unknown, or a folder holds nothing that can be read.
    """
    for name in inputs:
        if name == STANDARD:
            yield from jsonl.read_standard_input(text_field)
            continue
        root = Path(name)
        for file in _files(root):
            if file.name.endswith(JSONL_ENDINGS):
                yield from jsonl.read(file, text_field)
            else:
                yield texts.read(file, root)


def check(inputs: Sequence[str]) -> None:
    """Raise InputError for the first input that cannot be read, before any work is done."""
    for name in inputs:
        if name != STANDARD:
            _files(Path(name))


def _files(root: Path) -> list[Path]:
    """The files that an input stands for; of a folder all of a known form in it and below it, sorted. No links."""
    known = (*JSONL_ENDINGS, *texts.ENDINGS)
    if root.is_dir():
        inside = (p for p in root.rglob("*") if p.name.endswith(known) and p.is_file() and not p.is_symlink())
        if files := sorted(inside):
            return files
        raise InputError(f"{root}: holds no file that ends in {', '.join(known)}")
    if not root.exists():
        raise InputError(f"{root}: no such file or folder")
    if not root.name.endswith(known):
        raise InputError(f"{root}: cannot tell the format; known endings are {', '.join(known)}")
    return [root]


def writer(output: str, text_field: str) -> Writer:
    """The writer for an output: a JSONL file, `-` for JSONL on standard output, or else a folder of texts."""
    if output == STANDARD:
        return jsonl.StandardOutputWriter(text_field)
    if output.endswith(JSONL_ENDINGS):
        return jsonl.JsonlWriter(Path(output), text_field)
    return texts.FolderWriter(Path(output))
