"""Rule files: each file under fixtures/rules/invalid has one fault, named by the file and told in its first line."""

from __future__ import annotations

import pickle

import pytest

from cleaner import RuleError, clean_text, load_rules
from cleaner.ruleset.lists import bundled_rules
from cleaner.scale import ENOUGH
from tests.conftest import FIXTURES
from tests.toy import FILE

INVALID = sorted((FIXTURES / "rules" / "invalid").iterdir())
VALID = sorted((FIXTURES / "rules" / "valid").iterdir())


@pytest.mark.parametrize("file", INVALID, ids=lambda file: file.stem)
def test_invalid_file_names_file_rule_field_and_reason(file):
    expected = file.read_bytes().split(b"\n")[0].decode().removeprefix("# ")
    with pytest.raises(RuleError) as raised:
        load_rules(file, defaults=False)
    assert [str(fault).removeprefix(f"{file}: ") for fault in raised.value.faults] == expected.split(" && ")


@pytest.mark.parametrize("file", VALID, ids=lambda file: file.stem)
def test_valid_file_loads(file):
    rules = load_rules(file, defaults=False)
    assert rules.rules
    assert pickle.loads(pickle.dumps(rules)).rules[0].id == rules.rules[0].id


def test_every_fault_of_every_file_is_reported_at_once():
    with pytest.raises(RuleError) as raised:
        load_rules(FIXTURES / "rules" / "invalid", "no/such/file.toml", disable=["no.such-rule"])
    assert len({fault.file for fault in raised.value.faults}) >= len(INVALID)
    assert any(fault.field == "no.such-rule" for fault in raised.value.faults)


def test_two_rules_with_one_id_in_two_files(tmp_path):
    source = VALID[0].read_text()
    (tmp_path / "a.toml").write_text(source)
    (tmp_path / "b.toml").write_text(source)
    with pytest.raises(RuleError, match=r"b\.toml: rule .*: id: is the id of a rule in a\.toml too"):
        load_rules(tmp_path, defaults=False)


def test_disable_takes_ids_and_groups():
    spam = "As an Amazon Associate I earn from qualifying purchases."
    assert clean_text(spam, rules=load_rules(disable=["disclosure.amazon-associate"])).text == spam
    assert clean_text(spam, rules=load_rules(disable=["disclosure"])).text == spam
    assert not any(rule.id.startswith("disclosure.") for rule in load_rules(disable=["disclosure"]).rules)


@pytest.mark.parametrize(
    ("entry", "points", "certain"),
    [
        ("points = 0.4", 0.4, False),
        ("points = 5\ncertain = true", 5, True),
        ("certain = true", ENOUGH, True),
        ("certain = false", ENOUGH, False),
        ("score = 0.25", 1, False),
        ("score = 1.5", 6, True),
    ],
)
@pytest.mark.parametrize("rule", ["disclosure.earns-from-bells", "promo.bell-letter", "cue.subscribe"])
def test_override_changes_points(tmp_path, rule, entry, points, certain):
    (tmp_path / "mine.toml").write_text(f'[[override]]\nid = "{rule}"\n{entry}\n')
    changed = load_rules(FILE, tmp_path, defaults=False).by_id[rule]
    # A cue only adds to what others find, whatever it adds.
    assert (changed.points, changed.certain) == (points, certain and changed.kind != "cue")


def test_override_switches_a_rule_off(tmp_path):
    (tmp_path / "mine.toml").write_text('[[override]]\nid = "ad.bell"\nenabled = false\n')
    assert load_rules(FILE, defaults=False).by_id.keys() - load_rules(FILE, tmp_path, defaults=False).by_id == {
        "ad.bell"
    }


def test_scores_of_older_rule_files_are_points():
    rules = load_rules(FIXTURES / "rules" / "valid" / "scores.toml", defaults=False)
    assert {rule.id: (rule.points, rule.certain) for rule in rules.rules} == {
        "promo.enough": (4, True),
        "promo.more": (6, True),
        "promo.weak": (2, False),
        "promo.nothing-said": (4, True),
        "cue.against": (-2, False),
        "cue.strong": (6, False),
    }
    weak, enough = "Ring the small bell", "Ring the bell"
    assert clean_text(f"{enough}\n{weak}\nAh.", rules=rules, threshold=9).text == f"{weak}\nAh."
    assert clean_text(f"{enough}\n{weak}\nAh.", rules=rules, threshold=-2).text == "Ah."


def test_version_changes_with_the_rules():
    assert load_rules().version == load_rules().version
    assert load_rules().version != load_rules(disable=["ad"]).version


def test_order_is_that_of_the_files():
    files = [rule.file for rule in load_rules().rules]
    assert files == sorted(files)


@pytest.mark.parametrize("name", ["cards/page.json", "lists/calendar-words.txt"])
def test_version_changes_with_what_all_cleaning_leans_on(name):
    assert (bundled_rules() / name).read_text(encoding="utf-8") in load_rules(defaults=False).sources
