"""A dump with everything that can be wrong with one: all good records are cleaned, each bad one is named with the reason."""

from __future__ import annotations

import gzip
import json

import pytest

from tests.engines.drive import SPAM, read_jsonl, run

pyarrow = pytest.importorskip("pyarrow")
parquet = pytest.importorskip("pyarrow.parquet")

GOOD = 40
HOLE = 200_000_000


def text(place: str) -> str:
    return f"Good {place}.\n\n{SPAM}\n"


def line(place: str) -> bytes:
    return json.dumps({"text": text(place)}).encode() + b"\n"


def lines(place: str) -> list[bytes]:
    return [line(f"{place}-{number}") for number in range(GOOD)]


def deadly(act: str) -> bytes:
    return json.dumps({"text": f"!{act}\nBad.\n"}).encode() + b"\n"


@pytest.fixture(scope="module")
def dump(tmp_path_factory):
    folder = tmp_path_factory.mktemp("poison") / "dump"
    folder.mkdir()
    with (folder / "huge.jsonl").open("wb") as file:
        file.write(line("huge-0"))
        file.seek(HOLE, 1)
        file.write(b"\n" + line("huge-1"))
    broken = lines("lines")
    broken[3:3] = [b'{"text": "\xc3("}\n', b"no JSON\n", b"[" * 100_000 + b"\n", b"\x00\xff\xfe\n", b'{"text": "torn\n']
    (folder / "lines.jsonl").write_bytes(b"".join(broken))
    packed = gzip.compress(b"".join(lines("packed")))
    (folder / "packed.jsonl.gz").write_bytes(packed + gzip.compress(line("lost"))[:-12])
    (folder / "deadly.jsonl").write_bytes(
        b"".join([deadly("segfault"), *lines("deadly"), deadly("backtrack"), deadly("exit")])
    )
    rows = [f"{number},Good table-{number}. {SPAM}\n" for number in range(GOOD)]
    rows[5:5] = ['bad,"never closed\n', "too,many,cells\n"]
    (folder / "table.csv").write_text("id,text\n" + "".join(rows))
    good = pyarrow.table({"text": [text(f"columns-{number}") for number in range(GOOD)]})
    parquet.write_table(good, folder / "columns.parquet")
    whole = (folder / "columns.parquet").read_bytes()
    (folder / "footer.parquet").write_bytes(whole[:-20] + b"\xff" * 12 + whole[-8:])
    (folder / "page.txt").write_text(text("page"))
    (folder / "torn.txt.gz").write_bytes(gzip.compress(text("torn").encode())[:-9])
    return folder


@pytest.fixture(scope="module")
def cleaned(dump):
    """The records that came out, the rejects by place, and what was said."""
    args = ("--timeout", 2, "--max-record-bytes", 200_000, "--workers", 2)
    result = run("batch", dump.name, "-o", "out.jsonl", *args, cwd=dump.parent)
    rejects = {row["source"].removeprefix("dump/"): row for row in read_jsonl(dump.parent / "out.jsonl.rejects.jsonl")}
    return read_jsonl(dump.parent / "out.jsonl"), rejects, result


def test_all_good_records_are_cleaned_in_their_order(cleaned):
    records, _, result = cleaned
    numbered = [f"{place}-{number}" for place in ("columns", "deadly") for number in range(GOOD)]
    numbered += ["huge-0", "huge-1"]
    numbered += [f"{place}-{number}" for place in ("lines", "packed") for number in range(GOOD)]
    numbered += ["page", *(f"table-{number}" for number in range(GOOD))]
    assert [record["text"].strip() for record in records] == [f"Good {place}." for place in numbered]
    assert result.stdout == b""
    assert f"cleaned {len(numbered)} documents" in result.stderr.decode()


def test_each_bad_record_is_named_with_the_reason(cleaned):
    _, rejects, result = cleaned
    reasons = {
        "deadly.jsonl:1": "its worker process died of it (Segmentation fault)",
        "deadly.jsonl:42": "took longer than 2 s",
        "deadly.jsonl:43": "its worker process died of it (ended, killed, or out of memory)",
        "footer.parquet:1": "the file cannot be read from here on: ",
        "huge.jsonl:2": "is longer than 200,000 bytes",
        "lines.jsonl:4": "is not UTF-8 (byte 10)",
        "lines.jsonl:5": "is no JSON: Expecting value",
        "lines.jsonl:6": "is no JSON: maximum recursion depth exceeded",
        "lines.jsonl:7": "is not UTF-8 (byte 1)",
        "lines.jsonl:8": "is no JSON: Invalid control character",
        "packed.jsonl.gz:41": "the file cannot be read from here on: Compressed file ended",
        "table.csv:row 6": "has a quotation mark that is not closed",
        "table.csv:row 7": "does not fit the header: 3 cells for 2",
        "torn.txt.gz": "cannot be read: Compressed file ended",
    }
    assert list(rejects) == list(reasons)
    for place, reason in reasons.items():
        assert rejects[place]["reason"].startswith(reason), place
    assert rejects["lines.jsonl:5"]["record"] == "no JSON"
    assert len(rejects["huge.jsonl:2"]["record"]) < 2000
    assert result.returncode == 1
    assert f"rejected {len(reasons)} records" in result.stderr.decode()


def test_nothing_else_is_said_or_left(dump, cleaned):
    _, _, result = cleaned
    assert b"Traceback" not in result.stderr
    assert b"Fatal" not in result.stderr
    assert len([line for line in result.stderr.splitlines() if not line.startswith((b"warning:", b"  "))]) == 3
    assert sorted(path.name for path in dump.parent.iterdir() if path != dump) == [
        "out.jsonl",
        "out.jsonl.rejects.jsonl",
    ]
