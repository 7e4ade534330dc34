"""`cleaner batch - -o - --stream`: the same as without, as it comes; what is refused."""

from __future__ import annotations

import json
import os
import random
import signal
import subprocess
import sys

import pytest

from tests.conftest import assert_one_line_error
from tests.engines.drive import SPAM, files, read_jsonl, wait_until
from tests.engines.filter import PATIENCE, Filter, line
from tests.running import in_process

LIMIT = 3000
ODD = [
    b"no JSON\n",
    b"\n",
    b" \t \r\n",
    b'{"text": "Rain."}\r\n',
    b'{"text": "\xff"}\n',
    b"\x00\n",
    b'{"text": "' + b"x" * 2 * LIMIT + b'"}\n',
    b'{"body": "Rain."}\n',
    json.dumps({"html": f"<title>Rain</title><article><p>Rain is wet.</p><p>{SPAM}</p></article>"}).encode() + b"\n",
]
LINES = [*ODD, *(line(f"Article {n}.\n\n{SPAM}\n", id=n) for n in range(600)), *ODD, b'{"text": "The last."}']
OPTIONS = ("--max-record-bytes", LIMIT, "--html-field", "html", "--removed", "removed.jsonl", "--workers")
ARGS = ("batch", "-", "-o", "-", *OPTIONS)


@pytest.fixture(scope="module")
def expected(tmp_path_factory):
    """What comes of it without `--stream`: exit code, output, what is said, files."""
    folder = tmp_path_factory.mktemp("whole")
    result = in_process(*ARGS, 2, stdin=b"\xef\xbb\xbf" + b"".join(LINES), cwd=folder)
    assert (result.returncode, len(result.stdout.splitlines())) == (1, 605)
    return result.returncode, result.stdout, result.stderr, files(folder)


@pytest.mark.parametrize("workers", [1, 2, 3])
def test_the_same_as_without(run, tmp_path, expected, workers):
    result = run(*ARGS, workers, "--stream", stdin=b"\xef\xbb\xbf" + b"".join(LINES), cwd=tmp_path)
    assert (result.returncode, result.stdout, result.stderr, files(tmp_path)) == expected


def test_the_same_from_a_file_and_in_pieces(tmp_path, expected):
    (tmp_path / "in.jsonl").write_bytes(b"\xef\xbb\xbf" + b"".join(LINES))
    with (tmp_path / "in.jsonl").open("rb") as file, Filter(tmp_path, *OPTIONS, 2, stdin=file.fileno()) as stream:
        code, output, said = stream.end()
    assert (code, output, said) == (*expected[:2], expected[2].decode().splitlines())
    for name, data in expected[3].items():
        assert (tmp_path / name).read_bytes() == data


def test_wherever_the_pieces_end_that_are_read(tmp_path):
    data, chance = b"".join(ODD + LINES[-40:]), random.Random(3)
    with Filter(tmp_path, *OPTIONS, 2) as stream:
        while data:
            size = chance.choice((1, 10, 100, 1000))
            stream.send(data[:size])
            data = data[size:]
        code, output, _ = stream.end()
    texts = [json.loads(record)["text"].strip() for record in output.splitlines()]
    numbers = range(600 - (40 - len(ODD) - 1), 600)
    assert texts == ["Rain.", "Rain is wet.", *(f"Article {n}." for n in numbers), "Rain.", "Rain is wet.", "The last."]
    assert (code, len(stream.rejected())) == (1, 10)


@pytest.mark.parametrize("rest", [b'{"text": "Sun."', b"\n", b" \n\n", b"x" * 2 * LIMIT, b"\xc3"])
def test_a_record_does_not_wait_for_what_has_come_only_in_part(tmp_path, rest):
    with Filter(tmp_path, "--max-record-bytes", LIMIT, "--workers", 1) as stream:
        stream.send(line("Rain."), rest)
        assert stream.texts(1) == ["Rain."]
        stream.send(b"}\n" if rest[:1] == b"{" else b"\n" + line("Sun."))
        assert stream.texts(1) == ["Sun."]
        assert stream.end()[0] == len(stream.rejected()) == (rest[:1] in b"x\xc3")


def test_rejects_are_appended_as_they_come(tmp_path):
    (tmp_path / "rejects.jsonl").write_text('{"source": "of an earlier stream"}\n')
    with Filter(tmp_path) as stream:
        for number in (1, 2):
            stream.send(b"no JSON\n")
            wait_until(lambda: len(stream.rejected()) > number)  # noqa: B023
        assert stream.end()[:2] == (1, b"")
    assert [row["source"] for row in stream.rejected()] == [
        "of an earlier stream",
        "standard input:1",
        "standard input:2",
    ]


def test_without_rejects_there_is_no_file_of_them(tmp_path):
    with Filter(tmp_path, "--stats", "stats.json") as stream:
        stream.send(line("Rain."))
        assert stream.end()[0] == 0
    assert set(files(tmp_path)) == {"stats.json"}
    assert json.loads((tmp_path / "stats.json").read_text())["stats"]["documents"] == 1


def test_an_empty_stream(tmp_path):
    with Filter(tmp_path) as stream:
        assert stream.end() == (0, b"", ["cleaned 0 documents: removed 0 of 0 characters (0.0%) in 0 removals"])


