"""Fields: which are guessed by their names, and which record they make."""

from __future__ import annotations

import copy

import pytest

from cleaner.records.fields import Fields
from cleaner.records.guesses import GUESSES
from cleaner.records.paths import leaves, value_at, with_value


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
        ({}, "has no field 'body' and no field 'html': there are none"),
        ({"text": "Rain", "more": {"n": 1}}, "has no field 'body' and no field 'html': there are text, more.n"),
        ({"body": 7}, "field 'body' is no text but int"),
        ({"body": ["Rain"], "html": "<p>"}, "field 'body' is no text but list"),
    ],
)
def test_a_record_without_an_article_is_none(fields, reason):
    record = NAMES.record("here", fields)
    assert (record.source, record.error) == ("here", reason)


@pytest.mark.parametrize("fields", [{"body": None}, {"html": None}, {"body": None, "html": None, "text": "Rain"}])
def test_a_record_whose_article_is_null_is_empty(fields):
    record = NAMES.record("here", fields)
    assert (record.text, record.empty, record.error, record.fields) == ("", True, None, fields)


@pytest.mark.parametrize("nothing", [None, "", " \n"])
def test_where_there_is_no_text_the_page_is_taken(nothing):
    record = NAMES.record("here", {"body": nothing, "html": "<p>Sun"})
    assert (record.text, record.page, record.field) == ("<p>Sun", True, "body")
    assert NAMES.record("here", {"body": nothing, "html": nothing}).text == (nothing or "")


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16", "cp1252"])
@pytest.mark.parametrize("kind", [bytes, bytearray, memoryview])
def test_bytes_are_decoded_as_a_file_is(encoding, kind):
    record = NAMES.record("here", {"body": kind("Die Mauer über dem Bach ist naß.".encode(encoding))})
    assert (record.text, record.page) == ("Die Mauer über dem Bach ist naß.", False)
    page = b"<html><meta charset=cp1251><p>" + "Дождь".encode("cp1251")
    assert NAMES.record("here", {"html": kind(page)}).text.endswith("Дождь")
    assert Fields(text="body", encoding="cp437").record("here", {"body": kind("naß".encode("cp437"))}).text == "naß"


NESTED = {"n": 1, "article": {"title": "T", "body": "Rain", "url": "https://a.example/"}, "id": 7}


def test_fields_are_found_inside_of_others_and_what_belongs_to_them_beside_them():
    found = Fields().found_in(leaves(NESTED))
    assert found == Fields(text="article.body", url="article.url", id="id")
    record = found.record("here", NESTED)
    assert (record.text, record.url, record.id, record.field) == ("Rain", "https://a.example/", "7", "article.body")
    deeper = {"text": {"author": {"url": "b", "id": 3}}, "data": {"item": {"content": "Sun"}}, "url": "a"}
    assert Fields().found_in(leaves(deeper)) == Fields(text="data.item.content", url="url")
    assert Fields().found_in(["article.body", "html"]) == Fields(html="html")
    assert Fields().found_in(["content[]", "story"]) == Fields(text="story")
    assert Fields(text="article.lead").found_in(leaves(NESTED)).url == "article.url"


@pytest.mark.parametrize(
    "name", ["Inhalt", "fullText", "Full Text", "article-body", "CONTENIDO", "Текст", "正文", "rawContent", "@id"]
)
def test_names_are_found_in_other_languages_and_spellings(name):
    found = Fields().found_in(["other", name])
    assert name in (found.text, found.id)


def test_a_record_with_other_fields_than_its_file_is_read_by_its_own():
    names = Fields().found_in(["id", "text", "html"])
    assert [names.record("here", fields).text for fields in ({"body": "a"}, {"data": {"story": "b"}})] == ["a", "b"]
    assert names.record("here", {"body": "a"}).field == "body"
    page = Fields().found_in(["id", "text"]).record("here", {"id": 7, "rawHtml": "<b>Rain"})
    assert (page.text, page.page, page.field) == ("<b>Rain", True, "text")
    beside = names.record("here", {"text": None, "body": "a"})
    assert (beside.text, beside.field) == ("a", "text")
    named = Fields(text="text").found_in(["text"])
    assert named.record("here", {"body": "a"}).error == "has no field 'text' and no field 'html': there are body"


def test_lone_surrogates_are_as_arrow_would_have_them():
    assert Fields(text="text").record("here", {"text": "a \ud800 b"}).text == "a \ufffd b"


@pytest.mark.parametrize(
    ("fields", "path", "changed"),
    [
        ({"a": {"b": 1, "c": 2}, "d": 3}, "a.b", {"a": {"b": 0, "c": 2}, "d": 3}),
        ({"a.b": 1, "a": {"b": 1}}, "a.b", {"a.b": 0, "a": {"b": 1}}),
        ({"a": {"b.c": {"d": 1}}}, "a.b.c.d", {"a": {"b.c": {"d": 0}}}),
        ({"a": None}, "a.b", {"a": None, "a.b": 0}),
        ({}, "text", {"text": 0}),
    ],
)
def test_a_value_is_set_where_its_path_leads(fields, path, changed):
    before = copy.deepcopy(fields)
    assert with_value(fields, path, 0)[0] == changed
    assert fields == before
    assert value_at(changed, path) == 0


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
