"""Packing: pieces put one after another are one file, and a file that breaks off is not taken for one that ends."""

from __future__ import annotations

import io
import random

import pytest

from cleaner.records.packing import ENDINGS, pack, packing, unpack, unpacked_name

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
