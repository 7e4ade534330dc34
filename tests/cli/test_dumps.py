"""`cleaner batch` and its formats: the same texts from each, what is said, what the extra files hold."""

from __future__ import annotations

import bz2
import csv
import gzip
import io
import json
import lzma
import os
import re
import subprocess
import sys
from threading import Thread

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
import zstandard

from cleaner.records.packing import pack, packing
from tests.conftest import FIXTURES, ROOT, assert_one_line_error
from tests.engines.drive import read_jsonl
from tests.records.archives import write_warc
from tests.toy import OPTIONS, RULES, SPAM

pytestmark = pytest.mark.usefixtures("inlined")
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
    assert run("batch", tmp_path / "in.parquet", "-o", tmp_path / "out.parquet", *OPTIONS).returncode == 0
    table = pq.read_table(tmp_path / "out.parquet")
    assert table.schema.names == [*schema.names, "title", "rules_version"]
    assert [table.schema.field(name).type for name in schema.names] == schema.types
    assert table.column("text").to_pylist() == ["Rain.\n", "Sun."]
    assert table.column("when").equals(pq.read_table(tmp_path / "in.parquet").column("when"))


def test_guessed_fields_are_said_once_and_named_ones_are_not_guessed(run, tmp_path):
    rows = [{"doc_id": 7, "Body": f"Rain.\n\n{SPAM}\n", "link": "https://a.example/", "extra": [1]}]
    for name in ("a.jsonl", "b.jsonl"):
        write_jsonl(tmp_path / name, rows)
    result = run("batch", tmp_path / "a.jsonl", tmp_path / "b.jsonl", "-o", tmp_path / "out.jsonl", *OPTIONS)
    said = result.stderr.decode().splitlines()[:3]
    assert said == ["text field: Body", "url field: link", "id field: doc_id"]
    rows[0].update(Body="Rain.\n", rules_version=RULES.version)
    assert [json.loads(line) for line in (tmp_path / "out.jsonl").read_text().splitlines()] == rows * 2
    other = run("batch", tmp_path / "a.jsonl", "-o", tmp_path / "none.jsonl", "--text-field", "extra", *OPTIONS)
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
    run("batch", tmp_path / "in.jsonl", "-o", tmp_path / "out.jsonl", *OPTIONS)
    assert json.loads((tmp_path / "out.jsonl").read_text())["text"] == cleaned


def test_removals_as_records(run, tmp_path):
    raw = f"Rain.\n\n{SPAM}\n"
    write_jsonl(tmp_path / "in.jsonl", [{"id": "r", "text": raw}, {"id": "s", "text": "Sun."}])
    run("batch", tmp_path / "in.jsonl", "-o", tmp_path / "out.jsonl", "--removed", tmp_path / "gone.jsonl", *OPTIONS)
    (row,) = [json.loads(line) for line in (tmp_path / "gone.jsonl").read_text().splitlines()]
    assert raw[row["start"] : row["end"]] == row["text"]
    assert SPAM in row["text"]
    assert (row["id"], row["category"], row["rules"][0]) == ("r", "disclosure", "disclosure.earns-from-bells")
    run("batch", tmp_path / "in.jsonl", "-o", tmp_path / "2.jsonl", "--removed", tmp_path / "gone.parquet", *OPTIONS)
    assert pq.read_table(tmp_path / "gone.parquet").to_pylist() == [row]


def test_the_summary_as_json(run, tmp_path):
    (tmp_path / "in.jsonl").write_text(json.dumps({"text": f"Rain.\n\n{SPAM}\n"}) + "\nno json\n{}\n")
    result = run(
        "batch", tmp_path / "in.jsonl", "-o", tmp_path / "out.jsonl", "--stats", tmp_path / "stats.json", *OPTIONS
    )
    assert result.returncode == 1
    stats = json.loads((tmp_path / "stats.json").read_text())
    assert stats["stats"]["documents"] == 1
    assert stats["stats"]["characters"] == len(f"Rain.\n\n{SPAM}\n")
    assert stats["stats"]["removals_by_rule"] == {"disclosure.earns-from-bells": 1}
    assert stats["rejected"] == 2
    assert stats["rejects"] == {"is no JSON": 1, "has no field 'text' and no field 'html'": 1}
    assert len(stats["task"]["rules"]) == 12


def test_records_beyond_the_limit_are_named(run, tmp_path):
    write_jsonl(tmp_path / "in.jsonl", [{"text": "Rain."}, {"text": "x" * 5000}, {"text": "Sun."}])
    result = run("batch", tmp_path / "in.jsonl", "-o", tmp_path / "out.jsonl", "--max-record-bytes", 1000, *OPTIONS)
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
        result = run("batch", source, "-o", out, *OPTIONS)
        assert result.returncode == 0, result.stderr
        assert [json.loads(line)["text"] for line in out.read_text().splitlines()] == ["a", "b"]
    assert run("batch", tmp_path / "a", "-o", f"file://{tmp_path}/far.parquet", cwd=tmp_path).returncode == 0
    assert pq.read_table(tmp_path / "far.parquet").column("text").to_pylist() == ["a"]


