"""Wording: words of sentences as tokens, what words do in any language, and tables that say something of them."""

from __future__ import annotations

import pytest

from cleaner.evidence.lexicon import Lexicon
from cleaner.evidence.wording import Wording, plain, tokens, wording_of, words
from tests.growth import assert_linear

LEXICON = Lexicon(
    {
        "words-buy": frozenset(("buy", "kauf*")),
        "words-price": frozenset(("price",)),
        "merchants": frozenset(("lampenhaus", "lamps & more", "灯城")),
        "merchant-hosts": frozenset(("lampen.co.uk",)),
        "networks": frozenset(("pigeonpost",)),
        "affiliate-hosts": frozenset(("buy",)),
    }
)


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("- A lamp", ("A lamp", "-")),
        ("## A lamp", ("A lamp", "##")),
        ("3. A lamp", ("A lamp", "3.")),
        ("-5 degrees", ("-5 degrees", "")),
    ],
)
def test_a_line_as_a_reader_sees_it(line, expected):
    assert plain(line) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Buy it at Lampenhaus for $ 19.99", ["buy", "it", "at", "<shop>", "for", "<price>"]),
        ("19,99 € statt 30 %", ["<price>", "statt", "<percent>"]),
        ("on 3 May 2024 at 10:30", ["on", "<date>", "at", "<time>"]),
        ("in 1999, 12 lamps", ["in", "<year>", "<number>", "lamps"]),
        ("see https://example.org/a?b or mail me@example.org", ["see", "<url>", "or", "mail", "<mail>"]),
        ("lamps.com on pigeonpost", ["<host>", "on", "<network>"]),
        ("at Lamps & More, or Lampen.co.uk.", ["at", "<shop>", "or", "<shop>"]),
        ("lampenhausen, https://lampen.co.uk/sale", ["lampenhausen", "<url>"]),
        ("在灯城购买iPhone", ["在", "<shop>", "购买", "iphone"]),
        ("half a \ud800 lampenhaus", ["half", "a", "<shop>"]),
        ("don’t", ["don't"]),
        ("広告です", ["広告", "告で", "です"]),
        ("", []),
    ],
)
def test_words_and_what_stands_for_its_kind(text, expected):
    assert words(text, LEXICON) == expected


def test_what_words_do_whatever_the_language():
    assert [LEXICON.kinds[word] for word in ("buy", "kaufen", "price", "lamp")] == ["buy", "buy", "price", ""]
    assert LEXICON.classes == ["buy", "price"]


def test_tokens_are_words_pairs_ends_and_acts():
    said = ["buy", "the", "marvellous", "lamp"]
    found = tokens(said, [LEXICON.kinds[word] for word in said])
    assert {
        "buy",
        "the marvellous",
        "marve~",
        "^buy",
        "^buy the",
        "lamp$",
        "^buy the marvellous lamp$",
        "[buy]",
        "^[buy]",
    } <= found
    assert "length 4" in found
    assert tokens([], []) == set()


def test_tables_say_more_of_what_they_know_and_not_of_what_is_long():
    wording = Wording(("spam", "frame"), (-1.0, -2.0), {"buy": (2.0, 0.0), "lamp": (1.0, 1.0)})
    assert wording.sums({"rain"}) == (-1.0, -2.0)
    assert wording.sums({"buy", "rain"}) == (1.0, -2.0)
    assert wording.sums({"buy", "lamp"}) == pytest.approx((-1 + 3 / 2**0.5, -2 + 1 / 2**0.5))


@pytest.mark.parametrize(
    "sentences",
    [
        [
            "Buy the marvellous lamp",
            "",
            "buy buy buy the buying",
            "produce produces products",
            "Length of the price, buy",
        ],
        [
            "élargir élargirons élarg",
            "広告です",
            "a",
            "Lampenhaus for $ 19.99 a piece, or 3 for 50 euros, only until 3 May 2024!",
        ],
        ["word " * 3000, "the end", "the end"],
    ],
)
def test_all_sentences_are_read_as_each_is_said(sentences):
    spoken = [(said, [LEXICON.kinds[word] for word in said]) for said in (words(one, LEXICON) for one in sentences)]
    found = [tokens(*one) for one in spoken]
    # Beside the tokens of these sentences such as are in none, and such as only seem to be in them.
    names = sorted({*set().union(*found), "buyin~", "^the", "élarg~", "lamp", "end the", "length of", "~", "$", "^"})
    wording = Wording(("spam", "frame"), (-1.0, -2.0), {name: (n, 2.0**-n) for n, name in enumerate(names)})
    assert wording.read(spoken) == [wording.sums(one) for one in found]


def test_tables_come_back_from_json():
    wording = Wording(("spam",), (-1.0,), {'a "b"': (2.0,), "ü": (-0.5,)})
    assert wording_of(wording.source()) == wording


@pytest.mark.parametrize(
    "source",
    [
        "",
        "[]",
        "{}",
        '{"names": ["a"], "bases": [1, 2], "tokens": {}}',
        '{"names": ["a"], "bases": [0], "tokens": {"b": [1, 2]}}',
    ],
)
def test_what_is_no_table_is_refused(source):
    with pytest.raises((ValueError, TypeError, KeyError)):
        wording_of(source)


@pytest.mark.parametrize("piece", ["1", "1.", "a@", "[", "a.", "$1", "**", "https://a ", "1-1-", "jan 1"])
def test_tokens_take_time_as_the_text_is_long(piece):
    def work(text):
        said = words(plain(text)[0], LEXICON)
        return tokens(said, [LEXICON.kinds[word] for word in said])

    assert_linear(work, lambda size: piece * size, 3000)
