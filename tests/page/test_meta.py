"""What a page says of its article: each source, their order, and what is no name, date or address."""

from __future__ import annotations

import json
import pickle

import pytest

from cleaner import clean_html, clean_text
from cleaner.metadata import EMPTY
from cleaner.page.dates import address_date, iso_date
from cleaner.page.names import author_names
from tests.conftest import FIXTURES
from tests.growth import assert_linear

URL = "https://tarn.example/walks/pass"
CASES = sorted((FIXTURES / "meta").glob("*.html"))


def meta_of(page, url=URL):
    return clean_html(page, url=url).meta


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.stem)
def test_what_pages_say(case):
    said = meta_of(case.read_bytes()).to_dict()
    known = {name: value for name, value in said.items() if value} | {
        "sources": {name: source for name, source in said["sources"].items() if source}
    }
    assert known == json.loads(case.with_suffix(".json").read_text(encoding="utf-8"))


def test_a_text_says_nothing():
    assert clean_text("By Ada Rook\n\nRain is wet.\n").meta == EMPTY
    assert clean_html("").meta == EMPTY


def test_it_can_be_pickled():
    meta = meta_of(CASES[0].read_bytes())
    assert pickle.loads(pickle.dumps(meta)) == meta


@pytest.mark.parametrize(
    ("text", "date"),
    [
        ("2020-03-14", "2020-03-14"),
        ("20200314", "2020-03-14"),
        ("2020-03-14T09:26:53.589Z", "2020-03-14T09:26:53+00:00"),
        ("2020-03-14T09:26:53+0100", "2020-03-14T09:26:53+01:00"),
        ("2020-03-14 09:26 +01:00", "2020-03-14T09:26:00+01:00"),
        ("Sat, 14 Mar 2020 09:26:53 GMT", "2020-03-14T09:26:53+00:00"),
        ("March 14, 2020", "2020-03-14"),
        ("Updated: 14th of March 2020, 9:26 am", "2020-03-14"),
        ("14. März 2020", "2020-03-14"),
        ("14.03.2020 - 09:26 Uhr", "2020-03-14"),
        ("14 de março de 2020", "2020-03-14"),
        ("1er mars 2020", "2020-03-01"),
        ("14 marca 2020", "2020-03-14"),
        ("14 марта 2020", "2020-03-14"),
        ("2020年3月14日", "2020-03-14"),
        ("2020/3/14", "2020-03-14"),
        ("25/12/2020", "2020-12-25"),
        ("2020-03-14T99:00:00Z", "2020-03-14"),
    ],
)  # fmt: skip
def test_dates_are_read(text, date):
    assert iso_date(text) == date


@pytest.mark.parametrize(
    "text",
    ["", "yesterday", "2020", "2020-02-30", "0000-00-00", "0001-01-01", "1970-01-01", "99/99/2020", "May 2020", "14 rooks 2020",
     "9" * 50, "1" * 5000, None, 20200314, ["2020-03-14"], "٢٠٢٠-٠٣-١٤"],
)  # fmt: skip
def test_what_is_no_date(text):
    assert iso_date(text) is None


def test_the_language_tells_month_and_day_apart():
    assert iso_date("3/4/2020", "en-US") == "2020-03-04"
    assert iso_date("3/4/2020", "en-GB") == iso_date("3/4/2020", "fr") == "2020-04-03"


def test_addresses_hold_dates():
    assert address_date("https://tarn.example/2020/03/14/rain") == "2020-03-14"
    assert address_date("https://tarn.example/rain-20200314.html") is None
    assert address_date("https://tarn.example/?from=/2020/03/14/") is None
    assert address_date("https://tarn.example/2020/13/14/rain") is None


@pytest.mark.parametrize(
    ("said", "found"),
    [
        (["By Ada Rook"], ("Ada Rook",)),
        (["Ada Rook and Finn Hale"], ("Ada Rook", "Finn Hale")),
        (["ADA ROOK, Ada Rook"], ("ADA ROOK",)),
        (["Von Ada Rook, Finn Hale und Una Beck"], ("Ada Rook", "Finn Hale", "Una Beck")),
        (["Ada Rook, Reporter"], ("Ada Rook",)),
        (["José Ortega y Gasset"], ("José Ortega y Gasset",)),
        (["Byron Vance"], ("Byron Vance",)),
        (["The Tarn"], ("The Tarn",)),
        (["文：山田花子"], ("山田花子",)),
        (["https://tarn.example/ada", "ada@tarn.example", "admin", "", "42"], ()),
        (["Ada Rook " * 100], ()),
    ],
)  # fmt: skip
def test_names_are_parted(said, found):
    assert author_names(said) == found


# Shapes that were built against one step each: names in names, elements that say nothing, roles in one line, lists in JSON.
@pytest.mark.parametrize(
    "shape",
    [
        "<span itemprop=author>" * 50 + "x" + "</span>" * 50,
        "<span itemprop=author></span>",
        "<span class=credit>Photo: A</span> ",
        "<figure><figcaption>A gate and a man.</figcaption></figure>",
        "<p>By Ada Rook, Ada Rook | 2 May 2024 | 5 min</p>",
        "<meta name=author content='Ada Rook'>",
        '<script type="application/ld+json">{"@type": "Article", "author": [[["a"]], {"@id": "#a"}], "@id": "#a",}</script>',
    ],
)
def test_what_a_page_says_takes_time_as_it_is_long(shape):
    assert_linear(
        meta_of, lambda count: f"<h1>Rain</h1><p itemprop=creator>{shape * count}</p>", 20_000 // len(shape) + 1
    )
