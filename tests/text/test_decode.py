"""Bytes to str: marks, labels true and false, encodings without a label, bytes that mean nothing."""

from __future__ import annotations

import codecs

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cleaner.text.decode import decode, decode_page
from tests.growth import assert_linear

GERMAN = "Die Straße über den Pass ist gesperrt; wer hinüber will, nimmt für fünf Mark den Zug. " * 3
RUSSIAN = "Дорога через перевал закрыта, и кто хочет зимой на ту сторону, садится на поезд. " * 3
JAPANESE = "冬の間、峠の道は閉まっている。向こうへ行きたい人は汽車に乗る。" * 3
CHINESE = "这条路在冬天关闭，想过去的人坐火车。" * 3
KOREAN = "겨울에는 고개를 넘는 길이 닫힌다. 건너려는 사람은 기차를 탄다. " * 3

META = "<html><head><meta charset={}></head><body>"
HTTP_EQUIV = '<html><head><META content="text/html; charset={}" HTTP-EQUIV="Content-Type"></head><body>'
XML = '<?xml version="1.0" encoding="{}"?><html><body>'

# Labels as pages write them, what they mean, and a text in it.
LABELS = [
    ("utf-8", "utf-8", RUSSIAN),
    ("UTF8", "utf-8", GERMAN),
    ("windows-1252", "cp1252", GERMAN),
    ("ISO-8859-1", "cp1252", "“Straße” – über den Pass"),
    ("iso-8859-9", "cp1254", "Kış boyunca geçit kapalı. İşte o “kadar”."),
    ("windows-1251", "cp1251", RUSSIAN),
    ("koi8-r", "koi8-r", RUSSIAN),
    ("gb2312", "gb18030", CHINESE + "朱镕基 㐀"),
    ("GBK", "gb18030", CHINESE),
    ("shift_jis", "cp932", JAPANESE + "①髙"),
    ("x-sjis", "cp932", JAPANESE),
    ("euc-jp", "euc-jp", JAPANESE),
    ("iso-2022-jp", "iso-2022-jp", JAPANESE),
    ("euc-kr", "cp949", KOREAN),
    ("big5", "big5hkscs", "這條路在冬天關閉，想過去的人坐火車。"),
]


@pytest.mark.parametrize(
    ("data", "text"),
    [
        ("größe".encode(), "größe"),
        (b"\xef\xbb\xbfabc", "abc"),
        ("größe".encode("utf-16"), "größe"),
        (codecs.BOM_UTF16_BE + "größe".encode("utf-16-be"), "größe"),
        ("größe".encode("utf-32"), "größe"),
        (GERMAN.encode("cp1252"), GERMAN),
        (RUSSIAN.encode("cp1251"), RUSSIAN),
        (b"caf\xe9", "café"),
        (b"", ""),
    ],
)
def test_decode(data, text):
    assert decode(data) == text


def test_decode_prefers_the_callers_encoding():
    assert decode("день".encode("koi8-r"), "koi8-r") == "день"
    assert decode_page((META.format("windows-1251") + "день").encode("koi8-r"), "koi8-r").endswith("день")
    assert decode(b"abc", "no-such-encoding") == "abc"


@pytest.mark.parametrize("form", [META, HTTP_EQUIV, XML], ids=["meta", "http-equiv", "xml"])
@pytest.mark.parametrize(("label", "encoding", "text"), LABELS, ids=[label for label, _, _ in LABELS])
def test_a_page_names_its_encoding(form, label, encoding, text):
    assert decode_page((form.format(label) + text).encode(encoding)) == form.format(label) + text


@pytest.mark.parametrize(("label", "encoding", "text"), LABELS, ids=[label for label, _, _ in LABELS])
def test_a_server_names_the_encoding(label, encoding, text):
    assert decode_page(text.encode(encoding), label) == text


@pytest.mark.parametrize("encoding", ["gb18030", "cp932", "euc-jp", "utf-8"])
def test_a_page_cut_off_inside_a_letter_loses_that_letter(encoding):
    text = META.format(encoding) + JAPANESE
    read = decode_page(text.encode(encoding)[:-1])
    assert read.rstrip("\ufffd") == text[:-1]


def test_one_broken_byte_does_not_change_the_encoding():
    assert decode(GERMAN.encode() + b"\xff" + GERMAN.encode()) == f"{GERMAN}\ufffd{GERMAN}"


@pytest.mark.parametrize("label", ["utf-8", "UTF-8", "utf8"])
def test_windows_1252_labelled_as_utf_8(label):
    page = META.format(label) + GERMAN + "“Zug”"
    assert decode_page(page.encode("cp1252")) == page
    assert decode_page(GERMAN.encode("cp1252"), label) == GERMAN


@pytest.mark.parametrize("label", ["iso-8859-1", "windows-1251", "gb2312", "shift_jis"])
def test_utf_8_labelled_as_something_else(label):
    page = META.format(label) + RUSSIAN
    assert decode_page(page.encode()) == page


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be"])
@pytest.mark.parametrize("text", [META.format("utf-8") + GERMAN, META.format("utf-16") + "<p class=a>" + CHINESE])
def test_utf_16_without_a_mark(encoding, text):
    assert decode_page(text.encode(encoding)) == text
    assert decode(text.encode(encoding)) == text
    assert decode_page(text.encode(encoding) + b"x") == text + "\ufffd"


@pytest.mark.parametrize("label", ["utf-16", "utf-16le", "utf-32", "unicode", "bogus", "hex", "rot13", "base64", "idna", "charmap",
                                   "punycode", "utf-7", "undefined", "unicode_escape", "raw_unicode_escape", "x-", ":::"])  # fmt: skip
@pytest.mark.parametrize("text", [RUSSIAN, r"plain \x41 \u0041 +AGE- xn--maana-pta"])
def test_labels_that_are_no_encoding_of_the_web(label, text):
    page = META.format(label) + text
    assert decode_page(page.encode()) == page
    assert decode_page(text.encode(), label) == text


@pytest.mark.parametrize("label", ["", " ", "\0", "a\0b", "\ud800", "é", "u" * 100_000, "../utf-8", "utf-8\n"])
def test_labels_that_are_no_names(label):
    assert decode_page(RUSSIAN.encode(), label) == RUSSIAN


@pytest.mark.parametrize("label", ["koi8-r", "utf-16", "utf-8"])
def test_a_mark_is_stronger_than_a_label(label):
    assert decode_page(codecs.BOM_UTF8 + RUSSIAN.encode(), label) == RUSSIAN


@pytest.mark.parametrize("word", ["a", "Ab", "<meta", "<meta charset=", "~{", "a\xe9"])
def test_detection_takes_no_longer_for_words_without_end(word):
    assert_linear(decode, lambda size: ("caf\xe9 " * size + word * 13 * size).encode("latin-1"), 1000)


@given(st.binary(max_size=300), st.none() | st.text(max_size=20) | st.sampled_from([label for label, _, _ in LABELS]))
def test_any_bytes_are_a_text(data, encoding):
    texts = decode(data, encoding), decode_page(data, encoding), decode_page(b"<meta charset=" + data, encoding)
    assert all(isinstance(text, str) for text in texts)


@given(st.text(st.characters(codec="utf-8", exclude_characters="\0\ufeff")))
def test_utf_8_comes_back(text):
    assert decode(text.encode()) == text
    assert decode_page(text.encode()) == text
