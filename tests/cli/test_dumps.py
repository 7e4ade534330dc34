"""`cleaner batch` and its formats: the same texts from each, what is said, what the extra files hold."""

from __future__ import annotations

import bz2
import csv
import gzip
import io
import json
import lzma
import os
import subprocess
import sys

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
import zstandard

from cleaner import load_rules
from cleaner.records.packing import pack, packing
from tests.conftest import FIXTURES, ROOT, assert_one_line_error
from tests.engines.drive import read_jsonl
from tests.records.archives import write_warc

SPAM = "As an Amazon Associate I earn from qualifying purchases."
PAGES = [
    {"id": path.parent.name, "url": f"https://example.org/{path.parent.name}", "html": path.read_text(encoding="utf-8")}
    for path in sorted((FIXTURES / "articles").glob("page-*/input.html"))
]


def write_jsonl(path, records):
    path.write_text("".join(json.dumps(record, ensure_ascii=False) + "\n" for record in records), encoding="utf-8")


def write_csv(path, records):
    text = io.StringIO(newline="")
    writer = csv.DictWriter(text, list(records[0]))
    writer.writeheader()
    writer.writerows(records)
    path.write_text(text.getvalue(), encoding="utf-8", newline="")


def write_parquet(path, records):
    pq.write_table(pa.Table.from_pylist(records), path, row_group_size=5)


def write_folder(path, records):
    path.mkdir()
    for record in records:
        (path / f"{record['id']}.html").write_text(record["html"], encoding="utf-8", newline="")


def packed(write, pack):
    def written(path, records):
        write(path, records)
        path.write_bytes(pack(path.read_bytes()))

    return written


WRITERS = {
    "in.jsonl": write_jsonl,
    "in.ndjson.gz": packed(write_jsonl, gzip.compress),
    "in.jsonl.bz2": packed(write_jsonl, bz2.compress),
    "in.jsonl.zst": packed(write_jsonl, lambda data: zstandard.ZstdCompressor().compress(data)),
    "in.csv": write_csv,
    "in.csv.xz": packed(write_csv, lzma.compress),
    "in.parquet": write_parquet,
    "in.warc.gz": write_warc,
    "in": write_folder,
}


def texts(path):
    """The texts of an output by id."""
    if path.suffix == ".parquet":
        rows = pq.read_table(path).to_pylist()
    elif path.suffix == ".csv":
        rows = list(csv.DictReader(io.StringIO(path.read_text(encoding="utf-8"), newline="")))
    elif path.is_dir():
        rows = [{"id": file.stem, "text": file.read_bytes().decode()} for file in path.iterdir()]
    else:
        rows = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
    return {row["id"]: row["text"] for row in rows}


@pytest.fixture(scope="session")
def expected():
    found = {}
    for page in PAGES:
        folder = FIXTURES / "articles" / page["id"]
        found[page["id"]] = (folder / "expected.txt").read_bytes().decode()
    return found


@pytest.mark.parametrize("name", WRITERS)
def test_the_same_texts_from_every_format(run, tmp_path, expected, name):
    WRITERS[name](tmp_path / name, PAGES)
    result = run("batch", tmp_path / name, "-o", tmp_path / "out.jsonl")
    assert result.returncode == 0, result.stderr
    assert texts(tmp_path / "out.jsonl") == expected


@pytest.mark.parametrize("name", ["out.parquet", "out.csv", "out"])
def test_the_same_texts_in_every_format(run, tmp_path, expected, name):
    write_jsonl(tmp_path / "in.jsonl", PAGES)
    assert run("batch", tmp_path / "in.jsonl", "-o", tmp_path / name).returncode == 0
    assert texts(tmp_path / name) == expected


