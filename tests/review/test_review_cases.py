"""What verdicts amount to as labelled cases, and what `rules fit scores` and `rules test --cases` make of them."""

from __future__ import annotations

import json
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cleaner.fit.cases import EITHER, KEEP, SCORED, load_cases
from cleaner.model import RulePoints, Span
from cleaner.review.article import LINKS, MARKUP, TEXT, FoundRemoval
from cleaner.review.verdict import Judged
from cleaner.scale import PRIOR
from tests.conftest import FIXTURES
from tests.review.driven import reviewing

pytestmark = pytest.mark.usefixtures("inlined")
PIECE = st.text(alphabet="ab .\n\r\t—Ää\u2028", min_size=1, max_size=8)


def found(start, end, category="promo", evidence=TEXT):
    return FoundRemoval(start, end, category, (RulePoints(f"{category}.x", 4.0),), PRIOR, evidence)


def case_of(judged, path):
    path.write_text(json.dumps(judged.to_dict(), ensure_ascii=False) + "\n", encoding="utf-8")
    (case,) = load_cases(path)
    return case


def labels_of(case):
    """The label of every character that is in a piece."""
    return {place: piece.label for piece in case.pieces for place in range(*piece.span)}


@given(st.lists(st.tuples(PIECE, st.sampled_from(["accept", "reject", "links", "no"])), min_size=1, max_size=8))
def test_every_visible_character_counts_as_it_was_judged_or_for_nothing(tmp_path_factory, pieces):
    text = "".join(piece for piece, _ in pieces)
    judged = Judged("x", None, text)
    expected = {}
    position = 0
    for piece, how in pieces:
        span = Span(position, position + len(piece))
        position = span.end
        expected.update(dict.fromkeys(range(*span), how))
        if how != "no" and piece.strip():
            judged = judged.judge(found(*span, evidence=LINKS if how == "links" else TEXT), how != "reject")
    case = case_of(judged, tmp_path_factory.mktemp("x") / "cases.jsonl")
    labels = labels_of(case)
    for place, how in expected.items():
        if not text[place].isspace():
            allowed = {"accept": (*SCORED, EITHER), "reject": (KEEP, EITHER)}.get(how, (EITHER,))
            assert labels[place] in allowed, (place, how)
    whole = [how for how in expected.values() if how in ("accept", "reject")]
    if len(whole) == len(text):
        for span in re.finditer(r"[^\n]+", text):
            hows = {expected[place] for place in range(*span.span())}
            if len(hows) == 1 and span[0].strip():
                assert EITHER not in {labels[place] for place in range(*span.span()) if not text[place].isspace()}


@pytest.mark.parametrize("ending", ["\n", "\r\n", "\n\n \n"])
def test_lines_are_counted_as_cases_count_them(ending):
    text = f"\n  Rain.{ending}Buy now{ending}\tSnow."
    judged = Judged("x", None, text).judge(found(text.index("Rain"), text.index("Snow")), True)
    assert judged.to_dict()["labels"] == {"0": "promo", "1": "promo", "2": "either"}


def test_a_removal_within_a_line_leaves_the_rest_of_it_open(tmp_path):
    text = "Rope is long (shop) and grey."
    judged = Judged("x", None, text).judge(found(12, 19), True)
    assert judged.to_dict()["labels"] == {"0": "either"}
    assert judged.to_dict()["cuts"] == {"0": [" (shop)"]}
    pieces = [(text[slice(*piece.span)], piece.label) for piece in case_of(judged, tmp_path / "c.jsonl").pieces]
    assert pieces == [("Rope is long", EITHER), (" (shop)", "inline"), (" and grey.", EITHER)]


@pytest.mark.parametrize(
    ("verdicts", "labels"),
    [
        ([True, True, True], ["inline", "inline", "inline"]),
        ([True, True, None], ["inline", "inline", EITHER]),
        ([False, False, None], [KEEP, KEEP, EITHER]),
        ([True, None, None], ["inline", EITHER, EITHER]),
        ([None, None, True], [EITHER, EITHER, EITHER]),  # nothing can say which of the three is meant
        ([True, False, True], ["inline", EITHER, EITHER]),
        ([False, None, None], [KEEP, EITHER, EITHER]),
    ],
)
def test_equal_parts_of_a_line_are_told_apart_or_left_open(tmp_path, verdicts, labels):
    text = "A (ad) and a (ad) and B (ad)."
    judged = Judged("x", None, text)
    for match, accepted in zip(re.finditer(r" \(ad\)", text), verdicts, strict=True):
        if accepted is not None:
            judged = judged.judge(found(*match.span()), accepted)
    by_place = labels_of(case_of(judged, tmp_path / "c.jsonl"))
    assert [by_place[match.start() + 1] for match in re.finditer(r" \(ad\)", text)] == labels
    assert by_place[0] == EITHER


@pytest.mark.parametrize(
    ("category", "label"),
    [("disclosure", "disclosure"), ("ad", "ad"), ("meta", "promo"), ("boilerplate", "promo")],
)
def test_every_accepted_category_is_one_that_is_scored(category, label):
    """Else only the rejected removals of such a rule would count when scores are fitted."""
    assert Judged("x", None, "Buy").judge(found(0, 3, category), True).to_dict()["labels"] == {"0": label}


