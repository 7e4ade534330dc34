"""CSV and TSV: what is a row, what a fault costs, and that what is written is read as it was."""

from __future__ import annotations

import io
import json
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cleaner.records import delimited
from cleaner.records.delimited import DelimitedOutput
from cleaner.records.packing import ENDINGS, unpack
from cleaner.records.record import Row
from tests.growth import assert_linear
from tests.records.reading import assert_resumes, outcomes, places, read, written


def output(path, fields, delimiter=",", ending=""):
    """A file with rows of these fields, encoded in two parts."""
    made, spool = DelimitedOutput(delimiter, ending), path.with_name("spool")
    rows = [Row(one) for one in fields]
    spool.write_bytes(made.encode(rows[: len(rows) // 2]) + made.encode(rows[len(rows) // 2 :]))
    made.finish(spool, path)
    return path


def test_a_cell_in_quotation_marks_holds_lines_delimiters_and_marks(tmp_path):
    file = written(tmp_path / "in.csv", b'id,text\r\n1,"a\r\n\r\nb, ""c"""\r\n\r\n2,d')
    assert outcomes(file) == ['a\r\n\r\nb, "c"', "d"]
    assert places(file) == ["in.csv:row 1", "in.csv:row 3"]


@pytest.mark.parametrize(
    ("name", "delimiter"), [("a.csv", ","), ("a.csv", ";"), ("a.csv", "\t"), ("a.csv", "|"), ("A.TSV", "\t")]
)
def test_the_delimiter_is_told_by_the_header(tmp_path, name, delimiter):
    others = ",;|".replace(delimiter, "")
    rows = [["text", "link"], [f"Rain{others}", "http://a.example/"]]
    data = "".join(delimiter.join(row) + "\n" for row in rows).encode()
    (record,) = read(written(tmp_path / name, b"\xef\xbb\xbf" + data))
    assert record.fields == {"text": f"Rain{others}", "link": "http://a.example/"}
    assert record.url == "http://a.example/"


def test_bars_in_the_header_do_not_make_a_tsv_other(tmp_path):
    (record,) = read(written(tmp_path / "in.TSV", b"a|b|c\ttext\n1\tRain\n"))
    assert record.fields == {"a|b|c": "1", "text": "Rain"}


@pytest.mark.parametrize("limit", [1 << 20, 40], ids=["up to the end", "up to the limit"])
@pytest.mark.parametrize("bad", [b'2,"open', b'2,"open ""twice""', b'"2,open'])
def test_an_unclosed_quotation_mark_costs_its_line_only(tmp_path, limit, bad):
    good = b"".join(b"%d,text %d\n" % (n, n) for n in range(3, 9))
    file = written(tmp_path / "in.csv", b"id,text\n1,first\n" + bad + b"\n" + good)
    records = read(file, limit=limit)
    assert [record.text for record in records if record.error is None] == ["first", *(f"text {n}" for n in range(3, 9))]
    assert records[1].error == ("is longer than 40 bytes" if limit == 40 else "has a quotation mark that is not closed")
    assert "open" in records[1].raw
    assert "text 3" not in records[1].raw


def test_thousands_of_unclosed_quotation_marks_are_quick(tmp_path):
    def make(count):
        return written(tmp_path / f"{count}.csv", b"id,text\n" + b'5","\n' * count)

    assert_linear(read, make, 3000)
    records = read(make(3000))
    assert len(records) == 3000
    assert {record.error for record in records[:-1]} == {"has a quotation mark that is not closed"}


def test_an_unclosed_quotation_mark_in_the_header_is_told(tmp_path):
    assert outcomes(written(tmp_path / "in.csv", b'id,"text\n1,a\n2,b\n')) == [
        "!the file cannot be read from here on: the header has a quotation mark that is not closed"
    ]


@pytest.mark.parametrize(
    ("row", "reason"),
    [
        (b"1,a,more", "does not fit the header: 3 cells for 2"),
        (b"1", "does not fit the header: 1 cells for 2"),
        (
            "ä,äöü".encode() + b"\xff",
            "is not UTF-8: convert the file, or name its encoding with --encoding",
        ),
        (b"1,a\rb", "has a carriage return where no line ends"),
        (b"1," + b"x" * 200, "is longer than 100 bytes"),
        (b'1,"' + b"x\n" * 60 + b'"', "is longer than 100 bytes"),
    ],
)
def test_a_row_that_is_no_record_is_rejected_and_the_others_are_read(tmp_path, row, reason):
    records = read(written(tmp_path / "in.csv", b"id,text\n0,first\n" + row + b"\n2,last\n"), limit=100)
    assert reason in records[1].error
    assert row.startswith(records[1].raw.encode("utf-8", "surrogateescape"))
    assert records[1].raw
    assert [record.text for record in (records[0], records[-1])] == ["first", "last"]


@pytest.mark.parametrize("data", [b"", b"\n", b"id,text", b"id,text\n", b"id,text\n\n\n", b"\xef\xbb\xbf"])
def test_a_file_without_rows_has_no_records(tmp_path, data):
    assert read(written(tmp_path / "in.csv", data)) == []


@pytest.mark.parametrize("ending", ["", *ENDINGS])
def test_reading_goes_on_where_a_part_ended(tmp_path, monkeypatch, ending):
    rows = [{"text": f'"{n}"\n,ä' * (n % 4), "n": n} for n in range(20)]
    file = output(tmp_path / f"in.csv{ending}", rows, ending=ending)
    assert len(assert_resumes(monkeypatch, file)) == 20
    assert_resumes(monkeypatch, file, size=30)


def test_reading_goes_on_behind_rows_that_are_none(tmp_path, monkeypatch):
    rows = [b"%d,t" % n for n in range(12)]
    rows[2], rows[4], rows[7], rows[9] = b"2", b"", b'"7,open', b"9,\xff"
    file = written(tmp_path / "in.csv", b"\xef\xbb\xbfid,text\n" + b"\n".join(rows))
    for records in (1, 2, 3):
        assert len(assert_resumes(monkeypatch, file, records=records)) == 11


CELLS = st.text(st.sampled_from("a,;\t|\"\r\n\0\ufeffä\u2028\x85 =-@'1"), max_size=6)


def inert(cell):
    """A cell as it is written: none is a formula."""
    return f"'{cell}" if cell[:1] in tuple("=-@\t\r\n") and not re.fullmatch("-1+", cell) else cell


@pytest.mark.parametrize(("name", "delimiter"), [("out.csv", ","), ("out.tsv", "\t")])
def test_what_is_written_is_read_as_it_was(tmp_path_factory, name, delimiter):
    folder = tmp_path_factory.mktemp("written")

    @given(st.lists(st.fixed_dictionaries({"text": CELLS, 'x"\r,': CELLS}), min_size=1, max_size=5))
    def check(rows):
        written = [{column: inert(cell) for column, cell in row.items()} for row in rows]
        for _ in range(2):  # what is inert stays as it is
            rows = [record.fields for record in read(output(folder / name, rows, delimiter))]
            assert rows == written

    check()


@pytest.mark.parametrize("name", ["out.csv", "out.tsv"])
def test_no_cell_is_a_formula_to_a_spreadsheet(tmp_path, name):
    formulas = ["=1+1", "+cmd|' /C calc'!A0", "-2+3", "@SUM(A1)", "\t=1", "\r=1", "\n=1", "＝1", "＋1", "－1", "＠a", "- a point", "-1.2.3", "=", "+٣"]  # fmt: skip
    others = ["-1", "+49", "-1.5e-3", "-.5", "a=1", "'=1", " =1", "", '"=1"']
    values = [-1, -1.5, None, True, ["=1"], {"=": "-"}]
    rows = [{"=text": cell, "-1": "a", "text": "a"} for cell in [*formulas, *others, *values]]
    cells = [record.fields for record in read(output(tmp_path / name, rows, "\t" if name == "out.tsv" else ","))]
    assert set(cells[0]) == {"'=text", "-1", "text"}
    plain = [*others, "-1", "-1.5", "", "true", '["=1"]', '{"=": "-"}']
    assert [row["'=text"] for row in cells] == [*(f"'{cell}" for cell in formulas), *plain]


def test_rows_get_a_header_of_all_their_fields_and_other_values_are_json(tmp_path):
    rows = [{"text": "a", "n": 1}, {"text": None, "tags": ["ä", {"b": None}]}, {"f": 1.5, "text": "\ud800", "t": True}]
    file = output(tmp_path / "out.csv", rows)
    assert file.read_text(encoding="utf-8") == (
        'text,n,tags,f,t\na,1,,,\n,,"[""ä"", {""b"": null}]",,\n\ufffd,,,1.5,true\n'
    )


@pytest.mark.parametrize("ending", ["", *ENDINGS])
@pytest.mark.parametrize("count", [0, 1, 400])
def test_a_file_is_written_and_packed_in_pieces(tmp_path, monkeypatch, ending, count):
    monkeypatch.setattr(delimited, "_PIECE", 1000)
    rows = [{"id": str(n), "text": "x" * 30} for n in range(count)]
    file = output(tmp_path / f"out.csv{ending}", rows, ending=ending)
    plain = unpack(io.BytesIO(file.read_bytes()), ending).read().decode()
    assert plain.splitlines() == ["id,text"] * bool(count) + [f"{n},{'x' * 30}" for n in range(count)]
    assert [record.fields for record in read(file)] == rows


def test_finishing_twice_gives_the_same(tmp_path):
    file = output(tmp_path / "out.csv.gz", [{"text": "a"}, {"text": "b"}], ending=".gz")
    first = file.read_bytes()
    DelimitedOutput(",", ".gz").finish(tmp_path / "spool", file)
    assert file.read_bytes() == first
    assert [json.loads(line) for line in (tmp_path / "spool").read_bytes().splitlines()] == [
        {"text": "a"},
        {"text": "b"},
    ]


def test_a_cell_of_100_mb_that_nothing_closes_costs_its_line_only(tmp_path):
    file = written(tmp_path / "in.csv", b'id,text\n1,first\n2,"' + b"x" * (100 << 20) + b"\n3,last\n")
    first, bad, last = read(file)
    assert (first.text, bad.error, last.text) == ("first", "is longer than 1,048,576 bytes", "last")
    assert len(bad.raw) < 2000
