"""What pages say of their articles in what commands write: columns of dumps, JSON, front matter."""

from __future__ import annotations

import csv
import json

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
import yaml

from cleaner import Metadata, clean_html
from tests.conftest import FIXTURES, assert_one_line_error
from tests.engines.drive import read_jsonl

pytestmark = pytest.mark.usefixtures("inlined")
URL = "https://tarn.example/walks/pass"
PAGE = FIXTURES / "meta" / "json-ld-graph.html"
SAID = clean_html(PAGE.read_bytes(), url=URL).meta.to_dict()
RECORDS = [
    {"url": URL, "html": PAGE.read_text(encoding="utf-8")},
    {"text": "Rain.", "meta_title": "what an earlier run said"},
    {"text": None},
]


def read_rows(path):
    if path.suffix == ".jsonl":
        return read_jsonl(path)
    if path.suffix == ".parquet":
        return pq.read_table(path).to_pylist()
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file, delimiter="\t" if path.suffix == ".tsv" else ","))


def in_cell(value, form):
    """A value as a cell of a table without types holds it."""
    if form not in ("csv", "tsv"):
        return value
    return (value or "") if value is None or isinstance(value, str) else json.dumps(value, ensure_ascii=False)


@pytest.mark.parametrize("form", ["jsonl", "csv", "tsv", "parquet"])
def test_what_pages_say_becomes_columns(run, tmp_path, form):
    (tmp_path / "in.jsonl").write_text("".join(json.dumps(record) + "\n" for record in RECORDS))
    done = run("batch", "in.jsonl", "-o", f"out.{form}", "--meta", cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    rows = read_rows(tmp_path / f"out.{form}")
    for row, said in zip(rows, (SAID, Metadata().to_dict(), Metadata().to_dict()), strict=True):
        assert {name: row[f"meta_{name}"] for name in said} == {n: in_cell(value, form) for n, value in said.items()}


def test_parquet_that_came_as_parquet_has_typed_columns_too(run, tmp_path):
    pq.write_table(pa.Table.from_pylist([{"url": None, **record} for record in RECORDS]), tmp_path / "in.parquet")
    for name in ("in", "out"):  # what an earlier run said is said anew
        assert run("batch", f"{name}.parquet", "-o", f"{name}2.parquet", "--meta", cwd=tmp_path).returncode == 0
        (tmp_path / f"{name}2.parquet").rename(tmp_path / "out.parquet")
        table = pq.read_table(tmp_path / "out.parquet")
        assert table.schema.field("meta_tags").type == pa.list_(pa.string())
        assert table.schema.field("meta_published").type == pa.string()
    assert table.column("meta_sources").to_pylist()[1:] == [dict.fromkeys(SAID["sources"])] * 2


def test_the_filter_tells_what_pages_say_too(run):
    done = run("batch", "-", "-o", "-", "--stream", "--meta", stdin=json.dumps(RECORDS[0]).encode() + b"\n")
    row = json.loads(done.stdout)
    assert {name: row[f"meta_{name}"] for name in SAID} == SAID


def test_without_the_option_no_column_is_added(run, tmp_path):
    (tmp_path / "in.jsonl").write_text(json.dumps(RECORDS[0]) + "\n")
    run("batch", "in.jsonl", "-o", "out.jsonl", cwd=tmp_path)
    assert not any(name.startswith("meta_") for name in read_jsonl(tmp_path / "out.jsonl")[0])


@pytest.mark.parametrize("command", ["clean", "diff"])
def test_json_tells_what_a_page_says(run, command):
    done = run(command, PAGE, "--format", "json", "--url", URL)
    assert json.loads(done.stdout)["meta"] == SAID


def test_markdown_begins_with_front_matter(run):
    done = run("clean", PAGE, "--format", "markdown", "--front-matter", "--url", URL)
    head = yaml.safe_load(done.stdout.decode().split("---\n")[1])
    assert head == {name: value for name, value in SAID.items() if name != "sources"}


def test_so_does_that_of_a_dump(run, tmp_path):
    (tmp_path / "in.jsonl").write_text(json.dumps(RECORDS[0]) + "\n")
    run("batch", "in.jsonl", "-o", "out.jsonl", "--format", "markdown", "--front-matter", cwd=tmp_path)
    assert read_jsonl(tmp_path / "out.jsonl")[0]["text"].startswith('---\ntitle: "The pass is open again"\n')


def test_front_matter_goes_with_markdown(run):
    assert_one_line_error(run("clean", PAGE, "--front-matter"), "--front-matter goes with --format markdown")


@pytest.mark.parametrize("command", ["clean", "batch"])
def test_captions_stay_when_asked_for(run, tmp_path, command):
    words = "The lock had been dry for forty years when the keeper found the key to the sluice in a tin of buttons."
    page = (
        f"<h1>Rain</h1><p>{words}</p><figure><figcaption>A gate, and a man.</figcaption></figure><p>{words[::-1]}.</p>"
    )
    (tmp_path / "in.html").write_text(page)
    told = ("batch", "in.html", "-o", "-") if command == "batch" else ("clean", "in.html")
    assert "A gate, and a man." not in run(*told, cwd=tmp_path).stdout.decode()
    assert "A gate, and a man." in run(*told, "--captions", cwd=tmp_path).stdout.decode()


def test_pictures_stand_in_markdown_when_asked_for(run, tmp_path):
    words = "The lock had been dry for forty years when the keeper found the key to the sluice in a tin of buttons."
    (tmp_path / "in.html").write_text(
        f"<h1>Rain</h1><img src='/gate.jpg' alt='A gate'><p>{words}</p><p>{words[::-1]}.</p>"
    )
    options = ("--format", "markdown", "--images")
    assert "![A gate](/gate.jpg)" in run("clean", "in.html", *options, cwd=tmp_path).stdout.decode()
    run("batch", "in.html", "-o", "out.jsonl", *options, cwd=tmp_path)
    assert "![A gate](/gate.jpg)" in read_jsonl(tmp_path / "out.jsonl")[0]["text"]
    assert_one_line_error(run("clean", "in.html", "--images", cwd=tmp_path), "--images goes with --format markdown")
