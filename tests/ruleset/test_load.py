"""Rule files: each file under fixtures/rules/invalid has one fault, named by the file and told in its first line."""

from __future__ import annotations

import pickle

import pytest

from cleaner import RuleError, clean_text, load_rules
from cleaner.ruleset.lists import bundled_rules
from tests.conftest import FIXTURES

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


def test_override_changes_a_score_and_switches_a_rule_off(tmp_path):
    (tmp_path / "mine.toml").write_text(
        '[[override]]\nid = "disclosure.amazon-associate"\nscore = 0.1\n[[override]]\nid = "ad.label"\nenabled = false\n'
    )
    rules = load_rules(tmp_path)
    assert rules.by_id["disclosure.amazon-associate"].score == 0.1
    assert "ad.label" not in rules.by_id


def test_version_changes_with_the_rules():
    assert load_rules().version == load_rules().version
    assert load_rules().version != load_rules(disable=["ad"]).version


def test_order_is_that_of_the_files():
    files = [rule.file for rule in load_rules().rules]
    assert files == sorted(files)


@pytest.mark.parametrize("name", ["content/scorecard.json", "lists/calendar-words.txt"])
def test_version_changes_with_what_all_cleaning_leans_on(name):
    assert (bundled_rules() / name).read_text(encoding="utf-8") in load_rules(defaults=False).sources
