"""Shared by the tests of this folder: a dump read to its end, and read again from every place where a part ended."""

from __future__ import annotations

from pathlib import Path

import pytest

from cleaner.records import part as sizes
from cleaner.records.dump import Dump
from cleaner.records.fields import Fields
from cleaner.records.record import Record

LIMIT = 1 << 20


def read(*inputs: object, limit: int = LIMIT, names: Fields = Fields()) -> list[Record]:  # noqa: B008  # a constant
    """All records of a dump, decoded."""
    parts = Dump([str(name) for name in inputs], names, limit).parts()
    return [decode() for part in parts for _, decode in part.records()]


def outcomes(*inputs: object, limit: int = LIMIT, names: Fields = Fields()) -> list[str]:  # noqa: B008
    """The text of each record, or after a `!` why it is none."""
    return [
        record.text if record.error is None else f"!{record.error}"
        for record in read(*inputs, limit=limit, names=names)
    ]


def places(*inputs: object, limit: int = LIMIT) -> list[str]:
    """Where each record stands, without its folder."""
    return [record.source.rsplit("/", 1)[-1] for record in read(*inputs, limit=limit)]


def written(path: Path, data: bytes) -> Path:
    """A file with these bytes."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(data)
    return path


def assert_resumes(
    monkeypatch: pytest.MonkeyPatch, *inputs: object, records: int = 3, size: int = 1 << 20
) -> list[str]:
    """From every place where a part ends, exactly the parts are read that followed. Gives the sources of all records."""
    monkeypatch.setattr(sizes, "PART_RECORDS", records)
    monkeypatch.setattr(sizes, "PART_BYTES", size)
    dump = Dump([str(name) for name in inputs], Fields(), LIMIT)
    whole = [(part.slices, part.after) for part in dump.parts()]
    assert len(whole) > 1
    for number, (_, after) in enumerate(whole, 1):
        assert [(part.slices, part.after) for part in dump.parts(after)] == whole[number:]
    return [raw.source.rsplit("/", 1)[-1] for slices, _ in whole for piece in slices for raw in piece.raws]
