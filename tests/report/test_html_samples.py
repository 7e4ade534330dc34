"""What a report keeps of a dump of any size: the highest, some by chance, and counts of sites that are whole."""

from __future__ import annotations

import random
from collections import Counter

from hypothesis import given
from hypothesis import strategies as st

from cleaner.report.html.collect import MOST_DOCUMENTS, collect
from cleaner.report.html.excerpt import excerpt
from cleaner.report.html.keeper import Keeper, chance
from cleaner.report.html.sites import Sites


@given(st.lists(st.integers(-5, 5)), st.integers(1, 6))
def test_the_highest_are_kept_and_of_equals_the_first(ranks, most):
    keeper = Keeper(most)
    for place, rank in enumerate(ranks):
        keeper.offer((rank, place), rank)
    ranked = sorted(enumerate(ranks), key=lambda pair: (-pair[1], pair[0]))
    assert list(keeper) == [(rank, place) for place, rank in ranked[:most]]


def test_chance_is_the_same_in_every_process():
    assert chance("a", "b") == 248888447591409
    assert chance("a", "b") != chance("ab")


def test_the_sites_that_stay_are_counted_whole():
    draw = random.Random(1)
    names = [f"site-{draw.randrange(200)}.example" for _ in range(5000)]
    sites = Sites(most=50)
    for name in [*names, "", ""]:
        sites.add(name, 10, 4, False)
    counts = Counter(names)
    stayed = {site.name: site.documents for site in sites.odd(1000)}
    assert len(stayed) == len(sites) == 50
    assert stayed.items() <= counts.items()
    assert set(stayed) == set(sorted(counts, key=chance)[:50])
    assert sites.left_out == 5000 - sum(stayed.values())
    assert sites.unknown == 2
    assert sites.usual == 0.4


def test_one_odd_page_does_not_make_its_site_stand_out():
    sites = Sites()
    for number in range(9):
        sites.add(f"usual-{number}.example", 100_000, 10_000, False)
    sites.add("one-page.example", 500, 500, False)
    sites.add("two-pages.example", 2000, 800, False)
    sites.add("odd.example", 100_000, 60_000, False)
    assert [site.name for site in sites.odd(1)] == ["odd.example"]
    assert {site.name for site in sites.odd(3)} == {"odd.example", "one-page.example", "two-pages.example"}


def row(number, share, warnings=()):
    return {
        "source": f"in.jsonl:{number}",
        "site": f"s{number % 7}.example",
        "characters": 1000,
        "removed": round(1000 * share),
        "rules": {"ad.label": [1, 10]},
        "warnings": list(warnings),
        "samples": [{"rules": ["ad.label"], "category": "ad"}],
    }


def test_a_choice_of_documents_has_the_odd_ones_and_some_usual_ones():
    draw = random.Random(2)
    rows = [row(number, draw.random() / 2, ["odd"] if number % 1000 == 0 else ()) for number in range(50_000)]
    found = collect(rows)
    chosen = found.chosen
    assert (found.documents, found.warned, found.rules["ad.label"].documents) == (50_000, 50, 50_000)
    assert len(chosen) == MOST_DOCUMENTS
    assert [bool(one["warnings"]) for one in chosen] == [True] * 50 + [False] * (MOST_DOCUMENTS - 50)
    largest = sorted((one["removed"] for one in rows if not one["warnings"]), reverse=True)
    assert [one["removed"] for one in chosen[50:150]] == largest[:100]
    by_chance = [one["removed"] for one in chosen[200:]]
    assert 150 < sum(by_chance) / len(by_chance) < 350
    assert collect(rows).chosen == chosen


@given(st.text("ab\n 雨", max_size=600), st.integers(0, 600), st.integers(0, 600))
def test_an_excerpt_is_bounded_and_shows_what_stood_there(raw, start, end):
    start, end = sorted((min(start, len(raw)), min(end, len(raw))))
    found = excerpt(raw, start, end)
    assert sum(map(len, (found.before, found.head, found.tail, found.after))) < 450
    flat = "".join(raw.split())
    assert "".join(found.head.split()) in flat
    assert "".join(found.tail.split()) in flat
    if not found.omitted:
        assert found.head.split() == raw[start:end].split()
