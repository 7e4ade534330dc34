"""`cleaner rules fit text`: what is fitted to labelled articles removes spam of a site that it has not seen, and is the same again."""

from __future__ import annotations

import dataclasses
import json

import pytest

from cleaner import clean_text, load_rules
from cleaner.fit.cases import load_cases
from cleaner.fit.lines import cleaned_case, labelled_texts
from cleaner.fit.sentences import sentence_figures
from cleaner.fit.text import figures, fit_text
from tests.toy import RULES

STORIES = ("The road over the pass is closed from November to May.", "The baker found a clock in his oven and kept it.")

REST = "It rained for nine days, and all the huts up there were full of wet people. Nobody had brought a book to read to the others."
CALL = "Admire our kettle collection here."


def article(number):
    """An article of a site of its own, with calls that no rule of the toy set knows: a line, and a sentence in a line."""
    lines = [
        f"{STORIES[number % 2]} {REST} {CALL}",
        f"Grab the wonderful teapot number {number} today!",
        STORIES[1 - number % 2],
        "Nobody asked.",
    ]
    return {
        "id": f"{number}",
        "url": f"https://site{number}.example/",
        "text": "\n\n".join(lines),
        "labels": {"1": "promo"},
        "cuts": {"0": [f" {CALL}"]},
    }


@pytest.fixture(scope="module")
def cases(tmp_path_factory):
    path = tmp_path_factory.mktemp("fit") / "cases.jsonl"
    path.write_text("".join(json.dumps(article(number)) + "\n" for number in range(40)))
    return path


def test_spam_of_sites_that_were_held_out_is_told(cases):
    texts = labelled_texts(load_cases(cases), RULES)
    fitted = fit_text(texts, RULES, 2)
    found = figures(texts, fitted.held_out)
    assert found["retention"] == 1
    assert found["recall"] == found["promo"] == 1
    assert fit_text(texts, RULES, 2) == fitted


def test_marked_sentences_of_sites_that_were_held_out_are_told(cases):
    texts = labelled_texts(load_cases(cases), RULES)
    assert sentence_figures(fit_text(texts, RULES, 2).sentences) == {"inline": 1, "loss": 0}


def test_without_marked_sentences_there_is_no_card_for_them(cases):
    texts = labelled_texts(load_cases(cases), RULES)
    unmarked = [dataclasses.replace(text, judged=[]) for text in texts]
    assert fit_text(unmarked, RULES, 2).sentences is None


def test_a_later_round_sees_articles_without_what_went(cases):
    (text, *_) = labelled_texts(load_cases(cases), RULES)
    assert [line.text for line in cleaned_case(text).lines] == [
        line.text for n, line in enumerate(text.lines) if n != 1
    ]


def test_the_folder_that_is_written_is_for_rules(run, cases, tmp_path):
    ran = run("rules", "fit", "text", cases, "--folds", 2, "-o", tmp_path / "mine")
    assert ran.returncode == 0, ran.stderr
    assert b"articles         40" in ran.stdout
    mine = load_rules(tmp_path / "mine")
    assert mine.version != load_rules().version
    text = article(99)["text"]
    cleaned = clean_text(text, rules=mine).text
    assert "teapot" not in cleaned
    assert "kettle" not in cleaned
    assert cleaned.count(".") == 5
