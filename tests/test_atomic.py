"""Files that are there whole or as they were before."""

import pytest

from cleaner.atomic import replace_text, replacing


def test_a_small_file_is_replaced_in_one_step(tmp_path):
    replace_text(tmp_path / "a", "old")
    (tmp_path / "a.new").write_text("ha")  # of a run that was killed
    replace_text(tmp_path / "a", "new")
    assert [(path.name, path.read_text()) for path in tmp_path.iterdir()] == [("a", "new")]


def test_nothing_is_written_through_a_link_beside_a_small_file(tmp_path):
    (tmp_path / "mine").write_text("mine")
    (tmp_path / "a.new").symlink_to("mine")
    replace_text(tmp_path / "a", "new")
    assert {path.name: path.read_text() for path in tmp_path.iterdir()} == {"a": "new", "mine": "mine"}


def test_what_breaks_off_leaves_the_file_as_it_was(tmp_path):
    replace_text(tmp_path / "a", "old")
    with pytest.raises(TypeError), replacing(tmp_path / "a") as file:
        file.writelines([b"half", 2])
    assert [(path.name, path.read_text()) for path in tmp_path.iterdir()] == [("a", "old")]


def test_nothing_has_the_name_before_the_end(tmp_path):
    with replacing(tmp_path / "a", ".1") as file:
        file.write(b"all")
        assert [path.name for path in tmp_path.iterdir()] == [".1"]
    assert [(path.name, path.read_text()) for path in tmp_path.iterdir()] == [("a", "all")]
