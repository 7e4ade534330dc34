"""Parquet: types from input to output, types for rows that have none yet, and what a damaged file costs."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime
from decimal import Decimal

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import given
from hypothesis import strategies as st

from cleaner.records import bomb, parquet, parquet_output
from cleaner.records.fields import Fields
from cleaner.records.jsonl import encode
from cleaner.records.parquet_output import ParquetOutput
from cleaner.records.record import Row
from tests.records.reading import assert_resumes, outcomes, places, read, written


def output(folder, *parts):
    """The table that rows become, each part encoded by itself."""
    made, spool = ParquetOutput(), folder / "spool"
    spool.write_bytes(b"".join(made.encode(part) for part in parts))
    made.finish(spool, folder / "out.parquet")
    return pq.read_table(folder / "out.parquet")


def values(table):
    """The rows of a table, columns of JSON decoded, fields that are null left out."""
    marked = {field.name for field in table.schema if (field.metadata or {}).get(b"cleaner") == b"json"}
    return [
        {name: json.loads(value) if name in marked else value for name, value in row.items() if value is not None}
        for row in table.to_pylist()
    ]


def made_of(*parts):
    return [[Row(fields) for fields in part] for part in parts]


NESTED = pa.list_(pa.struct([("a", pa.list_(pa.int8())), ("b", pa.map_(pa.string(), pa.date32()))]))
COLUMNS = {
    "int8": pa.array([-1, None], pa.int8()),
    "uint64": pa.array([2**64 - 1, 0], pa.uint64()),
    "float": pa.array([1.5, float("inf")], pa.float32()),
    "decimal": pa.array([Decimal("1.10"), None], pa.decimal128(9, 2)),
    "decimal256": pa.array([Decimal("1.10"), Decimal(10) ** 40], pa.decimal256(60, 2)),
    "binary": pa.array([b"\xff", None]),
    "fixed binary": pa.array([b"ab", b"\xff\xff"], pa.binary(2)),
    "date": pa.array([date(2024, 2, 29), None]),
    "nanoseconds": pa.array([1, 1577836800000000001], pa.timestamp("ns")),
    "nanoseconds of a zone": pa.array([1, None], pa.timestamp("ns", "Europe/Berlin")),
    "nanoseconds inside": pa.array([[{"t": [1]}], []], pa.list_(pa.struct([("t", pa.list_(pa.timestamp("ns")))]))),
    "nanoseconds that last": pa.array([1, 2], pa.duration("ns")),
    "nanoseconds of a day": pa.array([1, 2], pa.time64("ns")),
    "nested": pa.array([[{"a": [1, None], "b": [("k", date(2024, 2, 29))]}, None], []], NESTED),
    "fixed list": pa.array([[1, 2], [3, 4]], pa.list_(pa.int32(), 2)),
    "large": pa.array(["a", None], pa.large_string()),
    "uuid": pa.array([bytes(16), bytes(16)], pa.uuid()),
    "nulls": pa.nulls(2),
    "lists of nulls": pa.array([[None, None, None], []]),
}


@pytest.mark.parametrize("name", COLUMNS)
def test_a_column_keeps_its_type_and_values(tmp_path, name):
    whole = pa.table({"text": ["a", "b"], "v": COLUMNS[name]}).replace_schema_metadata({"made": "by me"})
    pq.write_table(whole, tmp_path / "in.parquet")
    stored = pq.read_table(tmp_path / "in.parquet")
    records = read(tmp_path / "in.parquet")
    assert [record.error for record in records] == [None, None]
    table = output(tmp_path, *([Row(record.fields, arrow=record.arrow)] for record in records))
    assert table.schema.equals(stored.schema, check_metadata=True)
    assert table.combine_chunks().equals(stored.combine_chunks())
    assert all(encode(record.fields) for record in records)  # as JSON too


@pytest.mark.parametrize(
    ("kind", "plain"),
    [
        (pa.dictionary(pa.int8(), pa.string()), pa.string()),
        (pa.list_(pa.dictionary(pa.int32(), pa.string())), pa.list_(pa.string())),
    ],
)
def test_a_dictionary_becomes_its_values(tmp_path, kind, plain):
    column = pa.array([["b"], ["a"], None]).cast(pa.list_(pa.string()))
    column = column.cast(kind) if pa.types.is_list(kind) else pa.array(["b", "a", None]).dictionary_encode()
    pq.write_table(pa.table({"text": ["x", "y", "z"], "v": column}), tmp_path / "in.parquet")
    records = read(tmp_path / "in.parquet")
    assert [record.fields["v"] for record in records] == column.to_pylist()
    table = output(tmp_path, [Row(record.fields, arrow=record.arrow) for record in records])
    assert table.schema.field("v").type == plain
    assert table["v"].to_pylist() == column.to_pylist()


def test_the_cleaned_text_takes_the_place_of_the_text_and_a_title_is_added(tmp_path):
    schema = pa.schema(
        [pa.field("n", pa.int8(), False), ("text", pa.large_string()), pa.field("body", pa.string(), False)]
    )
    pq.write_table(pa.table([[1, 2], ["a", "b"], ["c", "d"]], schema=schema), tmp_path / "in.parquet")
    rows = [
        Row({**record.fields, "text": "new \ud800", "title": title}, arrow=record.arrow, changed=("text", "title"))
        for record, title in zip(read(tmp_path / "in.parquet"), ["T", None], strict=True)
    ]
    table = output(tmp_path, rows[:1], rows[1:])
    assert table.schema.names == ["n", "text", "body", "title"]
    assert table.schema.types == [pa.int8(), pa.large_string(), pa.string(), pa.string()]
    assert table["text"].to_pylist() == ["new \ufffd"] * 2
    assert table["title"].to_pylist() == ["T", None]
    assert table["body"].to_pylist() == ["c", "d"]


MIXED = [
    ([{"v": 1}, {"v": "a"}, {"v": [1]}], []),
    ([{"v": 1}], [{"v": "a"}], [{"v": [1]}], [{"v": {"a": True}}]),
    ([{"v": 2**70}], [{"v": 1}]),
    ([{"v": 2**53 + 1}], [{"v": 0.5}]),
    ([{"v": [{"a": 2**53 + 1}]}], [{"v": [{"a": 0.5}]}]),
    ([{"v": {}}], [{"v": {"a": {}}}]),
    ([{"v": [{"a": {}}]}], [{"v": None}]),
    ([{"v": True}], [{"v": 1}]),
    ([{"v": "1"}], [{"v": "2"}, {"v": 2}]),
]


@pytest.mark.parametrize("parts", MIXED)
def test_values_without_a_common_type_are_json(tmp_path, parts):
    table = output(tmp_path, *made_of(*parts))
    assert table.schema.field("v").type == pa.string()
    assert values(table) == [{k: v for k, v in row.items() if v is not None} for part in parts for row in part]


@pytest.mark.parametrize(
    ("parts", "kind"),
    [
        (([{"v": 1}, {"v": None}], [{"v": 0.5}]), pa.float64()),
        (([{"v": None}], [{}], [{"v": "a"}]), pa.string()),
        (([{"v": []}], [{"v": [None]}], [{"v": [["a"]]}]), pa.list_(pa.list_(pa.string()))),
        (([{"v": [None, None, None]}], [{"v": [None]}]), pa.list_(pa.null())),
        (([{"v": {"a": 1}}], [{"v": {"b": ["x"]}}]), pa.struct([("a", pa.int64()), ("b", pa.list_(pa.string()))])),
        (([{"v": "\ud800 lone"}], [{"v": "b"}]), pa.string()),
    ],
)
def test_values_of_a_common_type_have_it(tmp_path, parts, kind):
    field = output(tmp_path, *made_of(*parts)).schema.field("v")
    assert field.type.equals(kind)
    assert not (field.metadata or {}).get(b"cleaner")


JSON = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-(2**65), 2**65)
    | st.sampled_from([2**53 + 1, -1, ""])
    | st.text(max_size=2),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from("ab"), inner, max_size=2),
    max_leaves=4,
)


def same(value, expected):
    """Whether a value is the expected one, save for fields that are null and texts that no encoding can write."""
    if isinstance(expected, dict) and isinstance(value, dict):
        return all(same(value.get(name), expected.get(name)) for name in {*value, *expected})
    if isinstance(expected, list) and isinstance(value, list):
        return len(value) == len(expected) and all(map(same, value, expected))
    return value == expected and isinstance(value, bool) == isinstance(expected, bool)


def test_rows_of_any_json_come_back(tmp_path_factory):
    folder = tmp_path_factory.mktemp("json")

    @given(
        st.lists(
            st.lists(st.dictionaries(st.sampled_from("xyz"), JSON, min_size=1), min_size=1, max_size=3), min_size=1
        )
    )
    def check(parts):
        expected = [row for part in parts for row in part]
        assert all(map(same, values(output(folder, *made_of(*parts))), expected))

    check()


def test_columns_stand_in_the_order_of_their_first_appearance(tmp_path):
    table = output(tmp_path, *made_of([{"text": "a", "n": 1}], [{"z": 1, "text": "b"}], [{"a": 2}]))
    assert table.schema.names == ["text", "n", "z", "a"]
    assert values(table) == [{"text": "a", "n": 1}, {"z": 1, "text": "b"}, {"a": 2}]


def test_rows_of_parquet_and_others_share_a_file(tmp_path):
    for name, kind in (("a", pa.timestamp("ns")), ("b", pa.string())):
        pq.write_table(pa.table({"text": [name], "v": pa.array([None], kind)}), tmp_path / f"{name}.parquet")
    pq.write_table(pa.table({"text": ["c"], "v": pa.array([1], pa.timestamp("ns"))}), tmp_path / "c.parquet")
    rows = [Row(record.fields, arrow=record.arrow) for record in read(tmp_path)]
    table = output(tmp_path, [*rows, Row({"v": 7, "text": "d"})])
    assert values(table)[2:] == [{"text": "c", "v": "1970-01-01T00:00:00"}, {"text": "d", "v": 7}]


def test_of_columns_of_one_name_the_last_is_kept(tmp_path):
    pq.write_table(pa.table([["a"], [1], [2]], names=["text", "n", "n"]), tmp_path / "in.parquet")
    (record,) = read(tmp_path / "in.parquet")
    assert record.fields == {"text": "a", "n": 2}
    assert values(output(tmp_path, [Row(record.fields, arrow=record.arrow)])) == [{"text": "a", "n": 2}]


def test_an_output_without_rows_is_a_file(tmp_path):
    assert output(tmp_path, []).num_rows == 0
    assert read(tmp_path / "out.parquet") == []


def test_large_outputs_are_written_in_row_groups(tmp_path, monkeypatch):
    monkeypatch.setattr(parquet_output, "_GROUP_BYTES", 2000)
    table = output(tmp_path, *made_of(*([{"text": f"{n} {'x' * 900}"}] for n in range(10))))
    assert [text[:1] for text in table["text"].to_pylist()] == [str(n) for n in range(10)]
    assert 3 <= pq.ParquetFile(tmp_path / "out.parquet").num_row_groups <= 5


def test_a_row_that_python_cannot_hold_is_rejected_alone(tmp_path):
    columns = {
        "text": pa.array([b"a", b"b", b"\xff", b"d"]).view(pa.string()),
        "when": pa.array([0, 2**55, 0, 0], pa.timestamp("ms")),
    }
    pq.write_table(pa.table(columns), tmp_path / "in.parquet")
    first, *bad, last = outcomes(tmp_path / "in.parquet")
    assert (first, last) == ("a", "d")
    assert all(reason.startswith("!holds what cannot be read: ") for reason in bad)
    pq.write_table(pa.table({"text": ["a"], "t": pa.array([0], pa.timestamp("s", "Mars/X"))}), tmp_path / "in.parquet")
    (reason,) = outcomes(tmp_path / "in.parquet")
    assert reason.startswith("!holds what cannot be read: ")


def test_a_row_longer_than_the_limit_is_rejected_alone(tmp_path):
    pq.write_table(pa.table({"text": ["x" * 5000, "a", None]}), tmp_path / "in.parquet")
    assert outcomes(tmp_path / "in.parquet", limit=4000) == [
        "!is longer than 4,000 bytes",
        "a",
        "",
    ]


def test_the_page_takes_the_place_of_a_text_that_is_null(tmp_path):
    pq.write_table(pa.table({"text": ["a", None], "html": [None, "<p>b"]}), tmp_path / "in.parquet")
    assert [(record.text, record.page, record.field) for record in read(tmp_path / "in.parquet")] == [
        ("a", False, "text"),
        ("<p>b", True, "text"),
    ]
    assert outcomes(tmp_path / "in.parquet", names=Fields(text="html")) == ["", "<p>b"]


def test_times_of_a_zone_are_read_as_such(tmp_path):
    when = datetime(2024, 2, 29, 12, tzinfo=UTC)
    pq.write_table(pa.table({"text": ["a"], "t": pa.array([when], pa.timestamp("us", "UTC"))}), tmp_path / "in.parquet")
    assert read(tmp_path / "in.parquet")[0].fields["t"] == when


@pytest.mark.parametrize("groups", [1, 4, 7, 100])
@pytest.mark.parametrize("size", [1 << 20, 500])
def test_reading_goes_on_where_a_part_ended(tmp_path, monkeypatch, groups, size):
    monkeypatch.setattr(parquet, "_MOST_ROWS", 5)
    columns = {"id": list(range(20)), "text": ["x" * (n % 5) for n in range(20)]}
    pq.write_table(pa.table(columns), tmp_path / "in.parquet", row_group_size=groups)
    sources = assert_resumes(monkeypatch, tmp_path / "in.parquet", size=size)
    assert sources == [f"in.parquet:row {n}" for n in range(1, 21)]


@pytest.mark.parametrize(
    "damage", [lambda _: b"", lambda data: data[:-1], lambda data: data[: len(data) // 2], lambda _: b"PAR1" * 50]
)
def test_a_file_without_its_footer_cannot_be_read(tmp_path, damage):
    pq.write_table(pa.table({"text": ["a", "b"]}), tmp_path / "in.parquet")
    file = written(tmp_path / "in.parquet", damage((tmp_path / "in.parquet").read_bytes()))
    (reason,) = outcomes(file)
    assert reason.startswith("!the file cannot be read from here on: ")
    assert places(file) == ["in.parquet:1"]


def test_a_damaged_row_group_costs_what_stands_from_there_on(tmp_path):
    file = tmp_path / "in.parquet"
    pq.write_table(pa.table({"text": [f"text {n}" for n in range(90)]}), file, row_group_size=30, use_dictionary=False)
    about = pq.ParquetFile(file).metadata.row_group(1).column(0)
    data = bytearray(file.read_bytes())
    data[about.data_page_offset : about.data_page_offset + about.total_compressed_size] = bytes(
        about.total_compressed_size
    )
    *good, bad = outcomes(written(file, bytes(data)))
    assert good == [f"text {n}" for n in range(30)]
    assert bad.startswith("!the file cannot be read from here on: ")
    assert places(file)[-1] == "in.parquet:31"


BOMBS = {
    "one value in every row": lambda: pa.table(
        {"text": pa.DictionaryArray.from_arrays([0] * 20_000, ["Rain " + "x" * (1 << 20)])}
    ),
    "a list": lambda: pa.table(
        {"text": ["Rain"], "tags": pa.ListArray.from_arrays([0, 30_000_000], pa.nulls(30_000_000, pa.int8()))}
    ),
    "rows of nothing": lambda: pa.table({"text": pa.nulls(400_000, pa.string())}),
    "a page": lambda: pa.table({"text": ["x" * (40 << 20)]}),
}


@pytest.mark.parametrize("name", BOMBS)
def test_a_bomb_is_read_up_to_where_it_is_seen_for_one(tmp_path, monkeypatch, name):
    monkeypatch.setattr(bomb, "LEAST", 16 << 20)
    table = BOMBS[name]()
    with pq.ParquetWriter(tmp_path / "in.parquet", table.schema, compression="zstd") as writer:
        rows = [pa.array(["Rain"] * 3) if field.name == "text" else pa.nulls(3, field.type) for field in table.schema]
        writer.write_table(
            pa.table([row.cast(kind) for row, kind in zip(rows, table.schema.types, strict=True)], table.schema)
        )
        writer.write_table(table)
    texts = outcomes(tmp_path / "in.parquet", limit=2 << 20)
    assert texts[:3] == ["Rain"] * 3
    assert texts[-1].startswith("!the file cannot be read from here on: it unpacks to more than 1,000 times its size: ")
    assert len(texts) <= 3 + max(1, table.num_rows // 2)
