"""`cleaner review` from beginning to end, over HTTP: what is shown, what is written, what a later review finds."""

from __future__ import annotations

import json
import signal
import socket

import pytest

from tests.conftest import assert_one_line_error
from tests.review.driven import ARTICLES, reviewing, reviewing_alone, until

pytestmark = pytest.mark.usefixtures("inlined")
TEXTS = [
    # related.gong is not enough alone; of the others promo.bell removes most.
    "A loud gong",
    "The loud gong of the temple is old.",
    "Ring the bell today!",
    "Ring the bell in May.",
    "Paid by the mill.",
    "Paid by the bank.",
    "(shop)",
    "(shop)",
]


def test_removals_come_rule_by_rule_with_all_that_is_known(desk):
    with reviewing(*desk.arguments) as review:
        found = review.removals()
        assert [item["text"] for item in found] == TEXTS
        first = review.get("items/next")
    assert first["number"] == 0
    assert (first["rule"], first["description"]) == ("related.gong", "A gong, which is spam only where it is loud.")
    assert (first["nth"], first["rules"], first["place"], first["of"]) == (1, 4, 1, 2)
    assert (first["category"], first["score"], first["verdict"]) == ("related", "+0.40", None)
    assert first["scores"] == [["related.gong", "+2.40"], ["cue.loud", "+2.00"], ["start", "-4.00"]]
    assert first["article"] == {
        "id": "a", "url": "https://a.example/1", "source": f"{desk.dump}:1", "title": "Bells"
    }  # fmt: skip
    assert first["lines"] == [
        [["Rain is wet.", "kept"]],
        [["Ring the bell today!", "gone"]],
        [["A loud gong", "this"]],
        [
            ["Rope", "kept"],
            [" (shop)", "gone"],
            [" is long, and so is twine", "kept"],
            [" (shop)", "gone"],
            [", say all.", "kept"],
        ],
    ]


def test_verdicts_become_labels_and_what_was_not_judged_counts_for_nothing(desk):
    with reviewing(*desk.arguments) as review:
        review.judge(
            Ring_the_bell_today="accept", Ring_the_bell_in="reject", The_loud_gong="accept", Paid_by_the_mill="reject"
        )
        said = review.end()
    assert said[-1].startswith("2 accepted, 2 rejected, 4 left; verdicts in ")
    assert review.process.returncode == 0
    cases = desk.cases()
    assert cases.keys() == {"a", "b", "c"}
    assert cases["a"]["text"] == ARTICLES[0]["text"]
    assert cases["a"]["url"] == "https://a.example/1"
    assert cases["a"]["labels"] == {"0": "either", "1": "promo", "2": "either", "3": "either"}
    assert cases["b"]["labels"] == {"0": "either", "1": "keep", "2": "related", "3": "either"}
    assert cases["c"]["labels"] == {"0": "either", "1": "either"}
    assert cases["c"]["keeps"] == {"0": [" Paid by the mill."]}
    assert [case["cuts"] for case in cases.values()] == [{}, {}, {}]


def test_a_verdict_shows_the_next_removal_and_is_counted(desk):
    with reviewing(*desk.arguments) as review:
        after = review.post("verdict", {"item": 0, "verdict": "accept"})
        assert (after["number"], after["items"], after["accepted"], after["rejected"], after["left"]) == (1, 8, 1, 0, 7)
        after = review.post("verdict", {"item": 7, "verdict": "reject"})  # the last: it goes on from the beginning
        assert (after["number"], after["rejected"], after["left"]) == (1, 1, 6)
        assert review.get("items/7")["verdict"] == "reject"
        review.post("verdict", {"item": 7, "verdict": "accept"})
        assert review.get("items/7")["verdict"] == "accept"
        for number in range(8):
            after = review.post("verdict", {"item": number, "verdict": "accept"})
        assert (after["number"], after["left"]) == (7, 0)


def test_undo_takes_back_the_last_verdict_and_the_one_before_it(desk):
    with reviewing(*desk.arguments) as review:
        review.post("verdict", {"item": 2, "verdict": "accept"})
        review.post("verdict", {"item": 3, "verdict": "reject"})
        review.post("verdict", {"item": 3, "verdict": "accept"})
        after = review.post("undo", {})
        assert (after["number"], after["verdict"]) == (3, "reject")
        assert desk.draft.exists()
        after = review.post("undo", {})
        assert (after["number"], after["verdict"], after["accepted"], after["rejected"]) == (3, None, 1, 0)
        assert desk.cases().keys() == {"a"}
        assert "[[rule]]" not in desk.draft.read_text()
        review.post("undo", {})
        assert desk.verdicts.read_text() == ""
        assert review.post("undo", {}) == {"said": "there is no verdict of this sitting to take back"}


