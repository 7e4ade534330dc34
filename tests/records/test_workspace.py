"""Workspace: what a killed run leaves is gone on with, and nothing of it is lost or done twice."""

from __future__ import annotations

import json
import os

import fsspec
import pyarrow.parquet as pq
import pytest

from cleaner.errors import InputError
from cleaner.records.delimited import DelimitedOutput
from cleaner.records.jsonl import JsonlOutput
from cleaner.records.parquet_output import ParquetOutput
from cleaner.records.record import Row
from cleaner.records.texts import FolderOutput
from cleaner.records.workspace import Workspace
from tests.engines.inline import small_disk

TASK = {"inputs": "abc", "rules": "1"}


@pytest.fixture
def space(tmp_path):
    """Opens the one workspace of a test."""

    def opened(task=TASK, streams=("out", "rejects"), **options):
        return Workspace(tmp_path / "out.partial", task, streams, **options)

    return opened


def contents(space):
    return {path.name: path.read_bytes() for path in space.path.iterdir() if path.name in ("out", "rejects")}


def test_a_run_goes_on_where_the_last_checkpoint_was(space):
    with space() as first:
        assert first.state == {}
        first.append("out", b"1")
        first.append("rejects", b"a")
        first.commit({"position": 1})
        first.append("out", b"22")
        first.append("rejects", b"bb")  # and is killed
    with space() as second:
        assert (second.state, contents(second)) == ({"position": 1}, {"out": b"1", "rejects": b"a"})
        second.append("out", b"2")
        second.commit({"position": 2})
    with space() as third:
        assert (third.state, contents(third)) == ({"position": 2}, {"out": b"12", "rejects": b"a"})
        assert not third.is_complete


def test_a_run_that_was_killed_before_its_first_checkpoint_begins_anew(space):
    first = space().__enter__()
    first.append("out", b"1")
    first.close()  # as the system does
    with space(task={"inputs": "others"}) as second:
        assert (second.state, contents(second)) == ({}, {"out": b"", "rejects": b""})


def test_a_run_that_ends_before_its_first_checkpoint_leaves_nothing(space):
    with space() as first:
        first.append("out", b"1")
    assert not first.path.exists()


@pytest.mark.parametrize(
    ("task", "topic"),
    [({**TASK, "rules": "2"}, "rules"), ({"inputs": "", "rules": ""}, "inputs"), ({**TASK, "limits": "1 s"}, "limits")],
)
def test_another_task_is_refused_and_may_begin_anew(space, task, topic):
    with space() as first:
        first.append("out", b"1")
        first.commit({"position": 1})
    with pytest.raises(InputError) as refused:
        space(task=task).__enter__()
    with space() as same:  # the error, which is still there, holds no lock
        assert contents(same)["out"] == b"1"
    assert f"was begun with other {topic}; run it as before, or add --restart" in str(refused.value)
    with space(task=task, restart=True) as anew:
        assert (anew.state, contents(anew)) == ({}, {"out": b"", "rejects": b""})
    with space(task=task) as killed:
        assert killed.state == {}


@pytest.mark.parametrize("state", [{"position": 1}, {"complete": True}])
def test_two_runs_at_once_are_refused(space, state):
    with space() as first:
        first.append("out", b"1")
        first.commit(state)
        for options in ({}, {"restart": True}):
            with pytest.raises(InputError, match="another run is at work here"):
                space(**options).__enter__()
        assert contents(first)["out"] == b"1"
    with space() as second:
        assert second.state == state


def test_an_output_that_has_shrunk_is_not_gone_on_with(space):
    with space() as first:
        first.append("out", b"12")
        first.commit({"position": 1})
    os.truncate(first.path / "out", 1)
    with pytest.raises(InputError, match="out: is shorter than it was; add --restart"):
        space().__enter__()
    with space(restart=True) as anew:
        assert contents(anew)["out"] == b""


def test_a_folder_that_cannot_be_used_is_named(space, tmp_path):
    (tmp_path / "out.partial").write_text("mine")
    with pytest.raises(InputError, match=r"out\.partial: File exists"):
        space().__enter__()
    assert (tmp_path / "out.partial").read_text() == "mine"


@pytest.mark.parametrize("size", [2000, 200_000], ids=["at the checkpoint", "at once"])
def test_a_disk_that_is_full_is_told_and_what_was_done_stays(space, size):
    with small_disk(1000), space() as first:
        first.append("out", b"1")
        first.commit({"position": 1})
        with pytest.raises(InputError, match=r"out\.partial: File too large"):  # noqa: PT012  # as the buffer has it
            first.append("out", b"2" * size)
            first.commit({"position": 2})
    with space() as second:
        assert (second.state, contents(second)["out"]) == ({"position": 1}, b"1")


