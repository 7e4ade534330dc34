"""The project's own corpus is sound, and the tool does not fall below the floors that are pinned for it."""

from __future__ import annotations

import json
import os
import subprocess
import sys

import pytest

from tests.conftest import ROOT
from tests.corpus import floors, pages, texts

LANGUAGES = {"de", "en", "es", "fr", "it", "ja", "nl", "pl", "pt", "sv"}


def test_no_figure_is_below_its_floor():
    pinned, figures = floors.read()[1], floors.measured()
    print(f"\n{'':28} measured    floor", *floors.table(pinned, figures), sep="\n")
    assert not floors.fallen(pinned, figures)
    assert set(pinned) == set(figures)


def test_the_floors_are_of_this_corpus():
    assert floors.read()[0] == floors.digest(), "the corpus has changed: python -m tests.corpus --update"


def test_texts_have_known_margins_and_all_languages():
    cases = texts.read(floors.CORPUS / "texts")
    assert len(cases) >= 30
    assert {case.id.partition("-")[0] for case in cases} == LANGUAGES


def test_snippets_of_pages_are_visible_and_tell_what_stays_from_what_goes():
    found = pages.read(floors.CORPUS / "pages")
    assert len(found) >= 12
    assert [fault for page in found for fault in pages.faults(page)] == []


def test_no_orphan_files():
    names = sorted(file.name for file in (floors.CORPUS / "pages").iterdir())
    assert names == sorted(
        f"{page.id}{end}" for page in pages.read(floors.CORPUS / "pages") for end in (".html", ".toml")
    )


def test_a_margin_labels_its_line_and_brackets_a_part():
    case = texts.parse(
        "a", "disclosure| We earn.\n\n          | Fill it [-(affiliate link)-] up.\neither    | Tags: tea\n"
    )
    assert case.text == "We earn.\n\nFill it (affiliate link) up.\nTags: tea\n"
    parts = [(piece.label, case.text[piece.span.start : piece.span.end]) for piece in case.pieces]
    assert parts == [
        ("disclosure", "We earn."),
        ("keep", "Fill it "),
        ("inline", "(affiliate link)"),
        ("keep", " up."),
        ("either", "Tags: tea"),
    ]


@pytest.mark.parametrize("line", ["No margin.", "spam      | Unknown.", "ad        | [-Twice-] spam.", "          | "])
def test_a_line_without_a_sound_margin_is_refused(line):
    with pytest.raises(ValueError, match=r"^a:2: "):
        texts.parse("a", f"          | Rain.\n{line}\n")


@pytest.mark.parametrize(
    ("stay", "go", "fault"),
    [
        ("Rain is wet", "Shop", "not in the page's visible text: 'Shop'"),
        ("Rain is wet", "is wet", "shares text with what must stay: 'is wet'"),
        ("Rain", "Ads", "more than once: 'Rain'"),
        ("Rain  is", "Ads", "white space"),
        ("hidden", "Ads", "not in the page's visible text: 'hidden'"),
    ],
)
def test_snippets_that_prove_nothing_are_faults(stay, go, fault):
    html = "<title>Rain</title><script>hidden</script><p>Rain is\nwet.</p><p>Rain!</p><p>Ads</p>"
    assert fault in "\n".join(pages.faults(pages.Page("a", "", html, (stay,), (go,))))


@pytest.fixture
def pinned(tmp_path, monkeypatch):
    """A file of floors, where CI is not set."""
    monkeypatch.delenv("CI", raising=False)
    path = tmp_path / "floors.json"
    floors.update({"texts: recall": 0.71239}, "first", lower=False, path=path)
    return path


def test_floors_are_rounded_down(pinned):
    assert floors.read(pinned) == ("first", {"texts: recall": 0.7123})


def test_floors_rise_without_a_word(pinned):
    floors.update({"texts: recall": 0.8, "pages: F1": 0.5}, "second", lower=False, path=pinned)
    assert floors.read(pinned) == ("second", {"texts: recall": 0.8, "pages: F1": 0.5})


@pytest.mark.parametrize("figures", [{"texts: recall": 0.7122}, {"pages: F1": 0.9}])
def test_floors_sink_only_when_told(pinned, figures):
    with pytest.raises(floors.RefusedError, match="--lower: texts: recall"):
        floors.update(figures, "second", lower=False, path=pinned)
    assert floors.read(pinned)[0] == "first"
    floors.update(figures, "second", lower=True, path=pinned)
    assert floors.read(pinned) == ("second", floors.rounded(figures))


def test_a_figure_below_its_floor_is_named():
    low = {"texts: recall": 0.5}
    assert floors.fallen({"texts: recall": 0.5001}, low) == ["texts: recall"]
    assert list(floors.table({"texts: recall": 0.5001}, low)) == [
        "texts: recall                  0.5000   0.5001  BELOW"
    ]


def test_ci_moves_no_floors():
    before = floors.FLOORS.read_bytes()
    argv = [sys.executable, "-m", "tests.corpus", "--update", "--lower"]
    ran = subprocess.run(argv, cwd=ROOT, env={**os.environ, "CI": "true"}, capture_output=True, timeout=120, text=True)
    assert ran.returncode == 1
    assert "CI is set" in ran.stderr
    assert floors.FLOORS.read_bytes() == before
    assert json.loads(before)["floors"].keys() == floors.measured().keys()
