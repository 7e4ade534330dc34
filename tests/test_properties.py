"""What holds for every text, spam or not, well-formed or hostile."""

from __future__ import annotations

import re
from dataclasses import replace
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

from hypothesis import example, given
from hypothesis import strategies as st

from cleaner import RuleSet, clean_text, load_rules
from cleaner.decide import judge
from cleaner.limits import USUAL
from cleaner.model import Span
from cleaner.ruleset.kinds.section import SectionRule
from cleaner.scale import THRESHOLD
from cleaner.text.line import Line
from cleaner.text.lines import from_text
from cleaner.text.normal import normal_text
from tests.invariants import assert_settled, assert_whole
from tests.strategies import ARTICLES, EXAMPLES, LINES, THRESHOLDS


@given(ARTICLES | st.text(), THRESHOLDS)
def test_kept_and_removed_spans_rebuild_the_raw_text(raw, threshold):
    result = clean_text(raw, threshold=threshold)
    assert result.raw == raw
    assert_whole(result)


@given(ARTICLES | st.text(), THRESHOLDS)
def test_cleaning_twice_changes_nothing(raw, threshold):
    assert_settled(clean_text(raw, threshold=threshold), threshold=threshold)


def is_cut_of(short, line):
    rest = iter(line)
    return all(character in rest for character in short)


@given(ARTICLES, THRESHOLDS)
def test_output_lines_are_input_lines_byte_for_byte_or_cuts_of_them(raw, threshold):
    lines = re.split(r"\r\n|\r|\n", raw)
    # Where the first lines of a wrapped paragraph go, the next stands behind their indent.
    lines += [
        re.split(r"[\r\n]", raw[: one.start])[-1] + one.source for one in from_text(raw).lines if "\n" in one.source
    ]
    for line in re.split(r"\r\n|\r|\n", clean_text(raw, threshold=threshold).text):
        indent = line[: len(line) - len(line.lstrip(" \t"))]
        assert line in lines or any(is_cut_of(line.rstrip(), whole) and whole.startswith(indent) for whole in lines)


@given(st.text(alphabet=st.characters(exclude_categories=())))
def test_any_code_points_are_taken(raw):
    assert clean_text(raw).raw == raw


# What is in the way of letters


def disguised(word: str, how: str) -> str:
    """A word as scrapes have it; a reader sees no other word."""
    if how in ("*", "**", "_"):
        return f"{how}{word}{how}" if word.isalnum() else word
    if how == "entities":
        return word.replace("&", "&amp;").replace("’", "&rsquo;").replace('"', "&quot;").replace("a", "&#97;")
    return how.join(word)


DISGUISES = st.sampled_from(["\u00ad", "\u200b", "\u2060", "entities", "*", "**", "_", ""])
# Lines without marks of their own.
PLAIN = (LINES | EXAMPLES).filter(lambda line: normal_text(line) is None and "&" not in line)
EDITORIAL = (
    "The road over the pass is closed from November to May, and whoever wants to cross in winter has to take the old train, "
    "which runs every two hours and takes cars, bicycles and, on Sundays, a brass band as well."
)


@given(st.lists(PLAIN, min_size=1, max_size=8), st.data())
@example(["As an Amazon Associate I earn from qualifying purchases.", "Buy on Amazon"], None)
def test_what_shows_nothing_changes_no_verdict(lines, data):
    lines = [EDITORIAL, *lines, EDITORIAL]
    laced = [
        " ".join(disguised(word, "\u00ad" if data is None else data.draw(DISGUISES)) for word in line.split(" "))
        for line in lines
    ]
    plain, other = (from_text(clean_text("\n\n".join(one)).text).lines for one in (lines, laced))
    assert [line.text for line in other] == [line.text for line in plain]


# More rules, fewer rules

RULES = load_rules()
# Where a line stands is judged by what rules have found around it: one find less, and the article may end elsewhere.
PLACED = [rule.id for rule in RULES.rules if getattr(rule, "conditions", None) and rule.conditions.place]
SECTIONS = [rule.id for rule in RULES.rules if isinstance(rule, SectionRule)]
KEEP = """
[[rule]]
id = "keep.word"
kind = "keep"
description = "Lines with a frequent word stay."
always = true
pattern = '''{word}'''
{unit}
[rule.examples]
removes = ["-"]
keeps = ["{word}"]
"""


def keeping(word: str, unit: str = "", disable: tuple[str, ...] = ()) -> RuleSet:
    """The bundled rules, and one that keeps what this word occurs in."""
    with TemporaryDirectory() as folder:
        path = Path(folder, "keep.toml")
        path.write_text(KEEP.format(word=word, unit=unit))
        return load_rules(path, disable=disable)


@cache
def by_rules_alone(rules: RuleSet) -> RuleSet:
    """The same rules without evidence, which heeds what rules find and so may say more where they say less."""
    return replace(rules, cards={})


def removed_at_once(raw: str, rules: RuleSet, threshold: float | None) -> set[int]:
    """Where the visible characters stand that the first round removes. Later ones see a text that depends on what went."""
    verdicts = judge(from_text(raw).lines, by_rules_alone(rules), threshold or THRESHOLD, USUAL.clock(), None)
    gone = [(v.line.start, v.line.in_source(v.span or Span(0, len(v.line.text)))) for v in verdicts if v.gone]
    return {line + n for line, (start, end) in gone for n in range(start, end) if not raw[line + n].isspace()}


PROTECTED = {word: keeping(word) for word in ("amazon", "a", "more")}


@given(ARTICLES, THRESHOLDS, st.sampled_from(sorted(PROTECTED)))
def test_a_line_that_a_keep_rule_speaks_for_stays(raw, threshold, word):
    lines = [line for line in re.split(r"[\r\n]", raw) if word in Line(0, line).text.lower()]
    kept = re.split(r"[\r\n]", clean_text(raw, rules=PROTECTED[word], threshold=threshold).text)
    assert all(line.strip() in map(str.strip, kept) for line in lines)


STEADY = load_rules(disable=[*PLACED, *SECTIONS])
KEPT = {
    f"{word} {unit}": keeping(word, unit, (*PLACED, *SECTIONS))
    for word, unit in [("amazon", ""), ("the", ""), ("a", ""), ("affiliate", 'unit = "sentence"'), ("a", 'unit = "sentence"')]
}  # fmt: skip


@given(ARTICLES, THRESHOLDS, st.sampled_from(sorted(KEPT)))
@example(
    "If you found this post helpful, I'd love it if you shared it.\u2028Grate the soap (affiliate link) into the pot #ad",
    None,
    'affiliate unit = "sentence"',
)
def test_one_more_keep_rule_never_removes_more(raw, threshold, name):
    """Sections are excepted: one that a keep rule ends may leave a heading that begins another."""
    assert removed_at_once(raw, KEPT[name], threshold) <= removed_at_once(raw, STEADY, threshold)


MORE = load_rules(disable=PLACED)
FEWER = {
    name: load_rules(disable=[name, *PLACED])
    for name in ("ad", "disclosure", "product", "promo", "related", "product.merchant-name", "cue.near-block")
}


@given(ARTICLES, THRESHOLDS, st.sampled_from(sorted(FEWER)))
@example('Promoted Stories\n"Buy on Amazon"\n', 0.3, "ad")
def test_one_rule_less_never_removes_more(raw, threshold, name):
    """Keep rules and cues with a negative score are excepted: they are there to protect."""
    assert removed_at_once(raw, FEWER[name], threshold) <= removed_at_once(raw, MORE, threshold)
