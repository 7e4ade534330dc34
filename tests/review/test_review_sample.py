"""Which removals are shown: by rule, by category, of a sample of articles that depends on the dump and the seed only."""

from __future__ import annotations

import re

import pytest

from tests.conftest import FIXTURES
from tests.review.driven import reviewing

pytestmark = pytest.mark.usefixtures("inlined")


def many(count):
    return [{"id": str(n), "text": f"Rain {n}.\nRing the bell {n}\n" if n % 2 else f"Snow {n}."} for n in range(count)]


def ids(desk, *options):
    with reviewing(*desk.arguments, *options) as review:
        shown = [item["article"]["id"] for item in review.removals()]
        said = review.end()
    return shown, said[0]


def test_a_sample_is_drawn_at_random_from_articles_that_have_something_to_show(make_desk):
    desk = make_desk(many(1200))
    shown, said = ids(desk, "--sample", 40)
    assert said == "40 removals to judge, in 40 of 600 articles with such removals\n"
    numbers = [int(name) for name in shown]
    assert numbers == sorted(numbers)
    assert all(number % 2 for number in numbers)
    assert len(set(numbers)) == 40
    for third in range(3):  # neither the first nor the last are favoured; fewer than 3 of 40 would be one in 100,000
        assert sum(400 * third <= number < 400 * (third + 1) for number in numbers) >= 3


def test_the_sample_depends_on_the_seed_and_not_on_workers_or_verdicts(make_desk, monkeypatch):
    desk = make_desk(many(1200))
    first, _ = ids(desk, "--sample", 10)
    with reviewing(*desk.arguments, "--sample", 10) as review:
        review.judge(Ring_the_bell="accept")
        review.end()
    assert ids(desk, "--sample", 10, "--seed", 1)[0] != first
    monkeypatch.undo()
    assert ids(desk, "--sample", 10, "--workers", 2)[0] == first


def test_all_are_shown_where_there_are_no_more_than_asked_for(make_desk):
    desk = make_desk(many(20))
    assert ids(desk, "--sample", 10)[0] == [str(n) for n in range(1, 20, 2)]
    assert ids(desk)[0] == [str(n) for n in range(1, 20, 2)]


def test_rules_groups_and_categories_choose_removals(desk):
    def rules(*options):
        with reviewing(*desk.arguments, *options) as review:
            return [item["rule"] for item in review.removals()]

    assert rules("--rule", "promo.bell") == ["promo.bell"] * 2
    assert rules("--rule", "cue") == ["related.gong"] * 2  # it had a part in them
    assert rules("--rule", "promo", "--rule", "related") == ["related.gong"] * 2 + ["promo.bell"] * 2
    assert rules("--category", "meta", "--category", "disclosure") == ["disclosure.paid"] * 2 + ["meta.mark"] * 2
    assert rules("--category", "promo", "--rule", "promo") == ["promo.bell"] * 2


def test_an_article_that_a_dump_has_twice_is_shown_once(make_desk):
    article = {"id": "a", "text": "Ring the bell"}
    assert ids(make_desk([article, {**article, "id": "b"}, article]))[0] == ["a", "b"]


def test_an_article_without_id_is_known_by_its_place(make_desk):
    desk = make_desk([{"text": "Ring the bell"}, {"text": "Ring the bell"}])
    assert ids(desk)[0] == [f"{desk.dump}:1", f"{desk.dump}:2"]


def test_what_is_no_main_content_is_shown_when_it_is_asked_for(tmp_path):
    pages = FIXTURES / "dump" / "pages"
    with reviewing(pages, "-o", tmp_path / "v.jsonl") as review:
        assert "boilerplate" not in {item["category"] for item in review.removals()}
    with reviewing(pages, "-o", tmp_path / "v.jsonl", "--category", "boilerplate") as review:
        found = review.removals()
    assert {item["category"] for item in found} == {"boilerplate"}
    assert "boilerplate.title" in {item["rule"] for item in found}
    with reviewing(pages, "-o", tmp_path / "v.jsonl", "--rule", "boilerplate.title") as review:
        assert {item["rule"] for item in review.removals()} == {"boilerplate.title"}


def test_the_lines_around_a_removal_are_shown_and_the_rest_is_counted(make_desk):
    lines = [f"Line {n}." for n in range(20)]
    desk = make_desk([{"id": "a", "text": "\n\n".join([*lines[:10], "Ring the bell", *lines[10:]])}])
    with reviewing(*desk.arguments) as review:
        (item,) = review.removals()
    shown = ["".join(text for text, _ in line) for line in item["lines"]]
    assert shown == ["… 6 lines before", *lines[6:10], "Ring the bell", *lines[10:14], "… 6 lines after"]
    assert item["lines"][0][0][1] == item["lines"][-1][0][1] == "note"


def test_a_removal_of_any_length_is_shown_short(make_desk):
    desk = make_desk([{"id": "a", "text": "Rain falls " * 100_000 + "\n" + "Ring the bell " * 100_000}])
    with reviewing(*desk.arguments) as review:
        (item,) = review.removals()
    assert len(item["lines"][0][0][0]) < 500
    (text,) = [text for line in item["lines"] for text, state in line if state == "this"]
    assert len(text) < 4000
    assert re.fullmatch(r"Ring the bell .* \[…\] .*bell ?", text)
