"""Keep rules drafted for rejected removals: they are valid, pass their own examples, and keep what was rejected."""

from __future__ import annotations

import json

import pytest
import tomli
from hypothesis import given
from hypothesis import strategies as st

from cleaner import clean_text, load_rules
from cleaner.model import RulePoints
from cleaner.report.sanitize import sanitize
from cleaner.review.article import MARKUP, TEXT, FoundRemoval
from cleaner.review.draft import draft
from cleaner.review.verdict import Judged
from cleaner.scale import PRIOR
from cleaner.selftest import rule_failures
from tests.conftest import FIXTURES
from tests.review.driven import reviewing

pytestmark = pytest.mark.usefixtures("inlined")
EVERYTHING = """
[[rule]]
id = "promo.every-line"
kind = "line"
description = "Every line."
always = true
pattern = '''.*'''
[rule.examples]
removes = ["x"]
keeps = ["y"]
"""
EVERY_SENTENCE = (
    EVERYTHING.replace("line", "sentence", 1).replace('"line"', '"span"\nunit = "sentence"').replace(".*", ".")
)
TROUBLE = [
    "Why (a|b)* costs [x] {3} \\d+ $5 ^up? A.B.",
    "It's '''quoted''' and \"so\" on\\",
    "It ends with a quote'",
    "Ends in two''",
    "\u202eReversed\u2066 \u200bzero\x00\x1b[31m\x7f\u2028 end",
    "* ## «Ünïcödé — İstanbul ΣΑΣ ſtraße ǅ» **",
    "日本語の文。これは広告です。",
    "See [the map](https://example.org/map) of [all](x) roads, (here).",
    "[a](https://example.org/)",
    "x",
    "— 5 —",
    "Subscribe to our newsletter",
    "As an Amazon Associate I earn from qualifying purchases.",
    "Long " * 400 + "end.",
    "無" * 100_000,
    "a" * 100_000,
    "# not a comment = [1]",
    "\ttab\tinside\t",
    "Sub\ud800scribe",
]


def judged(text, start=0, end=None, accepted=False, rule="promo.every-line", evidence=TEXT, **more):
    found = FoundRemoval(start, len(text) if end is None else end, "promo", (RulePoints(rule, 4.0),), PRIOR, evidence)
    return Judged(**{"id": "x", "url": None, "text": text, **more}).judge(found, accepted)


def drafted(folder, *articles, rules=EVERYTHING):
    """The drafted file, seen to be valid and to do what its examples say, and the rules with those it protects from."""
    path, other = folder / "keep.toml", folder / "rules.toml"
    path.write_text(draft(articles), encoding="utf-8")
    other.write_text(rules, encoding="utf-8")
    alone = load_rules(path, defaults=False)
    assert [failure for rule in alone.rules for failure in rule_failures(rule, alone)] == []
    return alone, load_rules(path, other, defaults=False)


@pytest.mark.parametrize("text", TROUBLE, ids=range(len(TROUBLE)))
def test_any_rejected_line_stays_and_nothing_beside_it(tmp_path, text):
    raw = f"Before.\n{text}\nAfter.\n"
    case = judged(raw.replace("\ud800", "\ufffd"), 8, 8 + len(text))
    alone, rules = drafted(tmp_path, case)
    assert [rule.kind for rule in alone.rules] == ["keep"]
    assert max(len(source) for source in alone.rules[0].pattern.sources) < 1000
    assert clean_text(raw, rules=rules).text.strip("\n") == text
    source = (tmp_path / "keep.toml").read_text(encoding="utf-8")
    assert all(sanitize(line) == line for line in source.split("\n"))


@given(st.text(min_size=1, max_size=300), st.data())
def test_whatever_is_rejected_stays(tmp_path_factory, text, data):
    text = text.encode("utf-8", "replace").decode()
    start = data.draw(st.integers(0, len(text) - 1))
    end = data.draw(st.integers(start + 1, len(text)))
    if not text[start:end].strip():
        return
    rules = data.draw(st.sampled_from([EVERYTHING, EVERY_SENTENCE]))
    alone, rules = drafted(tmp_path_factory.mktemp("x"), judged(text, start, end), rules=rules)
    result = clean_text(text, rules=rules)
    gone = {place for removal in result.removals for place in range(removal.start, removal.end)}
    if alone.rules:  # a line of nothing but decoration has nothing to be known by
        assert not [c for c in range(start, end) if c in gone and text[c].isalnum()]


def test_a_sentence_is_kept_without_the_line_around_it(tmp_path):
    text = "Rain is wet. Paid by the mill. Snow is cold."
    alone, rules = drafted(tmp_path, judged(text, 12, 30), rules=EVERY_SENTENCE)
    assert [rule.sentence for rule in alone.rules] == [True]
    assert clean_text(text, rules=rules).text == "Paid by the mill."


