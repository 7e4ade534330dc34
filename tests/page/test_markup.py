"""Markup to tree: what is cut out, what is mended, what is too much. What a tree reads as is in test_html."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cleaner.limits import USUAL
from cleaner.page.markup import parse


def words(source: str) -> str:
    """All words in the body that markup makes."""
    root = parse(source).root
    body = root.find("body") if root is not None else None
    return "" if body is None else " ".join(" ".join(body.itertext()).split())


@pytest.mark.parametrize(
    ("source", "text"),
    [
        ("<p>a<!-- b --><p>c", "a c"),
        ("<p>a<!-- b --!><p>c", "a c"),
        ("<p>a<!--><p>c<!-- d -->", "a c"),
        ("<p>a<!---><p>c<!-- d -->", "a c"),
        ("<p>a<!--!><p>b--><p>c", "a c"),
        ("<p>a<!-- <!-- --><p>c", "a c"),
        ("<p>a<!-- never closed <p>c", "a"),
        ("<p>a<!--[if IE]><p>b<![endif]--><p>c", "a c"),
        ("<p>a<![if !IE]><p>b<![endif]><p>c", "a b c"),
        ("<p>a<?php echo 'b' ?><p>c", "a c"),
    ],
)
def test_comments(source, text):
    assert words(source) == text


@pytest.mark.parametrize("name", ["script", "style", "noscript", "iframe", "svg", "SCRIPT", "sVg"])
def test_elements_without_text_are_cut_out(name):
    assert words(f"<p>a</p><{name} class='x'>b <em>c</em></{name.lower()}\n><p>d") == "a d"


@pytest.mark.parametrize(
    ("source", "text"),
    [
        ("<script>if (a < b) document.write('<p>c</p><!--')</script><p>d", "d"),
        ("<style>a::after { content: '</p><p>' }</style><p>d", "d"),
        ("<noscript><iframe></noscript><p>d</p><iframe></iframe><p>e", "d e"),
        ("<p>a</script></svg></noscript><p>b", "a b"),
        ("<strong>a</strong> <section>b</section> <ifx>c</ifx> <nostalgia>d</nostalgia>", "a b c d"),
    ],
)
def test_what_looks_like_markup_in_a_script(source, text):
    assert words(source) == text


@pytest.mark.parametrize(
    "source",
    [
        "<svg><symbol id=a><path><p>a</p><p>b</p>",
        "<svg><symbol id=a><path></svg><p>a</p><p>b</p>",
        "<svg><symbol id=a><p>a</p></svg><p>b</p>",
        "<svg><svg><svg><p>a</p></svg><p>b</p>",
        "<p>a</p><svg><path></svg><svg><path><p>b</p>",
    ],
)
def test_a_drawing_never_closed_does_not_swallow_the_page(source):
    assert words(source) == "a b"


def test_a_title_may_speak_of_markup():
    root = parse("<title>Why <script> and <!-- block</title><p>a</p><script>1</script><!-- x --><p>b").root
    assert root.findtext(".//title") == "Why <script> and <!-- block"
    assert words("<title>Why <script></title><p>a</p><script>1</script><p>b") == "a b"


@pytest.mark.parametrize(
    "end", ["</body>", "</html>", "</body></html>", "</BODY >\n</HTML>", "</html></body>", "</body>\n</html>\n\n"]
)
def test_text_after_the_end_is_kept(end):
    assert words(f"<html><body><p>a</p>{end}<p>b</p>{end}c") == "a b c"
    assert words(f"<html><body><p>a</p>{end}") == "a"


@pytest.mark.parametrize(
    "tag", ["source src=x", "track", "embed src=x", "wbr", "img", "input", "br", "hr", "link", "meta", "area", "col"]
)
def test_elements_without_an_end_hold_nothing(tag):
    assert words(f"<div>a <{tag}> b<p>c</p></div> d") == "a b c d"


def test_formatting_leaves_words_whole():
    root = parse("<p>a<b>b<i>c</i></b><u>d</u><font color=red>e</font></p>").root
    assert root.findtext(".//p") == "abcde"


@pytest.mark.parametrize(
    ("source", "text"),
    [
        ('<div><template id="B:0"></template></div><p>b</p><div hidden id="S:0"><p>a</p></div>c', "a b c"),
        (
            '<template id="B:0">x</template><template id="B:1"></template>c<div hidden id="S:1">b</div><div hidden id="S:0">a</div>',
            "a b c",
        ),
        (
            '<template id="B:0"></template>c<div hidden id="S:0">a<template id="B:1"></template></div><div hidden id="S:1">b</div>',
            "a b c",
        ),
        ('<div hidden id="S:7">a</div>', "a"),
        ('<div hidden id="S:0">a<template id="B:0"></template> b</div>', "a b"),
        ('<template id="B:0"></template>b<div id="S:0">c</div>', "b c"),
    ],
    ids=["moved", "out of order", "nested", "no place", "in its own place", "shown already"],
)
def test_streamed_parts_go_where_a_script_would_put_them(source, text):
    assert words(source) == text


@pytest.mark.parametrize(
    "attributes",
    [
        " ".join(f"a{n}" for n in range(5000)),
        " ".join(f"a{n}='b'" for n in range(5000)),
        "/".join(f"a{n}=1" for n in range(5000)),
    ],
)
def test_an_element_with_too_many_attributes_keeps_its_text(attributes):
    root = parse(f"<p id=a>a</p><p id=b {attributes}>b</p><p id=c>c</p>").root
    assert [(p.get("id"), p.text, len(p.attrib)) for p in root.iter("p")] == [
        ("a", "a", 1),
        (None, "b", 0),
        ("c", "c", 1),
    ]


def test_an_attribute_may_be_long():
    root = parse(f"<p>a</p><p id=b title='{'word ' * 9000}'>b</p><p id=c>{'word ' * 9000}</p>").root
    assert [p.get("id") for p in root.iter("p")] == [None, "b", "c"]


@pytest.mark.parametrize(
    "nest", ["<div>", "<div hidden class=x>", "<b>", "<ul><li>", "<table><tr><td>", "<p><a href=x><span>", "<x-y>"]
)
def test_nested_too_deep_is_read_without_structure(nest):
    markup = parse(f"<p>a</p>{nest * 5000}<p>b</p>c")
    assert markup.problem is None or "too deep" in markup.problem
    assert words(f"<p>a</p>{nest * 5000}<p>b</p>c") == "a b c"


def test_nested_deep_is_read_with_structure():
    markup = parse("<div>" * 1000 + "<h2>a</h2>")
    assert markup.problem is None
    assert markup.root.findtext(".//h2") == "a"


def test_too_long_is_cut_off():
    markup = parse("<p>a" + " " * USUAL.characters + "<p>b")
    assert markup.problem.startswith("limit characters=")
    assert "".join(markup.root.itertext()).strip() == "a"


@pytest.mark.parametrize(
    "source",
    [
        "%PDF-1.7\n%âãÏÓ\n1 0 obj",
        "\u2030PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\1\x02\0\0\3\x08\x06\0\0",
        "ÿØÿà\0\x10JFIF\0\x01\x01\0\0\x01\0\x01",
        "\ufffd" * 40,
    ],
    ids=["pdf", "png", "jpeg", "noise"],
)
def test_binary_data_is_no_page(source):
    assert parse(source).root is None
    assert "binary" in parse(source).problem


@pytest.mark.parametrize("source", ["", " \n", "\0", "<!doctype html>", "<!--", "<!-- a -->", "<script>", "<?xml?>"])
def test_nothing_is_nothing(source):
    markup = parse(source)
    assert markup.root is None or not "".join(markup.root.itertext()).strip()


def test_characters_that_no_text_holds():
    assert words("<p>a\0b\ud800c\udfff</p><p title='\ud800'>d") == "ab\ufffdc\ufffd d"
    assert words("&#0;&#xD800;&#x110000;&#99999999999;a") in ("a", "\ufffd\ufffd\ufffd\ufffda")


PIECES = "< > / ! - -- = \" ' a p svg script title </ <!-- --> html body & # ; ? \0 \ud800".split(" ")
TAGS = "<svg> </svg> <script> </script> <!-- --> <title> </title> <p> </p> <template> <option> </html> <b> <div> </div> a".split()


@given(st.text(max_size=60) | st.lists(st.sampled_from([*PIECES, *TAGS, " "]), max_size=40).map("".join))
def test_any_text_is_markup(source):
    assert parse(source).source == source


def test_json_ld_is_read_when_asked_for_and_once():
    markup = parse('<p>Rain<script type="application/ld+json">[{"@type": "Thing", "of": {"name": "a"}}]</script>')
    assert "described" not in vars(markup)
    assert markup.described == ({"@type": "Thing", "of": {"name": "a"}}, {"name": "a"})
    assert markup.described is markup.described
