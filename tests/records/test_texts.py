"""Texts and pages in files of their own; and a folder that they are written to, whatever they are called."""

from __future__ import annotations

import itertools
import re
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cleaner.records.dump import Dump
from cleaner.records.fields import Fields
from cleaner.records.packing import ENDINGS, pack
from cleaner.records.record import Row
from cleaner.records.texts import FolderOutput
from tests.growth import assert_linear
from tests.records.reading import LIMIT, assert_resumes, outcomes, read, written


def finished(folder, rows, ending=""):
    """The files of a folder that rows were written to, with their texts."""
    made, spool = FolderOutput(ending), folder.with_name("spool")
    spool.write_bytes(b"".join(made.encode([row]) for row in rows))
    made.finish(spool, folder)
    files = [path for path in folder.rglob("*") if path.is_file()]
    return {path.relative_to(folder).as_posix(): path.read_bytes().decode() for path in files}


def ids(*names):
    return [Row({}, name, id=name) for name in names]


def paths(*names):
    return [Row({"path": name}, name, id="x") for name in names]


@pytest.mark.parametrize("ending", ["", *ENDINGS])
def test_a_file_is_a_record(tmp_path, ending):
    written(tmp_path / "in" / "sub" / f"a.b.TXT{ending}", pack("Täxt".encode("utf-16"), ending))
    written(tmp_path / "in" / f"page.xhtml{ending}", pack(b"<p>Rain", ending))
    page, text = read(tmp_path / "in")
    assert (page.text, page.page, page.fields) == ("<p>Rain", True, {"id": "page", "path": "page.xhtml"})
    assert (text.text, text.page, text.id, text.fields["path"]) == ("Täxt", False, "sub/a.b", "sub/a.b.TXT")


@pytest.mark.parametrize("pages", [True, False])
def test_the_user_says_what_is_a_page(tmp_path, pages):
    for name in ("a.txt", "b.html"):
        written(tmp_path / name, b"<p>Rain")
    assert [record.page for record in read(tmp_path, names=Fields(pages=pages))] == [pages, pages]


@pytest.mark.parametrize(
    ("name", "data", "reason"),
    [
        ("a.txt", b"x" * 1001, "is longer than 1,000 bytes"),
        ("a.txt.gz", pack(bytes(100_000), ".gz"), "is longer than 1,000 bytes unpacked"),
        ("a.txt.gz", pack(b"Rain", ".gz")[:-9], "cannot be read: "),
        ("a.html.zst", pack(b"Rain", ".zst")[:-1], "cannot be read: "),
        ("a.md.bz2", b"no bzip2", "cannot be read: "),
    ],
)
def test_a_file_that_cannot_be_read_is_rejected_alone(tmp_path, name, data, reason):
    written(tmp_path / name, data)
    written(tmp_path / "b.txt", b"x" * 1000)
    bad, good = outcomes(tmp_path, limit=1000)
    assert bad.startswith(f"!{reason}")
    assert good == "x" * 1000


def test_a_file_that_is_gone_when_it_is_read_is_rejected(tmp_path):
    file = written(tmp_path / "a.txt", b"Rain")
    (part,) = Dump([str(tmp_path)], Fields(), LIMIT).parts()
    file.unlink()
    ((_, decode),) = part.records()
    assert decode().error == "No such file or directory"


def test_reading_goes_on_where_a_part_ended(tmp_path, monkeypatch):
    for n in range(10):
        written(tmp_path / f"{n}.txt", b"x" * n)
    assert assert_resumes(monkeypatch, tmp_path) == [f"{n}.txt" for n in range(10)]
    assert_resumes(monkeypatch, tmp_path, size=10)


def test_texts_are_written_under_the_paths_they_were_read_from(tmp_path):
    rows = paths("sub/a.md", "sub/b.HTML", "c.txt", "d.e")
    assert set(finished(tmp_path / "out", rows)) == {"sub/a.md", "sub/b.txt", "c.txt", "d.e.txt"}
    assert set(finished(tmp_path / "md", rows, ".md")) == {"sub/a.md", "sub/b.md", "c.md", "d.e.md"}


