"""Labelled pages: reading them, telling which blocks are content, and fitting the page card to them."""

from __future__ import annotations

import gzip
import json
import math
import random
import re

import pytest

from cleaner import InputError, clean_html, load_rules
from cleaner.fit import content
from cleaner.fit.fitter import cross_validate, fit
from cleaner.fit.pages import content_shares, load_pages
from cleaner.page.markup import parse
from cleaner.page.walk import read, unmarked
from cleaner.ruleset.load import default_rules
from tests.cards import rules_with
from tests.conftest import assert_one_line_error

SUBJECTS = "the ferry,a heron,my aunt,the miller,every lamp,our bench,the old lock,a baker".split(",")
ACTS = "waits for,walks around,remembers,cannot find,has painted,returns to,listens to,leaves".split(",")
OBJECTS = "the long dam,a wet harbour,the last train,its own shadow,the pear tree,a box of nails,the north wind".split(
    ","
)
WHEN = "before noon,in late winter,when nobody looks,since the flood,on the third day,without a word".split(",")
SIZE = 30


def sentence(dice):
    words = f"{dice.choice(SUBJECTS)} {dice.choice(ACTS)} {dice.choice(OBJECTS)} {dice.choice(WHEN)}, and {dice.choice(SUBJECTS)} {dice.choice(ACTS)} {dice.choice(OBJECTS)}"
    return words[0].upper() + words[1:] + "."


def made_page(number):
    dice = random.Random(number)
    paragraphs = [" ".join(sentence(dice) for _ in range(dice.randint(2, 4))) for _ in range(dice.randint(4, 8))]
    heading = f"Notes from the dam, number {number}"
    menu = "".join(f"<li><a href='/{n}'>{dice.choice(SUBJECTS).title()}</a></li>" for n in range(8))
    teasers = "".join(
        f"<div class='teaser'><a href='/t{n}'>{sentence(dice)[:40]}</a> <span>{n} min read</span></div>"
        for n in range(6)
    )
    html = (
        f"<html><head><title>{heading} | Dam</title></head><body><div class='menu'><ul>{menu}</ul></div>"
        f"<main><article class='story'><h1>{heading}</h1>{''.join(f'<p>{p}</p>' for p in paragraphs)}</article></main>"
        f"<div class='rail'>{teasers}</div><div class='bottom'>© 2024 Dam <a href='/p'>Privacy</a></div></body></html>"
    )
    return {
        "id": number,
        "url": f"https://site{number}.example/a",
        "html": html,
        "main_content": "\n".join([heading, *paragraphs]),
    }


@pytest.fixture(scope="module")
def pages(tmp_path_factory):
    path = tmp_path_factory.mktemp("pages") / "pages.jsonl"
    path.write_text("".join(json.dumps(made_page(number)) + "\n" for number in range(SIZE)))
    return path


def test_pages_are_read_packed_or_not(pages, tmp_path):
    (tmp_path / "pages.jsonl.gz").write_bytes(gzip.compress(pages.read_bytes()))
    read_pages = list(load_pages(pages))
    assert len(read_pages) == SIZE
    assert read_pages == list(load_pages(tmp_path / "pages.jsonl.gz"))


@pytest.mark.parametrize(
    "line",
    [
        "no json",
        "[]",
        "7",
        '{"id": 1}',
        '{"id": 1, "url": "x", "html": "<p>"}',
        '{"id": 1, "url": "x", "main_content": ""}',
        '{"id": 1, "url": "x", "html": "<p>", "main_content": null}',
        '{"id": 1, "url": "x", "html": "<p>", "with": [], "without": []}',
        '{"id": 1, "url": "x", "html": "<p>", "with": [7]}',
        '{"id": 1, "url": "x", "html": "<p>", "with": 7}',
    ],
)
def test_a_line_that_is_no_page_is_named(tmp_path, line):
    (tmp_path / "pages.jsonl").write_text(json.dumps(made_page(1)) + "\n" + line + "\n")
    with pytest.raises(InputError, match=r"pages\.jsonl:2: is no labelled page"):
        list(load_pages(tmp_path / "pages.jsonl"))


