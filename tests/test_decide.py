"""Decide: evidence adds up to verdicts, what goes lets more go, and a document comes to rest or is left as it was."""

from __future__ import annotations

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cleaner import decide, load_rules
from cleaner.decide import joined, judge, settle
from cleaner.limits import USUAL, OutOfTimeError
from cleaner.model import Reason, RulePoints
from cleaner.scale import THRESHOLD
from cleaner.text.lines import from_text
from tests.toy import FILE, RULES, SPAM

WEAK, CALL = "Listen to our bell letter", "Subscribe to our bell letter"
MORE = """
[[rule]]
id = "cue.beside"
kind = "cue"
description = "A neighbour goes."
near_removed = "{unit}"
points = {points}
[rule.examples]
removes = ["Bell. Bell.\\nGong"]
keeps = ["Rain"]

[[rule]]
id = "promo.opening"
kind = "sequence"
description = "An opening and a closing; each pair that goes brings the next together."
keywords = ["opening"]
steps = [{{ pattern = 'opening' }}, {{ pattern = 'closing' }}]
[rule.examples]
removes = ["Opening\\nClosing"]
keeps = ["Opening"]

[[rule]]
id = "promo.ringing"
kind = "span"
unit = "sentence"
description = "A sentence that is a hint."
keywords = ["ring it"]
pattern = 'ring it'
points = 2
[rule.examples]
removes = ["Ring it now."]
keeps = ["Now ring it."]
"""


@pytest.fixture
def more(tmp_path):
    """Loads the toy rules with some more: one about neighbours of a kind, and one whose removals make room for others."""

    def load(unit="block", points=2):
        (tmp_path / "more.toml").write_text(MORE.format(unit=unit, points=points))
        return load_rules(FILE, tmp_path, defaults=False)

    return load


def judged(text, rules=RULES, threshold=THRESHOLD):
    """The pieces with a verdict: what they say, whether they go, and their rules with points."""
    verdicts = judge(from_text(text).lines, rules, threshold, USUAL.clock(), None)
    return [
        (
            verdict.line.text if verdict.span is None else verdict.line.text[slice(*verdict.span)],
            verdict.gone,
            {one.rule: one.points for one in verdict.reason.rules},
        )
        for verdict in verdicts
    ]


def left(text, rules=RULES, threshold=THRESHOLD):
    """The lines that stay."""
    document = from_text(text)
    settle(document, rules, threshold, USUAL.clock())
    return [line.text for line in document.lines if line.gone is None]


def test_points_of_rules_and_cues_add_up_against_the_threshold():
    assert judged(f"Rain.\n{WEAK}\n{CALL}\n{SPAM}") == [
        (WEAK, False, {"promo.bell-letter": 3.6}),
        (CALL, True, {"promo.bell-letter": 3.6, "cue.subscribe": 0.8}),
        (SPAM, True, {"disclosure.earns-from-bells": 4.0}),
    ]
    assert [gone for _, gone, _ in judged(f"{WEAK}\n{CALL}\n{SPAM}", threshold=0.5)] == [False, False, True]
    assert [gone for _, gone, _ in judged(f"{WEAK}\n{CALL}\n{SPAM}", threshold=-0.5)] == [True, True, True]


def test_verdicts_are_in_the_order_of_the_text_a_line_before_its_parts():
    text = f"Rain (ringing a bell). {SPAM}\n49 thaler\nSun (ringing a bell)."
    assert [piece for piece, *_ in judged(text)] == ["(ringing a bell)", SPAM, "49 thaler", "(ringing a bell)"]


def test_what_a_keep_rule_protects_has_no_verdict():
    assert judged(f"{SPAM} So says the old bell.\nDing-dong")[0][0] == "Ding-dong"


def test_a_line_goes_because_its_neighbour_goes_and_that_spreads(more):
    text = f"Rain.\n{SPAM}\n49 thaler\n7 thaler\nSun.\n8 thaler"
    assert left(text) == ["Rain.", "49 thaler", "7 thaler", "Sun.", "8 thaler"]
    assert left(text, more()) == ["Rain.", "Sun.", "8 thaler"]
    assert left(text, more(points=1)) == left(text)
    first = judged(text, more())
    assert first[1] == ("49 thaler", True, {"product.price": 2.4, "cue.beside": 2.0})
    assert first[3] == ("8 thaler", False, {"product.price": 2.4})


def test_ad_labels_say_nothing_of_their_neighbours(more):
    assert left("Rain.\n49 thaler\nDing-dong\nSun.", more()) == ["Rain.", "49 thaler", "Sun."]


def test_a_sentence_goes_because_another_of_its_line_goes(more):
    text = f"Rain is wet. Ring it now. {SPAM}"
    assert left(text) == ["Rain is wet. Ring it now."] == left(text, more(unit="block"))
    rules = more(unit="sentence")
    assert left(text, rules) == ["Rain is wet."]
    assert left("Rain is wet. Ring it now. Sun.", rules) == ["Rain is wet. Ring it now. Sun."]


def test_the_last_sentence_of_a_line_that_goes_makes_a_line_of_it(more):
    assert left(f"Rain.\n{SPAM} This page rings bells.\n49 thaler", more()) == ["Rain."]
    assert left(f"Rain.\n{SPAM} This page is long.\n49 thaler", more()) == ["Rain.", "This page is long.", "49 thaler"]


