"""Where a line stands: the places that a rule can ask for, each found in one text and not in another."""

from __future__ import annotations

import pytest

from cleaner import clean_text, load_rules

PROSE = (
    "The road over the pass is closed from November to May, and whoever wants to cross in winter has to take the train"
    " through the old tunnel, which runs every two hours and takes cars as well."
)
RULE = """
[[rule]]
id = "promo.bell"
kind = "line"
description = "A bell."
keywords = ["ring"]
pattern = 'ring the bell'
place = "{place}"
[rule.examples]
removes = ["Ring the bell"]
keeps = ["Ring the bells"]
"""


@pytest.mark.parametrize(
    ("place", "there", "elsewhere"),
    [
        ("head", f"Ring the bell\n{PROSE}", f"{PROSE}\nRing the bell"),
        ("head", f"Bells\nRing the bell\n{PROSE}", "Ring the bell\nBells"),
        ("tail", f"{PROSE}\nRing the bell", f"Ring the bell\n{PROSE}"),
        ("heading", "# Ring the bell\nBells", "Ring the bell\nBells"),
        ("introduced", "Two words:\nRing the bell", "Two words.\nRing the bell"),
        ("over-text", f"Ring the bell\n{PROSE}", f"{PROSE}\nRing the bell"),
    ],
)
def test_a_rule_runs_where_it_asks_to(tmp_path, place, there, elsewhere):
    (tmp_path / "bell.toml").write_text(RULE.format(place=place))
    rules = load_rules(tmp_path, defaults=False)
    assert "bell" not in clean_text(there, rules=rules).text
    assert "bell" in clean_text(elsewhere, rules=rules).text
