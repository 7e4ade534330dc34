"""Dump: parts with the same bounds at every reading, that one can go on from; and what a fault of a file costs."""

from __future__ import annotations

import io
import json
import os
import pickle
import re
import sys
from dataclasses import replace

import fsspec
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from fsspec import AbstractFileSystem
from hypothesis import given
from hypothesis import strategies as st

from cleaner.errors import InputError
from cleaner.records import part as sizes
from cleaner.records.dump import Dump
from cleaner.records.fields import Fields
from cleaner.records.packing import ENDINGS, pack
from cleaner.records.part import Position
from cleaner.records.record import RecordMark
from tests.records.reading import LIMIT, assert_resumes, outcomes, places, written


def dump_of(*inputs, names=Fields(), **options):  # noqa: B008  # a constant
    return Dump([str(name) for name in inputs], names, LIMIT, **options)


def jsonl(count, start=0, field="text"):
    return b"".join(json.dumps({"id": n, field: f"text {n}"}).encode() + b"\n" for n in range(start, start + count))


def texts(part):
    return [decode().text for _, decode in part.records()]


@pytest.fixture
def mixed(tmp_path):
    """A folder of every format, with empty files, damaged ends, and records that are none."""
    folder = tmp_path / "mixed"
    written(folder / "a.jsonl", jsonl(4) + b"no json\n\n")
    written(folder / "b.csv", b"")
    written(folder / "c.csv", b'id,text\n1,a\n2,"b\n3,c\n\n4,d\n')
    written(folder / "d.jsonl.gz", pack(jsonl(5), ".gz") + b"junk")
    written(folder / "e.parquet", b"no parquet")
    pq.write_table(pa.table({"text": list("abcdefg")}), folder / "f.parquet", row_group_size=3)
    written(folder / "g" / "a.txt", b"a")
    written(folder / "g" / "b.html", b"<p>b")
    written(folder / "h.tsv.xz", pack(b"text\tn\n" + b"a\t1\n" * 7, ".xz"))
    written(folder / "i.jsonl.zst", pack(jsonl(3), ".zst") + pack(jsonl(3), ".zst")[:-1])
    written(folder / "j.warc", b"no archive")
    written(folder / "k.ndjson", b"")
    written(folder / "l.jsonl.bz2", b"")
    return folder


@pytest.mark.parametrize("records", [1, 2, 3, 5, 100])
@pytest.mark.parametrize("size", [60, 1 << 20])
def test_a_dump_of_all_formats_is_gone_on_with_where_a_part_ended(monkeypatch, mixed, tmp_path, records, size):
    last = written(tmp_path / "last.jsonl", jsonl(120))
    sources = assert_resumes(monkeypatch, mixed, last, records=records, size=size)
    assert len(sources) == 5 + 4 + 6 + 1 + 7 + 2 + 7 + 4 + 1 + 1 + 120
    assert len(set(sources)) == len(sources)


LINES = st.lists(
    st.sampled_from([b'{"text": "a"}', b"", b"no", b"x" * 90, b'"', b'1,"a', b"1,a", b'1,"a\n"']), max_size=12
)


def test_reading_goes_on_whatever_stands_in_the_files(tmp_path_factory):
    folder = tmp_path_factory.mktemp("any")

    @given(
        st.lists(LINES, min_size=1, max_size=3),
        st.sampled_from(["csv", "jsonl"]),
        st.integers(1, 4),
        st.integers(0, 30),
    )
    def check(files, form, records, less):
        sizes.PART_RECORDS = records
        for number, file in enumerate(files):
            data = pack(b"id,text\n" + b"\n".join(file), ".gz")
            written(folder / f"{number}.{form}.gz", data[: len(data) - less])
        dump = Dump([str(folder)], Fields(), 80)
        whole = [(part.slices, part.after) for part in dump.parts()]
        for number, (_, after) in enumerate(whole, 1):
            assert [(part.slices, part.after) for part in dump.parts(after)] == whole[number:]

    usual = sizes.PART_RECORDS
    try:
        check()
    finally:
        sizes.PART_RECORDS = usual


def test_a_part_ends_after_so_many_records_or_bytes(tmp_path, monkeypatch):
    monkeypatch.setattr(sizes, "PART_RECORDS", 4)
    monkeypatch.setattr(sizes, "PART_BYTES", 300)
    lines = [{"text": "a"}] * 5 + [{"text": "b" * 400}] + [{"text": "c" * 150}] * 3
    written(tmp_path / "a.jsonl", b"".join(json.dumps(line).encode() + b"\n" for line in lines))
    written(tmp_path / "b.jsonl", b'{"text": "d"}\n')
    parts = list(dump_of(tmp_path).parts())
    assert [[text[0] for text in texts(part)] for part in parts] == [list("aaaa"), list("ab"), list("cc"), list("cd")]
    assert [len(part.slices) for part in parts] == [1, 1, 1, 2]
    assert parts[0].after == Position(0, RecordMark(4, 4 * len('{"text": "a"}\n')))
    assert parts[-1].after == Position(2)


