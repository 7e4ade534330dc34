"""clean_text: options, decide, warnings, and inputs that break tools."""

from __future__ import annotations

import pickle

import pytest

import cleaner
from cleaner import decide, load_rules
from cleaner.stats import Tally
from tests.growth import assert_linear
from tests.toy import RULES, SPAM, clean_text


@pytest.mark.parametrize(
    ("raw", "text"),
    [
        ("", ""),
        (SPAM, ""),
        (f"{SPAM}\n", ""),
        (f"A.\n\n{SPAM}", "A."),
        (f"A.\n\n{SPAM}\n", "A.\n"),
        (f"{SPAM}\n\nB.", "B."),
        (f"A.\n\n{SPAM}\n\nB.\n", "A.\n\nB.\n"),
        (f"A.\n{SPAM}\n\nB.\n", "A.\n\nB.\n"),
        (f"A.\n\n{SPAM}\nB.\n", "A.\n\nB.\n"),
        (f"A.\r\n\r\n{SPAM}\r\n\r\nB.\r\n", "A.\r\n\r\nB.\r\n"),
        (f"A.\r\r{SPAM}\r\rB.", "A.\r\rB."),
        (f"A.\n    {SPAM}\n    B.", "A.\n    B."),
        (f"    {SPAM}\nB.\n", "B.\n"),
        (f"A.\n\n    {SPAM}\n  B.\n", "A.\n\n  B.\n"),
        (f"A.\n{SPAM}  \nB.\n", "A.\nB.\n"),
        (f"A.  \n{SPAM}\nB.\n", "A.  \nB.\n"),
        (f"This page rings bells. {SPAM} Rain is wet.", "Rain is wet."),
        (f"Ah. {SPAM} Oh.", "Ah. Oh."),
        (f"A.\n\n\n{SPAM}\n{SPAM}\n\nB.", "A.\n\n\nB."),
    ],
)
def test_what_goes_leaves_no_trace(raw, text):
    assert clean_text(raw).text == text


def test_threshold_trades_recall_for_safety():
    weak = "Listen to our bell letter"
    assert clean_text(weak).text == weak
    assert clean_text(weak, threshold=-0.4).text == ""
    assert clean_text(f"{weak}\nSubscribe to our bell letter", threshold=0.5).removals == ()
    assert clean_text(SPAM, threshold=9).text == ""  # its rule is certain


def test_site_rules_run_on_their_site_only(tmp_path):
    (tmp_path / "site.toml").write_text(
        """[[rule]]
id = "promo.bell"
kind = "line"
description = "A bell."
site = "example.org"
keywords = ["ring"]
pattern = '''ring the bell'''
[rule.examples]
removes = ["Ring the bell"]
keeps = ["Ring the bells"]
"""
    )
    rules = load_rules(tmp_path, defaults=False)
    assert clean_text("Ring the bell", url="https://news.example.org/1", rules=rules).text == ""
    for url in (None, "https://example.com/", "https://notexample.org/", "http://[bad"):
        assert clean_text("Ring the bell", url=url, rules=rules).text == "Ring the bell"


def test_an_unlikely_share_is_removed_and_said():
    result = clean_text(f"Rain.\n\n{SPAM}\n")
    assert result.text == "Rain.\n"
    assert result.stats.warning == "removed 92% of the text"


@pytest.fixture
def nesting(tmp_path):
    (tmp_path / "nest.toml").write_text(
        """[[rule]]
id = "promo.nest"
kind = "sequence"
description = "An opening and a closing; each pair that goes brings the next together."
keywords = ["opening"]
steps = [{ pattern = 'opening' }, { pattern = 'closing' }]
[rule.examples]
removes = ["opening\\nclosing"]
keeps = ["opening"]
"""
    )
    return load_rules(tmp_path, defaults=False)


def test_what_removals_bring_together_goes_too(nesting):
    depth = decide.MAX_ROUNDS
    result = clean_text("\n\n".join(["opening"] * depth + ["closing"] * depth + ["end"]), rules=nesting)
    assert result.text == "end"
    assert result.stats.warning != "does not settle; left as it is"
    assert all(removal.text.strip() for removal in result.removals)


def test_a_text_built_not_to_settle_is_left_as_it_came(nesting):
    depth = decide.MAX_ROUNDS + 1
    raw = "\n".join(["opening"] * depth + ["closing"] * depth)
    result = clean_text(raw, rules=nesting)
    assert (result.text, result.removals) == (raw, ())
    assert result.stats.warning == "does not settle; left as it is"


def test_a_keyword_may_begin_with_a_space_where_no_block_begins(tmp_path):
    (tmp_path / "space.toml").write_text(
        """[[rule]]
id = "promo.bell"
kind = "span"
description = "A bell."
keywords = [" bell"]
pattern = 'ring the bell'
[rule.examples]
removes = ["ring the bell"]
keeps = ["A bell"]
"""
    )
    raw = " bell\nA.\n\nB\nring the bell\n"
    assert clean_text(raw, rules=load_rules(tmp_path, defaults=False)).text == " bell\nA.\n\nB\n"


def test_removals_name_the_rules_of_all_sentences():
    removals = clean_text(f"This page also rings bells. {SPAM}").removals
    named = {score.rule for removal in removals for score in removal.rules}
    assert {"disclosure.rings-bells", "disclosure.earns-from-bells"} <= named


@pytest.mark.parametrize("unit", ["Subscribe to our newsletter today. ", "soap (affiliate link) ", "What is it? "])
def test_time_grows_with_the_text_inside_one_block_too(unit):
    assert_linear(cleaner.clean_text, lambda size: unit * size, 1000)


def test_tally_sums_stats():
    parts = [clean_text(text).stats for text in (f"Rain.\n{SPAM}", "Sun.", f"Snow, twice.\n{SPAM}")]
    tally = Tally()
    for part in parts:
        tally.add(part)
    total = tally.stats
    assert (total.documents, total.removals) == (3, 2)
    assert total.characters == sum(part.characters for part in parts)
    assert total.removed_characters == sum(part.removed_characters for part in parts)
    assert total.characters_by_category == {"disclosure": total.removed_characters}
    assert total.removals_by_rule == {"disclosure.earns-from-bells": 2}
    assert total.warnings == parts[0].warnings + parts[2].warnings != ()


def test_result_pickles_and_becomes_plain_data():
    result = clean_text(f"Rain.\n\n{SPAM}\n")
    assert pickle.loads(pickle.dumps(result)) == result
    data = result.to_dict()
    assert data["text"] == "Rain.\n"
    assert data["removals"][0]["rules"][0] == {"id": "disclosure.earns-from-bells", "points": 4.0, "certain": True}
    assert data["rules_version"] == RULES.version
    assert "text" not in result.to_dict(text=False)


def test_blocks_are_all_there_and_say_what_went():
    result = clean_text(f"Rain.\n\n{SPAM}\n\nSun. {SPAM}\n")
    assert [(block.text[:4], block.removed) for block in result.blocks] == [
        ("Rain", False),
        ("As a", True),
        ("Sun.", False),
    ]


@pytest.mark.parametrize(
    "raw",
    ["a " * 2_500_000, "\0" * 100_000, "\ud800 rain \udfff", "a\rb\nc\r\nd\u2028e", "." * 1_000_000],
    ids=["one line of 5 MB", "NUL", "lone surrogates", "mixed line ends", "dots"],
)
def test_hostile_texts_come_back(raw):
    assert clean_text(raw).text == raw
