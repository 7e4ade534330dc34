"""What presents an article goes, tells the metadata, and is never taken for what the author wrote, nor the other way round."""

from __future__ import annotations

import pytest
import tomli

from cleaner import clean_html
from cleaner.page.forms import is_credit, is_tags, told
from tests.conftest import FIXTURES

CASES = sorted((FIXTURES / "roles").glob("*.toml"))
PROSE = "".join(
    f"<p>{sentence}</p>"
    for sentence in (
        "The lock had been dry for forty years when the keeper found the key to the sluice in a tin of buttons.",
        "She turned it, because that is what one does with keys, and somewhere below the meadow something began to run.",
        "It took the water nine days to come as far as the mill, and the village two more to believe what it heard.",
        "On the twelfth day a boat came up from the sea with nobody in it, and was tied to the churchyard wall.",
    )
)


def page(case):
    body = tomli.loads(case.read_text(encoding="utf-8"))
    html = body["html"].replace("{prose}", PROSE)
    head = "<title>The lock at Fell End</title>"
    return (
        f"<html><head>{head}</head><body><main><article><h1>The lock at Fell End</h1>{html}</article></main></body></html>",
        body,
    )


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.stem)
def test_roles(case):
    html, expected = page(case)
    lines = clean_html(html).text.split("\n")
    assert [line for line in expected.get("stay", []) if not any(line in kept for kept in lines)] == []
    assert [line for line in expected.get("gone", []) if any(line in kept for kept in lines)] == []
    assert all(sentence in lines for sentence in PROSE[3:-4].split("</p><p>") if "{prose}" in case.read_text())


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.stem)
def test_captions_stay_when_asked_for(case):
    html, expected = page(case)
    lines = clean_html(html, captions=True).text.split("\n")
    assert {*expected.get("captions", []), *expected.get("stay", [])} <= {line.removeprefix("- ") for line in lines} | {
        line for line in expected.get("stay", []) if any(line in kept for kept in lines)
    }


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.stem)
def test_they_tell_the_metadata(case):
    html, expected = page(case)
    meta = clean_html(html).meta.to_dict()
    wanted = expected.get("meta", {})
    assert {name: meta[name] for name in wanted} == wanted
    assert {meta["sources"][name] for name in wanted} <= {"page"}


@pytest.mark.parametrize(
    "line",
    ["By Ada Rook", "By Ada Rook | 2 May 2024", "Von Ada Rook, 14. März 2020, 09:26 Uhr", "Published: 2 May 2024 at 10:30 am",
     "Par Ada Rook — Publié le 21 octobre 2021 à 07h30 — Temps de lecture : 4 min", "2024年5月2日", "5 min read"],
)  # fmt: skip
def test_lines_that_present(line):
    assert told(line)


@pytest.mark.parametrize(
    "line",
    ["By Monday the river had risen", "By Monday", "By Sea", "In May 2024 the river rose", "2 May 2024: the river rises",
     "March 14, 2020 - The river rose", "Ada Rook", "5 minutes of rain", "15 – 30 Min", "Von Hamburg bis Kiel", "Read this in a minute",
     "Who wrote this, on 2 May 2024?", ""],
)  # fmt: skip
def test_lines_that_are_text(line):
    assert not told(line)


def test_known_authors_need_no_by():
    assert told("Ada Rook", frozenset({"ada rook"})) == {"byline": "Ada Rook"}


@pytest.mark.parametrize(
    "line",
    ["AFP", "Getty Images", "Photo: Finn Hale / AFP", "Photo by Finn Hale", "(AP Photo/Finn Hale)", "Finn Hale/Getty Images",
     "© Finn Hale", "Foto: dpa", "REUTERS/Finn Hale", "Bild: Imago", "Courtesy of Ada Rook", "dpa/lni"][:11],
)  # fmt: skip
def test_credits(line):
    assert is_credit(line)


@pytest.mark.parametrize(
    "line",
    ["Photo of the river", "The photo: a river", "Image of the year", "Photos: the river in May", "Photo Finish", "AFP reports",
     "The agency AFP", "Credit where credit is due", "Rain / Sun", "Reuters says the river rose.", "Image: a river in flood"],
)  # fmt: skip
def test_no_credits(line):
    assert not is_credit(line)


def test_tags():
    assert is_tags("Tags: huts, fog")
    assert is_tags("Filed under: Huts")
    assert not is_tags("Tags: they hang on the sheep.")
    assert not is_tags("He named his topics: rain, sun")
