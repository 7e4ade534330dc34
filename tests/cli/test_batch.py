"""`cleaner batch`: formats, order, fields, rejects, workers."""

from __future__ import annotations

import gzip
import json

import pytest

from tests.cli.terminal import on_terminal
from tests.conftest import FIXTURES, assert_one_line_error
from tests.running import in_process
from tests.toy import OPTIONS, RULES, SPAM

pytestmark = pytest.mark.usefixtures("inlined")
DUMP = FIXTURES / "dump"


def write_jsonl(path, records):
    path.write_text("".join(json.dumps(record, ensure_ascii=False) + "\n" for record in records), encoding="utf-8")
    return path


def read_jsonl(path):
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


@pytest.fixture
def run(run):
    """`run` with rules of the tests alone."""
    return lambda *args, **options: run(*args, *OPTIONS, **options)


@pytest.fixture
def dump(tmp_path):
    records = [
        {"id": n, "text": f"Article {n}.\n\n{SPAM}\n", "meta": {"tags": ["ä", None, 1.5]}, "n": 2**60}
        for n in range(300)
    ]
    return write_jsonl(tmp_path / "dump.jsonl", records)


def test_order_and_other_fields_are_kept(run, dump, tmp_path):
    result = run("batch", dump, "-o", tmp_path / "out.jsonl")
    assert result.returncode == 0, result.stderr
    assert result.stdout == b""
    assert b"cleaned 300 documents" in result.stderr
    made = {"rules_version": RULES.version}
    expected = [{**record, "text": f"Article {record['id']}.\n", **made} for record in read_jsonl(dump)]
    assert read_jsonl(tmp_path / "out.jsonl") == expected
    assert sorted(p.name for p in tmp_path.iterdir()) == [".out.jsonl.done", "dump.jsonl", "out.jsonl"]


def test_workers_do_not_change_the_output(run, dump, tmp_path, monkeypatch):
    monkeypatch.undo()
    for workers in (1, 3):
        run("batch", dump, "-o", tmp_path / f"{workers}.jsonl", "--workers", workers)
    outputs = {(tmp_path / f"{workers}.jsonl").read_bytes() for workers in (1, 3)}
    assert len(outputs) == 1


def test_bad_records_are_rejected_and_the_others_go_on(run, tmp_path):
    lines = [
        '{"id": 1, "text": "Nasse Öfen glühen über Maß."}'.encode(),
        b"no json",
        b'{"id": 2, "body": "Rain."}',
        b'{"id": 3, "text": 7}',
        b"[1]",
        b'{"text": "\xff"}',
        b"",
        b'{"text": "\\ud800 lone"}',
        b"[" * 100_000,
        b'{"id": 4, "text": ""}',
    ]
    (tmp_path / "bad.jsonl").write_bytes(b"\n".join(lines))
    result = run("batch", tmp_path / "bad.jsonl", "-o", tmp_path / "out.jsonl")
    assert result.returncode == 1
    assert b"Traceback" not in result.stderr
    assert b"rejected 5 records" in result.stderr
    assert [r.get("id") for r in read_jsonl(tmp_path / "out.jsonl")] == [1, 2, None, 4]
    rejects = read_jsonl(tmp_path / "out.jsonl.rejects.jsonl")
    assert [int(r["source"].rsplit(":", 1)[1]) for r in rejects] == [2, 4, 5, 6, 9]
    assert rejects[1]["record"] == '{"id": 3, "text": 7}'
    assert rejects[3]["record"].encode("utf-8", "surrogateescape") == lines[5]


def test_folders_of_texts(run, tmp_path):
    folder = tmp_path / "in"
    (folder / "sub").mkdir(parents=True)
    (folder / "b.txt").write_bytes(f"Rain.\r\n\r\n{SPAM}\r\n".encode())
    (folder / "sub" / "a.md").write_text(f"# Sun\n\n{SPAM}\n")
    (folder / "skipped.pdf").write_text("x")
    assert run("batch", folder, "-o", tmp_path / "out").returncode == 0
    assert (tmp_path / "out/b.txt").read_bytes() == b"Rain.\r\n"
    assert (tmp_path / "out/sub/a.md").read_bytes() == b"# Sun\n"
    run("batch", folder, "-o", tmp_path / "out.jsonl")
    assert [r["path"] for r in read_jsonl(tmp_path / "out.jsonl")] == ["b.txt", "sub/a.md"]


def test_names_from_records_stay_inside_the_folder(run, tmp_path):
    ids = [
        "../../up",
        "/etc/passwd",
        "a/../../b",
        "..",
        "",
        "x" * 5000,
        "same",
        "same",
        "con\x00trol\n",
        "name.md",
    ]
    write_jsonl(tmp_path / "in.jsonl", [{"id": i, "text": "Rain."} for i in ids])
    assert run("batch", tmp_path / "in.jsonl", "-o", tmp_path / "out").returncode == 0
    files = [p for p in (tmp_path / "out").rglob("*") if p.is_file()]
    assert len(files) == len(ids)
    assert {p.name for p in tmp_path.iterdir()} == {".out.done", "in.jsonl", "out"}
    assert all(p.read_text() == "Rain." for p in files)


