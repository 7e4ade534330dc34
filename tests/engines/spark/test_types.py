"""Columns of every type that Spark has: they come back as they went in, or are refused by name before any job."""

from __future__ import annotations

import pytest

from cleaner import InputError
from cleaner.engines import spark

pytestmark = pytest.mark.heavy

CARRIED = {
    "boolean": "true",
    "tinyint": "1Y",
    "smallint": "2S",
    "int": "3",
    "bigint": "4L",
    "float": "1.5F",
    "double": "2.5D",
    "decimal(38,18)": "CAST(1.25 AS DECIMAL(38,18))",
    "string": "'ä'",
    "binary": "X'00FF'",
    "date": "DATE'2026-03-29'",
    "timestamp": "TIMESTAMP'2026-03-29 02:30:00.123456 America/New_York'",
    "timestamp_ntz": "TIMESTAMP_NTZ'2026-03-29 02:30:00.123456'",
    "interval day to second": "INTERVAL '1 02:03:04.5' DAY TO SECOND",
    "void": "NULL",
    "array<timestamp>": "array(TIMESTAMP'2026-03-29 02:30:00', NULL)",
    "map<string,timestamp>": "map('a', TIMESTAMP'2026-03-29 02:30:00')",
    "struct<a:int,b:struct<c:timestamp_ntz,d:binary>>": (
        "named_struct('a', 1, 'b', named_struct('c', TIMESTAMP_NTZ'2026-03-29 02:30:00', 'd', X'01'))"
    ),
    "array<struct<a:decimal(10,2)>>": "array(named_struct('a', CAST(1.5 AS DECIMAL(10,2))))",
}
REFUSED = {
    "interval year to month": "INTERVAL '1-2' YEAR TO MONTH",
    "variant": "parse_json('{\"a\": 1}')",
    "array<variant>": "array(parse_json('1'))",
}


@pytest.fixture
def zoned(cluster):
    """A session whose time zone is not that of anything else here."""
    before = cluster.conf.get("spark.sql.session.timeZone")
    cluster.conf.set("spark.sql.session.timeZone", "Asia/Kathmandu")
    yield cluster
    cluster.conf.set("spark.sql.session.timeZone", before)


def test_columns_come_back_as_they_went_in(zoned):
    columns = ", ".join(f"{value} AS `{name}`" for name, value in CARRIED.items())
    frame = zoned.sql(f"SELECT 'Rain.' AS text, {columns} UNION ALL SELECT NULL, {', '.join(['NULL'] * len(CARRIED))}")
    kept = spark.clean(frame).documents.select(frame.columns)
    assert kept.schema.simpleString() == frame.schema.simpleString()
    assert sorted(map(str, kept.collect())) == sorted(map(str, frame.collect()))


@pytest.mark.parametrize("name", REFUSED)
def test_what_cannot_be_carried_is_refused_by_name(cluster, name):
    frame = cluster.sql(f"SELECT 'Rain.' AS text, {REFUSED[name]} AS odd, 1 AS n")
    for work in (spark.clean, spark.learn):
        with pytest.raises(InputError, match=r"cannot carry these columns to Python: 'odd' \("):
            work(frame)


def test_pages_as_bytes_are_cleaned(cluster):
    page = "<html><article><p>Die Straße ist naß, wie alle wissen, die dort gehen.</p></article></html>"
    pages = [(page.encode(encoding),) for encoding in ("utf-8", "utf-16", "cp1252")]
    made = spark.clean(cluster.createDataFrame(pages, "html binary")).documents.collect()
    assert {row.text for row in made} == {"Die Straße ist naß, wie alle wissen, die dort gehen.\n"}