def test_parquet_keeps_its_schema(run, tmp_path):
    schema = pa.schema(
        [("n", pa.int8()), ("when", pa.timestamp("ns")), ("text", pa.large_string()), ("tags", pa.list_(pa.string()))]
    )
    rows = [
        {"n": 1, "when": 7, "text": f"Rain.\n\n{SPAM}\n", "tags": ["a"]},
        {"n": None, "when": None, "text": "Sun.", "tags": None},
    ]
    pq.write_table(pa.Table.from_pylist(rows, schema=schema), tmp_path / "in.parquet")
    assert run("batch", tmp_path / "in.parquet", "-o", tmp_path / "out.parquet").returncode == 0
    table = pq.read_table(tmp_path / "out.parquet")
    assert table.schema.names == [*schema.names, "title", "rules_version"]
    assert [table.schema.field(name).type for name in schema.names] == schema.types
    assert table.column("text").to_pylist() == ["Rain.\n", "Sun."]
    assert table.column("when").equals(pq.read_table(tmp_path / "in.parquet").column("when"))


def test_guessed_fields_are_said_once_and_named_ones_are_not_guessed(run, tmp_path):
    rows = [{"doc_id": 7, "Body": f"Rain.\n\n{SPAM}\n", "link": "https://a.example/", "extra": [1]}]
    for name in ("a.jsonl", "b.jsonl"):
        write_jsonl(tmp_path / name, rows)
    result = run("batch", tmp_path / "a.jsonl", tmp_path / "b.jsonl", "-o", tmp_path / "out.jsonl")
    said = result.stderr.decode().splitlines()[:3]
    assert said == ["text field: Body", "url field: link", "id field: doc_id"]
    rows[0].update(Body="Rain.\n", rules_version=load_rules().version)
    assert [json.loads(line) for line in (tmp_path / "out.jsonl").read_text().splitlines()] == rows * 2
    other = run("batch", tmp_path / "a.jsonl", "-o", tmp_path / "none.jsonl", "--text-field", "extra")
    assert b"rejected 1 records: field 'extra' is no text but list (1)" in other.stderr


@pytest.mark.parametrize(
    ("text", "cleaned"),
    [
        ("<p>Rain is wet.</p><p>And the <b>road</b> is long.</p>", "Rain is wet.\n\nAnd the road is long.\n"),
        ("A tag like <p>Rain</p> is no markup.", "A tag like <p>Rain</p> is no markup."),
        ("<p>One element</p> in a text.", "<p>One element</p> in a text."),
        ("<!DOCTYPE html><p>Rain.", "Rain.\n"),
    ],
)
def test_markup_in_a_text_field_is_told_by_how_it_begins(run, tmp_path, text, cleaned):
    write_jsonl(tmp_path / "in.jsonl", [{"text": text}])
    run("batch", tmp_path / "in.jsonl", "-o", tmp_path / "out.jsonl")
    assert json.loads((tmp_path / "out.jsonl").read_text())["text"] == cleaned


def test_removals_as_records(run, tmp_path):
    raw = f"Rain.\n\n{SPAM}\n"
    write_jsonl(tmp_path / "in.jsonl", [{"id": "r", "text": raw}, {"id": "s", "text": "Sun."}])
    run("batch", tmp_path / "in.jsonl", "-o", tmp_path / "out.jsonl", "--removed", tmp_path / "gone.jsonl")
    (row,) = [json.loads(line) for line in (tmp_path / "gone.jsonl").read_text().splitlines()]
    assert raw[row["start"] : row["end"]] == row["text"]
    assert SPAM in row["text"]
    assert (row["id"], row["category"], row["rules"][0]) == ("r", "disclosure", "disclosure.amazon-associate")
    run("batch", tmp_path / "in.jsonl", "-o", tmp_path / "out.jsonl", "--removed", tmp_path / "gone.parquet")
    assert pq.read_table(tmp_path / "gone.parquet").to_pylist() == [row]


