"""What is a page is told alike of a text, of bytes, of a field and of a file."""

import subprocess
import sys

import pytest

from cleaner.integrations.step import Step
from cleaner.records.dump import Dump
from cleaner.records.fields import Fields
from cleaner.text.sniff import decoded, is_page

CASES = [
    ("<p>One</p><p>Two</p>", True),
    ("<div class=a><p>One</p>\n<p>Two</p></div>", True),
    ("<p>" + "One. " * 2000 + "</p><p>Two</p>", True),
    ("<!doctype html><title>One</title>", True),
    ("\n<!-- a --><html>One", True),
    ("<p>One</p>\n", False),
    ("<p> and <div> are elements.", False),
    ("One <p>Two</p><p>Three</p>", False),
    ("One", False),
    ("", False),
]


@pytest.mark.parametrize(("text", "page"), CASES)
def test_one_answer_everywhere(tmp_path, text, page):
    assert is_page(text) == page
    assert decoded(text.encode()) == (text, page)
    assert decoded(b"\xff\xfe" + text.encode("utf-16-le")) == (text, page)
    assert Fields(text="text").record("here", {"text": text}).page == page
    (tmp_path / "a.txt").write_text(text)
    dump = Dump([str(tmp_path / "a.txt")], Fields(), 1 << 20)
    assert [decode().page for part in dump.parts() for _, decode in part.records()] == [page]
    assert (Step().clean(text).forms is not None) == page


def test_standard_input_is_told_alike():
    command = [sys.executable, "-m", "cleaner", "clean"]
    done = subprocess.run(command, input=CASES[0][0], capture_output=True, text=True, check=True)
    assert done.stdout == "One\n\nTwo\n"


@pytest.mark.parametrize(
    ("name", "page"), [("a.html", True), ("a.HTM", True), ("a.xhtml", True), ("a.md", False), ("a.MD", False)]
)
def test_a_name_may_tell(name, page):
    for text, _ in CASES:
        assert is_page(text, name=name) == page
        assert is_page(text, not page, name) == (not page)


def test_what_a_text_shows_of_a_page_does_not_name_its_encoding():
    text = "A page begins with <meta charset=cp037>, say."
    assert decoded(text.encode()) == (text, False)