def test_a_later_review_shows_earlier_verdicts_and_keeps_them(desk):
    with reviewing(*desk.arguments) as review:
        review.judge(Ring_the_bell="accept", The_loud_gong="reject")
        review.end()
    before = desk.cases()
    with reviewing(*desk.arguments, "--rule", "related") as review:
        shown = review.removals()
        assert [(item["text"], item["verdict"]) for item in shown] == [(TEXTS[0], None), (TEXTS[1], "reject")]
        assert review.get("items/next")["number"] == 0
        review.judge(A_loud_gong="accept")
        review.end()
    after = desk.cases()
    assert after["b"] == before["b"]
    assert after["a"]["labels"] == {**before["a"]["labels"], "2": "related"}
    assert after["a"]["verdicts"][0] == before["a"]["verdicts"][0]


def test_an_article_that_has_changed_is_another_one(desk, make_desk):
    with reviewing(*desk.arguments) as review:
        review.judge(Ring_the_bell_in="accept")
        review.end()
    make_desk([{"id": "b", "text": "Snow is cold!\nRing the bell in May.\n"}])
    with reviewing(*desk.arguments) as review:
        assert [item["verdict"] for item in review.removals()] == [None]
        review.judge(Ring_the_bell_in="reject")
        review.end()
    labels = [json.loads(line)["labels"] for line in desk.verdicts.read_text().splitlines()]
    assert labels == [{"0": "either", "1": "promo", "2": "either", "3": "either"}, {"0": "either", "1": "keep"}]


def test_a_verdict_on_what_other_rules_removed_gives_way(desk):
    with reviewing(*desk.arguments) as review:
        review.judge(Paid_by_the_mill="reject", Paid_by_the_bank="reject")
        review.end()
    other = desk.rules.read_text().replace('keywords = ["gong"]', "always = true").replace(".*gong.*", "wind is loud.*")
    desk.rules.write_text(other)
    with reviewing(*desk.arguments, "--disable", "disclosure") as review:
        review.judge(Wind_is_loud="accept")
        review.end()
    assert [verdict["verdict"] for verdict in desk.cases()["c"]["verdicts"]] == ["accept"]
    assert desk.cases()["c"]["labels"]["0"] == "related"


def test_a_killed_review_loses_nothing_that_it_has_answered(desk):
    with reviewing_alone(*desk.arguments) as review:
        review.judge(Ring_the_bell_today="accept", Ring_the_bell_in="reject")
        review.end(signal.SIGKILL)
    assert review.process.returncode == -signal.SIGKILL
    with reviewing(*desk.arguments) as review:
        assert [item["verdict"] for item in review.removals()][2:4] == ["accept", "reject"]
        assert "ring the bell in may" in desk.draft.read_text()
        review.end()
    assert {path.name for path in desk.folder.iterdir()} == {
        "dump.jsonl", "rules.toml", "verdicts.jsonl", "verdicts.keep.toml"
    }  # fmt: skip


@pytest.mark.parametrize("how", [signal.SIGINT, signal.SIGTERM])
def test_a_signal_ends_it_as_the_page_does(desk, how):
    with reviewing_alone(*desk.arguments) as review:
        review.judge(Ring_the_bell_today="accept")
        said = review.end(how)
    assert review.process.returncode == 0
    assert said[-1] == f"1 accepted, 0 rejected, 7 left; verdicts in {desk.verdicts}\n"
    assert sorted(path.name for path in desk.folder.iterdir()) == ["dump.jsonl", "rules.toml", "verdicts.jsonl"]
    assert desk.cases().keys() == {"a"}


def test_the_page_is_told_the_summary_and_then_nobody_answers(desk):
    with reviewing(*desk.arguments) as review:
        review.judge(Ring_the_bell_in="reject")
        said = review.post("done", {})["said"]
        assert said == f"0 accepted, 1 rejected, 7 left; verdicts in {desk.verdicts}, keep rules in {desk.draft}"
        until(lambda: review.process.poll() is not None, "the process ends")
        with pytest.raises(ConnectionError):
            review.get("items/0")


def test_a_second_review_of_the_file_is_refused_while_the_first_is_at_work(desk, run):
    with reviewing(*desk.arguments) as review:
        assert_one_line_error(run("review", *desk.arguments), "verdicts.jsonl", "another review is at work")
        review.judge(Ring_the_bell_today="accept")
        review.end()
    with reviewing(*desk.arguments) as review:
        assert review.get("items/2")["verdict"] == "accept"


