"""Dumps through Spark: the same rows as from the local engine, out of every format, and the same counts."""

from __future__ import annotations

import json

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from cleaner import InputError, load_rules
from cleaner.engines.base import REJECTS
from cleaner.engines.cleaning import OUTPUT, REMOVED, CleanJob
from cleaner.engines.spark.batch import run as clean
from cleaner.engines.spark.read import read
from cleaner.records.fields import Fields
from tests.engines.spark.conftest import PAGES, SPAM, read_jsonl, write_jsonl
from tests.records.archives import write_warc

ROWS = [
    *PAGES,
    {"id": 7, "text": f"Rain.\n\n{SPAM}\n", "tags": ["a", {"b": None}], "title": None, "größe": 1.5},
    {"id": "ünï", "url": "https://example.org/a b", "text": "Sun. \u2028 \U0001f600"},
]


@pytest.fixture
def dump(tmp_path):
    write_jsonl(tmp_path / "in.jsonl", ROWS)
    return tmp_path / "in.jsonl"


@pytest.fixture
def spark(cluster, tmp_path):
    """Clean a dump with Spark; the rows of each output, and what was counted."""

    def call(*inputs, output="out.jsonl", restart=False, limit=1 << 24, **fields):
        targets = {OUTPUT: output, REMOVED: "removed.jsonl", REJECTS: "rejects.jsonl"}
        targets = {name: str(tmp_path / "spark" / target) for name, target in targets.items()}
        source = read(cluster, list(map(str, inputs)), Fields(**fields), limit)
        return clean(source, CleanJob(load_rules()), targets, restart=restart), tmp_path / "spark"

    return call


def test_json_lines_are_as_from_the_local_engine(spark, run, dump, tmp_path):
    run(
        "batch",
        dump,
        "-o",
        tmp_path / "out.jsonl",
        "--removed",
        tmp_path / "removed.jsonl",
        "--stats",
        tmp_path / "stats",
    )
    tally, made = spark(dump)
    assert read_jsonl(made / "out.jsonl") == read_jsonl(tmp_path / "out.jsonl")
    assert _known(made / "removed.jsonl") == _known(tmp_path / "removed.jsonl")
    assert not (made / "rejects.jsonl").exists()
    stats = json.loads((tmp_path / "stats").read_text())["stats"]
    assert {**tally.to_dict()["stats"], "warnings": []} == {**stats, "warnings": []}
    assert len(tally.stats.warnings) == len(stats["warnings"])


@pytest.mark.parametrize("output", ["out.parquet", "out.jsonl"])
def test_parquet_is_as_from_the_local_engine(spark, run, tmp_path, output):
    rows = [
        {"id": page["id"], "html": page["html"], "n": number, "tags": ["a", None]} for number, page in enumerate(PAGES)
    ]
    pq.write_table(pa.Table.from_pylist(rows), tmp_path / "in.parquet")
    run("batch", tmp_path / "in.parquet", "-o", tmp_path / output)
    _, made = spark(tmp_path / "in.parquet", output=output)
    rows_of = read_jsonl if output == "out.jsonl" else lambda path: pq.read_table(path).to_pylist()
    assert rows_of(made / output) == rows_of(tmp_path / output)


def test_warc_is_as_from_the_local_engine(spark, run, tmp_path):
    for number in range(2):
        write_warc(tmp_path / f"{number}.warc.gz", PAGES[number::2])
    files = sorted(tmp_path.glob("*.warc.gz"))
    run("batch", *files, "-o", tmp_path / "out.jsonl")
    _, made = spark(tmp_path / "*.warc.gz")
    assert read_jsonl(made / "out.jsonl") == read_jsonl(tmp_path / "out.jsonl")
    _, made = spark(*files, output="out.parquet", restart=True)
    assert [row["text"] for row in pq.read_table(made / "out.parquet").to_pylist()] == [
        row["text"] for row in read_jsonl(tmp_path / "out.jsonl")
    ]


