"""Dumps through Spark: the same rows as from the local engine, out of every format, and the same counts."""

from __future__ import annotations

import json

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from cleaner import InputError, load_rules
from cleaner.engines.base import REJECTS
from cleaner.engines.cleaning import OUTPUT, REMOVED, CleanJob
from cleaner.engines.spark.batch import run_on_spark as clean
from cleaner.engines.spark.read import spark_source
from cleaner.records.fields import Fields
from tests.conftest import FIXTURES, need, need_java
from tests.engines import drive
from tests.engines.spark.conftest import PAGES, SPAM, read_jsonl, write_jsonl
from tests.records.archives import write_warc

pytestmark = [pytest.mark.heavy, pytest.mark.usefixtures("inlined")]

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

    def call(*inputs, output="out.jsonl", restart=False, limit=1 << 24, meta=False, **fields):
        targets = {OUTPUT: output, REMOVED: "removed.jsonl", REJECTS: "rejects.jsonl"}
        targets = {name: str(tmp_path / "spark" / target) for name, target in targets.items()}
        source = spark_source(cluster, list(map(str, inputs)), Fields(**fields), limit)
        return clean(source, CleanJob(load_rules(), meta=meta), targets, restart=restart), tmp_path / "spark"

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


@pytest.mark.parametrize("form", ["jsonl", "parquet"])
def test_what_pages_say_is_as_from_the_local_engine(spark, run, tmp_path, form):
    page = (FIXTURES / "meta" / "json-ld-graph.html").read_text(encoding="utf-8")
    rows = [
        {"html": page, "url": "https://tarn.example/walks/pass"},
        {"html": None, "url": None},
        {"html": "<p>Rain", "url": ""},
    ]
    write_jsonl(tmp_path / "in.jsonl", rows)
    pq.write_table(pa.Table.from_pylist(rows), tmp_path / "in.parquet")
    run("batch", tmp_path / f"in.{form}", "-o", tmp_path / f"out.{form}", "--meta")
    _, made = spark(tmp_path / f"in.{form}", output=f"out.{form}", meta=True)
    rows_of = read_jsonl if form == "jsonl" else lambda path: pq.read_table(path).to_pylist()
    assert rows_of(made / f"out.{form}") == rows_of(tmp_path / f"out.{form}")


def test_records_that_cannot_be_cleaned_are_rejected_whole(spark, tmp_path):
    lines = [
        '{"text": "Nasse Öfen glühen über Maß."}'.encode(),
        b"no JSON",
        b"",
        b'{"text": "\xff"}',
        b'{"text": 7}',
        b'["text"]',
        b'{"text": "' + b"x" * 99,
    ]
    (tmp_path / "in.jsonl").write_bytes(b"\n".join(lines))
    tally, made = spark(tmp_path / "in.jsonl", limit=90)
    assert [row["text"] for row in read_jsonl(made / "out.jsonl")] == ["Nasse Öfen glühen über Maß."]
    rejects = {row["reason"].partition(":")[0]: row["record"] for row in read_jsonl(made / "rejects.jsonl")}
    assert rejects == {
        "is no JSON": "no JSON",
        "is not UTF-8": '{"text": "\ufffd"}',
        "field 'text' is no text but int": '{"text": 7}',
        "is no JSON object but list": '["text"]',
        "is longer than 90 bytes": '{"text": "' + "x" * 99,
    }
    assert tally.rejected == 5
    places = {f"{tmp_path}/in.jsonl:{number}" for number in (2, 4, 5, 6, 7)}
    assert {row["source"] for row in read_jsonl(made / "rejects.jsonl")} == places


def test_what_is_there_is_only_written_anew_when_asked_for(spark, dump):
    spark(dump)
    with pytest.raises(InputError, match="is there already; --restart writes it anew"):
        spark(dump)
    _, made = spark(dump, restart=True)
    assert len(read_jsonl(made / "out.jsonl")) == len(ROWS)


