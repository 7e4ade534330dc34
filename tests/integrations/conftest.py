"""Shared by the tests of integrations: hosts that are there and call nobody, and what they are given to clean."""

from __future__ import annotations

import os

import pytest

from cleaner.engines import article

os.environ.update(
    DO_NOT_TRACK="1",
    HAYSTACK_TELEMETRY_ENABLED="False",
    HF_DATASETS_OFFLINE="1",
    HF_HUB_DISABLE_TELEMETRY="1",
    HF_HUB_OFFLINE="1",
    LANGSMITH_TRACING="false",
    RAY_USAGE_STATS_ENABLED="0",
)

KEPT = "Rain is wet.\n"
TEXT = "Rain is wet.\n\nAs an Amazon Associate I earn from qualifying purchases.\n"
# Of rain.example, by the rule file below, only the first line stays.
DRY = "Rain is wet.\n\nSand is dry.\n"
PARAGRAPH = "Rain is wet, as all know who walked in it."
PAGE = f"<html><title>Rain</title><nav>Home</nav><article><p>{PARAGRAPH}</p><p>Buy now on Amazon</p></article></html>"


def rule(word: str) -> str:
    """The source of a rule that removes lines with a word in them, from the site rain.example only."""
    return f"""
[[rule]]
id = "promo.test-word"
kind = "line"
description = "Lines with a word"
site = ["rain.example"]
keywords = ["{word}"]
pattern = '.*\\b{word}\\b.*'
[rule.examples]
removes = ["Sand is {word}."]
keeps = ["Sand is sand."]
"""


@pytest.fixture
def rule_file(tmp_path):
    """A rule file that removes lines with "dry" in them from pages of rain.example."""
    path = tmp_path / "dry.toml"
    path.write_text(rule("dry"), encoding="utf-8")
    return path


@pytest.fixture
def broken(monkeypatch):
    """A text on which the cleaning itself fails, as by a fault of ours."""
    text = "!broken"
    real = article.clean_text

    def fail(given, **options):
        if given == text:
            raise RuntimeError("a fault")
        return real(given, **options)

    monkeypatch.setattr(article, "clean_text", fail)
    return text
