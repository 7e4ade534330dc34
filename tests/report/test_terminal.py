"""The diff for people: nothing lost or added at any width, nothing hostile, reasons where they belong, columns that line up."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len

from cleaner.report.compare import compare
from cleaner.report.only import only
from cleaner.report.sanitize import sanitize
from cleaner.report.side_by_side import side_by_side
from cleaner.report.stat import stat
from cleaner.report.terminal import REASON, diff, heading
from cleaner.ruleset.schema import CATEGORIES
from cleaner.stats import Stats
from cleaner.text.line import Line
from tests.articles import TYPICAL, cleaned
from tests.report.hostile import ALL, SEQUENCES, hostile_characters
from tests.toy import SPAM, clean_html, clean_text

ARTICLE = f"Rain is wet.\n\n{SPAM}\n\nSun is warm. (ringing a bell)\n"
LINES = st.sampled_from(
    [
        SPAM,
        "Rain falls (ringing a bell) on the roof of the old house, and nobody minds that it does. #ad",
        "More bells",
        "- Ten Huts in Ten Days",
        "鉄瓶は使うたびに水を捨て、余熱で乾かすのが基本です。（広告） (ringing a bell)",
        "الغلاية الجيدة تسخن الماء بسرعة. As an honest bellman I earn from every bell that I ring.",
        "👨\u200d👩\u200d👧\u200d👦 drinks 🍵🍵🍵 in 🇩🇪🇯🇵 👍🏽 (ringing a bell) ❤\ufe0f",
        "https://example.org/a-very-long-address/that-has-no-spaces?and=goes&on=and-on-and-on-and-on",
        "Loremipsumdolorsitametconsectetueradipiscingelitseddiamnonummynibheuismodtinciduntutlaoreet",
    ]
)
TEXTS = st.lists(LINES | st.text(max_size=60) | st.text(alphabet=ALL + "ab \n", max_size=30), max_size=8).map("\n".join)
WIDTHS = st.sampled_from([20, 21, 33, 60, 61, 100, 200])


def plain(rows):
    return ["".join(text for text, _, _ in row) for row in rows]


def without_space(text):
    return "".join(text.split())


def body(rows, columns=slice(2, None)):
    """What rows show of the text: without marks, reasons and what was folded."""
    pieces = [text for row in rows for text, style, _ in row[columns] if style is not REASON]
    return without_space("".join(pieces))


def marked(result):
    """The raw text with its removals as they are shown, worked out from the result alone."""
    if not result.removals:
        return ""  # all is folded
    gone = [False] * len(result.raw)
    for removal in result.removals:
        gone[removal.start : removal.end] = [True] * (removal.end - removal.start)
    shown = ""
    for block in result.blocks:
        flags = gone[block.start : block.end]
        position = 0
        while position < len(flags):
            stop = position
            ends = {removal.end - block.start for removal in result.removals} | {len(flags)}
            while stop < len(flags) and flags[stop] == flags[position] and (stop == position or stop not in ends):
                stop += 1
            text = sanitize(block.text[position:stop])
            shown += f"[-{text}-]" if flags[position] and not all(flags) else text
            position = stop
    return without_space(shown)


@given(TEXTS, WIDTHS)
def test_all_of_the_raw_text_is_shown_at_every_width(raw, width):
    result = clean_text(raw)
    assert body(diff(result, width, 10**6)) == marked(result)


@given(TEXTS, WIDTHS)
def test_both_columns_hold_their_texts(raw, width):
    result = clean_text(raw)
    lines = list(filter(None, (line.strip() for line in re.split(r"[\r\n]", result.text))))
    if not result.removals or not all(Line(0, line).text for line in lines):  # lines that show nothing are white space
        return
    left = right = ""
    for row in side_by_side(result, width, 10**6):
        bar = next(number for number, segment in enumerate(row) if segment.text.rstrip()[-1:] in ("│", "⡇"))
        left += body([row[:bar]])
        right += body([row[bar + 1 :]])
    assert left == marked(result)
    assert right == without_space("".join(map(sanitize, lines)))


@given(TEXTS, WIDTHS, st.booleans())
def test_no_row_is_wider_than_asked(raw, width, explain):
    result = clean_text(raw)
    for shown in (diff, side_by_side):
        for row in plain(shown(result, width, 10**6, explain)):
            assert cell_len(row) <= width


@pytest.mark.parametrize("width", [20, 40, 60, 61, 80, 100, 200])
@pytest.mark.parametrize(
    "text",
    [
        f"Rain falls on the roof.\n{SPAM}\n",
        "鉄瓶は使うたびに水を捨て、余熱で乾かすのが基本です。内側に赤い錆が出ても、湯が赤くならないかぎりそのまま使えます。\n"
        + SPAM,
        "🍵🍵🍵" * 40 + f"\n{SPAM}",
        "한국어 문장은 띄어쓰기가 있고 " * 8 + f"(ringing a bell)\n{SPAM}",
        "ｆｕｌｌ　ｗｉｄｔｈ " * 12 + f"\n{SPAM}",
    ],
)
def test_wide_characters_count_as_two(text, width):
    for shown in (diff, side_by_side):
        for row in plain(shown(clean_text(text), width)):
            assert sum(2 if unicodedata.east_asian_width(c) in "WF" else 1 for c in row) <= width


@given(TEXTS, WIDTHS, st.sampled_from([(), ("disclosure",), ("related", "ad")]), st.booleans())
def test_nothing_hostile_is_shown(raw, width, categories, explain):
    result = clean_text(raw)
    for shown in (diff, side_by_side):
        assert not hostile_characters("\n".join(plain(shown(result, width, 5, explain, categories))))


@pytest.mark.parametrize("name", SEQUENCES)
def test_nothing_hostile_comes_out_of_pages(name):
    # As references to characters too, which lxml decodes.
    references = "".join(f"&#{ord(c)};&#x{ord(c):x};" for c in SEQUENCES[name])
    text = SEQUENCES[name].encode("utf-8", "replace").decode()
    page = f"<title>T{references}</title><article><p>Rain falls {text}{references} on the roof of the old house.</p>"
    page += f"<p>{SPAM} {references}</p><nav>{references} Home</nav></article>"
    result = clean_html(page, explain=True)
    for shown in (diff, side_by_side):
        assert not hostile_characters("\n".join(plain(shown(result, 60, 100, True))))


def test_nothing_hostile_comes_out_of_names():
    stats = Stats(1, 9, 9, 1, Counter({ALL: 3}), Counter({f"rule{ALL}": 3}))
    for width in (20, 60, 200):
        assert not hostile_characters("\n".join(plain(stat(stats, width))))
        assert not hostile_characters("\n".join(plain(heading([ALL, f"id {ALL}"], width))))


@pytest.mark.parametrize("case", TYPICAL, ids=lambda case: case.name)
@pytest.mark.parametrize("width", [20, 60, 100])
def test_articles_of_all_kinds(case, width):
    result = cleaned(case)
    assert body(diff(result, width, 10**6)) == marked(result)
    text = "\n".join(plain(diff(result, width)))
    for removal in result.removals:
        for score in removal.rules:
            if not score.is_hint:
                assert without_space(score.rule) in without_space(text)


def test_the_reason_stands_beside_the_line_or_under_it():
    result = clean_text(ARTICLE)
    wide = plain(diff(result, 120))
    assert any(
        line.startswith(f"- {SPAM}") and line.endswith("disclosure disclosure.earns-from-bells") for line in wide
    )
    narrow = plain(diff(result, 60))
    place = narrow.index(f"- {SPAM}")
    assert narrow[place + 1] == "  ↳ disclosure disclosure.earns-from-bells"
    assert "~ Sun is warm.[- (ringing a bell)-]" in narrow


def test_reasons_begin_in_one_column():
    rows = plain(diff(clean_text(f"{SPAM}\nRain.\nバッテリー (ringing a bell)\n"), 120))
    columns = set()
    for row in rows:
        if "disclosure" in row:
            before = row[: row.index("disclosure")]
            columns.add(sum(2 if unicodedata.east_asian_width(c) == "W" else 1 for c in before))
    assert len(columns) == 1


def test_unchanged_lines_are_folded():
    raw = "".join(f"Line {number} of the story.\n" for number in range(20)) + SPAM + "\n"
    for shown in (diff, side_by_side):
        rows = plain(shown(clean_text(raw), 60, 2))
        assert rows[0] == "  … 18 unchanged lines"
        assert rows[1].startswith("  Line 18")
    assert plain(diff(clean_text(raw), 60, 0))[0] == "  … 20 unchanged lines"
    assert plain(diff(clean_text("Rain.\n"), 60)) == ["  … 1 unchanged line"]


def test_columns_line_up():
    rows = plain(side_by_side(clean_text(ARTICLE), 81))
    assert {row.index("│") for row in rows} == {40}
    assert rows[0].split("│") == ["  Rain is wet." + " " * 26, "   Rain is wet."]
    removed = next(row for row in rows if row.startswith("- As an"))
    assert removed.split("│")[1] == ""
    cut = next(row for row in rows if row.startswith("~"))
    assert cut.split("│")[1].strip() == "Sun is warm."


def test_columns_of_right_to_left_text_are_parted_by_a_strong_character():
    rows = plain(side_by_side(clean_text(f"الغلاية الجيدة\n{SPAM}\n"), 80))
    bar = rows[0].split()[2]
    assert unicodedata.bidirectional(bar) == "L"
    assert any("│" in row for row in rows)


def test_only_some_categories():
    raw = f"{SPAM}\nRain.\nSubscribe to our bell letter\nSun (ringing a bell) sets.\n"
    result = clean_text(raw)
    assert {removal.category for removal in result.removals} == {"disclosure", "promo"}
    rows = plain(diff(result, 60, 9, only=["promo"]))
    assert rows == [
        f"  {SPAM}",
        "  Rain.",
        "- Subscribe to our bell letter",
        "  ↳ promo promo.bell-letter",
        "  Sun (ringing a bell) sets.",
    ]
    chosen = only(result, ["promo"])
    assert chosen.text == raw.replace("Subscribe to our bell letter\n", "")
    assert chosen.stats.removals == 1
    assert set(chosen.stats.characters_by_category) == {"promo"}
    assert set(chosen.stats.removals_by_rule) == {"promo.bell-letter"}
    spared = clean_text("Rain is wet.\n\n49 thaler\n\nRain is wet and cold.\n")
    assert [candidate.category for candidate in spared.spared] == ["product"]
    assert only(spared, ["product"]).spared
    assert not only(spared, ["promo"]).spared
    assert only(result, CATEGORIES).stats == result.stats
    assert only(result, CATEGORIES).text == result.text


def test_score_cards_also_of_what_came_close():
    raw = "Rain is wet.\n\n49 thaler\n\nRain is wet and cold.\n\nSubscribe now to our bell letter\n"
    for width in (60, 120):
        text = "\n".join(plain(diff(clean_text(raw), width, explain=True)))
        assert "? 49 thaler" in text
        assert "+3.60 promo.bell-letter" in text
    assert "?" not in "\n".join(plain(diff(clean_text(raw), 60)))


def test_what_only_the_cleaned_text_has():
    result = compare("Rain.\nSnow.\nSun.\n", "Rain.\nHail.\nSun.\nEnd.\n")
    assert plain(diff(result, 60)) == ["  Rain.", "- Snow.", "  ↳ removed", "+ Hail.", "  Sun.", "+ End."]
    rows = [[half.strip() for half in row.split("│")] for row in plain(side_by_side(result, 60))]
    assert rows == [
        ["Rain.", "Rain."],
        ["- Snow.", ""],
        ["↳ removed", ""],
        ["", "+ Hail."],
        ["Sun.", "Sun."],
        ["", "+ End."],
    ]


def test_counts_with_bars():
    result = clean_text(f"{SPAM}\nRain.\n{SPAM}\nSun (ringing a bell) sets.\n")
    rows = plain(stat(result.stats, 80))
    assert rows[0].startswith("disclosure ")
    bars = {row.split()[0]: row.count("-") - row.split()[0].count("-") for row in rows[:-1]}
    assert bars["disclosure.earns-from-bells"] // 2 == bars["disclosure.ringing"] > 0
    assert rows[-1].endswith("in 3 removals")
    assert all(len(row) <= 80 for row in rows)
    narrow = plain(stat(result.stats, 20))
    assert all(len(row) <= 20 for row in narrow)
    assert "disclosure.earns-from-bells" in without_space("".join(narrow))
    assert plain(stat(Stats(), 60)) == ["removed 0 of 0 characters (0.0%) in 0 removals"]


def test_a_heading_that_becomes_the_title_is_shown_as_moved():
    page = "<title>Of rain</title><article><h1>Of rain</h1><p>Rain is wet, as all know who walked in it.</p></article>"
    shown = ["".join(segment.text for segment in row) for row in diff(clean_html(page), 120)]
    assert any(row.startswith("> Of rain") and row.endswith("moved to the title boilerplate.title") for row in shown)