ARTICLES = [f"Article {n}." for n in range(500)]


@pytest.mark.parametrize("name", ["in.jsonl", "in.jsonl.gz", "in.csv"])
def test_a_pipe_that_is_named_is_read_once(run, tmp_path, name):
    rows = ["body", *ARTICLES] if name == "in.csv" else [json.dumps({"body": text}) for text in ARTICLES]
    os.mkfifo(tmp_path / name)
    data = pack("\n".join(rows).encode(), packing(name))
    writer = Thread(target=(tmp_path / name).write_bytes, args=(data,))
    writer.start()
    result = run("batch", name, "-o", "out.jsonl", cwd=tmp_path)
    writer.join()
    assert (result.returncode, b"text field: body" in result.stderr) == (0, True), result.stderr
    assert [row["body"] for row in read_jsonl(tmp_path / "out.jsonl")] == ARTICLES


def test_a_pipe_of_the_shell_is_read_once(tmp_path):
    (tmp_path / "data").write_text("".join(json.dumps({"body": text}) + "\n" for text in ARTICLES))
    script = '"$0" -m cleaner batch <(cat data) -o out.jsonl'
    command, env = ["bash", "-c", script, sys.executable], {**os.environ, "PYTHONPATH": str(ROOT)}
    result = subprocess.run(command, cwd=tmp_path, capture_output=True, timeout=60, env=env)
    assert (result.returncode, b"text field: body" in result.stderr) == (0, True), result.stderr
    assert [row["body"] for row in read_jsonl(tmp_path / "out.jsonl")] == ARTICLES


def test_a_device_is_no_dump(run, tmp_path):
    for name in ("/dev/zero", "/dev/random"):
        assert_one_line_error(run("batch", name, "-o", "out.jsonl", cwd=tmp_path), f"{name}: is a device, no file")
    assert list(tmp_path.iterdir()) == []


def test_batch_says_in_which_encoding_a_file_was(run, tmp_path):
    (tmp_path / "in.csv").write_bytes("id;text\r\n1;Große Öfen glühen.\r\n".encode("cp1252"))
    done = run("batch", "in.csv", "-o", "out.jsonl", cwd=tmp_path)
    assert b"encoding: cp1252 (in.csv)\n" in done.stderr
    assert b"files by encoding: cp1252 (1)\n" in done.stderr
    assert "Große Öfen" in (tmp_path / "out.jsonl").read_text("utf-8")
    named = run("batch", "in.csv", "-o", "named.jsonl", "--encoding", "cp1253", cwd=tmp_path)
    assert b"files by encoding: cp1253 (1)\n" in named.stderr
    refused = run("batch", "in.csv", "-o", "out.jsonl", "--encoding", "latin-99", cwd=tmp_path)
    assert refused.returncode == 2
    assert b"latin-99: unknown encoding" in refused.stderr


def test_what_nobody_means_of_a_folder_is_passed_over_and_counted(run, tmp_path):
    folder = tmp_path / "in"
    for name in (
        "a.txt",
        "b.markdown",
        "c.xhtml",
        "empty.txt",
        ".hidden.txt",
        "._a.txt",
        "x.pdf",
        "y.PDF",
        "LICENSE",
        "t.csv.doc",
    ):
        (folder / name).parent.mkdir(exist_ok=True)
        (folder / name).write_text("" if name == "empty.txt" else "Rain is wet.\n")
    for name in ("__MACOSX", ".git"):
        (folder / name).mkdir()
        (folder / name / "a.txt").write_text("Rain.")
    (folder / "link.txt").symlink_to(folder / "a.txt")
    done = run("batch", folder, "-o", tmp_path / "out.jsonl", "--stats", tmp_path / "stats.json")
    rows = read_jsonl(tmp_path / "out.jsonl")
    assert [row["path"] for row in rows] == ["a.txt", "b.markdown", "c.xhtml", "empty.txt"]
    assert rows[3]["text"] == ""
    kinds = {
        "hidden files": 2,
        "hidden folders": 2,
        ".pdf files": 2,
        ".doc files": 1,
        "files without ending": 1,
        "links": 1,
    }
    notes = json.loads((tmp_path / "stats.json").read_text())["notes"]
    assert notes == {f"passed over: {kind}": count for kind, count in kinds.items()} | {
        "without article: kept as they came": 1
    }
    assert b"passed over: hidden files (2), " in done.stderr or b"passed over: .pdf files (2), " in done.stderr
    assert b"empty.txt: the file is empty" in done.stderr
    assert [row["path"] for row in kept(run, folder, tmp_path)] == ["a.txt", "b.markdown", "c.xhtml"]


