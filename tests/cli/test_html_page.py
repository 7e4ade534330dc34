"""`cleaner diff --format html`: where the page goes, which articles it has, what is refused."""

from __future__ import annotations

import json
import os

import pytest

from tests.conftest import ROOT, assert_one_line_error
from tests.report.sealed import sealed, texts
from tests.toy import OPTIONS, SPAM


@pytest.fixture
def run(run):
    """`run` with rules of the tests alone."""
    return lambda *args, **options: run(*args, *OPTIONS, **options)


@pytest.fixture
def article(tmp_path):
    path = tmp_path / "article.txt"
    path.write_text(f"Rain is wet.\n\n{SPAM}\n")
    return path


@pytest.fixture
def dump(tmp_path):
    records = [{"id": n, "url": f"https://example.org/{n}", "text": f"Rain {n}.\n\n{SPAM}\n"} for n in range(5)]
    path = tmp_path / "dump.jsonl"
    path.write_text("".join(json.dumps(record) + "\n" for record in records) + "no json\n")
    return path


def test_the_page_goes_to_a_file_or_to_standard_output(run, article, tmp_path):
    piped = run("diff", article, "--format", "html")
    assert (piped.returncode, piped.stderr) == (0, b"")
    result = run("diff", article, "--format", "html", "-o", tmp_path / "page.html", "--exit-code")
    assert (result.returncode, result.stdout) == (1, b"")
    page = (tmp_path / "page.html").read_bytes()
    assert page == piped.stdout
    tree = sealed(page.decode())
    assert texts(tree, "//del") == [SPAM]
    assert str(article) in texts(tree, "//h2")


def test_another_text_and_no_difference(run, article, tmp_path):
    (tmp_path / "cleaned.txt").write_text("Rain is wet.\n\n")
    result = run("diff", article, tmp_path / "cleaned.txt", "--format", "html", "--exit-code")
    assert result.returncode == 1
    assert texts(sealed(result.stdout.decode()), "//del") == [SPAM]
    assert run("diff", article, article, "--format", "html", "--exit-code").returncode == 0
    assert run("diff", article, "--format", "html", "--exit-code", "--category", "ad").returncode == 0


def test_records_of_a_dump_stand_on_one_page(run, dump):
    tree = sealed(run("diff", dump, "--sample", 9, "--format", "html").stdout.decode())
    assert len(tree.xpath("//article")) == len(tree.xpath("//nav//li")) == 6
    assert texts(tree, "//article//h2")[0].endswith("dump.jsonl:1")
    assert tree.xpath("//article//p/a/@href") == [f"https://example.org/{n}" for n in range(5)]
    assert "Cannot be cleaned: is no JSON" in texts(tree, "//article[6]//p")[0]
    one = sealed(run("diff", dump, "--id", 3, "--format", "html").stdout.decode())
    assert texts(one, "//li/p") == ["Rain 3.", SPAM]


@pytest.mark.parametrize(
    ("args", "words"),
    [
        (["-o", "page.html"], "-o goes with --format html"),
        (["--format", "html", "--stat"], "--stat goes without --format html"),
        (["--format", "html", "--side-by-side"], "--side-by-side goes with --format terminal"),
        (["--format", "html", "-o", "article.txt"], "article.txt: is an input"),
        (["--format", "html", "-o", "none/page.html"], "none/page.html: No such file or directory"),
    ],
)
def test_what_cannot_be_is_refused(run, article, args, words):
    text = article.read_text()
    assert_one_line_error(run("diff", "article.txt", *args, cwd=article.parent), words)
    assert article.read_text() == text
    assert [path.name for path in article.parent.iterdir()] == ["article.txt"]


def test_the_library_that_is_missing_is_named(process, article, tmp_path):
    blocked = "raise ModuleNotFoundError('No module named {0}', name='{0}')"
    for library in ("jinja2", "pygal"):
        (tmp_path / f"{library}.py").write_text(blocked.format(library))
    environment = {**os.environ, "PYTHONPATH": f"{tmp_path}{os.pathsep}{ROOT}"}
    result = process("diff", article, "--format", "html", env=environment)
    assert_one_line_error(result, "jinja2 is not installed: pip install 'affiliate-cleaner[report]'")
    (tmp_path / "jinja2.py").unlink()  # no chart, no pygal
    assert process("diff", article, "--format", "html", env=environment).returncode == 0
