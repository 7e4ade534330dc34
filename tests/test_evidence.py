"""Evidence in the decision: a toy table and card remove what no rule finds, are explained, and heed what protects."""

from __future__ import annotations

import dataclasses
import json

import pytest

from cleaner import clean_text, load_rules
from cleaner.evidence.scorecard import Scorecard
from tests.toy import RULES

WORDING = json.dumps(
    {
        "names": ["spam", "offer", "related", "frame"],
        "bases": [-2.0, -2.0, -2.0, -2.0],
        "tokens": {"marvellous": [6.0, 6.0, 0.0, 0.0], "stories": [6.0, 0.0, 6.0, 0.0]},
    }
)
# What a line's own words say, and nothing else.
CARD = Scorecard(-1.0, {"spam": ((0.0,), (-2.0, 3.0))}, {}, (), {})


def with_evidence(rules=RULES, card=CARD):
    return dataclasses.replace(rules, tables=WORDING, cards={**rules.cards, "text": card})


# What a sentence's own words say, and which rules have found it.
SENTENCES = Scorecard(-1.0, {"spam": ((0.0,), (-2.0, 3.0))}, {}, (), {"rules": {"related.maybe": 5.0}})


def with_sentences(rules=RULES, sentences=SENTENCES):
    """Evidence that speaks of sentences inside lines only."""
    silent = with_evidence(rules, Scorecard(-9.0, {"spam": ((), (0.0,))}, {}, (), {}))
    return dataclasses.replace(silent, cards={**silent.cards, "sentence": sentences})


EVIDENT = with_evidence()
ARTICLE = "The lamp stood by the door.\n\nOur marvellous stand!\n\nNobody lit it.\n"


def test_a_line_goes_by_its_words_alone_and_says_why():
    result = clean_text(ARTICLE, rules=EVIDENT)
    assert result.text == "The lamp stood by the door.\n\nNobody lit it.\n"
    (removal,) = result.removals
    assert removal.category == "promo"
    assert [(one.rule, one.points) for one in removal.rules] == [
        ("promo.evidence", -1.0),
        ("evidence.spam", 3.0),
        ("evidence.others", 0),
    ]
    assert removal.score == pytest.approx(2.0)
    assert result.stats.removals_by_rule == {"promo.evidence": 1}


def test_without_tables_or_card_rules_decide_alone():
    assert clean_text(ARTICLE, rules=RULES).text == ARTICLE
    assert clean_text(ARTICLE, rules=dataclasses.replace(RULES, tables=WORDING)).text == ARTICLE


def test_the_threshold_is_that_of_rules():
    assert clean_text(ARTICLE, rules=EVIDENT, threshold=1.9).text != ARTICLE
    assert clean_text(ARTICLE, rules=EVIDENT, threshold=2.1).text == ARTICLE


def test_what_a_line_is_counted_as_is_told_by_its_words():
    categories = {
        line: clean_text(f"Rain.\n\n{line}\n", rules=EVIDENT).removals[0].category
        for line in ("More stories", "A marvellous day", "A marvellous lamp for $ 19")
    }
    assert list(categories.values()) == ["related", "promo", "product"]


def test_a_line_without_words_stays():
    everything = with_evidence(card=Scorecard(5.0, {"spam": ((), (0.0,))}, {}, (), {}))
    assert clean_text(">\n\n* * *\n", rules=everything).text == ">\n\n* * *\n"


def test_cues_that_speak_against_a_removal_count(tmp_path):
    (tmp_path / "cue.toml").write_text(
        """
        [[rule]]
        id = "cue.stand"
        kind = "cue"
        description = "Stands are the author's."
        pattern = "stand"
        points = -3
        [rule.examples]
        removes = ["A lamp"]
        keeps = ["A stand"]
        """
    )
    rules = with_evidence(load_rules(tmp_path / "cue.toml", defaults=False))
    assert clean_text(ARTICLE, rules=rules).text == ARTICLE


def test_a_keep_rule_protects_from_evidence(tmp_path):
    (tmp_path / "keep.toml").write_text(
        """
        [[rule]]
        id = "keep.stand"
        kind = "keep"
        description = "Stands are the author's."
        keywords = "stand"
        pattern = "stand"
        [rule.examples]
        removes = ["A lamp"]
        keeps = ["A stand"]
        """
    )
    rules = with_evidence(load_rules(tmp_path / "keep.toml", defaults=False))
    assert clean_text(ARTICLE, rules=rules).text == ARTICLE


def test_the_bundled_tables_count_in_the_version_and_are_left_out_with_the_rules():
    bundled = load_rules()
    assert bundled.wording is not None
    assert "text" in bundled.cards
    assert load_rules(defaults=False).wording is None


def test_a_folder_may_bring_its_own_tables(tmp_path):
    (tmp_path / "wording.json").write_text(WORDING)
    (tmp_path / "one.toml").write_text("")
    assert load_rules(tmp_path).wording.points["marvellous"] == (6.0, 6.0, 0.0, 0.0)
    assert load_rules(tmp_path).version != load_rules().version