def test_what_was_read_grows_up_to_the_size_of_the_dump(mixed, monkeypatch):
    monkeypatch.setattr(sizes, "PART_RECORDS", 2)
    dump = dump_of(mixed)
    read = [part.read for part in dump.parts()]
    assert read == sorted(read)
    assert read[-1] == dump.size == sum(path.stat().st_size for path in mixed.rglob("*") if path.is_file())
    rest = list(dump.parts(Position(4)))
    assert rest[-1].read == dump.size
    assert rest[0].read > sum((mixed / name).stat().st_size for name in ("a.jsonl", "b.csv", "c.csv", "d.jsonl.gz"))


def test_what_was_read_of_a_file_is_known_before_its_end(tmp_path, monkeypatch):
    monkeypatch.setattr(sizes, "PART_RECORDS", 2)
    written(tmp_path / "a.jsonl", jsonl(3))
    written(tmp_path / "b.jsonl", jsonl(6))
    first, *others, last = dump_of(tmp_path).parts()
    assert first.read == first.after.mark.offset == len(jsonl(2))
    assert [part.read - len(jsonl(3)) for part in others] == [part.after.mark.offset for part in others]
    assert last.read == len(jsonl(3) + jsonl(6))


def test_parts_can_be_sent_to_other_processes(mixed):
    for part in dump_of(mixed).parts():
        again = pickle.loads(pickle.dumps(part))
        assert [(source, decode().error) for source, decode in again.records()] == [
            (source, decode().error) for source, decode in part.records()
        ]


@pytest.mark.parametrize("ending", ENDINGS)
@pytest.mark.parametrize("count", [3, 25])
def test_a_file_that_breaks_off_costs_only_what_cannot_be_read(tmp_path, ending, count):
    whole = [pack(jsonl(1, n), ending) for n in range(count)]
    written(tmp_path / f"a.jsonl{ending}", b"".join(whole)[:-3])
    written(tmp_path / "b.jsonl", jsonl(1))
    *good, bad, other = outcomes(tmp_path)
    assert good == [f"text {n}" for n in range(len(good))]
    assert len(good) >= count - 1
    assert bad.startswith("!the file cannot be read from here on: ")
    assert other == "text 0"
    assert places(tmp_path)[-2] == f"a.jsonl{ending}:{len(good) + 1}"


def test_a_file_is_looked_at_further_than_its_damage(tmp_path):
    written(tmp_path / "a.jsonl.gz", pack(jsonl(2, field="Story"), ".gz") + b"junk")
    assert outcomes(tmp_path / "a.jsonl.gz")[:2] == ["text 0", "text 1"]


def test_names_of_fields_are_guessed_from_the_first_records_of_each_file_and_told_once(tmp_path, monkeypatch):
    monkeypatch.setattr(sizes, "PART_RECORDS", 2)
    written(tmp_path / "a.jsonl", b'{"n": 1}\n' * 19 + b'{"n": 1, "Body": "a"}\n')
    written(tmp_path / "b.jsonl", b'{"text": "b"}\n')
    written(tmp_path / "c.jsonl", b'{"Body": "c", "text": null}\n' * 3)
    written(tmp_path / "d.jsonl", b'{"Body": "d"}\n')
    said = []
    parts = list(dump_of(tmp_path, say=said.append).parts())
    assert [text for part in parts for text in texts(part) if text] == ["a", "b", "c", "c", "c", "d"]
    assert said == ["text field: Body"]
    named = dump_of(tmp_path, names=Fields(text="Body"), say=said.append).parts()
    assert [text for part in named for text in texts(part) if text] == ["a", "c", "c", "c", "d"]
    assert len(said) == 1


@pytest.mark.parametrize(
    ("asked", "reason"),
    [
        (
            Fields(),
            "b.jsonl: no field has the usual name of an article: there are n, more.x; name it with --text-field",
        ),
        (Fields(text="n", url="link"), "b.jsonl: no field 'link' (--url-field); there are n, more.x"),
        (Fields(text="body"), "b.jsonl: no field 'body' (--text-field)"),
    ],
)
def test_a_field_that_is_missing_is_told_before_the_first_record(tmp_path, asked, reason):
    written(tmp_path / "a.csv", b"")
    written(tmp_path / "b.jsonl", b'{"n": "1", "more": {"x": 2}}\n' * 3)
    with pytest.raises(InputError, match=re.escape(reason)):
        dump_of(tmp_path, names=asked).check()
    dump_of(tmp_path, names=Fields(text="n", id="more.x")).check()
    written(tmp_path / "c.jsonl", b'{"body": "a"}\n' * 100 + b'{"link": "a", "body": "b"}\n')
    dump_of(tmp_path, names=replace(asked, text=None)).check()


