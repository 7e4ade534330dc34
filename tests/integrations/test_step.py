from __future__ import annotations

import json
import os
import pickle
import sys
from dataclasses import fields
from importlib import import_module

import pytest

from cleaner.errors import InputError, MissingExtraError, RuleError
from cleaner.integrations.documents import address
from cleaner.integrations.options import Options
from cleaner.integrations.step import Step, step_and_fields
from tests import toy
from tests.conftest import ROOT
from tests.integrations.conftest import DRY, KEPT, PAGE, PARAGRAPH, TEXT, rule


def test_step_has_every_option():
    assert set(Options.__annotations__) == {field.name for field in fields(Step)}


def test_unknown_option_is_an_error():
    with pytest.raises(TypeError, match="treshold"):
        Step.of({"treshold": 2.0})


@pytest.mark.parametrize("form", [str, lambda path: path, lambda path: [path], lambda path: (str(path),)])
def test_rules_are_a_path_or_several(rule_file, form):
    assert Step.of({"rules": form(rule_file)}) == Step(rules=(str(rule_file),))


@pytest.mark.parametrize(
    "options",
    [
        {"threshold": float("nan")},
        {"threshold": "2"},
        {"extractor": "magic"},
        {"extractor": None},
        {"default_rules": "false"},
        {"pages": "no"},
        {"disable": 7},
        {"disable": ["related", 7]},
        {"disable": "no-such-group"},
        {"rules": [None]},
        {"limits": {"second": 3}},
        {"limits": {"seconds": 0}},
        {"limits": {"seconds": "soon"}},
        {"limits": 3},
        {"on_error": "ignore"},
    ],
)
def test_options_that_cannot_be_used_are_refused_when_the_step_is_made(options):
    with pytest.raises((InputError, RuleError)):
        Step.of(options)


def test_rules_that_cannot_be_used_are_refused_when_the_step_is_made(tmp_path):
    with pytest.raises(RuleError, match="no such file"):
        Step.of({"rules": tmp_path / "none.toml"})


@pytest.mark.parametrize("name", ["text_field", "html_field", "url_field", "site_field"])
def test_name_of_a_field_is_a_text(name):
    with pytest.raises(InputError, match=name):
        step_and_fields({name: ["body"]})


def test_rules_are_loaded_once_for_equal_options(rule_file):
    options = {"rules": rule_file, "disable": "related"}
    assert Step.of(options).ruleset is Step.of(options).ruleset
    assert Step().ruleset is Step(threshold=2.0).ruleset


def test_new_step_notices_a_changed_rule_file_and_a_used_one_does_not_change(rule_file):
    used = Step.of({"rules": rule_file})
    version = used.ruleset.version
    rule_file.write_text(rule("arid"), encoding="utf-8")
    os.utime(rule_file, ns=(1, 1))  # a clock that is too coarse must not decide
    assert used.ruleset.version == version
    assert Step.of({"rules": rule_file}).ruleset.version != version
    Step.of({"rules": rule_file.parent})
    (rule_file.parent / "more.toml").write_text(rule("dusty").replace("test-word", "test-more"), encoding="utf-8")
    assert "promo.test-more" in Step.of({"rules": rule_file.parent}).ruleset.by_id


def test_pickle_holds_options_only(rule_file):
    step = Step.of({"rules": rule_file, "disable": ["related"], "threshold": 0.9})
    assert step.ruleset
    data = pickle.dumps(step)
    assert len(data) < 1000
    assert pickle.loads(data) == step
    assert pickle.loads(data).clean(DRY, "https://rain.example/1").text == KEPT


def test_options_reach_the_cleaning(rule_file):
    assert Step().clean(TEXT).text == KEPT
    assert Step.of({"disable": ["disclosure"]}).clean(TEXT).text == TEXT
    assert Step.of({"threshold": 50.0}).clean(TEXT).text == KEPT  # its rules are certain
    for threshold, text in ((-2.0, ""), (-1.0, "49 thaler")):
        weak = Step.of({"default_rules": False, "rules": str(toy.FILE), "threshold": threshold})
        assert weak.clean("49 thaler").text == text
    assert Step.of({"default_rules": False, "rules": rule_file}).clean(TEXT).text == TEXT
    assert Step.of({"rules": rule_file}).clean(DRY, "https://rain.example/1").text == KEPT
    assert Step.of({"rules": rule_file}).clean(DRY, "https://sun.example/1").text == DRY
    assert "Home" in Step.of({"extractor": "none", "disable": "boilerplate"}).clean(PAGE).raw


def test_document_is_markup_as_it_begins_or_as_is_said():
    assert Step().clean(PAGE).text == PARAGRAPH + "\n"
    assert Step(pages=False).clean(PAGE).text.startswith("<html>")
    assert Step(pages=True).clean(PARAGRAPH).text == PARAGRAPH + "\n"
    assert Step(pages=True).clean(PARAGRAPH, page=False).text == PARAGRAPH


def test_about_is_flat():
    step = Step()
    about = step.about(step.clean(TEXT))
    assert about == {"rules_version": step.ruleset.version, "removals": 1, "removed_characters": len(TEXT) - len(KEPT)}


def test_title_is_told_where_there_is_one_and_none_is_known():
    result = Step().clean(PAGE)
    assert Step().about(result)["title"] == "Rain"
    assert Step().about(result, {"title": None})["title"] == "Rain"
    assert "title" not in Step().about(result, {"title": "Of rain"})


def test_details_are_plain_data_without_the_text():
    details = Step(details=True).about(Step().clean(TEXT))["cleaner"]
    assert details == json.loads(json.dumps(details))
    assert "text" not in details
    assert details["removals"][0]["rules"][0]["id"] == "disclosure.amazon-associate"


def test_address_is_a_web_address_only():
    assert address({"source": "file.pdf", "url": "https://rain.example/"}) == "https://rain.example/"
    assert address({"source": "HTTP://rain.example/"}) == "HTTP://rain.example/"
    assert address({"source": "file.pdf", "url": 7}) is None


def test_fields_are_split_from_other_options():
    step, names = step_and_fields({"text_field": "body", "pages": False, "threshold": 2.0})
    assert step == Step(threshold=2.0, pages=False)
    assert (names.text, names.html, names.pages) == ("body", None, False)


HOSTS = {
    "datasets": "datasets",
    "datatrove": "datatrove",
    "haystack": "haystack",
    "langchain": "langchain_core",
    "ray": "ray",
    "scrapy": "scrapy",
}


@pytest.mark.parametrize("name", HOSTS)
def test_missing_host_is_named_with_what_to_install(monkeypatch, hidden, name):
    hidden(HOSTS[name])
    monkeypatch.delitem(sys.modules, f"cleaner.integrations.{name}", raising=False)
    with pytest.raises(MissingExtraError, match=rf"pip install 'affiliate-cleaner\[{name}\]'"):
        import_module(f"cleaner.integrations.{name}")


def test_every_integration_is_one_of_these():
    modules = {path.stem for path in (ROOT / "cleaner" / "integrations").glob("*.py")}
    assert modules - {"__init__", "documents", "options", "pool", "rules", "step"} == set(HOSTS)
