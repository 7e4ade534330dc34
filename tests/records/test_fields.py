"""Fields: which are guessed by their names, and which record they make."""

from __future__ import annotations

import pytest

from cleaner.records.fields import GUESSES, Fields


@pytest.mark.parametrize("role", GUESSES)
def test_every_name_that_is_guessed_is_found(role):
    for name in GUESSES[role]:
        for spelling in (name, name.upper(), name.replace("_", "-")):
            assert getattr(Fields().found_in(["other", spelling]), role) == spelling


@pytest.mark.parametrize(
    ("asked", "columns", "found"),
    [
        (Fields(), ["body", "content", "text"], Fields(text="text")),
        (Fields(), ["Content", "content"], Fields(text="Content")),
        (Fields(), ["a", "b"], Fields()),
        (Fields(), [], Fields()),
        (Fields(text="none"), ["text", "html"], Fields(text="none", html="html")),
        (Fields(id="url"), ["url", "link"], Fields(id="url", url="link")),
        (Fields(html="text"), ["text", "body"], Fields(html="text", text="body")),
        (Fields(pages=True), ["story", "host"], Fields(text="story", site="host", pages=True)),
    ],
)
def test_the_first_likely_column_is_taken_unless_one_is_named(asked, columns, found):
    assert asked.found_in(columns) == found


def test_what_was_not_found_may_come_under_its_usual_name():
    assert Fields(text="body").or_usual() == Fields(text="body", html="html")
    assert Fields(html="page").or_usual() == Fields(text="text", html="page")


def test_only_guesses_that_are_not_as_expected_are_told():
    asked = Fields(url="link")
    found = asked.found_in(["Body", "html", "guid", "link"])
    assert list(found.guessed(asked)) == ["text field: Body", "id field: guid"]


NAMES = Fields(text="body", html="html", url="url", id="id", site="site")


@pytest.mark.parametrize(
    ("fields", "text", "page"),
    [
        ({"body": "Rain", "html": "<p>Sun"}, "Rain", False),
        ({"body": "<p>Rain</p><p>is wet</p>"}, "<p>Rain</p><p>is wet</p>", True),
        ({"body": None, "html": "Sun"}, "Sun", True),
        ({"html": "Sun"}, "Sun", True),
        ({"body": ""}, "", False),
    ],
)
def test_the_article_is_the_text_or_else_the_page(fields, text, page):
    record = NAMES.record("here", fields)
    assert (record.text, record.page, record.error) == (text, page, None)
    assert (record.field, record.fields) == ("body", fields)


@pytest.mark.parametrize("pages", [True, False])
@pytest.mark.parametrize("text", ["Rain", "<!doctype html>Rain"])
def test_the_user_says_whether_articles_are_markup(text, pages):
    assert Fields(text="text", pages=pages).record("here", {"text": text}).page == pages


@pytest.mark.parametrize(
    ("fields", "reason"),
    [
        ({}, "has no field 'body' and no field 'html'"),
        ({"text": "Rain"}, "has no field 'body' and no field 'html'"),
        ({"body": None}, "field 'body' is null"),
        ({"html": None}, "field 'html' is null"),
        ({"body": 7}, "field 'body' is no text but int"),
        ({"body": ["Rain"], "html": "<p>"}, "field 'body' is no text but list"),
    ],
)
def test_a_record_without_an_article_is_none(fields, reason):
    record = NAMES.record("here", fields)
    assert (record.source, record.error) == ("here", reason)


@pytest.mark.parametrize(
    ("fields", "url"),
    [
        ({"url": "https://a.example/b", "site": "c.example"}, "https://a.example/b"),
        ({"url": "", "site": "c.example"}, "//c.example"),
        ({"url": 7, "site": ""}, None),
        ({}, None),
    ],
)
def test_the_address_is_the_url_or_else_the_site(fields, url):
    assert NAMES.record("here", {"body": "", **fields}).url == url


@pytest.mark.parametrize(("value", "label"), [("a", "a"), (7, "7"), (1.5, "1.5"), (None, ""), (["a"], "")])
def test_what_a_record_is_known_by_is_a_text(value, label):
    assert NAMES.record("here", {"body": "", "id": value}).id == label
