"""Files: what an input stands for, here and behind a URL; and how they are opened and put there."""

from __future__ import annotations

import itertools
import os
import random

import fsspec
import pytest

from cleaner.errors import InputError
from cleaner.records.file import File, skip, upload
from cleaner.records.find import find_files
from cleaner.records.packing import ENDINGS, pack, unpack
from tests.records.reading import outcomes, read, written

STORES = itertools.count()
DATA = random.Random(1).randbytes(1_400_000)
PACKED = {ending: pack(DATA, ending) for ending in ("", *ENDINGS)}


@pytest.fixture(params=["path", "file", "memory"])
def place(request, tmp_path):
    """Where files are, as an input names it, and what puts one there."""
    if request.param == "memory":
        store = fsspec.filesystem("memory")
        root = f"memory://store-{next(STORES)}"
        return root, lambda name, data: store.pipe(f"{root}/{name}", data)
    prefix = "" if request.param == "path" else "file://"
    return f"{prefix}{tmp_path}", lambda name, data: written(tmp_path / name, data)


def names(name):
    return [file.path for file in find_files(name, lambda name: name.endswith(".txt"))]


@pytest.mark.parametrize("order", [1, -1])
def test_a_folder_stands_for_its_wanted_files_in_the_order_of_their_names(place, order):
    root, put = place
    expected = ["a.txt", "b/a.txt", "b/c/d.txt", "c.txt"]
    for name in [*expected, "b/a.pdf", "b/.txt.swp"][::order]:
        put(name, b"x")
    assert names(root) == names(f"{root}/") == expected
    assert names(f"{root}/b") == ["a.txt", "c/d.txt"]


def test_a_pattern_stands_for_what_it_matches(place):
    root, put = place
    for name in ("b/2.txt", "a/1.txt", "a/deep/3.txt", "0.txt", "0.pdf"):
        put(name, b"x")

    def matched(pattern):
        return [
            file.name.removeprefix("file://").removeprefix("memory://").split("/", 1)[1]
            for file in find_files(pattern, bool)
        ]

    root_path = root.split("://")[-1].strip("/")
    assert [name.removeprefix(f"{root_path}/") for name in matched(f"{root}/*/?.txt")] == ["a/1.txt", "b/2.txt"]
    assert [name.removeprefix(f"{root_path}/") for name in matched(f"{root}/**/*.txt")] == [
        "0.txt",
        "a/1.txt",
        "a/deep/3.txt",
        "b/2.txt",
    ]
    assert matched(f"{root}/[ab]*") == []  # folders
    assert matched(f"{root}/*.warc") == []


def test_a_file_stands_for_itself_and_is_opened(place):
    root, put = place
    put("sub/a [1].txt", b"Rain")
    (file,) = find_files(f"{root}/sub/a [1].txt", bool) if "://" not in root else find_files(f"{root}/sub", bool)
    assert (file.path, file.size) == ("a [1].txt", 4)
    with file.open() as stream:
        assert stream.read() == b"Rain"


@pytest.mark.parametrize("prefix", ["", "file://"])
def test_a_stamp_changes_with_its_file(tmp_path, prefix):
    stamps = set()
    for time in (1, 1, 2):
        os.utime(written(tmp_path / "a.txt", b"Rain"), (time, time))
        stamps |= {file.stamp for file in find_files(f"{prefix}{tmp_path}/a.txt", bool)}
    assert len(stamps) == 2


@pytest.mark.parametrize("prefix", ["", "file://"])
def test_links_inside_folders_are_not_followed(tmp_path, prefix):
    written(tmp_path / "in" / "a.txt", b"x")
    written(tmp_path / "out" / "b.txt", b"x")
    for name, target in {"loop": "..", "folder": "../out", "link.txt": "a.txt", "broken.txt": "none"}.items():
        (tmp_path / "in" / name).symlink_to(target)
    assert names(f"{prefix}{tmp_path}/in") == ["a.txt"]
    assert names(f"{prefix}{tmp_path}/in/link.txt") == ["link.txt"]


