"""Front matter is YAML that reads back as what was said, whatever a title holds."""

from __future__ import annotations

import yaml
from hypothesis import given
from hypothesis import strategies as st

from cleaner import Metadata, clean_html, clean_text, markdown
from cleaner.report.front_matter import as_front_matter
from tests.conftest import FIXTURES


def read(text):
    start, head, rest = text.split("---\n", 2) if text.endswith("---\n") or "\n---\n\n" in text else ("", "", text)
    assert start == ""
    return yaml.safe_load(head) or {}, rest


def test_it_stands_before_the_article():
    page = (FIXTURES / "meta" / "json-ld-graph.html").read_bytes()
    text = markdown(clean_html(page, url="https://tarn.example/walks/pass"), front_matter=True)
    head, rest = read(text)
    assert head == {
        "title": "The pass is open again",
        "authors": ["Ada Rook", "Finn Hale"],
        "published": "2024-05-02T06:00:00+00:00",
        "modified": "2024-05-03T07:10:00+00:00",
        "site": "The Tarn",
        "language": "en-GB",
        "tags": ["pass", "snow & ice"],
        "url": "https://tarn.example/2024/05/pass-open",
        "image": "https://tarn.example/pass.jpg",
    }
    assert rest.startswith("\n# The pass is open again\n\nThe plough")


def test_what_nothing_is_known_of_has_none():
    assert as_front_matter(Metadata()) == ""
    assert markdown(clean_text("Rain."), front_matter=True) == "Rain."


@given(st.text(st.characters(exclude_categories=["Cs"]), min_size=1))
def test_any_title_reads_back(title):
    for meta in (Metadata(title=title), Metadata(tags=(title, title))):
        head, _ = read(as_front_matter(meta) + "\n")
        assert head in ({"title": title}, {"tags": [title, title]})


def test_awkward_titles():
    for title in (
        '"',
        "'",
        "- a",
        "a: b #c",
        "---",
        "...",
        "\\",
        "{a}",
        "%x",
        "null",
        "\x85\u2028",
        "\U0001f600",
        "!!python/object:os.system",
    ):
        assert read(as_front_matter(Metadata(title=title)) + "\n")[0] == {"title": title}