@pytest.mark.parametrize(
    "damage", [lambda data: data[:-20], lambda data: b"no gzip" + data], ids=["cut off", "no gzip"]
)
def test_a_damaged_file_is_named(pages, tmp_path, damage):
    (tmp_path / "pages.jsonl.gz").write_bytes(damage(gzip.compress(pages.read_bytes())))
    with pytest.raises(InputError, match=r"pages\.jsonl\.gz"):
        list(load_pages(tmp_path / "pages.jsonl.gz"))


@pytest.mark.parametrize(
    ("markup", "main", "shares"),
    [
        ("<p>Rain is wet.</p><p>Share</p>", "Rain is wet.", [1, 0]),
        ("<p>Home</p><p>The home is dry.</p>", "The home is dry.", [0, 1]),
        ("<p>rain SUN</p><p>—</p>", "Rain, sun!", [1, 0]),
        ("<p>one two three four</p>", "one two", [0.5]),
        ("<p>one</p>", "", [0]),
        ("", "one", []),
    ],
)
def test_shares_tell_what_of_a_block_is_content(markup, main, shares):
    root = parse(markup).root
    blocks = () if root is None else read(root, unmarked).blocks
    assert content_shares(blocks, main) == shares


@pytest.mark.parametrize(
    ("kept", "main", "f1"),
    [
        ([], [], 1),
        (["a"], [], 0),
        ([], ["a"], 0),
        (["a"], ["a"], 1),
        (["a", "b"], ["b", "a"], 1),
        (["a", "a"], ["a"], 2 / 3),
        (["a"], ["b"], 0),
    ],
)
def test_word_f1(kept, main, f1):
    assert math.isclose(content.word_f1(kept, main), f1)


def test_fitting_finds_the_articles(pages):
    measured = content.measured_pages([pages], default_rules())
    rows = content.block_rows(measured)
    card = fit(rows, content.PLAN)
    assert content.page_figures(measured, card.sums(rows.columns, rows.bags))[0] > 0.97
    assert content.page_figures(measured, cross_validate(rows, content.PLAN, 3))[0] > 0.95
    assert card == fit(rows, content.PLAN)
    for number in (SIZE + 1, SIZE + 2):
        new = made_page(number)
        text = clean_html(new["html"], rules=rules_with(card)).text
        assert all(line in text for line in new["main_content"].split("\n")[1:])
        assert "min read" not in text
        assert "Privacy" not in text


def with_snippets(number):
    page = made_page(number)
    lines = page.pop("main_content").split("\n")
    return page | {"with": [lines[1][:40], lines[2][-40:]], "without": ["Privacy", "min read"]}


def test_snippets_alone_find_the_articles(tmp_path):
    path = tmp_path / "pages.jsonl"
    path.write_text("".join(json.dumps(with_snippets(number)) + "\n" for number in range(SIZE)))
    measured = content.measured_pages([path], default_rules())
    rows = content.block_rows(measured)
    assert any(weight == 0 for weight in rows.weights)
    card = fit(rows, content.PLAN)
    assert content.page_figures(measured, card.sums(rows.columns, rows.bags)) == (0.0, 1.0)
    assert content.page_figures(measured, cross_validate(rows, content.PLAN, 3))[1] > 0.95


@pytest.mark.parametrize(
    ("snippets", "shares", "weighs"),
    [
        ({"with": ["Rain is"]}, [1, None, None], [1, 0, 0]),
        ({"with": ["Rain"], "without": ["Share"]}, [1, 0, 0], [1, 0.5, 0.5]),
        ({"with": ["rain"]}, [None, None, None], [0, 0, 0]),
        ({"with": ["Share"]}, [None, None, None], [0, 0, 0]),
        ({"without": ["Rain  is\nwet"]}, [0, None, None], [1, 0, 0]),
    ],
    ids=["one block", "two blocks go", "letter case counts", "nobody knows which", "white space is one"],
)
def test_snippets_say_what_their_blocks_are(tmp_path, snippets, shares, weighs):
    html = "<p>Rain is wet.</p><p>Share this</p><p>Share that</p>"
    (tmp_path / "pages.jsonl").write_text(json.dumps({"id": 1, "url": "x", "html": html} | snippets))
    (page,) = content.measured_pages([tmp_path / "pages.jsonl"], default_rules())
    assert page.shares == shares
    assert content.block_rows([page]).weights == [content.SNIPPET_WEIGHT * weight for weight in weighs]