@pytest.mark.parametrize(
    ("pattern", "found"),
    [
        ("in/*.txt", ["in/a.txt"]),
        ("in/**/*.txt", ["in/a.txt", "in/sub/b.txt"]),
        ("in/**", ["in/a.txt", "in/sub/b.txt"]),
        ("in/*/*.txt", ["in/sub/b.txt"]),
        ("in/**.txt", ["in/a.txt"]),
        ("in/.*/*.txt", ["in/.hidden/c.txt"]),
        ("in/folder/*.txt", ["in/folder/o.txt"]),
        ("in/folder/o*", ["in/folder/o.txt"]),
    ],
)
def test_links_that_a_pattern_matches_are_not_followed_nor_pipes_read(tmp_path, monkeypatch, pattern, found):
    monkeypatch.chdir(tmp_path)
    for name in ("in/a.txt", "in/sub/b.txt", "in/.hidden/c.txt", "out/o.txt"):
        written(tmp_path / name, b"x")
    for name, target in {
        "loop": "..",
        "again": "../in",
        "folder": "../out",
        "link.txt": "a.txt",
        "no.txt": "none",
    }.items():
        (tmp_path / "in" / name).symlink_to(target)
    os.mkfifo(tmp_path / "in" / "pipe.txt")
    for root in ("", f"{tmp_path}/"):
        assert [file.name for file in find_files(f"{root}{pattern}", bool)] == [f"{root}{name}" for name in found]


@pytest.mark.parametrize("prefix", ["", "file://"])
def test_pipes_and_devices_inside_folders_are_passed_over(tmp_path, prefix):
    written(tmp_path / "a.txt", b"x")
    os.mkfifo(tmp_path / "pipe.txt")
    assert names(f"{prefix}{tmp_path}") == ["a.txt"]
    assert [name.rsplit("/", 1)[-1] for name in names(f"{prefix}{tmp_path}/*.txt")] == ["a.txt"]


@pytest.mark.parametrize("name", ["/dev/zero", "file:///dev/zero", "{}/zeros.jsonl"])
def test_a_device_is_refused(tmp_path, name):
    (tmp_path / "zeros.jsonl").symlink_to("/dev/zero")
    name = name.format(tmp_path)
    with pytest.raises(InputError) as error:
        list(find_files(name, bool))
    assert str(error.value) == f"{name}: is a device, no file"


@pytest.mark.parametrize(
    ("name", "reason"),
    [
        ("{}/none", "no such file or folder"),
        ("file://{}/none", "no such file or folder"),
        ("memory://none/at-all", "no such file or folder"),
        ("nope://a/b.jsonl", "Protocol not known: nope"),
        ("a\0b", "no such file or folder"),
    ],
)
def test_an_input_that_is_not_there_is_one_line(tmp_path, name, reason):
    name = name.format(tmp_path)
    with pytest.raises(InputError) as error:
        list(find_files(name, bool))
    assert str(error.value) == f"{name}: {reason}"


@pytest.mark.parametrize(
    "name", ["{}/none.jsonl", "file://{}/none.jsonl", "memory://none/at-all.jsonl", "nope://a.jsonl"]
)
def test_a_file_that_cannot_be_opened_is_named(tmp_path, name):
    name = name.format(tmp_path)
    with pytest.raises(InputError) as error:
        File(name, name).open()
    assert str(error.value).startswith(f"{name}: ")
    assert "\n" not in str(error.value)


@pytest.mark.parametrize("ending", ["", *ENDINGS])
def test_dumps_behind_urls_are_read_whatever_they_are_packed_with(place, ending):
    root, put = place
    put(f"in.jsonl{ending}", pack(b'{"text": "Rain", "id": 1}\n{"text": "Sun"}\n', ending))
    assert outcomes(root) == ["Rain", "Sun"]
    assert read(root)[0].source.endswith(f"in.jsonl{ending}:1")


@pytest.mark.parametrize("ending", ["", *ENDINGS])
@pytest.mark.parametrize("count", [0, 1_300_000, 1_500_000])
def test_skipping_goes_on_by_so_many_bytes(tmp_path, ending, count):
    with written(tmp_path / "in", PACKED[ending]).open("rb") as stream:
        held = unpack(stream, ending)
        first = held.read(10)
        skip(held, count)
        assert first + held.read(5) == DATA[:10] + DATA[10 + count : 15 + count]


def test_an_upload_puts_a_file_behind_a_url(tmp_path):
    file = written(tmp_path / "a.jsonl", b"Rain")
    upload(file, f"memory://uploads-{next(STORES)}/sub/b.jsonl")
    upload(file, f"file://{tmp_path}/c.jsonl")
    assert (tmp_path / "c.jsonl").read_bytes() == b"Rain"
    url = f"memory://uploads-{next(STORES)}/a.jsonl"
    upload(file, url)
    assert [found.size for found in find_files(url, bool)] == [4]
    for url in (f"file://{tmp_path}/none/a.jsonl", "nope://a/b"):
        with pytest.raises(InputError, match=url):
            upload(file, url)
