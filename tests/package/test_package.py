"""Wheel and sdist: what is in them, and that the installed command works where there is no checkout."""

from __future__ import annotations

import re
import tarfile
import zipfile
from pathlib import Path, PurePosixPath

import cleaner
from tests.conftest import FIXTURES, ROOT
from tests.package.conftest import built

ARTICLE = FIXTURES / "articles" / "spam-11-kettles-shortcodes"
ENDINGS = {".css", ".html", ".js", ".json", ".md", ".py", ".toml", ".txt", ".typed"}
TOP = {"CHANGELOG.md", "LICENSE", "PKG-INFO", "README.md", "pyproject.toml", ".gitignore", ".ci"}
FOLDERS = {"cleaner", "fixtures", "rules", "tests"}


def contents(wheel):
    with zipfile.ZipFile(wheel) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def test_the_wheel_holds_package_and_rules_and_nothing_else(dist):
    wheel = next(dist.glob("*.whl"))
    names = contents(wheel)
    assert wheel.name == f"affiliate_cleaner-{cleaner.__version__}-py3-none-any.whl"
    files = {name for name in names if not name.startswith("affiliate_cleaner-")}
    assert {PurePosixPath(name).suffix or name for name in files} == ENDINGS
    for path in (*ROOT.glob("cleaner/**/*.py"), *ROOT.glob("rules/**/*.toml"), *ROOT.glob("rules/lists/*.txt")):
        name = path.relative_to(ROOT).as_posix()
        assert ("cleaner/" if name.startswith("rules/") else "") + name in files
    assert {"cleaner/py.typed", "cleaner/result.schema.json", "cleaner/rules/cards/page.json"} <= files


def test_the_sdist_holds_what_it_needs_to_test_itself_and_builds_the_same_wheel(dist, tmp_path):
    sdist = next(dist.glob("*.tar.gz"))
    with tarfile.open(sdist) as archive:
        names = [PurePosixPath(name).parts[1] for name in archive.getnames()]
        archive.extraction_filter = getattr(tarfile, "data_filter", None)  # which Python has since 3.11.4
        archive.extractall(tmp_path)
    assert set(names) <= TOP | FOLDERS
    assert set(names) >= FOLDERS
    tree = next(tmp_path.iterdir())
    built(tree, tmp_path / "dist", "wheel")
    assert contents(next((tmp_path / "dist").iterdir())) == contents(next(dist.glob("*.whl")))


def test_the_installed_command_cleans(installed):
    result = installed.run("cleaner", "clean", ARTICLE / "input.txt")
    assert result.stdout == (ARTICLE / "expected.txt").read_bytes()
    version = f"cleaner {cleaner.__version__}, rules {cleaner.load_rules().version}\n"
    assert installed.run("cleaner", "--version").stdout.decode() == version
    assert installed.run("cleaner", "rules", "docs", "--check").returncode == 0


def test_the_installed_rules_pass_their_examples(installed):
    result = installed.run("cleaner", "rules", "test")
    assert result.stdout.decode() == f"{len(cleaner.load_rules().rules)} rules, {examples()} examples, 0 failed\n"


def examples():
    found = [rule.examples for rule in cleaner.load_rules().rules]
    return sum(len(some.removes) + len(some.keeps) + len(some.cuts) for some in found)


def test_nothing_leads_back_to_the_checkout(installed):
    program = "import cleaner, sys; from cleaner.ruleset.lists import bundled_rules; print(cleaner.__file__, bundled_rules(), *sys.path, sep='\\n')"
    module, rules, *places = map(Path, installed.run("python", "-c", program).stdout.decode().splitlines())
    assert module.is_relative_to(installed.folder)
    assert rules.is_relative_to(installed.folder)
    assert [place for place in places if (installed.folder / place / "cleaner" / "__init__.py").exists()] == [
        module.parent.parent
    ]


def test_the_changelog_begins_with_this_version():
    changelog = (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")
    assert re.search(r"^## (\S+) - (?:unreleased|\d{4}-\d\d-\d\d)$", changelog, re.M)[1] == cleaner.__version__