def test_under_a_heading_that_stays_its_rule_says_nothing(tmp_path):
    text = "Rain.\nMore bells\n- Ten Huts in Ten Days\n- 49 thaler\nSun is warm."
    assert left(text) == ["Rain.", "Sun is warm."]
    (tmp_path / "cue.toml").write_text(
        """[[rule]]
id = "cue.more"
kind = "cue"
description = "More of something."
pattern = '^more'
points = -3
[rule.examples]
removes = ["Bells"]
keeps = ["More bells"]
"""
    )
    rules = load_rules(FILE, tmp_path, defaults=False)
    assert left(text, rules) == text.split("\n")
    assert judged(text, rules)[1:] == [
        ("- Ten Huts in Ten Days", False, {}),
        ("- 49 thaler", False, {"product.price": 2.4}),
    ]
    assert left(text, rules, threshold=-4) == ["Rain.", "Sun is warm."]


def test_what_removals_bring_together_goes_too(more):
    depth = decide.MAX_ROUNDS
    assert left("\n".join(["Opening"] * depth + ["Closing"] * depth + ["End"]), more()) == ["End"]


def test_a_document_that_does_not_settle_is_as_it_was(more):
    depth = decide.MAX_ROUNDS + 1
    document = from_text("\n".join([f"Rain. {SPAM}", *["Opening"] * depth, *["Closing"] * depth]))
    assert settle(document, more(), THRESHOLD, USUAL.clock()) is None
    assert all((line.text, line.gone, line.cuts) == (line.source, None, ()) for line in document.lines)


def test_a_document_that_runs_out_of_time_is_as_it_was(monkeypatch):
    document = from_text(f"Rain. {SPAM}\nDing-dong\nSun.")
    rounds = []

    def once(lines, *args):
        rounds.append(len(lines))
        if len(rounds) > 1:
            raise OutOfTimeError("out of time")
        return judge(lines, *args)

    monkeypatch.setattr(decide, "judge", once)
    with pytest.raises(OutOfTimeError):
        settle(document, RULES, THRESHOLD, USUAL.clock())
    assert rounds == [3, 2]
    assert [line.text for line in document.lines if line.gone is None] == [f"Rain. {SPAM}", "Ding-dong", "Sun."]


def test_what_was_found_and_stays_is_told_where_it_was_in_the_raw_text():
    raw = f"Rain. {SPAM}\n  49 thaler\nSun (ringing a bell)."
    spared = settle(from_text(raw), RULES, THRESHOLD, USUAL.clock())
    assert [(raw[one.start : one.end], one.text, one.score) for one in spared] == [
        ("49 thaler", "49 thaler", pytest.approx(-1.6))
    ]


def test_what_goes_in_a_later_round_was_not_spared(more):
    assert settle(from_text("Rain.\n49 thaler\nMore bells"), RULES, THRESHOLD, USUAL.clock())
    assert settle(from_text(f"{SPAM}\n49 thaler"), more(), THRESHOLD, USUAL.clock()) == []
    document = from_text("Bell of Hay\nOpening\nClosing\n49 thaler\nRain. Ring it now. Sun.\n7 thaler")
    spared = settle(document, more(points=0), THRESHOLD, USUAL.clock())
    assert [line.text for line in document.lines if line.gone is None] == ["Rain. Ring it now. Sun.", "7 thaler"]
    assert [one.text for one in spared] == ["Ring it now.", "7 thaler"]


def test_lines_that_are_gone_are_not_looked_at():
    document = from_text(f"Opening\n{SPAM}\nBell of Hay\n{SPAM}\n49 thaler")
    for number in (1, 3):
        document.lines[number].gone = why = Reason("boilerplate", ())
    settle(document, RULES, THRESHOLD, USUAL.clock())
    assert [line.gone for line in document.lines[1::2]] == [why, why]
    assert [line.text for line in document.lines if line.gone is None] == ["Opening"]


def test_reasons_are_joined_under_the_strongest():
    weak = Reason("promo", (RulePoints("promo.a", 2.0), RulePoints("cue.b", 1.0)))
    strong = Reason("ad", (RulePoints("ad.a", 4.0, certain=True), RulePoints("cue.b", 1.0)))
    assert joined([weak]) is weak
    assert joined([weak, strong]) == Reason("ad", (strong.rules[0], weak.rules[0], weak.rules[1]))


LINES = st.sampled_from(
    [
        "Rain.",
        SPAM,
        f"Rain is wet. {SPAM} Ring it now.",
        "Sun (ringing a bell) is warm. (ringing a bell)",
        WEAK,
        CALL,
        "Bell of Hay",
        "49 thaler",
        "More bells",
        "- Ten Huts in Ten Days",
        "Ding-dong",
        "Opening",
        "Closing",
        f"The old bell. {SPAM}",
        "Bong!",
    ]
)


@given(st.lists(LINES, max_size=14), st.sampled_from([THRESHOLD, -2.0, 9.0]))
def test_lines_only_ever_go_and_rules_see_live_lines_only(tmp_path_factory, lines, threshold):
    """What is seen in a round is what was seen in the one before, save what went."""
    folder = tmp_path_factory.mktemp("more")
    (folder / "more.toml").write_text(MORE.format(unit="block", points=2))
    rules = load_rules(FILE, folder, defaults=False)
    document = from_text("\n".join(lines))
    seen = []

    def spy(live, *args):
        assert all(line.gone is None for line in live)
        seen.append([(line, line.text) for line in live])
        return judge(live, *args)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(decide, "judge", spy)
        assert settle(document, rules, threshold, USUAL.clock()) is not None
    for before, after in itertools.pairwise(seen):
        texts = {id(line): text for line, text in before}
        order = [id(line) for line, _ in before]
        assert [place for place in order if place in {id(line) for line, _ in after}] == [id(line) for line, _ in after]
        assert all(len(text) <= len(texts[id(line)]) for line, text in after)
        assert sum(len(text) + 1 for _, text in after) < sum(len(text) + 1 for _, text in before)
    assert [text for _, text in seen[-1]] == [line.text for line in document.lines if line.gone is None]
