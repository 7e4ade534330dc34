"""Results as plain data are as the package's JSON schema says."""

from __future__ import annotations

import json

import pytest
from jsonschema import Draft202012Validator

from cleaner import clean_text
from cleaner.report.compare import compare
from cleaner.ruleset.schema import CATEGORIES
from tests.articles import CASES, cleaned
from tests.conftest import ROOT

SCHEMA = json.loads((ROOT / "cleaner" / "result.schema.json").read_text(encoding="utf-8"))


def faults(data):
    return [error.message for error in Draft202012Validator(SCHEMA).iter_errors(json.loads(json.dumps(data)))]


def test_schema_is_one():
    Draft202012Validator.check_schema(SCHEMA)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_results_follow_the_schema(case):
    result = cleaned(case)
    for data in (result.to_dict(), result.to_dict(explain=True), result.to_dict(text=False)):
        assert faults(data) == []


def test_comparisons_follow_the_schema():
    assert faults(compare("a\nb\n", "a\n").to_dict()) == []


def test_the_schema_names_the_categories_that_rules_may_have():
    listed = SCHEMA["$defs"]["piece"]["properties"]["category"]["enum"]
    assert {*listed} == {*CATEGORIES, "removed"}


@pytest.mark.parametrize("change", [{"schema_version": 1}, {"rules_version": "x"}, {"more": 1}, {"removals": [{}]}])
def test_what_is_no_result_does_not_follow_it(change):
    assert faults({**clean_text("Rain.").to_dict(), **change})
