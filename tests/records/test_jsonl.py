"""JSON Lines: what is a line, what is a record, and what JSON can hold of what other formats hold."""

from __future__ import annotations

import io
import json
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cleaner.records.jsonl import JsonlOutput, encode, read_lines
from cleaner.records.packing import ENDINGS, unpack
from cleaner.records.record import Row
from tests.records.reading import assert_resumes, outcomes, places, read, written


def line(text):
    return json.dumps({"text": text}).encode() + b"\n"


def test_empty_lines_are_no_records_but_are_counted(tmp_path):
    file = written(
        tmp_path / "in.jsonl",
        b"\xef\xbb\xbf" + line("a") + b"\n  \r\n" + line("b").strip() + b"\r\n" + line("c").strip(),
    )
    assert outcomes(file) == ["a", "b", "c"]
    assert places(file) == ["in.jsonl:1", "in.jsonl:4", "in.jsonl:5"]


@pytest.mark.parametrize("more", [-1, 0, 1, 2, 50, 51, 52, 5000])
def test_a_line_longer_than_the_limit_is_read_past(tmp_path, more):
    long = line("x" * 50)
    limit = len(long) - 1  # without the end of the line
    file = written(tmp_path / "in.jsonl", line("a") + line("x" * (50 + more)) + line("b"))
    first, second, third = outcomes(file, limit=limit)
    assert (first, third) == ("a", "b")
    assert second == ("x" * (50 + more) if more <= 0 else f"!is longer than {limit} bytes")


@given(st.lists(st.integers(0, 40), max_size=6), st.booleans(), st.integers(1, 20))
def test_lines_add_up_to_the_stream_and_only_long_ones_are_cut(lengths, ended, limit):
    data = b"\n".join(b"x" * length for length in lengths) + b"\n" * ended
    found = list(read_lines(io.BytesIO(data), limit))
    expected = data.splitlines(keepends=True)
    assert [len(whole.rstrip(b"\n")) > limit for whole in expected] == [size > len(held) for held, size in found]
    assert [held for held, size in found if size == len(held)] == [e for e in expected if len(e.rstrip(b"\n")) <= limit]
    assert [size for _, size in found][:-1] == [len(whole) for whole in expected][:-1]


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b'{"text": "a"', "is no JSON"),
        (b"7", "is no JSON object but int"),
        (b'{"text": ["a"]}', "field 'text' is no text but list"),
        (b'{"n": ' + b"7" * 5000 + b', "text": "a"}', "is no JSON"),
        (b'{"a": ' * 100_000, "is no JSON"),
    ],
)
def test_a_line_that_is_no_record_is_rejected_as_it_stood(tmp_path, data, reason):
    bad, good = read(written(tmp_path / "in.jsonl", data + b"\r\n" + line("a")))
    assert reason in bad.error
    assert bad.raw.encode("utf-8", "surrogateescape") == data
    assert good.text == "a"


@pytest.mark.parametrize("ending", ["", *ENDINGS])
@pytest.mark.parametrize("size", [1 << 20, 150])
def test_reading_goes_on_where_a_part_ended(tmp_path, monkeypatch, ending, size):
    rows = [Row({"id": n, "text": "ä" * (n % 7)}) for n in range(20)]
    data = JsonlOutput(ending).encode(rows[:11]) + JsonlOutput(ending).encode(rows[11:])
    sources = assert_resumes(monkeypatch, written(tmp_path / f"in.jsonl{ending}", data), size=size)
    assert sources == [f"in.jsonl{ending}:{n}" for n in range(1, 21)]


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (float("nan"), None),
        ([1.5, {"a": float("-inf")}, (float("inf"),)], [1.5, {"a": None}, [None]]),
        (b"text", "text"),
        (b"\xff\x00", "/wA="),
        (date(2024, 2, 29), "2024-02-29"),
        (datetime(2024, 2, 29, 1, 2, 3, 4, UTC), "2024-02-29T01:02:03.000004+00:00"),
        (time(1, 2), "01:02:00"),
        (timedelta(minutes=1, microseconds=5), 60.000005),
        (Decimal("1.10"), "1.10"),
        (UUID(int=1), "00000000-0000-0000-0000-000000000001"),
        ({"a": [b"x", {"b": Decimal("NaN")}]}, {"a": ["x", {"b": "NaN"}]}),
        (2**70, 2**70),
        ("\ud800 and \u2028", "\ud800 and \u2028"),
        (["\udfff", float("nan")], ["\udfff", None]),
    ],
)
def test_what_other_formats_hold_becomes_one_line_of_json(value, expected):
    data = encode({"v": value, "ä": 1})
    assert data.count(b"\n") == 1
    assert json.loads(data.decode("utf-8"), parse_constant=pytest.fail) == {"v": expected, "ä": 1}


def test_a_value_that_is_nothing_to_json_is_refused():
    with pytest.raises(TypeError, match="object is nothing that JSON can hold"):
        encode({"v": [object()]})


@pytest.mark.parametrize("ending", ["", *ENDINGS])
def test_an_output_without_rows_is_an_empty_file_of_its_packing(tmp_path, ending):
    output, spool, target = JsonlOutput(ending), tmp_path / "spool", tmp_path / f"out.jsonl{ending}"
    spool.write_bytes(output.encode([]))
    output.finish(spool, target)
    assert unpack(io.BytesIO(target.read_bytes()), ending).read() == b""
    assert (target.stat().st_size > 0) == bool(ending)
    assert outcomes(target) == []


HOSTILE = {
    b'{"text": "a", "n": %s}' % (b"9" * 10_000): "!is no JSON: Exceeds the limit",
    b'{"text": "a", "n": %s%s}' % (b"[" * 5000, b"]" * 5000): "!is no JSON: maximum recursion depth exceeded",
    b'{"text":' * 100_000: "!is no JSON: maximum recursion depth exceeded",
    b'{"text": "a", "n": NaN}': "a",
    b"-Infinity": "!is no JSON object but NoneType",
    b"\0" * 100: "!is no JSON: ",
    b'{"text": "raw \0"}': "!is no JSON: Invalid control character",
    b'{"text": "one", "text": "two"}': "two",
    b'{"text": "nul \\u0000", "n": 1e999}': "nul \0",
    b'{"text": "lone \\ud800"}': "lone \ufffd",
}


def test_hostile_lines_cost_themselves_only(tmp_path):
    good = b'{"text": "Good"}\n'
    file = written(tmp_path / "in.jsonl", good + b"".join(line + b"\n" + good for line in HOSTILE))
    found = outcomes(file)
    assert found[::2] == ["Good"] * (len(HOSTILE) + 1)
    for outcome, expected in zip(found[1::2], HOSTILE.values(), strict=True):
        assert outcome.startswith(expected)