def test_a_verdict_that_cannot_be_written_is_not_given(desk):
    with reviewing(*desk.arguments) as review:
        desk.verdicts.unlink()
        desk.verdicts.mkdir()
        answer = review.post("verdict", {"item": 0, "verdict": "accept"})
        assert answer == {"said": f"{desk.verdicts}.new: Is a directory"}
        assert review.get("items/0")["verdict"] is None
        desk.verdicts.rmdir()
        review.post("verdict", {"item": 1, "verdict": "accept"})
        assert desk.cases().keys() == {"b"}


@pytest.mark.parametrize(
    "line",
    [
        '{"id": "x", "text": "Rain", "labels": {}, "cuts": {}}',
        '{"id": 1, "text": "Rain", "verdicts": []}',
        '{"id": "x", "text": "Rain", "verdicts": [{"verdict": "perhaps", "start": 0, "end": 4, "category": "promo", "rules": [{"id": "a", "score": 1}], "evidence": "text"}]}',
        '{"id": "x", "text": "Rain", "verdicts": [{"verdict": "accept", "start": 4, "end": 9, "category": "promo", "rules": [{"id": "a", "score": 1}], "evidence": "text"}]}',
        '{"id": "x", "text": "Rain", "verdicts": [{"verdict": "accept", "start": 0, "end": 4, "category": "promo", "rules": [], "evidence": "text"}]}',
        "no json",
        "[]",
    ],
)
def test_a_file_of_somebody_else_is_left_alone(desk, run, line):
    desk.verdicts.write_text(f"\n{line}\n")
    assert_one_line_error(run("review", *desk.arguments), "verdicts.jsonl:2", "not written by `cleaner review`")
    assert desk.verdicts.read_text() == f"\n{line}\n"
    assert {path.name for path in desk.folder.iterdir()} == {"dump.jsonl", "rules.toml", "verdicts.jsonl"}


def test_a_rule_file_of_somebody_else_is_left_alone(desk, run):
    desk.draft.write_text("# mine\n")
    assert_one_line_error(run("review", *desk.arguments), "verdicts.keep.toml", "would be overwritten")
    assert desk.draft.read_text() == "# mine\n"


def test_what_cannot_be_used_is_named(desk, run):
    dump, _, output, *rules = desk.arguments
    for arguments, word in (
        ((dump, "-o", desk.folder / "v.csv"), "must end in .jsonl"),
        ((dump, "-o", output, "--draft", desk.folder / "keep.txt"), "must end in .toml"),
        ((dump, "-o", dump), "is an input"),
        ((dump, "-o", desk.folder / "none" / "v.jsonl"), "none"),
        ((desk.folder / "none.jsonl", "-o", output), "none.jsonl"),
        ((dump, "-o", output, *rules, "--rule", "promo.none"), "promo.none"),
    ):
        assert_one_line_error(run("review", *arguments), word)
    with reviewing(*desk.arguments) as review:
        result = run("review", *desk.arguments, "-o", desk.folder / "other.jsonl", "--port", review.port)
        assert result.returncode == 2
        assert f"cleaner: port {review.port}: Address already in use" in result.stderr.decode()


def test_a_file_that_cannot_be_written_is_named_before_any_work(desk, run):
    desk.folder.joinpath("verdicts.jsonl.new").mkdir()
    assert_one_line_error(run("review", *desk.arguments), "verdicts.jsonl", "Is a directory")


def test_the_address_has_the_port_that_is_asked_for_and_is_opened_in_a_browser(desk, monkeypatch):
    with socket.create_server(("127.0.0.1", 0)) as probe:
        port = probe.getsockname()[1]
    browser, seen = desk.folder / "browser.sh", desk.folder / "seen"
    browser.write_text(f'#!/bin/sh\necho "$1" > {seen}\n')
    browser.chmod(0o700)
    monkeypatch.setenv("BROWSER", f"{browser} %s")
    with reviewing(*desk.arguments, "--port", port, "--open") as review:
        assert review.port == port
        until(lambda: seen.exists() and seen.read_text(), "the browser is opened")
        assert seen.read_text() == f"{review.address}\n"


def test_nothing_to_judge_is_said_and_no_page_is_served(desk, run):
    result = run("review", *desk.arguments, "--category", "ad")
    assert result.returncode == 0
    assert result.stderr.decode() == "0 removals to judge, in no article with such removals\n"


def test_records_that_cannot_be_read_are_counted(desk):
    desk.dump.write_text(desk.dump.read_text() + "no json\n{}\n")
    with reviewing(*desk.arguments) as review:
        said = review.end()
    assert "left out 2 records: " in said[1]
    assert "is no JSON (1)" in said[1]
    assert review.process.returncode == 1
