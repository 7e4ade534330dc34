"""The gate: a rule is tried where one of its keywords is, and nowhere else."""

from __future__ import annotations

import pytest

from cleaner import load_rules
from cleaner.find import gate
from cleaner.find.gate import Gate, merged
from cleaner.text.lines import from_text
from tests.toy import RULES, SPAM

ALWAYS = """
[[rule]]
id = "promo.always"
kind = "line"
description = "Any line."
always = true
pattern = '.*'
[rule.examples]
removes = ["x"]
keeps = ["y"]
"""


def candidates(text, rules=RULES):
    """Where each rule is tried, by id."""
    lines = from_text(text).lines
    return {rule.id: dict(merged(hits)) for rule, hits in Gate(rules.rules).candidates(lines, lambda: None)}


def test_a_rule_is_tried_where_its_keywords_end():
    found = candidates("Rain.\nÄh: ding-dong, Ding-Dong\nMore bells")
    assert found["ad.bell"] == {1: [len("äh: ding-dong".encode()) - 1, len("äh: ding-dong, ding-dong".encode()) - 1]}
    assert found["related.bells"] == found["related.more-bells"] == {2: [9]}
    assert found.keys() == {"ad.bell", "related.bells", "related.more-bells"}


def test_no_keyword_reaches_over_a_line_end():
    assert candidates("Ding-\ndong") == {}
    assert candidates("more\nbells") == {}


def test_a_rule_without_keywords_is_tried_everywhere(tmp_path):
    (tmp_path / "always.toml").write_text(ALWAYS)
    rules = load_rules(tmp_path, defaults=False)
    assert candidates("Rain.\nSun.", rules) == {"promo.always": {0: (), 1: ()}}
    assert candidates("", rules) == {"promo.always": {}}


def test_what_only_adds_learned_lines_and_elements_need_no_gate():
    text = "Subscribe\nThe bells of Sandrey, since 1900\nbell-box"
    assert candidates(text) == {}


def test_keywords_of_one_rule_are_in_the_order_of_the_lines():
    assert merged([{3: [1]}, {1: [4], 3: [7]}]) == {1: [4], 3: [1, 7]}
    assert list(merged([{3: [1]}, {1: [4]}])) == [1, 3]


@pytest.mark.parametrize("size", [1, 5, 9, 10, 64])
def test_keywords_are_found_at_the_borders_of_chunks(monkeypatch, size):
    text = "\n".join(f"{'x' * n} ding-dong{n}" for n in range(1, 21))
    whole = candidates(text)
    monkeypatch.setattr(gate, "_CHUNK", size)
    assert candidates(text) == whole
    assert whole["ad.bell"] == {n - 1: [n + 9] for n in range(1, 21)}


def test_a_line_is_searched_once_until_it_changes():
    searched = []
    tried = Gate(RULES.rules)
    real = tried._keywords.search
    tried._keywords.search = lambda lines, check: (searched.append([line.text for line in lines]), real(lines, check))
    lines = from_text(f"Rain. {SPAM}\nDing-dong").lines
    first = tried.candidates(lines, lambda: None)
    assert tried.candidates(lines, lambda: None) == first
    assert lines[0].cut([(lines[0].sentences[1], None)])
    left = tried.candidates(lines, lambda: None)
    assert [rule.id for rule, _ in left] == ["ad.bell"]
    assert searched == [[f"Rain. {SPAM}", "Ding-dong"], [], ["Rain."]]


def test_rules_for_other_languages_are_not_in_the_gate(tmp_path):
    (tmp_path / "always.toml").write_text(ALWAYS.replace("always = true", 'always = true\nlanguage = "de"'))
    rules = load_rules(tmp_path, defaults=False)
    lines = from_text("Rain.").lines
    for languages, tries in ((None, 1), (frozenset({"de", "en"}), 1), (frozenset({"en"}), 0), (frozenset(), 0)):
        assert len(gate.gate_of(rules, languages).candidates(lines, lambda: None)) == tries


def test_the_gate_stops_when_there_is_no_time():
    def stop():
        raise TimeoutError

    with pytest.raises(TimeoutError):
        Gate(RULES.rules).candidates(from_text("Rain.").lines, stop)