OUTPUTS = {
    "out.jsonl": (JsonlOutput(), lambda path: [json.loads(line) for line in path.read_text().splitlines()]),
    "out.csv": (DelimitedOutput(","), lambda path: [{"text": line} for line in path.read_text().splitlines()[1:]]),
    "out.parquet": (ParquetOutput(), lambda path: pq.read_table(path).to_pylist()),
    "out": (FolderOutput(), lambda path: [{"text": file.read_text()} for file in sorted(path.iterdir())]),
}
ROWS = [Row({"text": text}, text, id=text) for text in "ab"]


class Killed(BaseException):
    """Ends a run at once."""


@pytest.mark.parametrize("name", OUTPUTS)
@pytest.mark.parametrize("killed_at", ["before", "finish", "finished", "delivered", "never"])
def test_outputs_that_a_killed_run_had_not_delivered_are_delivered(space, tmp_path, name, killed_at):
    output, read = OUTPUTS[name]
    target = tmp_path / "to" / name
    (target if name == "out" else target.parent).mkdir(parents=True)

    class KilledOutput:
        """Writes as the output does, and is killed at that."""

        def finish(self, spool, target):
            if killed_at == "finished":
                output.finish(spool, target)
            elif not target.is_dir():
                target.write_bytes(b"half of it")
            raise Killed

    with space() as first:
        for row in ROWS:
            first.append("out", output.encode([row]))
        first.append("rejects", JsonlOutput().encode(ROWS[:1]))
        first.commit({"complete": True})
    with pytest.raises(Killed), space() as second:  # noqa: PT012  # where it is killed differs
        assert second.is_complete
        second.deliver("rejects", JsonlOutput(), str(tmp_path / "rejects.jsonl"))
        if killed_at in ("finish", "finished"):
            second.deliver("out", KilledOutput(), str(target))
        elif killed_at == "delivered":
            second.deliver("out", output, str(target))
        raise Killed
    with space() as third:
        assert third.is_complete
        for stream, made, path in (("rejects", JsonlOutput(), tmp_path / "rejects.jsonl"), ("out", output, target)):
            third.deliver(stream, made, str(path))
        third.remove()
    assert read(target) == [{"text": "a"}, {"text": "b"}]
    assert (tmp_path / "rejects.jsonl").read_text() == '{"text": "a"}\n'
    assert sorted(path.name for path in tmp_path.iterdir()) == ["rejects.jsonl", "to"]


def test_an_output_behind_a_url_is_uploaded_once_it_is_whole(space):
    store, url = fsspec.filesystem("memory"), "memory://delivered/out.csv.gz"
    output = DelimitedOutput(",", ".gz")
    with space() as first:
        first.append("out", output.encode(ROWS))
        first.commit({"complete": True})
        assert not store.exists(url)
        with pytest.raises(InputError, match=r"nope://a\.csv"):
            first.deliver("out", output, "nope://a.csv")
    with space() as second:
        second.deliver("out", output, url)
        assert not (second.path / "out").exists()
    with store.open(url, "rb", compression="gzip") as file:
        assert file.read() == b"text\na\nb\n"


def test_an_output_that_cannot_be_put_in_its_place_stays(space, tmp_path):
    with space() as first:
        first.append("out", JsonlOutput().encode(ROWS))
        first.commit({"complete": True})
        with pytest.raises(InputError, match=r"none/out\.jsonl: No such file or directory"):
            first.deliver("out", JsonlOutput(), str(tmp_path / "none" / "out.jsonl"))
    with space() as second:
        second.deliver("out", JsonlOutput(), str(tmp_path / "out.jsonl"))
    assert (tmp_path / "out.jsonl").read_text() == '{"text": "a"}\n{"text": "b"}\n'


def test_beginning_anew_forgets_what_was_finished(space, tmp_path):
    with space() as first:
        first.append("out", JsonlOutput().encode(ROWS))
        first.commit({"complete": True})
        JsonlOutput().finish(first.path / "out", first.path / "out.finished")
    with space(restart=True) as second:
        second.append("out", JsonlOutput().encode(ROWS[1:]))
        second.commit({"complete": True})
        second.deliver("out", JsonlOutput(), str(tmp_path / "out.jsonl"))
    assert (tmp_path / "out.jsonl").read_text() == '{"text": "b"}\n'
