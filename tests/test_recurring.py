"""Recurring: lines counted by site, in any order and in bounded memory."""

from __future__ import annotations

import random

from hypothesis import given
from hypothesis import strategies as st

from cleaner import recurring
from cleaner.recurring import Recurring, RecurringLine

PAGES = st.lists(st.frozensets(st.builds(RecurringLine, st.integers(0, 3), st.integers(0, 40))), max_size=30)


def counted(pages):
    made = Recurring()
    for page in pages:
        made.add(page)
    return made


@given(PAGES, st.randoms(), st.integers(1, 20))
def test_order_and_parts_make_no_difference(pages, chance, most):
    before, recurring._MOST = recurring._MOST, most
    try:
        whole = counted(pages).to_text()
        shuffled = chance.sample(pages, len(pages))
        parts = [counted(shuffled[n::3]) for n in range(3)]
        together = Recurring.from_text(parts[0].to_text())
        for part in parts[1:]:
            together.update(part)
        assert together.to_text() == whole
        assert Recurring.from_text(whole).to_text() == whole
    finally:
        recurring._MOST = before


def test_lines_that_no_level_tells_apart_are_all_counted(monkeypatch):
    monkeypatch.setattr(recurring, "_MOST", 2)
    pages = [{RecurringLine(site, 0) for site in range(4)}] * 5
    assert counted(pages).to_text().startswith("64:")
    assert counted(pages).words.endswith("of 4 sites; --learn removes them")


def test_lines_count_that_stand_on_five_pages_of_their_site():
    line = RecurringLine(1, 8)
    assert counted([{line}] * 4 + [{RecurringLine(2, 8)}] * 4).words == ""
    assert counted([{line}] * 5).words == "1 line recurs on 5 or more pages of 1 site; --learn removes them"
    both = counted([{line, RecurringLine(1, 9)}] * 5 + [{RecurringLine(2, 8)}] * 9)
    assert both.words == "3 lines recur on 5 or more pages of 2 sites; --learn removes them"


def test_of_many_lines_a_sample_is_counted(monkeypatch):
    monkeypatch.setattr(recurring, "_MOST", 1000)
    chance = random.Random(1)
    often = [RecurringLine(1, chance.getrandbits(64)) for _ in range(400)]
    pages = [{*often, *(RecurringLine(1, chance.getrandbits(64)) for _ in range(400))} for _ in range(20)]
    words = counted(pages).words
    assert words.startswith("some ")
    assert 200 < int(words.split()[1]) < 700
