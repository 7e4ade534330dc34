"""The rule author's guide says what the schema says, its examples are rules that pass, its catalogue is today's."""

from __future__ import annotations

import re

import pytest
from markdown_it import MarkdownIt

from cleaner import CleanerError, load_rules
from cleaner.report.catalogue import BEGIN, END, catalogue, code, escaped, with_catalogue
from cleaner.ruleset import budget, conditions, files, pattern, schema, values
from cleaner.ruleset.kinds import KINDS
from cleaner.ruleset.kinds.cue import NEIGHBOURS, SURROUNDINGS
from cleaner.ruleset.kinds.sequence import MOST_STEPS
from cleaner.ruleset.kinds.span import UNITS
from cleaner.selftest import rule_failures
from tests.conftest import ROOT, assert_one_line_error

GUIDE = (ROOT / "rules" / "README.md").read_text(encoding="utf-8")
WRITTEN, _, CATALOGUE = GUIDE.partition(BEGIN)
NOTHING = (
    "none",
    "any",
    "anywhere",
    "every language",
    "every site",
    "any number",
    "first part of the id",
    "where no points are given",
)
TOML = re.findall(r"^```toml\n(.*?)^```", WRITTEN, re.M | re.S)


def rows(heading):
    """The rows of the first table under a heading, as cells."""
    table = re.search(rf"^## {heading}\n.*?^\|[- |]+\|\n(.*?)^$", WRITTEN, re.M | re.S)[1]
    return [[cell.strip() for cell in re.split(r"(?<!\\)\|", line)[1:-1]] for line in table.splitlines()]


def kinds(words):
    """The kinds that the second column of the table of fields stands for."""
    every, _, without = words.partition("all but ")
    if words == "all" or without:
        return set(KINDS) - set(without.split(", "))
    return set(every.split(", "))


def test_every_kind_is_explained():
    assert {row[0].strip("`") for row in rows("Kinds")} == set(KINDS)


def test_every_field_of_every_kind_is_explained_with_its_default():
    explained = {}
    for name, of, _, default, _ in rows("Fields"):
        for kind in kinds(of):
            assert (kind, name.strip("`")) not in explained
            explained[kind, name.strip("`")] = default
    assert explained.keys() == {(kind, name) for kind, rule in KINDS.items() for name in rule.FIELDS}
    for (kind, name), default in explained.items():
        field = KINDS[kind].FIELDS[name]
        assert (default == "required") == field.required, (kind, name)
        if not field.required:
            value = None if default in NOTHING else default
            meant = None if field.default in (None, "", (), frozenset()) else str(field.default).lower()
            assert value == meant, (kind, name)


def test_every_word_that_a_field_takes_is_named():
    allowed = (schema.CATEGORIES, conditions.PLACES, conditions.LINKS, SURROUNDINGS, NEIGHBOURS, UNITS)
    assert [word for words in allowed for word in words if f"`{word}`" not in WRITTEN] == []
    assert [name for name in schema.OVERRIDE if not re.search(rf"\b{name} = ", WRITTEN)] == []


def test_limits_are_those_of_the_code():
    sizes = (files.MAX_FILE_BYTES, pattern.MAX_BYTES, budget.MAX_PROGRAM_BYTES, budget.PATTERN_BYTES)
    numbers = (
        budget.MAX_RULES,
        budget.MAX_KEYWORD_CHARACTERS,
        budget.MAX_NESTED,
        files.MAX_FILES,
        values.LARGEST,
        values.LONGEST_KEYWORD,
        MOST_STEPS,
    )
    limits = WRITTEN.partition("## Limits")[2]
    wanted = [f"{size >> 20} MiB" for size in sizes] + [f"{number:,}" for number in numbers]
    assert [words for words in wanted if not re.search(rf"(?<![\d,]){words}(?!,?\d)", limits)] == []


@pytest.mark.parametrize("block", TOML, ids=lambda block: block.partition("\n")[0])
def test_examples_of_the_guide_are_rules_that_pass(block, tmp_path):
    file = tmp_path / "block.toml"
    file.write_text(block, encoding="utf-8")
    rules = load_rules(file)
    mine = [rule for rule in rules.rules if rule.file == str(file)]
    assert mine or "[[override]]" in block
    assert [failure for rule in mine for failure in rule_failures(rule, rules)] == []


def test_the_catalogue_is_of_the_bundled_rules():
    assert with_catalogue(GUIDE, load_rules().rules) == GUIDE, "run `cleaner rules docs`"


def test_a_stale_catalogue_is_written_anew(run, tmp_path):
    page = tmp_path / "rules.md"
    page.write_text(f"# Mine\n\n{BEGIN}\nof yesterday\n{END}\nAfter.\n")
    args = ["rules", "docs", page, "--rules", ROOT / "fixtures/rules/valid/file-language.toml", "--no-default-rules"]
    assert_one_line_error(run(*args, "--check"), "rules.md", "cleaner rules docs")
    assert run(*args).returncode == 0
    assert run(*args, "--check").returncode == 0
    text = page.read_text()
    assert text.startswith("# Mine\n")
    assert text.endswith("\nAfter.\n")
    assert "| `promo.bell` | line | certain | de, en | A bell. | `Ring the bell` | `Ring the bells` |" in text


@pytest.mark.parametrize("page", ["", BEGIN, END + BEGIN, BEGIN + BEGIN + END, BEGIN + END + END])
def test_a_page_without_its_marks_is_refused(page, run, tmp_path):
    with pytest.raises(CleanerError, match="catalogue"):
        with_catalogue(page, [])
    (tmp_path / "page.md").write_text(page)
    assert_one_line_error(run("rules", "docs", tmp_path / "page.md"), "page.md", "catalogue")


TEXTS = [
    "a | b || c",
    "`code` and ``more`",
    "`",
    "<b>bold</b> &amp; <!-- no comment -->",
    "*stars* _lines_ ~~struck~~ [link](https://x.example) ![i](x)",
    "back\\slash \\` \\| end\\",
    "“Läs även” → »",
]


@pytest.mark.parametrize("text", TEXTS)
def test_any_text_is_shown_as_it_is(text):
    page = f"| a | b | c |\n|---|---|---|\n| {escaped(text)} | {code(text)} | end |\n"
    inline = [token for token in MarkdownIt("commonmark").enable("table").parse(page) if token.type == "inline"][3:]
    shown = ["".join(child.content for child in token.children) for token in inline]
    assert shown == [text, text, "end"]


def test_every_row_of_the_catalogue_has_seven_cells():
    tokens = MarkdownIt("commonmark").enable("table").parse(catalogue(load_rules().rules))
    cells = sum(token.type == "td_open" for token in tokens)
    texts = [token.content for token in tokens if token.type == "inline"]
    assert cells == 7 * len(load_rules().rules)
    assert {f"`{rule.id}`" for rule in load_rules().rules} <= set(texts)