@pytest.mark.parametrize(
    ("rows", "names"),
    [
        (paths("../../up.txt", "/etc/passwd", "a/../../b", "a/./c"), ["up.txt", "etc/passwd.txt", "a/b.txt", "a/c.txt"]),
        (paths("", "..", "/", "..."), ["1.txt", "2.txt", "3.txt", "4.txt"]),
        (ids("", "https://a.example/b?c=1", ".hidden", "a\\b:c\n\0"), ["1.txt", "https---a.example-b-c-1.txt", "hidden.txt", "a-b-c.txt"]),
        (ids("\ud800", "ä" * 400, "n.md"), ["1.txt", "ä" * 75 + ".txt", "n.md"]),
        (ids("a", "A", "a", "a-1", "ß", "SS"), ["a.txt", "A-2.txt", "a-3.txt", "a-1.txt", "ß.txt", "SS-2.txt"]),
        (paths("a", "b/a", "b/A"), ["a.txt", "b/a.txt", "b/A-2.txt"]),
        (paths("a.txt", "a.txt/b", "2"), ["a.txt", "2.txt", "2-2.txt"]),
        (paths("a.txt/b", "a.txt", "2.txt/x"), ["a.txt/b.txt", "2.txt", "3.txt"]),
        (paths("3.txt/b", "b.txt", "b.txt/c"), ["3.txt/b.txt", "b.txt", "3-2.txt"]),
        (ids(".1.partial", "-"), ["1.partial.txt", "2.txt"]),
        (ids("CON", "aux.txt", "nul.tar.md", "com1", "lpt²", "console"), ["_CON.txt", "_aux.txt", "_nul.tar.md", "_com1.txt", "_lpt².txt", "console.txt"]),
        (paths("prn/Aux/b", "a./b.. /c"), ["_prn/_Aux/b.txt", "a/b/c.txt"]),
        (ids("\u00e9", "e\u0301", "E\u0301"), ["\u00e9.txt", "\u00e9-2.txt", "\u00c9-3.txt"]),
        (ids("a" * 149 + ".b"), ["a" * 149 + ".txt"]),
    ],
)  # fmt: skip
def test_every_record_has_a_file_with_a_safe_name_of_its_own(tmp_path, rows, names):
    (tmp_path / "out").mkdir()
    assert finished(tmp_path / "out", rows) == {
        name: row.text.replace("\ud800", "\ufffd") for name, row in zip(names, rows, strict=True)
    }
    assert {path.name for path in tmp_path.iterdir()} == {"out", "spool"}


@pytest.mark.parametrize("folders", range(23, 29))
def test_no_path_is_too_long_for_the_system(tmp_path, folders):
    assert len(finished(tmp_path / "out", paths("/".join(["ä" * 80] * folders), "/".join("a" * 3000)))) == 2


def test_many_equal_names_are_quick(tmp_path):
    folders = (tmp_path / f"out-{number}" for number in itertools.count())
    assert_linear(lambda rows: finished(next(folders), rows), lambda size: ids(*["same"] * size), 250)
    assert len(finished(next(folders), ids(*["same"] * 250))) == 250


def test_finishing_again_after_a_kill_gives_the_same(tmp_path):
    rows = [*ids("a", "a", "b.md"), *paths("a.txt/b", "c.txt/d", "c.txt")]
    whole = finished(tmp_path / "out", rows)
    assert finished(tmp_path / "out", rows) == whole
    written(tmp_path / "half" / ".2.partial", b"ha")
    finished(tmp_path / "half", rows[:1])
    assert finished(tmp_path / "half", rows) == whole


def test_nothing_is_written_through_links_in_the_folder(tmp_path):
    outside = written(tmp_path / "outside" / "a.txt", b"mine").parent
    out = tmp_path / "out"
    (out / "real").mkdir(parents=True)
    links = {"sub": "../outside", "a.txt": "../outside/a.txt", "real/deep": "../../outside", "gone": "../none", ".2.partial": "../outside/a.txt"}  # fmt: skip
    for name, target in links.items():
        (out / name).symlink_to(target)
    rows = paths("sub/a.txt", "a.txt", "real/deep/more/b.txt", "gone/c.txt", "real/d.txt", "sub")
    finished(out, rows)
    assert {path.relative_to(outside).as_posix(): path.read_bytes() for path in outside.rglob("*")} == {
        "a.txt": b"mine"
    }
    assert not (tmp_path / "none").exists()
    mine = [path for path in out.rglob("*") if path.is_file() and not path.is_symlink()]
    assert {path.relative_to(out).as_posix(): path.read_text() for path in mine} == {
        "1.txt": "sub/a.txt",
        "a.txt": "a.txt",
        "3.txt": "real/deep/more/b.txt",
        "4.txt": "gone/c.txt",
        "real/d.txt": "real/d.txt",
        "sub.txt": "sub",
    }


PIECES = ["..", ".", "/", "\\", "\0", "\n", "CON", "aux.txt", "nul", "a", "A", "é", "e\u0301", ".", " ", ":", "~", "x" * 300, "\ud800", "\u202e", "‥", "．．", "／", "-2", ".md", "C:", "%2e%2e%2f"]  # fmt: skip


def test_no_name_leads_out_of_the_folder_or_to_the_file_of_another(tmp_path_factory):
    root = tmp_path_factory.mktemp("names")
    runs = itertools.count()

    @given(st.lists(st.tuples(st.booleans(), st.lists(st.sampled_from(PIECES), max_size=8).map("".join)), max_size=6))
    def check(names):
        folder = root / str(next(runs)) / "out"
        folder.parent.mkdir()
        rows = [Row({"path": name} if path else {}, str(n), id=name) for n, (path, name) in enumerate(names)]
        files = finished(folder, rows)
        assert sorted(files.values()) == sorted(str(n) for n in range(len(rows)))
        assert {path.name for path in folder.parent.iterdir()} <= {"out", "spool"}
        assert {path.name for path in root.iterdir()} == {str(n) for n in range(int(folder.parent.name) + 1)}
        keys = {unicodedata.normalize("NFC", name).casefold() for name in files}
        assert len(keys) == len(files)
        for part in (part for name in files for part in name.split("/")):
            assert len(part.encode()) < 200
            assert re.fullmatch(r"[\w.-]+", part)
            assert part.strip(".") == part
            assert part.split(".")[0].casefold() not in ("con", "aux", "nul")

    check()