def test_a_rejects_file_that_cannot_be_written(tmp_path):
    with Filter(tmp_path, "--rejects", "gone/rejects.jsonl") as stream:
        code, output, said = stream.end()
        assert (code, output, said) == (2, b"", ["cleaner: gone/rejects.jsonl: No such file or directory"])
    with Filter(tmp_path) as stream:
        stream.send(line("Rain."))
        assert stream.texts(1) == ["Rain."]
        stream.rejects.mkdir()
        stream.send(b"no JSON\n")
        code, output, said = stream.end()
        assert (code, output, said) == (2, b"", ["cleaner: rejects.jsonl: Is a directory"])
        assert stream.has_left_nothing()


@pytest.mark.parametrize(
    ("args", "words"),
    [
        (["in.jsonl", "-o", "-"], ["standard input", "cleaner batch - -o - --stream"]),
        (["-", "in.jsonl", "-o", "-"], ["standard input"]),
        (["-", "-o", "out.jsonl"], ["standard output"]),
        (["-", "-o", "-", "--learn"], ["--learn", "--stream"]),
        (["-", "-o", "-", "--report", "report.html"], ["--report", "--stream"]),
        (["-", "-o", "-", "--restart"], ["--restart", "--stream"]),
        (["-", "-o", "-", "--rejects", "rejects.csv"], ["rejects.csv", ".jsonl"]),
        (["-", "-o", "-", "--removed", "removed.jsonl.gz"], ["removed.jsonl.gz", ".jsonl"]),
        (["-", "-o", "-", "--removed", "file:///tmp/removed.jsonl"], ["removed.jsonl"]),
    ],
)
def test_what_cannot_be_done_with_a_stream_is_refused(run, tmp_path, args, words):
    (tmp_path / "in.jsonl").write_bytes(line("Rain."))
    assert_one_line_error(run("batch", *args, "--stream", cwd=tmp_path), *words)
    assert set(files(tmp_path)) == {"in.jsonl"}


def test_without_a_standard_input_or_output(tmp_path):
    for closed in ("<&-", ">&-"):
        command = f"{sys.executable} -m cleaner batch - -o - --stream {closed}"
        result = subprocess.run(["sh", "-c", command], capture_output=True, timeout=PATIENCE, cwd=tmp_path)
        assert_one_line_error(result, "--stream needs a standard input and a standard output")


@pytest.mark.parametrize("end", ["Ctrl-D", "Ctrl-C"])
def test_a_terminal_gives_a_record_a_line(tmp_path, end):
    main, side = os.openpty()
    try:
        with Filter(tmp_path, stdin=side) as stream:
            for number in range(2):
                os.write(main, line(f"Article {number}."))
                assert stream.texts(1) == [f"Article {number}."]
            if end == "Ctrl-D":
                os.write(main, b"\x04")
            else:  # the terminal is not its own, so that nobody but us sends the signal
                os.killpg(stream.process.pid, signal.SIGINT)
            code, output, said = stream.end()
    finally:
        os.close(main)
        os.close(side)
    assert (code, output) == ((0, b"") if end == "Ctrl-D" else (130, b""))
    assert (said[0][:19], said[1:]) == ("cleaned 2 documents", ["cleaner: interrupted"] * (end == "Ctrl-C"))


def test_a_first_line_that_is_no_record_says_nothing_of_the_others(run, tmp_path):
    lines = [b"no JSON", b'{"link": "https://a.example/"}', b'{"body": "Rain."}', b'{"text": "Sun.", "body": "Snow."}']
    for option in ([], ["--stream"]):
        result = run("batch", "-", "-o", "-", *option, stdin=b"\n".join(lines), cwd=tmp_path)
        assert [json.loads(record)["body"] for record in result.stdout.splitlines()] == ["Rain.", "Snow."]
        assert b"text field: body" in result.stderr


def test_the_text_field_is_guessed_from_the_first_record_and_removals_are_appended_as_they_come(tmp_path):
    with Filter(tmp_path, "--removed", "removed.jsonl") as stream:
        assert not stream.rejects.exists()
        for number in (1, 2):
            stream.send(json.dumps({"body": f"Rain.\n\n{SPAM}\n"}).encode() + b"\n")
            assert json.loads(stream.lines(1)[0])["body"] == "Rain.\n"
            assert len(read_jsonl(tmp_path / "removed.jsonl")) == number
        assert stream.end()[2][0] == "text field: body"


def test_later_records_may_have_a_page_where_the_first_has_a_text(run, tmp_path):
    records = [{"text": "Rain."}, {"html": "<title>Sun</title><p>Sun is dry.</p>"}, {"body": "Snow."}]
    data = b"".join(json.dumps(record).encode() + b"\n" for record in records)
    for first in (data, b"".join(data.splitlines(keepends=True)[::-1])):
        result = run("batch", "-", "-o", "-", stdin=first, cwd=tmp_path)
        rows = [json.loads(record) for record in result.stdout.splitlines()]
        assert sorted((row.get("text") or row["body"]).strip() for row in rows) == ["Rain.", "Snow.", "Sun is dry."]
    result = run("batch", "-", "-o", "-", stdin=data + b'{"n": 1}\n', cwd=tmp_path)
    (reject,) = read_jsonl(tmp_path / "rejects.jsonl")
    assert reject["reason"] == "has no field 'text' and no field 'html': there are n"
