"""What holds for every text, spam or not, well-formed or hostile."""

from __future__ import annotations

import re
from pathlib import Path
from tempfile import TemporaryDirectory

from hypothesis import example, given
from hypothesis import strategies as st

from cleaner import RuleSet, clean_text, load_rules
from cleaner.detect import detect
from cleaner.detect.context import Context
from cleaner.document.text import from_text
from cleaner.pipeline import THRESHOLD
from cleaner.resolve import resolve
from cleaner.ruleset.rule import SectionRule
from tests.invariants import assert_settled, assert_whole
from tests.strategies import ARTICLES, THRESHOLDS


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
    for line in re.split(r"\r\n|\r|\n", clean_text(raw, threshold=threshold).text):
        indent = line[: len(line) - len(line.lstrip())]
        assert line in lines or any(is_cut_of(line, whole) and whole.startswith(indent) for whole in lines)


@given(st.text(alphabet=st.characters(exclude_categories=())))
def test_any_code_points_are_taken(raw):
    assert clean_text(raw).raw == raw


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


def removed_at_once(raw: str, rules: RuleSet, threshold: float | None) -> set[int]:
    """Where the visible characters stand that the first round removes. Later ones see a text that depends on what went."""
    document = from_text(raw)
    context = Context(document, rules)
    verdicts = resolve(context, detect(context), threshold or THRESHOLD)
    spans = [verdict.span or document.spans[verdict.block] for verdict in verdicts if verdict.gone]
    return {place for start, end in spans for place in range(start, end) if not raw[place].isspace()}


PROTECTED = {word: keeping(word) for word in ("amazon", "a", "more")}


@given(ARTICLES, THRESHOLDS, st.sampled_from(sorted(PROTECTED)))
def test_a_line_that_a_keep_rule_speaks_for_stays(raw, threshold, word):
    lines = [line for line in re.split(r"[\r\n]", raw) if re.search(rf"\w*{word}\w*", line.lower())]
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
