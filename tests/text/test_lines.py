"""Folding, segmenting, sentences, shapes, languages."""

from __future__ import annotations

import sys

import pytest

from cleaner.text.fold import fold
from cleaner.text.language import languages
from cleaner.text.lines import segment
from cleaner.text.sentences import sentences
from cleaner.text.shape import core, fenced, is_prose, is_title, word_count

GERMAN = "Die Straße über den Pass ist gesperrt; wer hinüber will, nimmt für fünf Mark den Zug. " * 3


def test_folding_keeps_every_offset():
    everything = "".join(map(chr, range(sys.maxunicode + 1)))
    assert len(fold(everything)) == len(everything)
    fold(everything).encode()


def test_folding_makes_typography_plain():
    assert fold("It’s “Ⅷ” \u00a0İ\ud800") == 'it\'s "ⅷ"  i\ufffd'


@pytest.mark.parametrize(
    ("text", "blocks"),
    [
        ("", []),
        (" \n\t\n", []),
        ("a\n b \r\nc\rd", ["a", "b", "c", "d"]),
        ("one two  \n", ["one two"]),
    ],
)
def test_segment(text, blocks):
    assert [text[start:end] for start, end in segment(text)] == blocks


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("One. Two! Three?", ["One.", "Two!", "Three?"]),
        ("Mr. Hale met Dr. Berg. They spoke.", ["Mr. Hale met Dr. Berg.", "They spoke."]),
        ("He cried (loudly!) and left.", ["He cried (loudly!) and left."]),
        ("“Stop!” he said. Nobody did.", ["“Stop!” he said.", "Nobody did."]),
        ("3. Sign up for it. Wait.", ["3. Sign up for it.", "Wait."]),
        ("It burned in 1911. Nobody slept.", ["It burned in 1911.", "Nobody slept."]),
        ("it rains. it snows.", ["it rains.", "it snows."]),
        ('he said "no." then left', ['he said "no."', "then left"]),
        ("これはペン。あれは本。", ["これはペン。", "あれは本。"]),
        ("Wait... What", ["Wait...", "What"]),
        ("Wait… what", ["Wait… what"]),
        ("amazon.com is a shop", ["amazon.com is a shop"]),
    ],
)
def test_sentences(text, parts):
    padded = f"xx{text}"
    assert [padded[start:end] for start, end in sentences(padded, 2, len(padded))] == parts


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("- ▶ **subscribe now** »", "subscribe now"),
        ("## related", "related"),
        ("#ad", "#ad"),
        ('"subscribe now"', '"subscribe now"'),
        ("$49", "$49"),
        ("💲 code", "code"),
        ("---", ""),
    ],
)
def test_core(text, expected):
    assert core(text) == expected


def test_shapes():
    assert is_title("the ethics of gene scissors")
    assert not is_title("this is a sentence.")
    assert is_prose("word " * 40 + "end.")
    assert not is_prose("word " * 40)
    assert word_count("これはペンです") == 4
    assert fenced(["a", "```", "b", "```", "c"]) == {1, 2, 3}
    assert fenced(["a", "```", "b"]) == frozenset()


HEBREW = (
    "החתול ישב על אדן החלון והביט בגשם שירד על הגינה, ואחר כך ירד למטבח ואכל בשקט את ארוחת הבוקר שלו, "
    "כי הבית היה ריק והרחוב היה שקט כל היום."
)


def test_languages():
    assert languages(GERMAN) == {"de"}
    assert languages(HEBREW) == {"he"}  # the detector says `iw`
    assert languages("Anzeige") is None
    assert languages("\x00\x01" * 200) is None
