"""The scene: what rules have found so far, and where a line stands."""

from __future__ import annotations

from cleaner.model import Finding, Span
from cleaner.text.scene import TAIL_WORDS
from tests.toy import scene_of

PROSE = (
    "The road over the pass is closed from November to May, and whoever wants to cross in winter has to take the train"
    " through the old tunnel, which runs every two hours and takes cars as well."
)


def finding(first, last, category="promo", span=None):
    return Finding(f"{category}.bell", category, 4.0, True, first, last, span)


def test_findings_are_remembered_by_line_and_by_span():
    scene = scene_of("One two. Three.\nFour.\nFive.")
    scene.note(finding(1, 2))
    scene.note(finding(0, 0, span=Span(0, 8)))
    assert scene.matched == {1: {"promo.bell"}, 2: {"promo.bell"}}
    assert scene.found == {0: {Span(0, 8)}}
    assert [scene.is_suspect(number) for number in range(3)] == [False, True, True]


def test_a_span_that_fills_its_line_is_the_line():
    scene = scene_of("One two.")
    scene.note(finding(0, 0, span=Span(0, 8)))
    assert scene.is_suspect(0)
    assert scene.found == {}


def test_what_a_keep_rule_protects_is_not_suspect():
    scene = scene_of("One two. Three.\nFour.")
    scene.note(finding(1, 1))
    scene.note(finding(1, 1, "keep"))
    scene.note(finding(0, 0, "keep", Span(0, 8)))
    assert scene.kept == {1}
    assert not scene.is_suspect(1)
    assert scene.found == {}


def test_all_found_asks_for_every_sentence():
    scene = scene_of("One two. Three.\nFour. Five.")
    for span in (Span(0, 8), Span(9, 15)):
        scene.note(finding(0, 0, span=span))
    scene.note(finding(1, 1, span=Span(0, 5)))
    assert [scene.all_found(number) for number in range(2)] == [True, False]


def test_counts_are_of_folded_lines():
    assert scene_of("Ring it\nRain\nRING IT").counts == [2, 1, 2]


def test_code_is_between_fences_or_as_markup_says():
    assert scene_of("a\n```\nb\n```\nc").code == {1, 2, 3}
    assert scene_of("a\n```\nb").code == frozenset()
    scene = scene_of("a\n```\nb\n```")
    scene.lines[0].kind = "code"
    assert scene.code == {0}


def test_head_and_tail_are_before_and_after_running_prose():
    scene = scene_of(f"Bells\n{PROSE}\nRain\n{PROSE}\nBells\nGongs")
    assert (scene.head, scene.tail) == (1, 4)
    assert (scene_of("Bells\nGongs").head, scene_of("Bells\nGongs").tail) == (0, 2)


def test_prose_that_a_rule_suspects_is_no_end_of_the_article():
    scene = scene_of(f"{PROSE}\n{PROSE}\nBells\n{PROSE}")
    scene.note(finding(0, 0))
    scene.note(finding(3, 3))
    assert (scene.head, scene.tail) == (1, 2)
    scene = scene_of(f"{PROSE}\nBells\n{PROSE}")
    scene.note(finding(2, 2))
    scene.note(finding(2, 2, "keep"))
    assert scene.tail == 3


def test_what_goes_on_for_long_after_the_last_prose_is_no_tail():
    line = "one two three four five"
    for lines, is_tail in ((TAIL_WORDS // 5, True), (TAIL_WORDS // 5 + 1, False)):
        scene = scene_of("\n".join([PROSE, *[line] * lines]))
        assert scene.tail == (1 if is_tail else scene.size)
