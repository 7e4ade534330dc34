"""Dump: the inputs of a run and where its output goes, checked before any work is done."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

from cleaner.errors import InputError
from cleaner.records import jsonl, texts
from cleaner.records.files import PARTIAL
from cleaner.records.record import Fields, Record, Writer

JSONL_ENDINGS = (".jsonl", ".jsonl.gz", ".ndjson", ".ndjson.gz")
READABLE = (*JSONL_ENDINGS, *texts.ENDINGS)
STANDARD = "-"
# Endings that mean a file, so that `out.parquet` does not become a folder.
_FILE_ENDINGS = frozenset(
    ".json .csv .tsv .parquet .txt .md .html .htm .xhtml .warc .wet .gz .zst .bz2 .xz .zip".split()
)


class Dump:
    """Inputs and output of a run.

    Args:
        inputs: files, folders, or `-` for JSONL on standard input.
        output: a JSONL file, `-` for JSONL on standard output, or else a folder of texts.
        rejects: the file for records that cannot be cleaned.
        names: which fields hold what.
        ending: of files in an output folder; empty: as their input's.

    Raises:
        InputError: an input is missing or of an unknown form; the output's form is unknown, it would overwrite an input,
            or two outputs are one file.
    """

    def __init__(self, inputs: Sequence[str], output: str, rejects: Path, names: Fields, ending: str = "") -> None:
        self._output = output
        self._names = names
        self._ending = ending
        targets = [*_files_of(output), rejects]
        _check_form(output, targets)
        sources: list[tuple[Path, Path] | None] = []
        for name in inputs:
            if name == STANDARD:
                sources.append(None)
            else:
                _check_clash(Path(name), output, targets)
                sources += [(Path(name), file) for file in _inputs(Path(name))]
        own = {target.resolve() for target in targets}
        folder = Path(output).resolve() if _is_folder(output) else None
        # What an earlier run wrote into an input folder is no input of this one.
        self._sources = [s for s in sources if s is None or not _is_own(s[1].resolve(), own, folder)]

    def read(self) -> Iterator[Record]:
        """The records of all inputs, in order."""
        for source in self._sources:
            if source is None:
                yield from jsonl.read_standard_input(self._names)
                continue
            root, file = source
            if file.name.lower().endswith(JSONL_ENDINGS):
                yield from jsonl.read(file, self._names)
            else:
                yield texts.read(file, root, self._names)

    def writer(self) -> Writer:
        """The writer for the output."""
        if self._output == STANDARD:
            return jsonl.StandardOutputWriter(self._names.text)
        if self._output.endswith(JSONL_ENDINGS):
            return jsonl.JsonlWriter(Path(self._output), self._names.text)
        return texts.FolderWriter(Path(self._output), self._ending)


def _is_folder(output: str) -> bool:
    return output != STANDARD and not output.endswith(JSONL_ENDINGS)


def _files_of(output: str) -> list[Path]:
    """The output where it is one file, and its temporary name."""
    return [Path(output), Path(output + PARTIAL)] if output.endswith(JSONL_ENDINGS) else []


def _inputs(root: Path) -> list[Path]:
    """The files that an input stands for; of a folder all of a known form in it and below it, sorted. No links."""
    if root.is_dir():
        inside = (
            p for p in root.rglob("*") if p.name.lower().endswith(READABLE) and p.is_file() and not p.is_symlink()
        )
        if files := sorted(inside):
            return files
        raise InputError(f"{root}: holds no file that ends in {', '.join(READABLE)}")
    if not root.exists():
        raise InputError(f"{root}: no such file or folder")
    if not root.name.lower().endswith(READABLE):
        raise InputError(f"{root}: cannot tell the format; known endings are {', '.join(READABLE)}")
    return [root]


def _check_form(output: str, targets: Sequence[Path]) -> None:
    if not output.strip():
        raise InputError("the output has no name")
    is_file_name = not output.endswith("/") and Path(output).suffix in _FILE_ENDINGS
    if _is_folder(output) and is_file_name and not Path(output).is_dir():
        raise InputError(f"{output}: cannot write this format; known endings are {', '.join(JSONL_ENDINGS)}")
    for target in targets:
        if target.is_dir():
            raise InputError(f"{target}: is a folder")
    if len({target.resolve() for target in targets}) < len(targets):
        raise InputError(f"{targets[-1]}: is the output; rejected records need a file of their own")


def _check_clash(root: Path, output: str, targets: Sequence[Path]) -> None:
    for target in (*targets, *([Path(output)] if _is_folder(output) else [])):
        if target.resolve() == root.resolve():
            raise InputError(f"{target}: is an input and would be overwritten")


def _is_own(file: Path, own: set[Path], folder: Path | None) -> bool:
    return file in own or (folder is not None and folder in file.parents)
