"""Formats: what a name tells, and what is told before any work is done where a library is missing."""

from __future__ import annotations

import os
import subprocess
import sys

import pytest

from cleaner.errors import InputError
from cleaner.records import delimited, jsonl, parquet, texts, warc
from cleaner.records.delimited import DelimitedOutput
from cleaner.records.formats import READABLE, WRITABLE, ending, format_of, is_folder, output_of
from cleaner.records.jsonl import JsonlOutput
from cleaner.records.packing import ENDINGS
from cleaner.records.parquet_output import ParquetOutput
from cleaner.records.texts import FolderOutput
from tests.conftest import ROOT, assert_one_line_error
from tests.records.reading import written


@pytest.mark.parametrize(
    ("name", "form"),
    [
        ("a.jsonl", jsonl),
        ("-", jsonl),
        ("s3://b/A.NDJSON.GZ", jsonl),
        ("a.csv.xz", delimited),
        ("a.b/c.tsv", delimited),
        ("a.parquet", parquet),
        ("a.warc.gz", warc),
        ("a.warc.wet.gz", warc),
        ("a.txt.zst", texts),
        ("a.jsonl.html", texts),
    ],
)
def test_the_ending_tells_the_format(name, form):
    assert format_of(name) is form
    assert ending(name) in READABLE


@pytest.mark.parametrize("name", ["a.pdf", "jsonl", ".jsonl", "a.jsonl.zip", "a.gz", "a.jsonl/b"])
def test_other_endings_tell_none(name):
    assert ending(name) not in READABLE


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("-", JsonlOutput),
        *[(f"a.jsonl{packed}", JsonlOutput) for packed in ("", *ENDINGS)],
        *[(f"a.TSV{packed}", DelimitedOutput) for packed in ("", *ENDINGS)],
        ("s3://bucket/a.csv", DelimitedOutput),
        ("a.parquet", ParquetOutput),
        ("out", FolderOutput),
        ("out/", FolderOutput),
        ("out.2024/", FolderOutput),
        ("out.txt/", FolderOutput),
    ],
)
def test_the_name_of_an_output_tells_what_writes_it(name, kind):
    assert type(output_of(name)) is kind
    assert is_folder(name) == (kind is FolderOutput)


@pytest.mark.parametrize(
    "name", ["a.warc", "a.txt", "a.html", "a.json", "a.zip", "a.parquet.gz", "a.gz", "a.WET", "a.jsonll", "a.xlsx"]
)
def test_an_output_that_cannot_be_written_is_no_folder(name):
    with pytest.raises(InputError, match="cannot write this format; known endings are"):
        output_of(name)


def test_every_format_is_in_the_table_and_in_the_help():
    table = (ROOT / "cleaner" / "records" / "README.md").read_text(encoding="utf-8").partition("\n\nInputs are")[0]
    read, written = zip(*(row.split("|")[2:4] for row in table.splitlines() if row.startswith("| ")), strict=True)
    assert [ending for ending in READABLE if f"`{ending}`" not in "".join(read)] == []
    assert [ending for ending in WRITABLE if f"`{ending}`" not in "".join(written)] == []


@pytest.mark.parametrize("name", ["s3://bucket/out", "memory://out/"])
def test_no_folder_is_written_behind_a_url(name):
    with pytest.raises(InputError, match="cannot write a folder there"):
        output_of(name)


def test_a_folder_that_is_there_may_be_called_as_it_is(tmp_path):
    (tmp_path / "texts.txt").mkdir()
    assert type(output_of(str(tmp_path / "texts.txt"))) is FolderOutput


@pytest.mark.parametrize(
    ("library", "name", "output"),
    [
        ("zstandard", "in.jsonl", "out.jsonl.zst"),
        ("zstandard", "in.jsonl", "out.csv.zst"),
        ("pyarrow", "in.jsonl", "out.parquet"),
        ("pyarrow", "in.parquet", "out.jsonl"),
        ("zstandard", "in.jsonl.zst", "out.jsonl"),
        ("zstandard", "in.txt.zst", "out.jsonl"),
        ("fastwarc", "in.warc.gz", "out.jsonl"),
        ("fsspec", "s3://bucket/in.jsonl", "out.jsonl"),
    ],
)
def test_a_library_that_is_missing_is_named_with_what_to_install(run, hidden, tmp_path, library, name, output):
    hidden(library)
    written(tmp_path / name.replace("://", "-"), b'{"text": "Rain."}\n')
    result = run("batch", name, "-o", output, cwd=tmp_path)
    assert_one_line_error(result, f"{library} is not installed: pip install 'affiliate-cleaner[dumps]'")
    assert not (tmp_path / output).exists()


def test_json_lines_and_texts_need_no_library_of_dumps(tmp_path):
    written(tmp_path / "in.jsonl.gz", b"")
    libraries = ("duckdb", "fastwarc", "fsspec", "pyarrow", "zstandard")
    code = f"""
import sys
sys.modules.update(dict.fromkeys({libraries}))
from cleaner.errors import MissingExtraError
from cleaner.records.dump import Dump
from cleaner.records.fields import Fields
from cleaner.records.formats import output_of, WRITABLE
from cleaner.records.record import Row
for name in ("out.jsonl.xz", "out.csv.gz", "out"):
    assert output_of(name).encode([Row({{"text": "Rain"}}, "Rain")])
assert list(Dump(["in.jsonl.gz"], Fields(), 100).parts()) == []
for name in ("out.parquet", "out.jsonl.zst"):
    try:
        output_of(name)
    except MissingExtraError:
        continue
    raise SystemExit(f"nothing is missing for {{name}}")
"""
    argv = [sys.executable, "-c", code]
    env = {**os.environ, "PYTHONPATH": str(ROOT)}
    assert subprocess.run(argv, cwd=tmp_path, env=env, capture_output=True, check=False).stderr == b""
