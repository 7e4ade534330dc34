"""Scratch: only a folder that was made here is gone on with or taken away."""

from __future__ import annotations

import pytest

from cleaner.errors import InputError
from cleaner.records import scratch
from cleaner.records.scratch import claim, discard
from tests.records.reading import written


def test_a_folder_is_made_gone_on_with_and_taken_away(tmp_path):
    folder = tmp_path / "deep" / "out.partial"
    claim(folder)
    written(folder / "sub" / "a", b"x")
    claim(folder)
    discard(folder)
    assert list(tmp_path.iterdir()) == [tmp_path / "deep"]
    assert list((tmp_path / "deep").iterdir()) == []


def test_an_empty_folder_is_that_of_a_run_that_was_killed_at_once(tmp_path):
    (tmp_path / "out.partial").mkdir()
    claim(tmp_path / "out.partial")
    discard(tmp_path / "out.partial")
    assert list(tmp_path.iterdir()) == []


def test_a_folder_of_the_user_is_left_alone(tmp_path):
    mine = written(tmp_path / "out.partial" / "mine.txt", b"mine")
    with pytest.raises(InputError, match=r"out\.partial: was not made by cleaner"):
        claim(mine.parent)
    discard(mine.parent)
    assert [path.name for path in mine.parent.iterdir()] == ["mine.txt"]


def test_a_link_is_not_followed(tmp_path):
    claim(tmp_path / "there")
    (tmp_path / "out.partial").symlink_to("there")
    with pytest.raises(InputError, match=r"out\.partial: is a link"):
        claim(tmp_path / "out.partial")
    discard(tmp_path / "out.partial")
    assert (tmp_path / "there" / scratch.MARK).is_file()


def test_what_a_link_inside_leads_to_stays(tmp_path):
    mine = written(tmp_path / "mine" / "a.txt", b"mine")
    claim(tmp_path / "out.partial")
    (tmp_path / "out.partial" / "folder").symlink_to("../mine")
    (tmp_path / "out.partial" / "file").symlink_to("../mine/a.txt")
    discard(tmp_path / "out.partial")
    assert [path.name for path in tmp_path.iterdir()] == ["mine"]
    assert mine.read_bytes() == b"mine"


def test_a_folder_that_was_taken_away_in_part_can_be_gone_on_with(tmp_path, monkeypatch):
    claim(tmp_path / "out.partial")
    for name in "abc":
        written(tmp_path / "out.partial" / name / "x", b"x")

    def killed(*_, **__):
        raise KeyboardInterrupt

    monkeypatch.setattr(scratch.shutil, "rmtree", killed)
    with pytest.raises(KeyboardInterrupt):
        discard(tmp_path / "out.partial")
    claim(tmp_path / "out.partial")
