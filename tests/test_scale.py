"""One scale: what certain and weak rules do at every threshold, alike for texts, blocks of pages and elements."""

from __future__ import annotations

import pytest

from cleaner import InputError
from cleaner.scale import ENOUGH, PRIOR, THRESHOLD, checked, points_of, reaches
from tests.toy import SPAM, clean_html, clean_text

PROSE = "The road over the pass is closed in winter, and those who want to cross it take the train instead."
WEAK = "Listen to our bell letter"
PAGE = f"""<title>Over the pass</title><nav><a href=/>Home</a> <a href=/bells>Bells</a></nav><article><h1>Over the pass</h1>
{f"<p>{PROSE}</p>" * 6}<p>{SPAM}</p><p>{WEAK}</p><p>{PROSE}</p>
<div class="bell-box">All about bells</div><div class="bell-banner">A new bell</div></article>"""


@pytest.mark.parametrize(
    ("total", "threshold", "certain", "is_enough"),
    [
        (0, 0, False, True),
        (-0.1, 0, False, False),
        (-0.1, -0.1, False, True),
        (PRIOR + 1.2 + 2.8, 0, False, True),  # rounding
        (1, 2, False, False),
        (0, 9, True, True),
        (-0.1, 9, True, False),
        (-0.1, -1, True, True),
    ],
)
def test_a_sum_is_held_against_the_threshold(total, threshold, certain, is_enough):
    assert reaches(total, threshold, certain) == is_enough


def test_a_score_of_one_was_enough():
    assert [points_of(score) for score in (1, 0.5, 0, -0.5)] == [ENOUGH, 2, 0, -2]
    assert reaches(PRIOR + points_of(1), THRESHOLD)
    assert not reaches(PRIOR + points_of(0.99), THRESHOLD)


@pytest.mark.parametrize("threshold", [float("nan"), float("inf"), float("-inf")])
def test_a_threshold_is_a_finite_number(threshold):
    with pytest.raises(InputError, match="must be a finite number"):
        checked(threshold)
    with pytest.raises(InputError):
        clean_html("Rain.", threshold=threshold)


def test_the_usual_threshold_and_any_other():
    assert [checked(threshold) for threshold in (None, -7, 0, 40)] == [THRESHOLD, -7, 0, 40]


@pytest.mark.parametrize("threshold", [None, 0.0, 9.0, 1000.0])
def test_what_is_certain_goes_from_texts_pages_and_elements_whatever_the_threshold(threshold):
    assert clean_text(f"{PROSE}\n{SPAM}\n", threshold=threshold).text == f"{PROSE}\n"
    result = clean_html(PAGE, threshold=threshold)
    assert SPAM not in result.text
    assert "All about bells" not in result.text


def test_what_is_weak_goes_below_the_usual_threshold_only():
    raw = f"{PROSE}\n{WEAK}\n"
    for threshold, goes in ((9.0, False), (0.0, False), (-1.0, True), (-9.0, True)):
        assert (WEAK not in clean_text(raw, threshold=threshold).text) == goes
        assert (WEAK not in clean_html(PAGE, threshold=threshold, extractor="none").text) == goes
    for threshold, goes in ((9.0, False), (-1.9, False), (-2.0, True)):
        result = clean_html(PAGE, threshold=threshold, extractor="none")
        assert ("A new bell" not in result.text) == goes


def test_blocks_of_a_page_are_weighed_on_the_scale_too():
    navigation = [removal for removal in clean_html(PAGE).removals if "Home" in removal.text]
    assert [removal.certain for removal in navigation] == [False]
    limit = navigation[0].score
    assert limit > THRESHOLD
    assert "Home" not in clean_html(PAGE, threshold=limit).text
    assert "Home" in clean_html(PAGE, threshold=limit + 0.1).text


def test_what_went_says_what_its_score_is_made_of():
    (removal,) = clean_text(f"{PROSE}\n{WEAK}\n", threshold=-1).removals
    assert (removal.base, removal.certain, removal.score) == (PRIOR, False, pytest.approx(-0.4))
    assert removal.to_dict()["score"] == -0.4
    (removal,) = clean_text(f"{PROSE}\n{SPAM}\n").removals
    assert (removal.base, removal.certain, removal.score) == (PRIOR, True, 0)