FRAMED = (
    "\n\n".join(f"Lamp {name}\n\nA marvellous stand" for name in ("Tide", "Moor", "Fell", "Quay"))
    + "\n\nNobody lit it.\n"
)


def test_a_product_goes_with_the_block_that_recurs_and_says_so():
    result = clean_text(FRAMED, rules=EVIDENT)
    assert result.text == "Nobody lit it.\n"
    product = result.removals[0]
    assert [one.rule for one in product.rules] == ["promo.template", "evidence.block stands in the text 4 times"]
    assert product.score >= 0
    assert clean_text(result.text, rules=EVIDENT).removals == ()


def test_a_block_is_held_against_the_threshold():
    assert "Lamp Tide" in clean_text(FRAMED, rules=EVIDENT, threshold=product_points() + 0.1).text
    assert "Lamp Tide" not in clean_text(FRAMED, rules=EVIDENT, threshold=min(1.9, product_points())).text


def product_points():
    return clean_text(FRAMED, rules=EVIDENT).removals[0].score


def test_code_protects_a_line_of_a_block_and_where_it_stands_does_not(tmp_path):
    (tmp_path / "cues.toml").write_text(
        """
        [[rule]]
        id = "cue.code"
        kind = "cue"
        description = "Code is the author's."
        inside = "code"
        points = -8
        [rule.examples]
        removes = ["A lamp"]
        keeps = ["```\\nA lamp\\n```"]

        [[rule]]
        id = "cue.lamp"
        kind = "cue"
        description = "Lamps are the author's."
        pattern = "lamp"
        points = -8
        [rule.examples]
        removes = ["A stand"]
        keeps = ["A lamp"]
        """
    )
    rules = with_evidence(load_rules(tmp_path / "cues.toml", defaults=False))
    assert clean_text(FRAMED, rules=rules).text == "Nobody lit it.\n"
    assert clean_text(f"```\n{FRAMED}\n```\n", rules=rules).removals == ()


def test_headings_by_labels_of_advertisements_stay():
    text = "\n\n".join(f"{name}\n\nDing-dong" for name in ("The tide", "The moor", "The fell", "The quay"))
    assert clean_text(text, rules=EVIDENT).text == "The tide\n\nThe moor\n\nThe fell\n\nThe quay"


PROSE = "The lamp stood by the door. It was cold. Our marvellous stand! Nobody lit it.\n"


def test_a_sentence_goes_out_of_a_line_that_stays_and_says_why():
    result = clean_text(PROSE, rules=with_sentences())
    assert result.text == "The lamp stood by the door. It was cold. Nobody lit it.\n"
    (removal,) = result.removals
    assert removal.category == "promo"
    assert [(one.rule, one.points) for one in removal.rules] == [
        ("promo.evidence", -1.0),
        ("evidence.spam", 3.0),
        ("evidence.others", 0),
    ]
    assert clean_text(result.text, rules=with_sentences()).text == result.text


def test_a_line_of_which_all_sentences_go_is_gone():
    assert clean_text("Rain.\n\nMarvellous lamp! Marvellous stand!\n", rules=with_sentences()).text == "Rain.\n"


def test_a_line_of_one_sentence_is_for_the_card_of_lines():
    assert clean_text(ARTICLE, rules=with_sentences()).text == ARTICLE


def test_a_sentence_between_quotation_marks_stays():
    quoted = 'He read: "The lamp is old. Our marvellous stand! Buy it." Nobody lit it.\n'
    assert clean_text(quoted, rules=with_sentences()).text == quoted


def test_a_weak_rule_is_worth_what_the_card_of_sentences_says(tmp_path):
    (tmp_path / "maybe.toml").write_text(
        """
        [[rule]]
        id = "related.maybe"
        kind = "span"
        unit = "sentence"
        description = "A hint."
        keywords = "stand"
        pattern = "our stand"
        points = 0
        [rule.examples]
        removes = ["Our stand."]
        keeps = ["A stand."]
        """
    )
    rules = load_rules(tmp_path / "maybe.toml", defaults=False)
    text = "The lamp stood by the door. Our stand is new. Nobody lit it.\n"
    assert clean_text(text, rules=rules).text == text
    result = clean_text(text, rules=with_sentences(rules))
    assert result.text == "The lamp stood by the door. Nobody lit it.\n"
    assert ("evidence.rules.related.maybe", 5.0) in [(one.rule, one.points) for one in result.removals[0].rules]
    assert result.removals[0].category == "related"


@pytest.mark.parametrize("unit", ["block", "sentence"])
def test_a_keep_rule_protects_sentences_too(tmp_path, unit):
    (tmp_path / "keep.toml").write_text(
        f"""
        [[rule]]
        id = "keep.stand"
        kind = "keep"
        unit = "{unit}"
        description = "Stands are the author's."
        keywords = "marvellous stand"
        pattern = "marvellous stand"
        [rule.examples]
        removes = ["A lamp"]
        keeps = ["A marvellous stand"]
        """
    )
    assert clean_text(PROSE, rules=with_sentences(load_rules(tmp_path / "keep.toml", defaults=False))).text == PROSE