@pytest.mark.parametrize(
    ("inputs", "output", "reason"),
    [
        (["in.doc"], "out.jsonl", "cannot tell the format"),
        (["-"], "out.jsonl", "not standard input"),
        (["none.jsonl"], "out.jsonl", "no such file"),
        (["in.jsonl"], "out.parquet", "Spark writes JSON Lines from all but Parquet and WARC"),
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
@pytest.mark.usefixtures("dump")
def test_the_command(process, run, tmp_path, form):
    need("spark", "pyspark")
    need_java()
    if form == "parquet":
        pq.write_table(pa.Table.from_pylist(PAGES), tmp_path / "in.parquet")
    source, out, rejects = tmp_path / f"in.{form}", tmp_path / f"out.{form}", tmp_path / f"out.{form}.rejects.jsonl"
    spark = ("--engine", "spark", "--master", "local[2]", "--spark-conf", "spark.driver.host=127.0.0.1")
    stats = ("--stats", tmp_path / "stats.json")
    result = process("batch", source, "-o", out, *spark, *stats, "--learn", "--min-pages", 3)
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
    """Removals, with the place of their record."""
    return sorted(json.dumps(row, sort_keys=True) for row in read_jsonl(path))


def mixed(folder):
    """Files of every format, with what people's dumps have of oddities."""
    folder.mkdir()
    text = f"Große Öfen glühen früh.\n\n{SPAM}\n"
    (folder / "a.csv").write_bytes(f'Nr;Inhalt\r\n1;"{text}"\r\n2;\r\n'.encode("cp1252"))
    (folder / "b.csv").write_bytes(f'sep=|\r\nNr|Inhalt\r\n1|"{text}"\r\n'.encode("utf-16"))
    (folder / "c.json").write_text(
        json.dumps([{"id": 1, "data": {"body": text}}, {"id": 2, "data": {"body": None}}], indent=2)
    )
    (folder / "d.jsonl").write_text(
        '{"id": 3, "text": "Rain.", "n": NaN}\n{"id": 4, "body": "Sun."}\n{"id": 5}\nno JSON\n'
    )
    (folder / "e.html").write_bytes(b"<title>T</title><p>Rain is wet, as all know who walked in it.</p>")
    (folder / "f.md").write_text("<p>Rain</p> <p>in</p> Markdown.")
    (folder / "g.txt").write_text("")
    (folder / ".hidden.txt").write_text("Rain.")
    (folder / "h.pdf").write_bytes(b"%PDF")
    pages = pa.array([b"<p>Rain.</p><p>Sun.</p>", "<p>Größe</p><p>ß</p>".encode("utf-16"), None])
    pq.write_table(pa.table({"id": [1, 2, 3], "html": pages}), folder / "i.parquet")
    write_warc(folder / "j.warc.gz", PAGES)
    return folder


@pytest.mark.parametrize("more", [[], ["--drop-empty"]])
def test_a_mixed_dump_is_as_from_the_local_engine(tmp_path, more):
    need("spark", "pyspark")
    need_java()
    folder = mixed(tmp_path / "in")
    made = {}
    for engine in ("local", "spark"):
        out = tmp_path / engine
        out.mkdir()
        options = ["-o", out / "out.jsonl", "--stats", out / "stats.json", "--engine", engine, *more]
        # A process of its own: a command stops the session that it used.
        assert drive.run("batch", folder, *options, cwd=tmp_path).returncode == 1
        stats = json.loads((out / "stats.json").read_text())
        rows = sorted(json.dumps(row) for row in read_jsonl(out / "out.jsonl"))
        rejects = sorted((row["source"], row["reason"]) for row in read_jsonl(out / "out.jsonl.rejects.jsonl"))
        counted = {**stats["stats"], "warnings": stats["warnings"]}
        made[engine] = (rows, rejects, counted, stats["rejects"], stats["notes"])
    assert made["spark"] == made["local"]
    assert made["local"][4]["without article: " + ("left out" if more else "kept as they came")] == 4


def test_structs_and_bytes_of_parquet_are_as_from_the_local_engine(spark, run, tmp_path):
    bodies = [f"Rain.\n\n{SPAM}".encode(), None, "Größe".encode("utf-16"), b""]
    rows = [{"doc": {"n": n, "body": body}, "k": n} for n, body in enumerate(bodies)]
    pq.write_table(pa.Table.from_pylist(rows), tmp_path / "in.parquet")
    run("batch", tmp_path / "in.parquet", "-o", tmp_path / "out.parquet")
    _, made = spark(tmp_path / "in.parquet", output="out.parquet")
    assert pq.read_table(made / "out.parquet").to_pylist() == pq.read_table(tmp_path / "out.parquet").to_pylist()
    assert [row["doc"]["body"] for row in pq.read_table(made / "out.parquet").to_pylist()] == [
        "Rain.",
        None,
        "Größe",
        "",
    ]


def test_a_field_that_is_missing_is_told_before_the_first_record(spark, tmp_path):
    (tmp_path / "in.jsonl").write_text('{"n": "a"}\n' * 3)
    with pytest.raises(InputError, match="no field has the usual name of an article: there are n"):
        spark(tmp_path / "in.jsonl")
