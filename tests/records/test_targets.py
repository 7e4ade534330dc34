"""Targets: outputs that would harm an input or each other are refused before any work is done."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from cleaner.errors import InputError
from cleaner.records.targets import Targets, described, name_beside
from tests.records.reading import written


@pytest.fixture(autouse=True)
def here(tmp_path, monkeypatch):
    """Work in a folder with an input, a folder, and a link to the input."""
    monkeypatch.chdir(tmp_path)
    written(Path("in.jsonl"), b"")
    written(Path("folder/a.txt"), b"")
    Path("link.jsonl").symlink_to("in.jsonl")
    Path("folder.jsonl").mkdir()


@pytest.mark.parametrize(
    ("main", "others", "inputs", "reason"),
    [
        ("", [], [], "the output has no name"),
        (" ", [], [], "the output has no name"),
        (".", [], ["in.jsonl"], "the output has no name"),
        ("/", [], [], "the output has no name"),
        ("in.jsonl", [], ["in.jsonl"], "in.jsonl: is an input and would be overwritten"),
        ("link.jsonl", [], ["in.jsonl"], "link.jsonl: is an input"),
        ("./folder/../in.jsonl", [], ["in.jsonl"], "in.jsonl: is an input"),
        ("folder", [], ["folder"], "folder: is an input"),
        ("out.jsonl", ["in.jsonl"], ["other.jsonl", "in.jsonl"], "in.jsonl: is an input"),
        ("-", ["in.jsonl"], ["-", "in.jsonl"], "in.jsonl: is an input"),
        ("out.jsonl", ["out.jsonl"], [], "out.jsonl: is the output"),
        ("out.jsonl", ["a.jsonl", "./a.jsonl"], [], "./a.jsonl: is the output"),
        ("folder.jsonl", [], [], "folder.jsonl: is a folder"),
        ("out", ["folder"], [], "folder: is a folder"),
        ("none/out.jsonl", [], [], "none/out.jsonl: No such file or directory"),
        ("out.jsonl", ["none/stats.json"], [], "none/stats.json: No such file or directory"),
    ],
)
def test_an_output_that_cannot_be_is_refused(main, others, inputs, reason):
    with pytest.raises(InputError) as error:
        Targets(main, others, inputs)
    assert reason in str(error.value)
    assert "\n" not in str(error.value)


@pytest.mark.parametrize(
    ("main", "others", "inputs", "folder"),
    [
        ("out.jsonl", ["rejects.jsonl"], ["in.jsonl"], "out.jsonl.partial"),
        ("folder/out.jsonl", [], ["folder"], "folder/out.jsonl.partial"),
        ("folder", ["rejects.jsonl"], ["in.jsonl"], "folder.partial"),
        ("none/deep/out", ["none/deep/out.rejects.jsonl"], ["in.jsonl"], "none/deep/out.partial"),
        ("out/", [], ["in.jsonl"], "out.partial"),
        ("s3://bucket/deep/out.jsonl", [], ["s3://bucket/deep/in.jsonl"], "out.jsonl.partial"),
        ("-", ["-", "rejects.jsonl"], ["-"], None),
    ],
)
def test_what_is_unfinished_stands_beside_the_output(main, others, inputs, folder):
    assert Targets(main, others, inputs).folder == (None if folder is None else Path(folder))


@pytest.mark.parametrize(
    ("main", "own", "others"),
    [
        (
            "out.jsonl",
            ["out.jsonl", "./out.jsonl", "stats.json", "out.jsonl.partial/output"],
            ["in.jsonl", "folder/out.jsonl", "out.jsonl.partial", "-", "s3://b/out.jsonl"],
        ),
        ("folder", ["folder/a.txt", "folder/deep/b.txt", "folder.partial/output"], ["in.jsonl", "folders/a.txt"]),
        ("-", ["stats.json"], ["-", "in.jsonl"]),
        ("s3://b/out.jsonl", ["stats.json", "out.jsonl.partial/x"], ["s3://b/out.jsonl", "out.jsonl"]),
    ],
)
def test_what_belongs_to_the_output_is_known_by_its_name(main, own, others):
    targets = Targets(main, ["stats.json"], ["in.jsonl"])
    assert [name for name in (*own, *others) if targets.is_own(name)] == own
    assert targets.is_own(os.path.abspath("stats.json"))  # noqa: PTH100


@pytest.mark.parametrize(
    ("main", "name"),
    [
        ("a/out.jsonl", "a/out.jsonl.rejects.jsonl"),
        ("a/out/", "a/out.rejects.jsonl"),
        ("-", "rejects.jsonl"),
        ("s3://bucket/a/out.csv", "out.csv.rejects.jsonl"),
    ],
)
def test_another_file_stands_beside_the_output(main, name):
    assert name_beside(main, ".rejects.jsonl") == name


def test_targets_are_described_in_one_order():
    assert described({"b": "2", "a": "1"}) == described({"a": "1", "b": "2"}) == "a: 1, b: 2"