def test_a_snippet_outweighs_what_the_extraction_says(tmp_path):
    html = "<p>Rain is wet.</p><p>Photo: a heron</p>"
    row = {"id": 1, "url": "x", "html": html, "main_content": "Rain is wet. Photo: a heron", "without": ["heron"]}
    (tmp_path / "pages.jsonl").write_text(json.dumps(row))
    (page,) = content.measured_pages([tmp_path / "pages.jsonl"], default_rules())
    assert page.shares == [1, 0]
    assert content.page_figures([page], [-1.0, 1.0]) == (2 / 3, 1.0)
    assert content.page_figures([page], [-1.0, -1.0]) == (1.0, 0.0)


def test_the_command_twice_gives_identical_bytes(run, pages, tmp_path):
    for name in ("one.json", "two.json"):
        result = run("rules", "fit", "page", pages, "--folds", 2, "-o", tmp_path / name)
        assert result.returncode == 0, result.stderr
        lines = result.stdout.decode().splitlines()
        assert lines[0].split() == ["pages", str(SIZE)]
        assert [line.split()[:2] for line in lines[1:3]] == [["fitted", "F1"], ["cross-validated", "F1"]]
        assert all(0.9 < float(line.split()[2].rstrip(",")) <= 1 for line in lines[1:3])
        assert all(line.endswith("snippets right 0.0000") for line in lines[1:3])
        assert re.fullmatch(r"cross-validated  recall ([01]\.\d{4} at retention 0\.99\d(, )?){3}", lines[3])
        assert lines[4] == f"wrote {tmp_path / name}"
    assert (tmp_path / "one.json").read_bytes() == (tmp_path / "two.json").read_bytes()
    (tmp_path / "mine" / "cards").mkdir(parents=True)
    (tmp_path / "one.json").rename(tmp_path / "mine" / "cards" / "page.json")
    page = made_page(7)
    text = clean_html(page["html"], rules=load_rules(tmp_path / "mine")).text
    assert all(line in text for line in page["main_content"].split("\n")[1:])


def test_the_command_writes_nothing_unless_told(run, pages, tmp_path):
    before = sorted(pages.parent.iterdir())
    assert run("rules", "fit", "page", pages, "--folds", 2, cwd=tmp_path).returncode == 0
    assert sorted(pages.parent.iterdir()) == before
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    ("lines", "words"),
    [
        ([made_page(1)], ["1 sites are too few for 5 folds"]),
        ([{"id": 1}], ["pages.jsonl:1", "is no labelled page"]),
        ([], ["0 sites are too few for 5 folds"]),
    ],
)
def test_too_little_is_one_line(run, tmp_path, lines, words):
    (tmp_path / "pages.jsonl").write_text("".join(json.dumps(line) + "\n" for line in lines))
    assert_one_line_error(run("rules", "fit", "page", tmp_path / "pages.jsonl"), *words)


def test_a_card_that_cannot_be_written_is_one_line(run, pages, tmp_path):
    (tmp_path / "file").touch()
    result = run("rules", "fit", "page", pages, "--folds", 2, "-o", tmp_path / "file" / "page.json")
    assert_one_line_error(result, "page.json", "file")


def test_names_count_if_they_stand_on_many_sites(pages):
    measured = content.measured_pages([pages], default_rules())
    rows = content.block_rows(measured)
    assert {"story", "teaser", "rail"} <= frozenset().union(*rows.bags["names"])
    assert not frozenset().union(*content.block_rows(measured[: content.SITES - 1]).bags["names"])


def test_a_missing_file_is_one_line(run, tmp_path):
    assert_one_line_error(run("rules", "fit", "page", tmp_path / "none.jsonl"), "none.jsonl")
