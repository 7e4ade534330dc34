"""The bundled rules: every example through the engine, and the catalogue as a whole."""

from __future__ import annotations

import itertools
import re

import pycld2
import pytest

from cleaner.ruleset.lists import bundled_rules
from cleaner.ruleset.load import load_rules
from cleaner.selftest import rule_failures
from tests.conftest import ROOT

RULES = load_rules()


@pytest.mark.parametrize("rule", RULES.rules, ids=lambda rule: rule.id)
def test_examples(rule):
    assert list(rule_failures(rule, RULES)) == []


@pytest.mark.parametrize("rule", RULES.rules, ids=lambda rule: rule.id)
def test_has_two_examples_of_each(rule):
    assert len(rule.examples.removes) + len(rule.examples.cuts) >= 2
    assert len(rule.examples.keeps) >= 2


def test_every_pattern_compiles_and_all_are_within_the_budget():
    assert len(load_rules(bundled_rules(), defaults=False).rules) == len(RULES.rules)


def test_ids_are_sorted_in_their_files():
    for file, rules in itertools.groupby(RULES.rules, key=lambda rule: rule.file):
        ids = [rule.id for rule in rules]
        assert ids == sorted(ids), file


@pytest.mark.parametrize("path", sorted(bundled_rules().glob("lists/*.txt")), ids=lambda path: path.stem)
def test_lists_are_sorted(path):
    entries = [line for line in path.read_text(encoding="utf-8").splitlines() if line and not line.startswith("#")]
    assert entries == sorted(set(entries))


def test_the_readme_names_the_languages():
    written = re.search(r"Bundled are ([^.]+)\.", (ROOT / "README.md").read_text(encoding="utf-8"))[1]
    codes = {name.upper(): code.partition("-")[0] for name, code in pycld2.LANGUAGES}
    named = {codes[name.upper()] for name in re.split(r", | and ", " ".join(written.split()))}
    assert named == {code for rule in RULES.rules for code in rule.languages}


def test_rules_stand_in_the_folder_of_their_category():
    for rule in RULES.rules:
        folder = rule.file.split("/")[0]
        if rule.sites:
            assert folder == "sites", rule.id
        else:
            assert folder in ((rule.category, "meta") if rule.kind != "element" else ("elements",)), rule.id


def test_language_files_hold_rules_of_their_language():
    for rule in RULES.rules:
        stem = rule.file.split("/")[-1].removesuffix(".toml")
        assert rule.languages == (frozenset({stem}) if len(stem) == 2 else frozenset()), rule.id
