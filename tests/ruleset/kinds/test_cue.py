"""Cue rules: nothing alone; all their conditions must hold for what others find."""

from __future__ import annotations

import pytest

from cleaner import load_rules
from cleaner.model import Span
from tests.toy import clean_text, finds, scene_of

CUE = """
[[rule]]
id = "cue.bell"
kind = "cue"
description = "A bell."
points = 1
{conditions}
[rule.examples]
removes = ["Bell"]
keeps = ["Rain"]
"""


def test_a_cue_finds_nothing_and_adds_to_what_others_find():
    assert finds("cue.subscribe", "Subscribe to our bell letter") == []
    assert clean_text("Subscribe.\nRain.").removals == ()
    (removal,) = clean_text("Rain.\nSubscribe to our bell letter").removals
    assert {rule.rule: rule.points for rule in removal.rules} == {"promo.bell-letter": 3.6, "cue.subscribe": 0.8}


@pytest.mark.parametrize(
    ("conditions", "text", "span", "holds"),
    [
        ("pattern = 'bell'", "A bell rings.", None, True),
        ("pattern = 'bell'", "A gong.", None, False),
        ("pattern = 'bell'", "A gong. A bell.", Span(0, 7), False),
        ("pattern = 'bell'", "A gong. A bell.", Span(8, 15), True),
        ("pattern = 'bell'\nexcept = 'gong'", "A gong. A bell.", Span(8, 15), False),
        ("keywords = ['gong']\npattern = 'bell'", "A bell.", None, False),
        ("words = [1, 2]", "A bell.", None, True),
        ("words = [1, 2]", "A bell rings.", None, False),
        ("raw = 'BELL'", "A BELL.", None, True),
        ("raw = 'BELL'", "A bell.", None, False),
        ("count = 2", "A bell.\nA bell.", None, True),
        ("count = 2", "A bell.\nA gong.", None, False),
        ("inside = 'code'", "```\nA bell.\n```", None, True),
        ("inside = 'code'", "A bell.\n```\nA gong.\n```", None, False),
        ("inside = 'quotes'", '"A bell."', None, True),
        ("inside = 'quotes'", 'She said "a bell" twice.', Span(10, 16), True),
        ("inside = 'quotes'", 'She said "a bell" twice.', Span(18, 23), False),
        ("inside = 'quotes'", "> A bell.\n> A gong.", None, True),
        ("inside = 'quotes'", "> Bell", None, False),
        ("place = 'shared'", "A gong. A bell.", Span(8, 15), True),
        ("place = 'alone'", "A gong. A bell.", Span(8, 15), False),
        ("place = 'alone'", "A bell.", None, True),
        ("links = 'whole'", "A bell.", None, False),
    ],
)
def test_conditions(tmp_path, conditions, text, span, holds):
    (tmp_path / "cue.toml").write_text(CUE.format(conditions=conditions))
    (cue,) = load_rules(tmp_path, defaults=False).cues
    scene = scene_of(text)
    number = 1 if text.startswith("```") else 0
    assert cue.holds(scene, number, span) == holds
