"""Labelled phrases: reading them, and what they add to the tables of words."""

from __future__ import annotations

from collections import Counter

import pytest

from cleaner import InputError
from cleaner.fit.cases import KEEP
from cleaner.fit.phrases import WEIGHT, load_phrases
from cleaner.fit.wording import fit_wording
from cleaner.ruleset.load import default_rules
from tests.conftest import FIXTURES, assert_one_line_error

WRITTEN = sorted((FIXTURES / "phrases").glob("*.tsv"))


def written(path, rows):
    path.write_text("".join(f"{label}\t{phrase}\n" for label, phrase in rows), encoding="utf-8")
    return path


def test_phrases_are_sentences_with_labels(tmp_path):
    path = written(tmp_path / "one.tsv", [("promo", "Join our list today. It costs nothing."), ("keep", "It rained.")])
    (group,) = load_phrases([path], default_rules())
    assert sorted(line.label for line in group.sentences) == [KEEP, "promo", "promo"]
    assert group.weight == WEIGHT
    assert all(line.tokens for line in group.sentences)


def test_many_phrases_are_several_sites(tmp_path):
    path = written(tmp_path / "many.tsv", [("promo", f"Join list number {number}") for number in range(50)])
    groups = load_phrases([path], default_rules())
    assert len({group.site for group in groups}) == len(groups) == 3
    assert sum(len(group.sentences) for group in groups) == 50


def test_tables_learn_from_phrases_alone(tmp_path):
    spam = [("promo", f"Grab the velvet coupon {word} now") for word in "here there soon twice".split() * 20]
    kept = [("keep", f"The harbour was quiet {word} that year") for word in "all most half some".split() * 20]
    rules = default_rules()
    wording = fit_wording(load_phrases([written(tmp_path / "both.tsv", [*spam, *kept])], rules))
    offer = wording.names.index("offer")
    assert wording.points["coupon"][offer] > 0 > wording.points["harbour"][offer]


@pytest.mark.parametrize(
    "line", ["promo", "promo\t", "promo Join now", "sales\tJoin now", "\tJoin now", "meta\tBy Ann"], ids=repr
)
def test_a_line_that_is_no_phrase_is_named(tmp_path, line):
    path = tmp_path / "bad.tsv"
    path.write_text(f"keep\tIt rained.\n{line}\n", encoding="utf-8")
    with pytest.raises(InputError, match=r"bad\.tsv:2: must be one of .*keep, a tab, and a phrase"):
        load_phrases([path], default_rules())


def test_a_missing_file_is_one_line(run, tmp_path):
    assert_one_line_error(run("rules", "fit", "text", tmp_path / "none.tsv"), "none.tsv", "No such file")


def test_every_file_of_phrases_is_one():
    others = {path.name for path in (FIXTURES / "phrases").iterdir()} - {path.name for path in WRITTEN}
    assert others == {"README.md"}


@pytest.mark.parametrize("path", WRITTEN, ids=lambda path: path.name)
def test_written_phrases_are_phrases_of_all_kinds(path):
    lines = path.read_text(encoding="utf-8").splitlines()
    assert len(set(lines)) == len(lines) == sum(1 for line in lines if line.count("\t") == 1)
    groups = load_phrases([path], default_rules())
    labels = Counter(line.label for group in groups for line in group.sentences)
    assert labels[KEEP] >= 0.25 * labels.total()
    assert min(labels["related"], labels["product"], labels["disclosure"]) > 0
