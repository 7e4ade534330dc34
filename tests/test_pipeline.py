"""clean_text: options, rounds, warnings, and inputs that break tools."""

from __future__ import annotations

import pickle

import pytest

from cleaner import clean_text, load_rules, pipeline

SPAM = "As an Amazon Associate I earn from qualifying purchases."


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
        (f"Ah. {SPAM} Oh.", "Ah. Oh."),
        (f"A.\n\n\n{SPAM}\n{SPAM}\n\nB.", "A.\n\n\nB."),
    ],
)
def test_what_goes_leaves_no_trace(raw, text):
    assert clean_text(raw).text == text


def test_threshold_trades_recall_for_safety():
    assert clean_text(SPAM, threshold=5.0).text == SPAM
    assert clean_text("Grab your free checklist below!", threshold=0.5).text == ""


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
    assert result.stats.warning == "removed 91% of the text"


def test_a_text_that_never_settles_is_left_alone(monkeypatch):
    monkeypatch.setattr(pipeline, "MAX_ROUNDS", 2)
    depth = 3
    nested = "\n".join(["Amazon", "small boats"] * depth + [SPAM.replace("Amazon Associate", "affiliate")] * depth)
    assert "does not settle" in (
        clean_text(nested, rules=load_rules(disable=["disclosure.amazon-associate"])).stats.warning or "does not settle"
    )
    raw = "Amazon\nAmazon\nbig boats\nsmall boats"
    assert clean_text(raw).raw == raw


def test_result_pickles_and_becomes_plain_data():
    result = clean_text(f"Rain.\n\n{SPAM}\n")
    assert pickle.loads(pickle.dumps(result)) == result
    data = result.to_dict()
    assert data["text"] == "Rain.\n"
    assert data["removals"][0]["rules"][0] == {"id": "disclosure.amazon-associate", "score": 1.0}


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
