"""JSON as it comes: arrays, objects over several lines, one after another, and what JSON's own standard does not know."""

from __future__ import annotations

import io
import json
import tracemalloc

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cleaner.records.json_values import JsonValues, are_values
from cleaner.records.packing import pack
from tests.growth import assert_linear
from tests.records.reading import assert_resumes, outcomes, places, read, written

RECORDS = [{"id": n, "text": f'Rain {n}: "[{{,}}]" \\ \u2028 ä\nand more'} for n in range(7)]
TEXTS = [record["text"] for record in RECORDS]
FORMS = {
    "lines": "\n".join(map(json.dumps, RECORDS)),
    "array": json.dumps(RECORDS),
    "pretty array": json.dumps(RECORDS, indent=2, ensure_ascii=False),
    "array, a record a line": "[\n" + ",\n".join(map(json.dumps, RECORDS)) + "\n]\n",
    "pretty objects": "\n".join(json.dumps(record, indent=4) for record in RECORDS),
    "one after another": "".join(map(json.dumps, RECORDS)),
    "arrays": json.dumps(RECORDS[:3]) + "\n" + json.dumps(RECORDS[3:]),
    "text sequence": "".join(f"\x1e{json.dumps(record)}\n" for record in RECORDS),
}


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
@pytest.mark.parametrize("head", ["", "\n \r\n"])
def test_records_are_found_in_whatever_form_they_come(tmp_path, form, encoding, head):
    for name in ("in.json", "in.jsonl.gz"):
        data = (head + FORMS[form]).encode(encoding)
        assert outcomes(written(tmp_path / name, pack(data, ".gz" * name.endswith("gz")))) == TEXTS


@pytest.mark.parametrize("form", FORMS)
def test_reading_goes_on_where_a_part_ended(monkeypatch, tmp_path, form):
    file = written(tmp_path / "in.json", FORMS[form].encode())
    assert len(assert_resumes(monkeypatch, file, records=2)) == 7
    expected = [f"in.json:{n}" if form == "lines" else f"in.json:record {n}" for n in range(1, 8)]
    assert places(file) == expected


@pytest.mark.parametrize("number", ["NaN", "Infinity", "-Infinity"])
def test_numbers_that_are_none_are_null(tmp_path, number):
    for line in ('{"text": "a", "score": %s}', '[{"text": "a", "score": %s}]'):
        (record,) = read(written(tmp_path / "in.json", (line % number).encode()))
        assert (record.text, record.fields["score"]) == ("a", None)


@pytest.mark.parametrize(
    ("bad", "reason"),
    [
        (b'{"text": "torn\n', "is no JSON: "),
        (b"7", "is no JSON object but int"),
        (b'"a"', "is no JSON object but str"),
        (b"{]}", "is no JSON: "),
        (b'{"text": "' + b"x" * 300 + b'"}', "is longer than 200 bytes"),
    ],
)
def test_a_fault_costs_one_value(tmp_path, bad, reason):
    first, second, third = outcomes(
        written(tmp_path / "in.json", b'[{"text": "a"},' + bad + b',{"text": "b"}]'), limit=200
    )
    assert (first, third) == ("a", "b")
    assert second.startswith("!" + reason)


def test_an_array_that_breaks_off_costs_its_last_record(tmp_path):
    data = FORMS["pretty array"].encode()
    *good, bad = outcomes(written(tmp_path / "in.json", data[:-20]))
    assert good == TEXTS[:-1]
    assert bad.startswith("!is no JSON: ")


def test_a_broken_first_line_does_not_make_other_than_lines_of_lines(tmp_path):
    file = written(tmp_path / "in.jsonl", b'{"text": "torn\n' + FORMS["lines"].encode())
    assert [text for text in outcomes(file) if not text.startswith("!")] == TEXTS
    assert not are_values(b'{"text": "a"}\n')
    assert not are_values(b"7\n")
    assert are_values(b" [\n")


VALUES = st.recursive(
    st.none() | st.integers() | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
    max_leaves=8,
)


@given(st.lists(st.dictionaries(st.text(), VALUES), max_size=5), st.sampled_from([None, 1]), st.integers(1, 70))
def test_every_object_of_an_array_is_cut_out_wherever_reading_stops(values, indent, size):
    class Trickle(io.BytesIO):
        def read1(self, _=-1):
            return super().read(size)

    data = json.dumps(values, indent=indent).encode()
    found = list(JsonValues(Trickle(data), 1 << 20, b"", 0))
    assert [json.loads(value.data) for value in found] == values
    assert all(data[: value.end].endswith(value.data) for value in found)


def test_an_array_larger_than_memory_is_read_piece_by_piece(tmp_path):
    def make(count):
        return written(
            tmp_path / f"{count}.json", b'[{"text": "' + b'"},{"text": "'.join([b"x" * 1000] * count) + b'"}]'
        )

    def cut(file):
        with file.open("rb") as stream:
            return sum(1 for _ in JsonValues(io.BufferedReader(stream), 1 << 20, b"", 0))

    assert_linear(cut, make, 3000)
    file = make(20_000)
    tracemalloc.start()
    assert cut(file) == 20_000
    assert tracemalloc.get_traced_memory()[1] < 2_000_000
    tracemalloc.stop()


def test_braces_without_end_are_quick(tmp_path):
    def make(count):
        return written(tmp_path / f"{count}.json", b"[" + b"{" * count)

    assert_linear(lambda file: outcomes(file, limit=100), make, 100_000)
