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
REASONS = {
    "deadly.jsonl:1": "its worker process died of it (Segmentation fault)",
    "deadly.jsonl:42": "took longer than 5 s",
    "deadly.jsonl:43": "its worker process died of it (ended, killed, or out of memory)",
    "footer.parquet:1": "the file cannot be read from here on: ",
    "huge.jsonl:2": "is longer than 200,000 bytes",
    "lines.jsonl:4": "is not UTF-8: convert the file, or name its encoding with --encoding (byte 10)",
    "lines.jsonl:5": "is no JSON: Expecting value",
    "lines.jsonl:6": "is no JSON: maximum recursion depth exceeded",
    "lines.jsonl:7": "is not UTF-8: convert the file, or name its encoding with --encoding (byte 1)",
    "lines.jsonl:8": "is no JSON: Invalid control character",
    "packed.jsonl.gz:41": "the file cannot be read from here on: Compressed file ended",
    "table.csv:row 6": "has a quotation mark that is not closed",
    "table.csv:row 7": "does not fit the header: 3 cells for 2",
    "torn.txt.gz": "cannot be read: Compressed file ended",
}


def text(place: str) -> str:
    return f"Good {place}, naß.\n\n{SPAM}\n"


def line(place: str) -> bytes:
    return json.dumps({"text": text(place)}, ensure_ascii=False).encode() + b"\n"


def lines(place: str) -> list[bytes]:
    return [line(f"{place}-{number}") for number in range(GOOD)]


def deadly(act: str) -> bytes:
    return json.dumps({"text": f"!{act}\nBad.\n"}).encode() + b"\n"


@pytest.fixture
def dump(tmp_path):
    folder = tmp_path / "dump"
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


def test_all_good_records_are_cleaned_and_each_bad_one_is_named_with_the_reason(dump):
    args = ("--timeout", 5, "--max-record-bytes", 200_000, "--workers", 2)
    result = run("batch", "dump", "-o", "out.jsonl", *args, cwd=dump.parent)
    good = [f"{place}-{number}" for place in ("columns", "deadly") for number in range(GOOD)]
    good += ["huge-0", "huge-1"]
    good += [f"{place}-{number}" for place in ("lines", "packed") for number in range(GOOD)]
    good += ["page", *(f"table-{number}" for number in range(GOOD))]
    records = read_jsonl(dump.parent / "out.jsonl")
    assert [record["text"].strip() for record in records] == [
        f"Good {place}{', naß' * (not place.startswith('table'))}." for place in good
    ]

    rejects = {row["source"]: row for row in read_jsonl(dump.parent / "out.jsonl.rejects.jsonl")}
    assert list(rejects) == [f"dump/{place}" for place in REASONS]
    for place, reason in REASONS.items():
        assert rejects[f"dump/{place}"]["reason"].startswith(reason), place
    assert rejects["dump/lines.jsonl:5"]["record"] == "no JSON"
    assert len(rejects["dump/huge.jsonl:2"]["record"]) < 2000

    assert (result.returncode, result.stdout) == (1, b"")
    said = [line for line in result.stderr.decode().splitlines() if not line.startswith(("warning:", "  "))]
    assert [line.split(" documents")[0].split(" records")[0] for line in said] == [
        f"cleaned {len(good)}",
        f"rejected {len(REASONS)}",
        "see out.jsonl.rejects.jsonl",
    ]
    assert {path.name for path in dump.parent.iterdir()} == {
        ".out.jsonl.done",
        "dump",
        "out.jsonl",
        "out.jsonl.rejects.jsonl",
    }
