"""Cards of a rule set: read, written, replaced by a folder of rules, counted in the version; and what is none."""

from __future__ import annotations

import json
import pickle

import pytest

from cleaner import RuleError, clean_html, clean_text, load_rules
from cleaner.evidence.scorecard import Scorecard
from cleaner.ruleset.cards import CardError, card_source, read_card
from cleaner.ruleset.lists import bundled_rules
from tests.cards import flat

BUNDLED = bundled_rules() / "cards"
SMALL = {
    "base": 0.5,
    "measures": {"words": {"edges": [2.5, 9.5], "points": [-2.0, 0.25, 1.0]}},
    "coarse": {"words": [5.5], "linked": [0.5]},
    "pairs": {"words x linked": [[0.0, -4.0], [0.125, -1.0]]},
    "bags": {"names": {"sidebar": -3.0, "post": 0.5}},
}
RULE = """[[rule]]
id = "promo.bell"
kind = "line"
description = "A bell."
keywords = ["ring"]
pattern = '''ring the bell'''
[rule.examples]
removes = ["Ring the bell"]
keeps = ["A bell"]
"""
SENTENCES = "".join(f"<p>The bench by ferry {n} is wet again, and so is the dam beyond it.</p>" for n in range(2100))
# Larger than what a second opinion is asked of.
PAGE = f"<article>{SENTENCES}</article>"


@pytest.fixture
def folder(tmp_path):
    (tmp_path / "cards").mkdir()

    def write(name, card):
        source = card if isinstance(card, str) else json.dumps(card)
        (tmp_path / "cards" / name).write_text(source, encoding="utf-8", errors="surrogateescape")
        return tmp_path

    return write


def test_a_card_is_read_as_it_stands():
    assert read_card(json.dumps(SMALL)) == Scorecard(
        0.5,
        {"words": ((2.5, 9.5), (-2.0, 0.25, 1.0))},
        {"words": (5.5,), "linked": (0.5,)},
        (("words", "linked", ((0.0, -4.0), (0.125, -1.0))),),
        {"names": {"sidebar": -3.0, "post": 0.5}},
    )


@pytest.mark.parametrize("file", sorted(BUNDLED.iterdir()), ids=lambda file: file.stem)
def test_bundled_cards_are_as_written(file):
    source = file.read_text(encoding="utf-8")
    assert card_source(read_card(source)) == source


def test_every_bundled_card_is_in_the_rule_set():
    assert sorted(load_rules().cards) == sorted(file.stem for file in BUNDLED.iterdir())


def test_written_and_read_again_it_is_the_same():
    strange = Scorecard(0.0, {}, {}, (), {"words": {"über uns": 0.1, '"\\': -2, "相关": 1e-05}})
    for card in (read_card(json.dumps(SMALL)), flat(3), strange):
        assert read_card(card_source(card)) == card


def test_a_folder_replaces_a_card_and_needs_no_rules(folder):
    rules = load_rules(folder("page.json", SMALL))
    assert rules.cards["page"] == read_card(json.dumps(SMALL))
    assert [rule.id for rule in rules.rules] == [rule.id for rule in load_rules().rules]
    assert rules.version != load_rules().version
    assert load_rules(folder("page.json", {**SMALL, "base": 1}), defaults=False).version != rules.version


def test_pages_are_cleaned_by_the_card_of_the_folder(folder):
    assert "bench" in clean_html(PAGE, rules=load_rules(folder("page.json", card_source(flat(-9.0))))).text
    gone = clean_html(PAGE, rules=load_rules(folder("page.json", card_source(flat(9.0)))))
    assert {score.rule for removal in gone.removals for score in removal.rules} == {"boilerplate.content"}


def test_a_file_of_rules_has_no_cards_beside_it(folder):
    path = folder("page.json", SMALL) / "bell.toml"
    path.write_text(RULE)
    assert load_rules(path).cards["page"] == load_rules().cards["page"]


def test_without_bundled_rules_the_page_card_stands(tmp_path):
    (tmp_path / "bell.toml").write_text(RULE)
    rules = load_rules(tmp_path, defaults=False)
    assert list(rules.cards) == ["page"]
    assert rules.cards["page"] == load_rules().cards["page"]
    assert rules.only(rules.rules[0]).cards["page"] == rules.cards["page"]


def test_cards_travel_with_the_rules():
    rules = pickle.loads(pickle.dumps(load_rules()))
    assert rules.cards["page"] == load_rules().cards["page"]
    assert rules.version == load_rules().version
    with pytest.raises(KeyError):
        rules.cards["none"]


def test_rules_that_have_judged_a_text_travel_too():
    rules = load_rules()
    clean_text("Rain fell.\n\nSubscribe to our newsletter.", rules=rules)
    again = pickle.loads(pickle.dumps(rules))
    assert clean_text("Rain fell.\n\nSubscribe to our newsletter.", rules=again).text == "Rain fell."


def test_bundled_cards_are_read_when_they_are_asked_for(monkeypatch):
    monkeypatch.setattr("cleaner.ruleset.cards.read_card", lambda _: 1 / 0)
    rules = load_rules(disable=["ad"])  # the usual ones may have been asked
    with pytest.raises(ZeroDivisionError):
        rules.cards["page"]