def test_the_summary_as_json(run, tmp_path):
    (tmp_path / "in.jsonl").write_text(json.dumps({"text": f"Rain.\n\n{SPAM}\n"}) + "\nno json\n{}\n")
    result = run("batch", tmp_path / "in.jsonl", "-o", tmp_path / "out.jsonl", "--stats", tmp_path / "stats.json")
    assert result.returncode == 1
    stats = json.loads((tmp_path / "stats.json").read_text())
    assert stats["stats"]["documents"] == 1
    assert stats["stats"]["characters"] == len(f"Rain.\n\n{SPAM}\n")
    assert stats["stats"]["removals_by_rule"] == {"disclosure.amazon-associate": 1}
    assert stats["rejected"] == 2
    assert stats["rejects"] == {"is no JSON": 1, "has no field 'text' and no field 'html'": 1}
    assert len(stats["task"]["rules"]) == 12


def test_records_beyond_the_limit_are_named(run, tmp_path):
    write_jsonl(tmp_path / "in.jsonl", [{"text": "Rain."}, {"text": "x" * 5000}, {"text": "Sun."}])
    result = run("batch", tmp_path / "in.jsonl", "-o", tmp_path / "out.jsonl", "--max-record-bytes", 1000)
    assert result.returncode == 1
    assert [json.loads(line)["text"] for line in (tmp_path / "out.jsonl").read_text().splitlines()] == ["Rain.", "Sun."]
    (reject,) = [json.loads(line) for line in (tmp_path / "out.jsonl.rejects.jsonl").read_text().splitlines()]
    assert reject["source"].endswith("in.jsonl:2")
    assert reject["reason"] == "is longer than 1,000 bytes"


def test_patterns_and_urls(run, tmp_path):
    for name in ("b", "a"):
        (tmp_path / name).mkdir()
        write_jsonl(tmp_path / name / "in.jsonl", [{"text": name}])
    out = tmp_path / "out.jsonl"
    for source in (f"{tmp_path}/*/in.jsonl", f"file://{tmp_path}/*/in.jsonl", f"file://{tmp_path}"):
        out.unlink(missing_ok=True)
        result = run("batch", source, "-o", out)
        assert result.returncode == 0, result.stderr
        assert [json.loads(line)["text"] for line in out.read_text().splitlines()] == ["a", "b"]
    assert run("batch", tmp_path / "a", "-o", f"file://{tmp_path}/far.parquet", cwd=tmp_path).returncode == 0
    assert pq.read_table(tmp_path / "far.parquet").column("text").to_pylist() == ["a"]


@pytest.mark.parametrize("name", ["in.jsonl", "in.jsonl.gz", "in.csv", "/dev/fd/"])
def test_a_pipe_that_is_named_is_read_once(tmp_path, name):
    rows = [b'{"body": "Article %d."}' % n for n in range(500)]
    data = b"\n".join([b"body", *(b"Article %d." % n for n in range(500))] if name == "in.csv" else rows)
    (tmp_path / "data").write_bytes(pack(data, packing(name)))
    if name == "/dev/fd/":
        script = '"$0" -m cleaner batch <(cat data) -o out.jsonl'
    else:
        os.mkfifo(tmp_path / name)
        script = f'cat data > {name} & "$0" -m cleaner batch {name} -o out.jsonl'
    env = {**os.environ, "PYTHONPATH": str(ROOT)}
    result = subprocess.run(
        ["bash", "-c", script, sys.executable], cwd=tmp_path, capture_output=True, timeout=60, env=env
    )
    assert (result.returncode, b"text field: body" in result.stderr) == (0, True), result.stderr
    assert [row["body"] for row in read_jsonl(tmp_path / "out.jsonl")] == [f"Article {n}." for n in range(500)]


def test_a_device_is_no_dump(run, tmp_path):
    for name in ("/dev/zero", "/dev/random"):
        assert_one_line_error(run("batch", name, "-o", "out.jsonl", cwd=tmp_path), f"{name}: is a device, no file")
    assert list(tmp_path.iterdir()) == []
