"""Encoding: files of text with many records, as spreadsheets and older systems save them."""

from __future__ import annotations

import codecs
import json

import pytest

from cleaner.records.fields import Fields
from cleaner.records.packing import pack
from tests.records.reading import assert_resumes, outcomes, written

TEXTS = ("Die Mauer über dem Bach ist naß – „sehr“, für 5 Mark.", "Große Öfen glühen früh.")
POLISH = ("Zażółć gęślą jaźń, mała łódź płynie.", "Więc są źli ludzie.")
RUSSIAN = ("Стена над ручьём была построена весной.", "И было очень мокро.")


def csv(texts, delimiter=";"):
    return f"Nr{delimiter}Text\r\n" + "".join(f"{n}{delimiter}{text}\r\n" for n, text in enumerate(texts))


def lines(texts):
    return "".join(json.dumps({"text": text}, ensure_ascii=False) + "\n" for text in texts)


@pytest.mark.parametrize(("ending", "form"), [(".csv", csv), (".jsonl", lines)])
@pytest.mark.parametrize(
    ("texts", "encoding"),
    [
        (TEXTS, "cp1252"),
        (TEXTS, "utf-16"),
        (TEXTS, "utf-16-le"),
        (TEXTS, "utf-8-sig"),
        (POLISH, "cp1250"),
        (RUSSIAN, "cp1251"),
        (RUSSIAN, "koi8-r"),
    ],
)
@pytest.mark.parametrize("packing", ["", ".gz"])
def test_a_file_is_read_in_the_encoding_it_was_saved_in(tmp_path, ending, form, texts, encoding, packing):
    file = written(tmp_path / f"in{ending}{packing}", pack(form(texts).encode(encoding), packing))
    assert outcomes(file) == list(texts)


def test_the_encoding_is_told_by_what_stands_behind_a_megabyte_of_ascii(tmp_path):
    texts = ["Rain is wet. " * 100] * 1000 + list(TEXTS)
    assert outcomes(written(tmp_path / "in.jsonl", lines(texts).encode("cp1252"))) == texts


def test_a_broken_line_does_not_make_another_encoding_of_utf_8(tmp_path):
    file = written(tmp_path / "in.jsonl", lines(TEXTS).encode() + b'{"text": "na\xdf"}\n')
    assert outcomes(file)[:2] == list(TEXTS)
    assert outcomes(file)[2].startswith("!is not UTF-8: convert the file, or name its encoding with --encoding")


@pytest.mark.parametrize("form", [csv, lines])
def test_the_user_names_the_encoding_unless_a_mark_says_otherwise(tmp_path, form):
    ending = ".csv" if form is csv else ".jsonl"
    asked = Fields(encoding="cp437")
    named = written(tmp_path / f"a{ending}", form(["naß und grün"]).encode("cp437"))
    marked = written(tmp_path / f"b{ending}", codecs.BOM_UTF16_BE + form(["naß und grün"]).encode("utf-16-be"))
    assert outcomes(named, names=asked) == outcomes(marked, names=asked) == ["naß und grün"]
    assert outcomes(written(tmp_path / "a.txt", "naß".encode("cp437")), names=asked) == ["naß"]


def test_a_file_in_another_encoding_is_gone_on_with_where_a_part_ended(monkeypatch, tmp_path):
    file = written(tmp_path / "in.csv", csv(TEXTS * 5).encode("utf-16"))
    assert_resumes(monkeypatch, file)


@pytest.mark.parametrize("head", ["sep=|\r\n", '"sep=|"\r\n', "\ufeffsep=|\n", "SEP=|\n"])
def test_excel_names_the_delimiter_in_a_line_before_the_header(monkeypatch, tmp_path, head):
    file = written(tmp_path / "in.csv", (head + csv([f"a;b;c;{text}" for text in TEXTS * 3], "|")).encode())
    assert outcomes(file) == [f"a;b;c;{text}" for text in TEXTS * 3]
    assert_resumes(monkeypatch, file)
