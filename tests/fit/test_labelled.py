"""Labelled articles: reading, measuring, fitting, writing scores back."""

from __future__ import annotations

import json

import pytest

from cleaner import InputError, load_rules
from cleaner.fit import fit
from cleaner.fit.cases import load_cases
from cleaner.fit.measure import measure
from cleaner.fit.rewrite import rescored
from cleaner.ruleset.lists import bundled_rules
from tests.conftest import assert_one_line_error

CASES = 200
RULES = """[[rule]]
id = "promo.bell"
kind = "line"
description = "A bell."
keywords = ["ring"]
pattern = '''ring the bell.*'''
points = 1.2   # a guess
[rule.examples]
removes = ["Ring the bell"]
keeps = ["A bell"]

[[rule]]
id = "promo.gong"
kind = "line"
description = "A gong."
keywords = ["gong"]
pattern = '''.*gong.*'''
points = 3.6
[rule.examples]
removes = ["Gong"]
keeps = ["A bell"]
"""


def write(path, rows):
    path.write_text("".join(json.dumps(row) + "\n" for row in rows))
    return path


@pytest.fixture
def case_file(tmp_path):
    rows = [
        {
            "id": str(n),
            "text": f"Rain number {n}.\n\nRing the bell today for your prize, for the joy of your neighbours and for the good of the whole old town\n\nThe gong of the temple is old, {n} years",
            "labels": {"1": "promo"},
            "cuts": {"0": [" number"]},
        }
        for n in range(CASES)
    ]
    return write(tmp_path / "cases.jsonl", rows)


@pytest.fixture
def cases(case_file):
    return load_cases(case_file)


@pytest.fixture
def rules(tmp_path):
    (tmp_path / "rules.toml").write_text(RULES)
    return load_rules(tmp_path / "rules.toml", defaults=False)


def test_pieces_tell_spam_cuts_and_editorial_text(cases):
    pieces = [(p.label, cases[3].text[p.span.start : p.span.end]) for p in cases[3].pieces]
    assert pieces == [
        ("keep", "Rain"),
        ("inline", " number"),
        ("keep", " 3."),
        (
            "promo",
            "Ring the bell today for your prize, for the joy of your neighbours and for the good of the whole old town",
        ),
        ("keep", "The gong of the temple is old, 3 years"),
    ]


def test_measure_counts_visible_characters(cases, rules):
    figures = measure(cases, fit.with_scores(rules, {"promo.bell": 4.0, "promo.gong": 0.4}))
    assert figures.retention == 1.0
    assert figures.recall("promo") == 1.0
    assert figures.recall("inline") == 0.0
    assert measure(cases, rules).recall() == 0.0


def test_fit_raises_what_finds_spam_and_lowers_what_finds_the_author(cases, rules):
    scores = fit.fit_scores(cases, rules)
    assert scores["promo.bell"] > 3.2
    assert scores["promo.gong"] < 2.4
    assert scores == fit.fit_scores(cases, rules)


def test_report_tells_gain_and_cost(cases, rules):
    rows = {row.id: row for row in fit.report(cases, rules, {"promo.bell": 4.0, "promo.gong": 4.0})}
    assert rows["promo.bell"].precision == 1.0
    assert rows["promo.bell"].gain == CASES * len(
        "Ringthebelltodayforyourprize,forthejoyofyourneighboursandforthegoodofthewholeoldtown"
    )
    assert rows["promo.gong"].cost == sum(len(f"Thegongofthetempleisold,{n}years") for n in range(CASES))


def test_cross_validation_measures_every_case_once(cases, rules):
    figures = fit.cross_validate_scores(cases, rules)
    assert figures.total == measure(cases, rules).total


def test_scores_are_written_and_nothing_else():
    assert rescored(RULES, {"promo.bell": 2.7}) == RULES.replace("points = 1.2 ", "points = 2.7 ")
    assert rescored(RULES, {"promo.bell": 1.2, "other": 4.0}) == RULES
    older = RULES.replace("points = 1.2   # a guess", "score = 0.3")
    newer = rescored(older, {"promo.bell": 2.7})
    assert newer.split() == RULES.replace("points = 1.2   # a guess", "points = 2.7").split()
    for file in bundled_rules().rglob("*.toml"):
        source = file.read_text(encoding="utf-8")
        changed = rescored(source, {rule.id: 0.123 for rule in load_rules().rules if rule.points and not rule.certain})
        without = [line for line in changed.split("\n") if not line.startswith("points = ")]
        assert without == [line for line in source.split("\n") if not line.startswith("points = ")], file


@pytest.mark.parametrize(
    "line",
    [
        "no json",
        '{"id": 1, "text": "x"}',
        '{"id": 1, "text": 3, "labels": {}}',
        '{"id": 1, "text": "x", "labels": {"a": "promo"}}',
        "[]",
    ],
)
def test_a_line_that_is_no_case_is_named(tmp_path, line):
    (tmp_path / "cases.jsonl").write_text(f"\n{line}\n")
    with pytest.raises(InputError, match=r"cases\.jsonl:2: is no labelled case"):
        load_cases(tmp_path / "cases.jsonl")


def test_the_command_reports_and_writes(run, tmp_path, case_file):
    (tmp_path / "rules.toml").write_text(RULES)
    args = ["rules", "fit", "scores", case_file, "--no-default-rules", "--rules", tmp_path / "rules.toml"]
    result = run(*args)
    assert result.returncode == 0, result.stderr
    assert b"cross-validated  retention 1.0000  affiliate 1.0000" in result.stdout
    assert (tmp_path / "rules.toml").read_text() == RULES
    assert b"wrote" in run(*args, "--write").stdout
    assert "points = 1.2" not in (tmp_path / "rules.toml").read_text()
    assert_one_line_error(run("rules", "fit", "scores", tmp_path / "none.jsonl"), "none.jsonl")
