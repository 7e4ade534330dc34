"""Templates: all of a block that recurs is found, whatever its words; what an author repeats, and what stands beside a block, is not."""

from __future__ import annotations

import pytest

from cleaner.evidence.lexicon import Lexicon
from cleaner.evidence.recurrence import Recurrence
from cleaner.evidence.said import said
from cleaner.evidence.templates import blocks
from cleaner.evidence.wording import Wording
from cleaner.text.lines import from_text
from tests.growth import assert_linear
from tests.seeds import printed

WORDING = Wording(("spam",), (0.0,), {})
LEXICON = Lexicon(
    {
        "merchants": frozenset(["lampenhaus"]),
        "words-buy": frozenset(["order"]),
        "words-affiliate": frozenset(["commission"]),
    }
)
PROSE = (
    "The lamp on the quay has been lit every evening since the harbour was built, and nobody remembers who asked for it.",
    "In the first winter the oil froze, and for nine nights the boats found their way home by the smell of the bakery.",
    "Then a keeper came who had studied glass, and from that day on the light could be seen as far as the second island.",
    "He wrote down each ship that passed, and what he thought of it, in a book that the town has kept to this day.",
    "His daughter kept the light after him, and it is from her that the children of the quay have learned to count.",
)
NAMES = ("brass hurricane lantern", "wick trimmer, forged", "enamel oil can", "copper funnel", "glass chimney, clear")


def text_of(*cards):
    return "\n\n".join(f"{prose}\n\n{card}" for prose, card in zip(PROSE, cards, strict=False)) + f"\n\n{PROSE[-1]}"


def frames(frame, count=4):
    return text_of(*(frame.format(name) for name in NAMES[:count]))


def recurrence_of(text, **sums):
    """What recurs of a text: each line says -2, or what is given for a word in it."""
    lines = from_text(text).lines
    said_sums = [next((total for word, total in sums.items() if word in line.text), -2.0) for line in lines]
    return [line.text for line in lines], Recurrence(said(lines, WORDING, LEXICON), said_sums)


def found(text, **sums):
    texts, recurrence = recurrence_of(text, **sums)
    return [texts[number] for number, block in sorted(blocks(recurrence).items()) if block.total >= 0]


def lines_of(text):
    return [line for line in text.splitlines() if line and line not in PROSE]


@pytest.mark.parametrize(
    "frame",
    [
        "Velgraum\n\n{}\n\nLinks pay us",
        "{}\n\nLinks pay us",
        "{}\n\nRated 4.5 by 12\n\nLinks pay us",
        "Velgraum\n{}\nLinks pay us\nLinks pay us",
        "Links pay us\n\nVelgraum\n\n{}",
    ],
)
def test_all_of_a_block_goes_with_the_line_that_is_spam(frame):
    text = frames(frame)
    assert found(text, Links=4.0, Velgraum=-1.0, Rated=-1.0) == lines_of(text)


def test_a_block_may_lack_a_line_or_have_one_more():
    first, second, third, fourth = (f"Velgraum\n{name}\n${n}.50\nLinks pay us" for n, name in enumerate(NAMES[:4]))
    text = text_of(first, second.replace("\n$1.50", ""), third.replace("\nLinks", "\nOnly two left\nLinks"), fourth)
    assert found(text, Links=4.0, Velgraum=-1.0, **{"$": -1.0}) == lines_of(text)


def test_a_line_of_data_does_not_go_with_the_call_under_it():
    assert "Weight: 3 kg" not in found(frames("{}\n\nWeight: 3 kg\n\nBurns: 9 h\n\nLinks pay us"), Links=2.5)


def test_headings_over_what_the_author_tells_of_them_stay():
    shown = [f"The {name.split()[0]} one of the {name} kind is the one that we lit first, and" for name in NAMES]
    text = "\n\n".join(
        f"{name}\n\nLinks pay us\n\n{tells} {PROSE[0]}" for name, tells in zip(NAMES, shown, strict=True)
    )
    assert set(found(text, Links=4.0)) == {"Links pay us"}


def test_what_stands_before_two_blocks_only_may_be_a_heading():
    assert set(found(frames("{}\n\nLinks pay us", 2), Links=4.0)) == {"Links pay us"}


@pytest.mark.parametrize(
    "frame",
    [
        "{}\n\n$ 19.50\n\nOrder here",
        "Lampenhaus\n\n{}\n\nOrder here",
        "Velgraum\n\n{}\n\nA commission is paid to us for that.",
    ],
)
def test_blocks_of_trade_go_whatever_else_their_words_say(frame):
    text = frames(frame)
    assert found(text, **dict.fromkeys(["Velgraum", "Order", "commission", "$"], -4.0)) == lines_of(text)


@pytest.mark.parametrize(
    "frame",
    [
        "Favourite light\n\n{}\n\nIt was lit before I came.",  # no word of trade
        "Favourite light\n\n{}\n\n$ 19.50",  # a price alone
        "Price: $ 19.50\n\n{}\n\nScore: 7 of 9",
        "3 May 2021\n\n{}\n\nPlatform 2",
        "Pros\n\n{}\n\nCons\n\nIt is loud",
        "And we lit the light, and we lit the light",
    ],
)
def test_what_an_author_repeats_stays(frame):
    assert found(frames(frame)) == []


@pytest.mark.parametrize("price", ["$ 19.50", "Price when we looked: $ 19.50"])
def test_a_shop_a_product_and_a_price_need_not_recur(price):
    card = f"Lampenhaus\n{NAMES[0]}\n{price}"
    assert found(text_of(card)) == lines_of(card)


def test_a_shop_and_a_product_go_with_what_is_spam_under_them():
    card = f"Lampenhaus\n{NAMES[0]}\nLinks pay us"
    assert found(text_of(card), Links=4.0) == lines_of(card)


@pytest.mark.parametrize(
    "card",
    [
        f"Lampenhaus\n{NAMES[0]}",
        f"Velgraum\n{NAMES[0]}\n$ 19.50",
        "Lampenhaus\n4.2\n$ 29",
        f"Lampenhaus\n{NAMES[0]}\n$ 143 billion",
        "Lampenhaus\nIt was founded by a fisherman.\n$ 19.50",
    ],
)
def test_a_name_and_a_price_alone_are_no_card(card):
    assert found(text_of(card)) == []


def test_a_block_tells_how_often_it_stands_there():
    _, recurrence = recurrence_of(frames("Velgraum\n\n{}\n\nLinks pay us"), Links=4.0)
    assert {block.times for block in blocks(recurrence).values()} == {4}


def test_blocks_without_end_cost_time_in_proportion():
    def make(count):
        return recurrence_of(
            "\n".join(f"Velgraum\n{NAMES[n % 5]} {n}\n$ 3\nLinks pay us" for n in range(count)), Links=4.0
        )[1]

    assert_linear(blocks, make, 300)


def test_blocks_say_the_same_in_all_processes():
    program = """if True:
        from cleaner.evidence.templates import blocks
        from tests.evidence.test_templates import frames, recurrence_of
        says = {"Velgraum": 0.1, "Rated": -0.7, "stock": 0.3, "Order": 1.1, "parcel": -0.2, "pay us": 2.3}
        frame = "Velgraum\\n\\n{}\\n\\nRated well\\n\\nIn stock\\n\\nOrder here\\n\\nBy parcel\\n\\nLinks pay us"
        print(sorted((number, block.says) for number, block in blocks(recurrence_of(frames(frame), **says)[1]).items()))
    """
    (made,) = printed(program)
    assert made.count(b"(") >= 4 * 6