@pytest.mark.parametrize("evidence", [LINKS, MARKUP])
def test_what_only_the_page_shows_is_not_asked_of_its_text(evidence):
    assert Judged("x", None, "Buy").judge(found(0, 3, evidence=evidence), True).to_dict()["labels"] == {"0": EITHER}
    assert Judged("x", None, "Buy").judge(found(0, 3, evidence=evidence), False).to_dict()["labels"] == {"0": KEEP}


LINKED = """
[[rule]]
id = "product.link"
kind = "line"
description = "A line that is a link."
keywords = ["rope"]
pattern = '''.*'''
links = ["whole"]
[rule.examples]
removes = ["<p><a href='/x'>Rope</a>"]
keeps = ["<p>Rope"]
"""


def test_what_the_links_of_a_page_show_is_not_asked_of_its_text_but_can_be_kept(make_desk, run):
    page = "<p>Rain.</p><p><a href='https://a.example/'>Long rope</a></p><p><a href='/b'>Rope</a></p>"
    desk = make_desk([{"id": "a", "html": page}], LINKED)
    with reviewing(*desk.arguments, "--extractor", "none") as review:
        review.judge(Long="accept", Rope="reject")
        review.end()
    assert desk.cases()["a"]["text"] == "Rain.\n\nLong rope\n\nRope\n"
    assert desk.cases()["a"]["labels"] == {"0": EITHER, "1": EITHER, "2": KEEP}
    assert run("rules", "test", "--cases", desk.verdicts, *desk.arguments[3:]).returncode == 0
    options = ["--extractor", "none", "--rules", desk.draft, *desk.arguments[3:]]
    assert run("batch", desk.dump, "-o", desk.folder / "out.jsonl", "--workers", 1, *options).returncode == 0
    assert json.loads((desk.folder / "out.jsonl").read_text())["text"] == "Rain.\n\nRope\n"


def test_fit_learns_from_verdicts_only(make_desk, run):
    line = "The loud gong number {} of the temple"
    articles = [
        {"id": str(n), "text": f"{line.format(n)}\nRain\n{line.format(n + 1)}\nThe gong that nobody found\n"}
        for n in range(10, 22, 2)
    ]
    desk = make_desk(articles)
    rules = desk.arguments[3:]
    with reviewing(*desk.arguments) as review:
        for item in review.removals()[:8]:
            review.post(
                "verdict", {"item": item["number"], "verdict": "reject" if item["number"] % 4 == 3 else "accept"}
            )
        review.end()
    assert len(desk.cases()) == 4
    result = run("rules", "fit", "scores", desk.verdicts, "--folds", 2, *rules)
    assert result.returncode == 0, result.stderr
    table = {row.split()[0]: row.split()[1:] for row in result.stdout.decode().splitlines() if row[:1].islower()}
    score, _, hits, precision, *_ = table["related.gong"]
    assert (score, hits, precision) == ("2.40", "8", "0.750")  # of eight judged lines two were rejected


def test_rules_test_tells_what_the_rules_do_against_the_verdicts(desk, run):
    rules = desk.arguments[3:]
    with reviewing(*desk.arguments) as review:
        review.judge(
            Ring_the_bell_today="accept", Ring_the_bell_in="reject", Paid_by_the_mill="accept", A_loud="accept"
        )
        review.end()
    result = run("rules", "test", "--cases", desk.verdicts, *rules)
    assert result.returncode == 2
    assert result.stderr.decode() == f"{desk.verdicts}: b: keep: goes, by promo.bell: 'Ring the bell in May.'\n"
    assert result.stdout.decode() == "5 rules, 10 examples, 3 cases, 1 failed\n"
    result = run("rules", "test", "--cases", desk.verdicts, *rules, "--rules", desk.draft)
    assert (result.returncode, result.stderr) == (0, b"")
    assert result.stdout.decode() == "6 rules, 12 examples, 3 cases, 0 failed\n"
    result = run(
        "rules",
        "test",
        "promo",
        "--cases",
        desk.verdicts,
        *rules,
        "--rules",
        desk.draft,
        "--disable",
        "disclosure",
        "--disable",
        "cue",
    )
    assert result.returncode == 2
    assert result.stderr.decode().splitlines() == [
        f"{desk.verdicts}: a: related: stays: 'A loud gong'",
        f"{desk.verdicts}: c: inline: stays: ' Paid by the mill.'",
    ]


def test_rules_test_needs_no_cases_and_names_those_it_cannot_read(desk, run):
    rules = desk.arguments[3:]
    assert run("rules", "test", *rules).stdout.decode() == "5 rules, 10 examples, 0 failed\n"
    result = run("rules", "test", "--cases", desk.folder / "none.jsonl", *rules)
    assert result.returncode == 2
    assert "none.jsonl" in result.stderr.decode()


def test_pages_and_texts_of_the_bundled_dump_agree_with_the_rules_that_cleaned_them(run, tmp_path):
    """All accepted: what the text shows must go from it again; with all that pages alone show, nothing is asked."""
    with reviewing(FIXTURES / "dump", "-o", tmp_path / "v.jsonl") as review:
        found = review.removals()
        assert {item["article"]["source"].rsplit(".", 1)[-1] for item in found} >= {"html", "md"}
        for item in found:
            review.post("verdict", {"item": item["number"], "verdict": "accept"})
        review.end()
    result = run("rules", "test", "--cases", tmp_path / "v.jsonl")
    assert result.returncode == 0, result.stderr.decode()
    evidence = {
        verdict["evidence"]
        for line in (tmp_path / "v.jsonl").read_text().splitlines()
        for verdict in json.loads(line)["verdicts"]
    }
    assert evidence >= {TEXT, MARKUP}