def test_a_sentence_among_marks_is_kept(tmp_path):
    text = "_Rain is wet. Paid by the [mill](/m). Snow is cold._"
    alone, rules = drafted(tmp_path, judged(text, 14, 20), rules=EVERY_SENTENCE)
    assert alone.rules[0].examples.keeps == ("Paid by the [mill](/m).",)
    assert "Paid by the [mill](/m)." in clean_text(text, rules=rules).text
    alone, _ = drafted(tmp_path, judged(text, 1, 12), rules=EVERY_SENTENCE)
    assert alone.rules[0].examples.keeps == ("Rain is wet.",)


def test_a_part_of_a_sentence_keeps_its_sentence_and_no_other_with_the_same_part(tmp_path):
    text = "Rope (shop) is long. Twine (shop) is not."
    _, rules = drafted(tmp_path, judged(text, 4, 11), rules=EVERY_SENTENCE)
    assert clean_text(text, rules=rules).text == "Rope (shop) is long."


def test_a_text_that_is_rejected_in_many_places_gets_one_rule_that_names_them(tmp_path):
    articles = [
        judged("Ring the bell", id="a", url="https://a.example/"),
        judged("* RING the bell »", id="b", rule="promo.other"),
        judged("[Ring](https://a.example/) the bell", id="c"),
        judged("Ring the bell!", id="d"),
    ]
    alone, rules = drafted(tmp_path, *articles)
    for article in articles:
        assert clean_text(article.text, rules=rules).text == article.text
    assert [rule.pattern.sources for rule in alone.rules] == [("^ring the bell$",), ("^ring the bell!$",)]
    first = alone.rules[0]
    assert first.description == "Rejected in review: promo.every-line, promo.other had removed it."
    assert first.source == "a https://a.example/ and 2 more"
    assert first.keywords == ("ring the bell",)
    assert first.examples.keeps == tuple(article.text for article in articles[:3])


def test_the_near_miss_is_the_most_similar_accepted_spam_of_the_rule(tmp_path):
    articles = [
        judged("Buy a bell now", id="a", accepted=True),
        judged("Ring the bell for a prize", id="b", accepted=True),
        judged("Ring the bell in May", id="c", accepted=True, rule="promo.other"),
        judged("Ring the bell in May", id="d"),
    ]
    alone, _ = drafted(tmp_path, *articles)
    assert alone.rules[0].examples.removes == ("Ring the bell for a prize",)
    assert alone.rules[0].examples.keeps == ("Ring the bell in May",)


def test_a_text_that_was_accepted_too_is_no_near_miss_of_itself(tmp_path):
    articles = [judged("Ring the bell", id="a", accepted=True), judged("ring the bell", id="b")]
    alone, _ = drafted(tmp_path, *articles)
    assert alone.rules[0].examples.removes == ("Subscribe to our newsletter",)


def test_what_no_keep_rule_can_protect_is_said_in_a_comment(tmp_path):
    alone, _ = drafted(tmp_path, judged("Menu\u202e\nHome", evidence=MARKUP, rule="boilerplate.content", id="x\ny"))
    assert alone.rules == ()
    comment = (tmp_path / "keep.toml").read_text().strip()
    assert comment == r"# No keep rule protects what boilerplate.content took of x\u000ay: Menu\u202e"


def test_a_hundred_rejections_make_a_hundred_rules(tmp_path):
    alone, _ = drafted(tmp_path, *(judged(f"Ring bell number {n}", id=str(n)) for n in range(100)))
    assert len({rule.id for rule in alone.rules}) == 100


def test_the_commands_take_the_draft_and_cleaning_with_it_keeps_what_was_rejected(run, tmp_path):
    verdicts, keep = tmp_path / "v.jsonl", tmp_path / "own.toml"
    with reviewing(FIXTURES / "dump", "-o", verdicts, "--draft", keep) as review:
        found = review.removals()
        for item in found:
            review.post("verdict", {"item": item["number"], "verdict": "reject" if item["number"] % 2 else "accept"})
        review.end()
    entries = tomli.loads(keep.read_text(encoding="utf-8"))["rule"]
    assert run("rules", "check", keep).stdout.decode() == f"{len(entries)} rules, no faults\n"
    tested = run("rules", "test", "--rules", keep)
    assert tested.returncode == 0, tested.stderr.decode()
    options = ["--rules", keep, "--workers", 1]
    cleaned = run(
        "batch", FIXTURES / "dump", "-o", tmp_path / "out.jsonl", "--removed", tmp_path / "gone.jsonl", *options
    )
    assert cleaned.returncode == 0, cleaned.stderr.decode()
    gone = [json.loads(line) for line in (tmp_path / "gone.jsonl").read_text(encoding="utf-8").splitlines()]
    places = {(row["id"] or row["source"], place) for row in gone for place in range(row["start"], row["end"])}
    rejected = [
        (case["id"], case["text"], verdict)
        for case in map(json.loads, verdicts.read_text(encoding="utf-8").splitlines())
        for verdict in case["verdicts"]
        if verdict["verdict"] == "reject" and verdict["evidence"] != MARKUP
    ]
    assert len(rejected) > 20
    for name, text, verdict in rejected:
        visible = [place for place in range(verdict["start"], verdict["end"]) if not text[place].isspace()]
        assert not [place for place in visible if (name, place) in places], verdict