def test_a_pipe_without_articles_is_not_read_to_its_end(monkeypatch):
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BufferedReader(io.BytesIO(b'{"n": 1}\n' * 50))))
    with pytest.raises(InputError, match="standard input: no field has the usual name of an article: there are n"):
        list(dump_of("-").parts())


def test_the_version_of_a_dump_is_that_of_its_files(tmp_path):
    folder = tmp_path / "in"
    file = written(folder / "a.jsonl", jsonl(2))
    os.utime(file, (1, 1))
    version = dump_of(folder).version
    assert dump_of(folder).version == version

    def versions():
        os.utime(file, (2, 2))
        yield dump_of(folder).version
        os.utime(written(file, jsonl(3)), (1, 1))
        yield dump_of(folder).version
        os.utime(written(file, jsonl(2)), (1, 1))
        other = written(folder / "b.jsonl", b"")
        yield dump_of(folder).version
        other.unlink()
        yield dump_of(folder).version

    *others, same = versions()
    assert version not in others
    assert same == version


def test_the_files_of_the_output_are_no_input(tmp_path):
    for name in ("a.jsonl", "b.jsonl", "out.jsonl"):
        written(tmp_path / name, jsonl(1))
    dump = dump_of(tmp_path, is_own=lambda name: name.endswith("out.jsonl"))
    assert [file.path for file in dump.files()] == ["a.jsonl", "b.jsonl"]
    assert dump_of(tmp_path / "out.jsonl", is_own=lambda _: True).size == 0


@pytest.mark.parametrize(
    ("name", "reason"),
    [
        ("{}/none", "no such file or folder"),
        ("{}/a.pdf", "cannot tell the format; known endings are .jsonl, "),
        ("{}/*.pdf", "cannot tell the format"),
        ("{}/*.none", "holds no file that ends in .jsonl, "),
        ("{}/empty", "holds no file that ends in .jsonl, "),
    ],
)
def test_an_input_of_no_use_is_named(tmp_path, name, reason):
    written(tmp_path / "a.pdf", b"")
    (tmp_path / "empty").mkdir()
    with pytest.raises(InputError) as error:
        dump_of(name.format(tmp_path))
    assert reason in str(error.value)
    assert "\n" not in str(error.value)


def test_a_disk_that_fails_is_no_damage(tmp_path):
    (tmp_path / "a.jsonl").symlink_to("/proc/self/mem")  # can be opened, but gives an input/output error
    with pytest.raises(InputError, match=r"a\.jsonl: Input/output error"):
        list(dump_of(tmp_path / "a.jsonl").parts())


def test_standard_input_is_json_lines_that_are_read_once(tmp_path, monkeypatch):
    monkeypatch.setattr(sizes, "PART_RECORDS", 2)
    with written(tmp_path / "in", jsonl(5, field="Story")).open(encoding="utf-8") as stream:
        monkeypatch.setattr(sys, "stdin", stream)
        dump = dump_of("-")
        parts = list(dump.parts())
    assert dump.is_stream
    assert [text for part in parts for text in texts(part)] == [f"text {n}" for n in range(5)]
    assert [source for source, _ in parts[0].records()] == ["standard input:1", "standard input:2"]
    assert [part.read for part in parts] == [0, 0, 0]


class _Breaking(io.BytesIO):
    """Gives out its beginning, then fails without a number, as clients of stores do."""

    def read(self, size=-1):
        if self.tell():
            raise RuntimeError("the connection was lost")
        return super().read(min(size, 100))


class _BreakingStore(AbstractFileSystem):
    protocol = "breaking"

    def info(self, path, **_):
        return {"name": path, "size": 1000, "type": "file"}

    def isdir(self, path):  # noqa: ARG002
        return False

    def _open(self, path, mode="rb", **_):  # noqa: ARG002
        return _Breaking(b'{"text": "Rain."}\n' * 50)


def test_a_network_that_fails_ends_the_run_and_accuses_no_file():
    fsspec.register_implementation("breaking", _BreakingStore, clobber=True)
    with pytest.raises(InputError, match=r"breaking://.*the connection was lost"):
        list(Dump(["breaking://in.jsonl"], Fields(), 1 << 20).parts())