NUMBERS = "must be a list of numbers"
CELLS = "must be a row for each range of the first and a column for each of the second"


@pytest.mark.parametrize(
    ("change", "faults"),
    [
        ({"base": "much"}, ["base: must be a number"]),
        ({"base": None}, ["base: must be a number"]),
        ({"base": True}, ["base: must be a number"]),
        ({"base": float("nan")}, ["base: must be a number"]),
        ({"base": float("inf")}, ["base: must be a number"]),
        ({"measures": []}, ["measures: must be an object"]),
        ({"measures": {"words": {"edges": [1]}}}, ["measures.words: must be an object of edges, points"]),
        ({"measures": {"words": {"edges": ["a"], "points": [1, 2]}}}, [f"measures.words: {NUMBERS}"]),
        (
            {"measures": {"words": {"edges": [1, 2], "points": [1, 2]}}},
            ["measures.words: has 2 edges and 2 points, which must be one more"],
        ),
        (
            {"measures": {"words": {"edges": [2, 1], "points": [1, 2, 3]}}},
            ["measures.words: must be numbers that rise"],
        ),
        (
            {"measures": {"weather": {"edges": [], "points": [0]}}},
            ["measures.weather: is no name that the bundled card knows"],
        ),
        ({"coarse": {"words": 3}}, [f"coarse.words: {NUMBERS}", f"pairs.words x linked: {CELLS}"]),
        (
            {"coarse": {**SMALL["coarse"], "weather": [1]}},
            ["coarse.weather: is no name that the bundled card knows"],
        ),
        ({"pairs": []}, ["pairs: must be an object"]),
        ({"pairs": {"words x linked": 7}}, ["pairs.words x linked: must be a list of rows"]),
        ({"pairs": {"words x linked": [[1, 2]]}}, [f"pairs.words x linked: {CELLS}"]),
        ({"pairs": {"words x linked": [[1], [2]]}}, [f"pairs.words x linked: {CELLS}"]),
        ({"pairs": {"words x linked": [[1, 2], [2]]}}, [f"pairs.words x linked: {CELLS}"]),
        ({"pairs": {"words x kind": [[1, 2], [1, 2]]}}, [f"pairs.words x kind: {CELLS}"]),
        ({"pairs": {"words": [[], []]}}, [f"pairs.words: {CELLS}"]),
        ({"bags": {"names": {"post": "x"}}}, ["bags.names: must be numbers by token"]),
        ({"bags": {"names": ["post"]}}, ["bags.names: must be numbers by token"]),
        ({"bags": {"smells": {"wax": 1}}}, ["bags.smells: is no name that the bundled card knows"]),
        ({"extra": 1}, ["must be an object of base, measures, coarse, pairs, bags"]),
        (
            {"base": "x", "measures": {"a": 1, "b": {"edges": [], "points": []}}, "bags": 3},
            [
                "measures.a: must be an object of edges, points",
                "measures.b: has 0 edges and 0 points, which must be one more",
                "bags: must be an object",
                "base: must be a number",
            ],
        ),
    ],
)
def test_all_faults_of_a_card_are_named(folder, change, faults):
    with pytest.raises(RuleError) as raised:
        load_rules(folder("page.json", {**SMALL, **change}))
    assert [str(fault) for fault in raised.value.faults] == [f"cards/page.json: {fault}" for fault in faults]


@pytest.mark.parametrize("content", ["", "no json", "{", "[" * 100_000, "1" * 5000, '{"base": 1e999'])
def test_what_is_no_json_is_one_fault(folder, content):
    with pytest.raises(RuleError, match=r"^cards/page\.json: (is no JSON: |must be an object of )") as raised:
        load_rules(folder("page.json", content))
    assert "\n" not in str(raised.value)


@pytest.mark.parametrize("content", ["[]", "7", "null", "{}", '"base"'])
def test_json_of_another_form_is_one_fault(folder, content):
    with pytest.raises(RuleError, match=r"^cards/page\.json: must be an object of base, "):
        load_rules(folder("page.json", content))


def test_bytes_that_are_no_text_are_one_fault(folder):
    with pytest.raises(RuleError, match=r"^cards/page\.json: is not UTF-8"):
        load_rules(folder("page.json", "\udcff\udcfe"))


def test_faults_of_cards_stand_beside_those_of_rules(folder):
    root = folder("page.json", {**SMALL, "base": "x"})
    folder("weather.json", SMALL)
    (root / "bell.toml").write_text("rule = 1\n")
    with pytest.raises(RuleError) as raised:
        load_rules(root)
    assert [str(fault) for fault in raised.value.faults] == [
        "bell.toml: rule: must be written as [[rule]]",
        "cards/page.json: base: must be a number",
        f"cards/weather.json: must be named as one of these: {', '.join(load_rules().cards)}",
    ]


def test_a_card_by_itself_raises_its_faults():
    with pytest.raises(CardError, match="must be a number"):
        read_card(json.dumps({**SMALL, "base": "x"}))