def test_records_that_cannot_be_cleaned_are_rejected_whole(spark, tmp_path):
    lines = [
        b'{"text": "Rain."}',
        b"no JSON",
        b"",
        b'{"text": "\xff"}',
        b'{"text": 7}',
        b'["text"]',
        b'{"text": "' + b"x" * 99,
    ]
    (tmp_path / "in.jsonl").write_bytes(b"\n".join(lines))
    tally, made = spark(tmp_path / "in.jsonl", limit=90)
    assert [row["text"] for row in read_jsonl(made / "out.jsonl")] == ["Rain."]
    rejects = {row["reason"].partition(":")[0]: row["record"] for row in read_jsonl(made / "rejects.jsonl")}
    assert rejects == {
        "is no JSON": "no JSON",
        "is not UTF-8 (byte 10)": '{"text": "\ufffd"}',
        "field 'text' is no text but int": '{"text": 7}',
        "is no JSON object but list": '["text"]',
        "is longer than 90 bytes": '{"text": "' + "x" * 99,
    }
    assert tally.rejected == 5
    assert {row["source"] for row in read_jsonl(made / "rejects.jsonl")} == {f"file:{tmp_path}/in.jsonl"}


def test_what_is_there_is_only_written_anew_when_asked_for(spark, dump):
    spark(dump)
    with pytest.raises(InputError, match="is there already; --restart writes it anew"):
        spark(dump)
    _, made = spark(dump, restart=True)
    assert len(read_jsonl(made / "out.jsonl")) == len(ROWS)


@pytest.mark.parametrize(
    ("inputs", "output", "reason"),
    [
        (["in.jsonl", "in.parquet"], "out.jsonl", "one format at a time, not jsonl and parquet"),
        (["in.csv"], "out.jsonl", "cannot read this format"),
        (["in.jsonl.zst"], "out.jsonl", "cannot read this format"),
        (["-"], "out.jsonl", "not standard input"),
        (["none.jsonl"], "out.jsonl", "PATH_NOT_FOUND"),
        (["in.jsonl"], "out.parquet", "JSON Lines from JSON Lines"),
        (["in.jsonl"], "out.csv", "Spark writes .parquet and .jsonl"),
    ],
)
@pytest.mark.usefixtures("dump")
def test_what_cannot_be_read_or_written_is_said(spark, tmp_path, inputs, output, reason):
    with pytest.raises(InputError, match=reason):
        spark(*(name if name == "-" else tmp_path / name for name in inputs), output=output)


def test_what_spark_wrote_is_read_by_all_commands(spark, run, dump, tmp_path):
    spark(dump)
    result = run("batch", tmp_path / "spark" / "out.jsonl", "-o", tmp_path / "again.jsonl")
    assert result.returncode == 0, result.stderr
    assert len(read_jsonl(tmp_path / "again.jsonl")) == len(ROWS)


@pytest.mark.parametrize("form", ["jsonl", "parquet"])
def test_the_command(run, dump, tmp_path, form, cluster):  # noqa: ARG001  # skips where there is no Spark
    if form == "parquet":
        pq.write_table(pa.Table.from_pylist(PAGES), tmp_path / "in.parquet")
    source, out, rejects = tmp_path / f"in.{form}", tmp_path / f"out.{form}", tmp_path / f"out.{form}.rejects.jsonl"
    spark = ("--engine", "spark", "--master", "local[2]", "--spark-conf", "spark.driver.host=127.0.0.1")
    stats = ("--stats", tmp_path / "stats.json")
    result = run("batch", source, "-o", out, *spark, *stats, "--learn", "--min-pages", 3)
    assert result.returncode == 0, result.stderr.decode()
    assert b"cleaned" in result.stderr
    report = json.loads((tmp_path / "stats.json").read_text())
    assert report["stats"]["documents"] == len(ROWS if form == "jsonl" else PAGES)
    local = run("batch", source, "-o", tmp_path / f"local.{form}", "--learn", "--min-pages", 3)
    assert local.returncode == 0
    rows_of = read_jsonl if form == "jsonl" else lambda path: pq.read_table(path).to_pylist()
    ours, theirs = ([(row["id"], row["text"]) for row in rows_of(path)] for path in (out, tmp_path / f"local.{form}"))
    assert ours == theirs
    assert not rejects.exists()


def _known(path):
    """Removals, but for the place of their record, of which Spark knows only the file."""
    return sorted(json.dumps({**row, "source": ""}, sort_keys=True) for row in read_jsonl(path))
