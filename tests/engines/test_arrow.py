"""The Arrow adapter: what comes in stays, what cleaning gave is added, row by row."""

from __future__ import annotations

import json
import pickle

import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from cleaner import InputError, clean_html, clean_text, load_rules
from cleaner.engines.arrow import ArrowCleaner, ArrowReader
from cleaner.engines.cleaning import CleanJob
from cleaner.records.fields import Fields
from tests.conftest import FIXTURES

SPAM = "As an Amazon Associate I earn from qualifying purchases."
PAGES = [path.read_text(encoding="utf-8") for path in sorted((FIXTURES / "articles").glob("page-*/input.html"))]


def cleaner(*, job=None, **reader):
    return ArrowCleaner(job or CleanJob(load_rules()), ArrowReader(**reader))


def shaped(struct):
    """A struct of the result column as `to_dict` has it."""
    for name in ("characters_by_category", "removals_by_rule"):
        struct["stats"][name] = dict(struct["stats"][name])
    return struct


def test_columns_stay_and_results_are_as_in_json():
    texts = [f"Rain.\n\n{SPAM}\n", "Sun.", "", f"Snow. {SPAM}"]
    table = pa.table({"n": pa.array([1, None, 3, 4], pa.int8()), "Body": pa.array(texts, pa.large_string())})
    made = cleaner().table(table)
    assert made.select(table.schema.names).equals(table)
    assert made.column("cleaned_error").to_pylist() == [None] * 4
    assert [shaped(row) for row in made.column("cleaned").to_pylist()] == [clean_text(t).to_dict() for t in texts]


def test_pages_are_cleaned_as_pages():
    made = cleaner().table(pa.table({"html": PAGES}))
    expected = [json.loads(json.dumps(clean_html(page).to_dict())) for page in PAGES]
    assert [shaped(row) for row in made.column("cleaned").to_pylist()] == expected


def test_schema_is_told_beforehand():
    schema = pa.schema([("text", pa.string()), ("id", pa.int32())])
    batch = pa.record_batch({"text": ["Rain."], "id": [1]}, schema=schema)
    assert [one.schema for one in cleaner()([batch])] == [cleaner().schema(schema)]


def test_large_batches_come_out_in_small_ones_and_in_order():
    batch = pa.record_batch({"text": [f"Rain {n}." for n in range(1000)]})
    made = list(cleaner()([batch, batch.slice(0, 0), batch.slice(3, 2)]))
    assert max(one.num_rows for one in made) <= 256
    texts = [row["text"] for one in made for row in one.column("cleaned").to_pylist()]
    assert texts == [f"Rain {n}." for n in (*range(1000), 3, 4)]


def test_what_cannot_be_cleaned_says_why_and_costs_only_itself():
    broken = pa.array([b"a", b"\xff", None, b"x" * 101, b"b"]).view(pa.string())
    made = cleaner(limit=100).table(pa.table({"text": broken}))
    errors = made.column("cleaned_error").to_pylist()
    assert errors[0] is errors[4] is None
    assert "holds what cannot be read" in errors[1]
    assert errors[2:4] == [None, "is longer than 100 bytes"]
    assert [row and row["text"] for row in made.column("cleaned").to_pylist()] == ["a", None, None, None, "b"]
    numbers = cleaner().table(pa.table({"text": [7]}))
    assert numbers.column("cleaned_error").to_pylist() == ["field 'text' is no text but int"]


def test_a_fault_of_ours_costs_one_row():
    class Broken(CleanJob):
        def clean(self, record):
            if record.text == "b":
                raise RuntimeError("out of luck")
            return super().clean(record)

    made = cleaner(job=Broken(load_rules())).table(pa.table({"text": ["a", "b", "c"]}))
    assert made.column("cleaned_error").to_pylist() == [None, "failed: RuntimeError: out of luck", None]


def test_rows_that_came_with_a_fault_stay_faulty():
    table = pa.table({"text": ["a", "b"], "why": [None, "is torn"]})
    assert cleaner(fault="why").table(table).column("cleaned_error").to_pylist() == [None, "is torn"]


def test_columns_are_named_or_guessed():
    table = pa.table({"story": [f"Rain.\n\n{SPAM}\n"], "note": ["Sun."]})
    for names, text in ((Fields(), "Rain.\n"), (Fields(text="note"), "Sun.")):
        assert cleaner(names=names).table(table).column("cleaned")[0]["text"].as_py() == text


@pytest.mark.parametrize(
    "column",
    [
        pa.array([f"Rain.\n\n{SPAM}".encode()], pa.binary()),
        pa.array([f"Rain.\n\n{SPAM}".encode()], pa.large_binary()),
        pa.array([f"Rain.\n\n{SPAM}".encode()], pa.binary_view()),
        pa.array([f"Rain.\n\n{SPAM}".encode("utf-16")], pa.binary()),
        pa.array([f"Rain.\n\n{SPAM}"], pa.string_view()),
        pa.array([f"Rain.\n\n{SPAM}"]).dictionary_encode(),
        pa.array([f"Rain.\n\n{SPAM}".encode()]).dictionary_encode(),
    ],
    ids=lambda array: str(array.type),
)
def test_bytes_dictionaries_and_views_are_read_and_kept_in_their_limit(column):
    for table in (pa.table({"text": column}), pa.table({"data": pa.StructArray.from_arrays([column], ["body"])})):
        made = cleaner().table(table)
        assert made.column("cleaned")[0]["text"].as_py() == "Rain."
        assert made.select(table.schema.names).equals(table)
        assert cleaner(limit=9).table(table).column("cleaned_error").to_pylist() == ["is longer than 9 bytes"]


def test_rows_without_article_stay_and_a_page_takes_the_place_of_no_text():
    table = pa.table({"text": [None, "", " ", None], "html": [None, None, "<p>Rain.</p><p>Sun.</p>", "<p>Snow."]})
    made = cleaner().table(table)
    assert made.column("cleaned_error").to_pylist() == [None] * 4
    assert [row and row["text"] for row in made.column("cleaned").to_pylist()] == [
        None,
        "",
        "Rain.\n\nSun.\n",
        "Snow.\n",
    ]


def test_a_column_that_is_named_must_be_there():
    with pytest.raises(InputError, match="no column 'link', which is to hold url: there are text"):
        cleaner(names=Fields(url="link")).table(pa.table({"text": ["a"]}))


@pytest.mark.parametrize(
    ("columns", "reason"),
    [
        ({"n": [1]}, "no column has the usual name of an article: there are n"),
        ({"text": ["a"], "cleaned": [1]}, "there is a column 'cleaned' already"),
    ],
)
def test_tables_that_cannot_be_cleaned_are_refused(columns, reason):
    with pytest.raises(InputError, match=reason):
        cleaner().table(pa.table(columns))


def test_markdown_and_pickling():
    table = pa.table({"html": ["<article><h1>Rain</h1><p>Rain is wet, as all know who walked in it.</p></article>"]})
    copy = pickle.loads(pickle.dumps(cleaner(job=CleanJob(load_rules(), markdown=True))))
    assert copy.table(table).column("cleaned")[0]["text"].as_py().startswith("# Rain\n")


@given(st.lists(st.text(st.characters(codec="utf-8")), max_size=5))
def test_any_text_goes_through(texts):
    made = cleaner().table(pa.table({"text": pa.array(texts, pa.string())}))
    assert [row["text"] for row in made.column("cleaned").to_pylist()] == [clean_text(text).text for text in texts]