def kept(run, folder, tmp_path):
    run("batch", folder, "-o", tmp_path / "kept.jsonl", "--drop-empty")
    return read_jsonl(tmp_path / "kept.jsonl")


def test_the_summary_says_that_lines_recur_unless_they_were_learned(run, tmp_path):
    rows = [
        {
            "url": f"https://{site}.example/{n}",
            "text": f"Rain number {n} fell {'x' * n}.\n\nFollow the huts of our valley here today.\n",
        }
        for site in ("a", "b")
        for n in range(6)
    ]
    (tmp_path / "in.jsonl").write_text("".join(json.dumps(row) + "\n" for row in rows))
    done = run("batch", "in.jsonl", "-o", "out.jsonl", cwd=tmp_path)
    assert b"2 lines recur on 5 or more pages of 2 sites; --learn removes them\n" in done.stderr
    learned = run("batch", "in.jsonl", "-o", "learned.jsonl", "--learn", cwd=tmp_path)
    assert b"recur" not in learned.stderr


ROWS = [
    {"id": 1, "url": "https://www.a.example/1", "text": f"Rain is wet.\n\n{SPAM}\n"},
    {"id": 2, "url": "https://a.example/2", "text": "Sun."},
    {"id": 3, "url": "https://b.example/3", "text": None},
    {"id": 4, "text": f"{SPAM}\n\nSnow.\n"},
]


@pytest.fixture
def rows(tmp_path):
    (tmp_path / "in.jsonl").write_text("".join(json.dumps(row) + "\n" for row in ROWS))
    return tmp_path


@pytest.mark.parametrize("form", ["jsonl", "csv", "tsv", "parquet"])
def test_standard_output_gets_what_a_file_would(run, rows, form):
    run("batch", "in.jsonl", "-o", f"out.{form}", cwd=rows)
    done = run("batch", "in.jsonl", "-o", "-", "--format", form, cwd=rows)
    assert (done.returncode, done.stdout) == (0, (rows / f"out.{form}").read_bytes())


def test_only_what_changed_is_written_when_asked_for(run, rows):
    done = run("batch", "in.jsonl", "-o", "out.jsonl", "--only-changed", *OPTIONS, cwd=rows)
    assert [row["id"] for row in read_jsonl(rows / "out.jsonl")] == [1, 4]
    assert b"unchanged: left out (1)\n" in done.stderr
    assert b"without article: left out (1)\n" in done.stderr


@pytest.mark.parametrize("form", ["jsonl", "csv", "parquet"])
def test_counts_by_category_are_columns_and_are_summed_up_again(run, rows, form):
    run("batch", "in.jsonl", "-o", f"out.{form}", "--counts", "--stats", "stats.json", *OPTIONS, cwd=rows)
    shown = json.loads(run("stats", f"out.{form}", "--format", "json", cwd=rows).stdout)
    stats = json.loads((rows / "stats.json").read_text())["stats"]
    names = ("characters", "removed_characters", "characters_by_category")
    assert {name: shown["total"][name] for name in names} == {name: stats[name] for name in names}
    assert {name: (site["documents"], site["removed_characters"] > 0) for name, site in shown["sites"].items()} == {
        "a.example": (2, True),
        "b.example": (1, False),
        "": (1, True),
    }
    text = run("stats", f"out.{form}", "--top", 1, cwd=rows).stdout.decode()
    assert text.startswith("4 documents of 3 sites: removed ")
    assert "\n  disclosure " in text


def test_sums_need_counts(run, rows):
    assert_one_line_error(run("stats", "in.jsonl", cwd=rows), "in.jsonl", "cleaner batch --counts")
    assert_one_line_error(run("stats", "none.parquet", cwd=rows), "none.parquet")
    assert_one_line_error(run("stats", "in.txt", cwd=rows), "must end in")


def test_a_record_is_found_by_what_reports_call_it(run, rows):
    for name in ("in.jsonl:4", str(rows / "in.jsonl:4"), "…n.jsonl:4", "4"):
        shown = run("diff", rows / "in.jsonl", "--id", name, "--stat")
        assert shown.returncode == 0, shown.stderr


def test_clean_explains_on_standard_error_what_went(run):
    done = run("clean", "--explain", *OPTIONS, stdin=f"Rain is wet.\n\n{SPAM}\n".encode())
    assert done.stdout == b"Rain is wet.\n"
    assert done.stderr.decode().startswith(f"- {SPAM}\n    disclosure +")


def test_rules_are_shown_without_objects_of_python(run):
    names = [line.split()[0] for line in run("rules", "list").stdout.decode().splitlines()]
    shown = run("rules", "show", *names).stdout.decode()
    assert not re.search(
        r"object at 0x|\b[A-Z]\w+\(\w+=|None|frozenset|True|False",
        re.sub(r"^  (removes|keeps|cuts|source).*$", "", shown, flags=re.M),
    )
