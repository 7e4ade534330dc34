"""Scraped text for a terminal: nothing that it obeys, hides or reorders; everything that scripts and emoji need."""

from __future__ import annotations

import sys

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cleaner.report.sanitize import sanitize
from tests.growth import assert_linear
from tests.report.hostile import ALL, SEQUENCES, hostile_characters

ROW = 4096


@pytest.mark.parametrize("name", SEQUENCES)
def test_what_is_hostile_is_written_as_an_escape(name):
    shown = sanitize(f"Rain {SEQUENCES[name]} falls")
    assert not hostile_characters(shown)
    assert shown.startswith("Rain ")
    assert shown.endswith(" falls")
    assert "\\u" in shown or "\\U" in shown


def test_every_code_point_alone():
    letters = [f"a{chr(number)}b" for number in range(sys.maxunicode + 1) if chr(number) not in "\n|"]
    shown = [
        text for row in range(0, len(letters), ROW) for text in sanitize("|".join(letters[row : row + ROW])).split("|")
    ]
    assert len(shown) == len(letters)
    assert not hostile_characters("".join(shown))
    escaped = sum(len(text) > 3 for text in shown)
    # 137,468 code points of private use, 2,048 surrogates, some 4,000 reserved for what is not seen, and few others.
    assert 143_000 < escaped < 145_000


@pytest.mark.parametrize(
    "text",
    [
        "Plain text, “quoted” – and more… 1.234,50 € ½ ™",
        "鉄瓶の手入れ　カタカナ ﾊﾝｶｸ 漢字、仮名。",
        "葛\U000e0100城市",
        "한국어 조합 \u1112\u1161\u11ab",
        "كيف تختار غلاية الشاي؟ ١٢٣ \u06dd١",
        "می\u200cخواهم ببینم",
        "קומקום טוב מחמם מַיִם",
        "क्\u200dष नमस्ते",
        "กำลังทำ",
        "👨\u200d👩\u200d👧\u200d👦 👩🏽\u200d🚀 🏳\ufe0f\u200d🌈 ❤\ufe0f\u200d🔥",
        "🇩🇪🇯🇵 1\ufe0f\u20e3 ☎\ufe0e ☎\ufe0f 👍🏿",
        "\U0001fae8 \U0001fae9 emoji newer than Python",
        "e\u0301 a\u0308\u0323 Zürich",
    ],
)
def test_what_scripts_and_emoji_need_stays(text):
    assert sanitize(text) == text


def test_escapes_tell_which_character_it_was():
    assert sanitize("\x1b[0m") == r"\u001b[0m"
    assert sanitize("\U000e0001") == r"\U000e0001"
    assert sanitize("a\tb") == "a b"
    assert sanitize("\r") == r"\u000d"


def test_one_selector_or_joiner_stays_where_it_works_on_something():
    assert sanitize("☎\ufe0f\ufe0f\ufe0f") == "☎\ufe0f\\ufe0f\\ufe0f"
    assert sanitize(" \ufe0f") == r" \ufe0f"
    assert sanitize("a\U000e0100") == r"a\U000e0100"
    assert sanitize("ab\u200dc") == r"ab\u200dc"
    assert sanitize("म\u200d\u200d\u200d") == "म\u200d\\u200d\\u200d"


@given(st.text(alphabet=st.characters(exclude_categories=()) | st.sampled_from(ALL)))
def test_no_text_gets_a_hostile_character_through(text):
    assert not hostile_characters(sanitize(text))


@pytest.mark.parametrize(
    "text", [ALL, "a\u0301" * 200, "漢" * 400, "\u200d" * 200], ids=["all", "marks", "han", "joiners"]
)
def test_time_grows_with_the_text(text):
    assert_linear(sanitize, lambda size: text * size, 200)
