"""Packing: pieces put one after another are one file, and a file that breaks off is not taken for one that ends."""

from __future__ import annotations

import io
import random
import struct

import pytest
import zstandard

from cleaner.records import bomb
from cleaner.records.bomb import BombError
from cleaner.records.packing import ENDINGS, pack, packing, unpack, unpack_any, unpacked_name
from tests.records.reading import outcomes, written

DATA = random.Random(1).randbytes(300_000)


@pytest.mark.parametrize("ending", ["", *ENDINGS])
def test_packed_pieces_one_after_another_are_one_packed_file(ending):
    pieces = [DATA[:100_000], b"", DATA[100_000:100_001], DATA[100_001:]]
    packed = b"".join(pack(piece, ending) for piece in pieces)
    assert unpack(io.BytesIO(packed), ending).read() == DATA
    assert unpack(io.BytesIO(packed), ending).read(10) == DATA[:10]


@pytest.mark.parametrize("ending", ENDINGS)
def test_the_same_bytes_always_give_the_same_piece(ending):
    assert pack(DATA, ending) == pack(DATA, ending)
    if ending == ".gz":
        assert pack(DATA, ending)[4:8] == b"\0\0\0\0"  # the time


@pytest.mark.parametrize("ending", ENDINGS)
@pytest.mark.parametrize("pieces", [1, 2])
@pytest.mark.parametrize("left", [-1, 5, 200])
def test_a_packed_file_that_breaks_off_cannot_be_read_to_its_end(ending, pieces, left):
    whole = pack(DATA, ending)
    stream = unpack(io.BytesIO(whole * (pieces - 1) + whole[:left]), ending)
    with pytest.raises((EOFError, OSError)):
        stream.read()


@pytest.mark.parametrize(
    ("name", "ending", "plain"),
    [
        ("a.jsonl.GZ", ".GZ", "a.jsonl"),
        ("a.csv.zst", ".zst", "a.csv"),
        ("a.gz.txt", "", "a.gz.txt"),
        ("gz", "", "gz"),
    ],
)
def test_packing_is_told_by_the_ending(name, ending, plain):
    assert packing(name) == ending.lower()
    assert unpacked_name(name) == plain


@pytest.fixture
def small_bombs(monkeypatch):
    """What unpacks to a megabyte is taken for a bomb already."""
    monkeypatch.setattr(bomb, "LEAST", 1 << 20)


@pytest.mark.parametrize("ending", ENDINGS)
@pytest.mark.usefixtures("small_bombs")
def test_a_bomb_is_read_up_to_where_it_is_seen_for_one(ending):
    stream = unpack(io.BytesIO(pack(bytes(40 << 20), ending)), ending)
    read = 0
    with pytest.raises(BombError, match=r"it unpacks to more than 1,000 times its size: [\d,]+ bytes to [\d,]+"):  # noqa: PT012
        while data := stream.read(1000):
            read += len(data)
    assert read < 40 << 20


@pytest.mark.parametrize("ending", ENDINGS)
@pytest.mark.usefixtures("small_bombs")
def test_what_is_small_or_in_proportion_is_no_bomb(ending):
    for data in (bytes(1 << 20), random.Random(1).randbytes(1 << 13) * 300):
        assert unpack(io.BytesIO(pack(data, ending)), ending).read() == data


@pytest.mark.parametrize("ending", ENDINGS)
@pytest.mark.usefixtures("small_bombs")
def test_what_stands_before_a_bomb_is_read(tmp_path, ending):
    file = written(tmp_path / f"in.jsonl{ending}", pack(b'{"text": "Rain"}\n' * 3 + bytes(40 << 20), ending))
    *texts, bad = outcomes(file)
    assert texts == ["Rain"] * 3
    assert bad.startswith("!the file cannot be read from here on: it unpacks to more than 1,000 times its size: ")


def dictionary(*, packed):
    held = zstandard.train_dictionary(4000, [b"Rain is wet, as all know who walked in it: %d" % n for n in range(500)])
    data = zstandard.compress(held.as_bytes()) if packed else held.as_bytes()
    return held, struct.pack("<II", 0x184D2A5D, len(data)) + data


@pytest.mark.parametrize("packed", [True, False])
def test_an_archive_may_begin_with_the_dictionary_it_was_packed_with(packed):
    held, first = dictionary(packed=packed)
    pieces = [zstandard.ZstdCompressor(dict_data=held).compress(b"Rain is wet: %d\n" % n) for n in range(99)]
    stream = unpack_any(io.BufferedReader(io.BytesIO(first + b"".join(pieces))))
    assert stream.read().splitlines() == [b"Rain is wet: %d" % n for n in range(99)]


def test_a_dictionary_has_a_length_that_can_be():
    data = struct.pack("<II", 0x184D2A5D, 1 << 31) + bytes(100)
    with pytest.raises(ValueError, match="its dictionary is longer than"):
        unpack_any(io.BufferedReader(io.BytesIO(data))).read()


@pytest.mark.parametrize("ending", ["", ".gz", ".zst"])
def test_packing_is_told_by_the_first_bytes(ending):
    assert unpack_any(io.BufferedReader(io.BytesIO(pack(DATA, ending)))).read() == DATA