def test_gzip_in_and_out_and_standard_streams(run, dump, tmp_path):
    (tmp_path / "in.jsonl.gz").write_bytes(gzip.compress(dump.read_bytes()))
    assert run("batch", tmp_path / "in.jsonl.gz", "-o", tmp_path / "out.jsonl.gz").returncode == 0
    piped = run("batch", "-", "-o", "-", "--workers", 1, stdin=dump.read_bytes(), cwd=tmp_path)
    assert piped.stdout == gzip.decompress((tmp_path / "out.jsonl.gz").read_bytes())
    assert len(piped.stdout.splitlines()) == 300


@pytest.mark.parametrize(
    "damage", [lambda data: data[: len(data) // 2], lambda data: data[:40] + b"\xff" * 40 + data[80:]]
)
def test_a_damaged_file_costs_only_what_cannot_be_read(run, dump, tmp_path, damage):
    (tmp_path / "in.jsonl.gz").write_bytes(damage(gzip.compress(dump.read_bytes(), 1)))
    result = run("batch", tmp_path / "in.jsonl.gz", dump, "-o", tmp_path / "out.jsonl")
    assert result.returncode == 1
    assert b"Traceback" not in result.stderr
    assert len(read_jsonl(tmp_path / "out.jsonl")) >= 300
    (reject,) = read_jsonl(tmp_path / "out.jsonl.rejects.jsonl")
    assert "cannot be read from here on" in reject["reason"]


@pytest.mark.parametrize(
    ("inputs", "output", "words"),
    [
        (["in.jsonl"], "in.jsonl", ["in.jsonl", "is an input"]),
        (["folder"], "folder", ["folder", "is an input"]),
        (["in.jsonl"], "out.jsonl --rejects in.jsonl", ["in.jsonl", "is an input"]),
        (["in.jsonl"], "out.jsonl --rejects out.jsonl", ["out.jsonl", "is the output"]),
        (["in.jsonl"], "out.warc", ["out.warc", "cannot write this format"]),
        (["in.jsonl"], "other.jsonl", ["other.jsonl", "is a folder"]),
        (["empty"], "out.jsonl", ["empty", "holds no file"]),
        (["in.xyz"], "out.jsonl", ["in.xyz", "cannot tell the format"]),
    ],
)
def test_inputs_and_outputs_are_checked_before_any_work(run, dump, tmp_path, inputs, output, words):
    dump.rename(tmp_path / "in.jsonl")
    (tmp_path / "in.xyz").write_text("x")
    for folder in ("folder", "empty", "other.jsonl"):
        (tmp_path / folder).mkdir()
    (tmp_path / "folder" / "a.txt").write_text(f"Rain.\n\n{SPAM}\n")
    before = {p: p.read_bytes() for p in tmp_path.rglob("*") if p.is_file()}
    assert_one_line_error(run("batch", *inputs, "-o", *output.split(), cwd=tmp_path), *words)
    assert {p: p.read_bytes() for p in tmp_path.rglob("*") if p.is_file()} == before


def test_output_inside_an_input_folder_is_not_read_again(run, tmp_path):
    (tmp_path / "a.txt").write_text(f"Rain.\n\n{SPAM}\n")
    for _ in range(2):
        assert run("batch", ".", "-o", "out.jsonl", cwd=tmp_path).returncode == 0
    assert len(read_jsonl(tmp_path / "out.jsonl")) == 1
    (tmp_path / "out.jsonl").unlink()
    for _ in range(2):
        assert run("batch", ".", "-o", "clean", cwd=tmp_path).returncode == 0
    assert [p.name for p in (tmp_path / "clean").rglob("*.txt")] == ["a.txt"]


def test_no_file_of_the_user_is_ever_deleted(run, dump, tmp_path):
    (tmp_path / "rejects.jsonl").write_text("mine")
    assert run("batch", dump, "-o", "-", cwd=tmp_path).returncode == 0
    assert (tmp_path / "rejects.jsonl").read_text() == "mine"


def test_progress_bar_on_a_terminal_and_none_in_a_pipe(run, dump, tmp_path):
    command = ["batch", dump, "-o", tmp_path / "out.jsonl", "--workers", 1]
    shown = on_terminal(*command)
    assert shown.code == 0
    assert "documents" in shown.text
    assert "\x1b[" in shown.text
    assert b"\x1b" not in run(*command).stderr


def test_the_fixture_dump(tmp_path, monkeypatch):
    monkeypatch.undo()
    result = in_process("batch", DUMP, "-o", tmp_path / "out.jsonl")
    assert result.returncode == 0, result.stderr
    records = read_jsonl(tmp_path / "out.jsonl")
    assert len(records) == 29
    assert [record["title"] for record in records if "qualifying purchases" in record["text"]] == [
        "Fined for a hashtag"
    ]


def test_letter_case_of_endings_makes_no_difference(run, tmp_path):
    folder = tmp_path / "in"
    folder.mkdir()
    (folder / "DUMP.JSONL").write_text(json.dumps({"text": "Rain."}) + "\n" + json.dumps({"text": "Sun."}) + "\n")
    (folder / "PAGE.HTML").write_text("<p>Snow.</p>")
    assert run("batch", folder, "-o", tmp_path / "out.jsonl").returncode == 0
    assert [record["text"].strip() for record in read_jsonl(tmp_path / "out.jsonl")] == ["Rain.", "Sun.", "Snow."]
