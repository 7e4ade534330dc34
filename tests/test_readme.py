"""Every block of a README runs as it stands, and every example of a command's help: Python in a process of its own, commands on
files of the names that they use."""

from __future__ import annotations

import ast
import gzip
import json
import os
import re
import shlex
import shutil
import subprocess
import sys
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from cleaner.report.catalogue import BEGIN, END
from tests.cli.commands import every_command, examples_of
from tests.conftest import FIXTURES, ROOT, need, need_java
from tests.fit.test_fit_content import made_page
from tests.records.archives import write_warc
from tests.review.driven import SECONDS, reviewing

READMES = [ROOT / "README.md", *sorted(ROOT.glob("rules/**/README.md")), *sorted(ROOT.glob("cleaner/**/README.md"))]
BLOCKS = [
    block
    for path in READMES
    for block in re.findall(r"^```(\w*)\n(.*?)^```", path.read_text(encoding="utf-8"), re.M | re.S)
]
LINES = [line for kind, block in BLOCKS if kind == "console" for line in re.findall(r"^\$ (.*)$", block, re.M)]
EXAMPLES = [line for command in every_command().values() for line in examples_of(command)]
COMMANDS = list(dict.fromkeys(re.split(r"\s+#", line)[0] for line in (*LINES, *EXAMPLES)))
# A block of TOML that begins with the name of a file is that file.
FILES = {
    name: block for kind, block in BLOCKS if kind == "toml" for name in re.findall(r"\A# (\S+\.toml)$", block, re.M)
}
# What stands in the extra `integrations`; PySpark needs Java too.
HOSTS = {"datasets", "datatrove", "haystack", "langchain_core", "ray", "scrapy"}
HEAVY = ("spark", *HOSTS)
OFFLINE = {
    "DO_NOT_TRACK": "1",
    "HAYSTACK_TELEMETRY_ENABLED": "False",
    "HF_DATASETS_OFFLINE": "1",
    "HF_HUB_OFFLINE": "1",
    "RAY_USAGE_STATS_ENABLED": "0",
}


def sized(blocks):
    """What runs, as parameters; what needs Spark or another host is heavy."""
    heavy = re.compile(rf"\b(?:{'|'.join(HEAVY)})\b")
    return [pytest.param(block, marks=pytest.mark.heavy if heavy.search(block) else ()) for block in blocks]


PYTHON = [block for kind, block in BLOCKS if kind == "python"]


def test_there_are_blocks_of_known_kinds():
    assert len(PYTHON) > 1
    assert len(COMMANDS) > 1
    assert {kind for kind, _ in BLOCKS} <= {"sh", "python", "console", "toml", "text"}


@pytest.mark.parametrize("readme", READMES, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_links_lead_somewhere(readme):
    text = re.sub(r"`+[^`\n]*`+", "", readme.read_text(encoding="utf-8"))
    targets = re.findall(r"\]\((?!https?:)([^)#]+)[^)]*\)", text)
    assert [target for target in targets if not (readme.parent / target).exists()] == []


def test_every_readme_can_be_reached_from_the_first():
    reached, waiting = set(), [ROOT / "README.md"]
    while waiting:
        readme = waiting.pop()
        reached.add(readme)
        targets = re.findall(r"\]\((?!https?:)([^)#]+README\.md)", readme.read_text(encoding="utf-8"))
        waiting += {(readme.parent / target).resolve() for target in targets} - reached
    assert [path for path in (*READMES, *FIXTURES.glob("**/README.md")) if path not in reached] == []


def anchors(readme):
    """What headings can be linked by, as GitHub makes it of their words."""
    headings = re.findall(r"^#+ (.*)$", readme.read_text(encoding="utf-8"), re.M)
    return {re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-") for heading in headings}


@pytest.mark.parametrize("readme", READMES, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_anchors_are_headings(readme):
    links = re.findall(r"\]\(((?!https?:)[^)#]*)#([^)]+)\)", readme.read_text(encoding="utf-8"))
    missing = [anchor for file, anchor in links if anchor not in anchors(readme.parent / file if file else readme)]
    assert missing == []


def imported(block):
    """The packages that a block imports."""
    nodes = list(ast.walk(ast.parse(block)))
    names = [alias.name for node in nodes if isinstance(node, ast.Import) for alias in node.names]
    names += [
        f"{node.module}.{alias.name}" for node in nodes if isinstance(node, ast.ImportFrom) for alias in node.names
    ]
    return {name.partition(".")[0] for name in names}, names


@pytest.mark.parametrize("block", sized(PYTHON))
def test_python_runs(block, tmp_path):
    packages, names = imported(block)
    need("integrations", *(HOSTS & packages))
    if any("spark" in name for name in names):
        need("spark", "pyspark")
        need_java()
    (tmp_path / "block.py").write_text(block, encoding="utf-8")
    shutil.copytree(FIXTURES, tmp_path / "fixtures")
    environment = {**os.environ, **OFFLINE, "PYTHONPATH": str(ROOT)}
    command = [sys.executable, "block.py"]
    ran = subprocess.run(command, cwd=tmp_path, env=environment, capture_output=True, timeout=120)
    assert ran.returncode == 0, ran.stderr.decode()
    assert "assert " in block


@pytest.fixture
def desk(tmp_path):
    """A folder with files of the names that the README's commands use."""
    for name, block in FILES.items():
        (tmp_path / name).write_text(block, encoding="utf-8")
    article, page = (
        FIXTURES / "articles" / name for name in ("spam-11-kettles-shortcodes", "page-02-beans-recipe-card")
    )
    shutil.copy(article / "input.txt", tmp_path / "article.txt")
    shutil.copy(article / "expected.txt", tmp_path / "cleaned.txt")
    shutil.copy(page / "input.html", tmp_path / "page.html")
    shutil.copytree(FIXTURES / "dump", tmp_path / "scrapes")
    shutil.copytree(FIXTURES / "lacing", tmp_path / "fixtures" / "lacing")
    lines = (FIXTURES / "dump" / "articles.jsonl").read_bytes()
    (tmp_path / "dump.jsonl").write_bytes(lines)
    (tmp_path / "more.jsonl.gz").write_bytes(gzip.compress(lines))
    texts = [f"{'Rain ' * n}\nAll about this site and its owner" for n in range(1, 30)]
    rows = [{"id": str(n), "url": f"https://rain.example/{n}", "text": text} for n, text in enumerate(texts)]
    pq.write_table(pa.Table.from_pylist(rows), tmp_path / "dump.parquet")
    counts = {"characters": 90, "removed_characters": 9, "removed_ad": 9}
    (tmp_path / "counted.jsonl").write_text(json.dumps({"url": "https://rain.example/", **counts}) + "\n")
    pq.write_table(pa.Table.from_pylist([counts]), tmp_path / "counted.parquet")
    (tmp_path / "catalogue.md").write_text(f"{BEGIN}\n{END}\n")
    spam = "As an Amazon Associate I earn from qualifying purchases."
    cases = [{"id": n, "text": f"Rain {n}.\n{spam}\n", "labels": {"1": "disclosure"}} for n in range(6)]
    for name in ("cases.jsonl", "laced.jsonl", "verdicts.jsonl"):
        (tmp_path / name).write_text("".join(json.dumps(case) + "\n" for case in cases))
    (tmp_path / "phrases.tsv").write_text("promo\tJoin our list today\nkeep\tIt rained all day\n")
    pages = "".join(json.dumps(made_page(number)) + "\n" for number in range(8))
    (tmp_path / "pages.jsonl.gz").write_bytes(gzip.compress(pages.encode()))
    (tmp_path / "crawl").mkdir()
    html = (page / "input.html").read_text(encoding="utf-8")
    write_warc(tmp_path / "crawl" / "1.warc.gz", [{"id": "1", "url": "https://rain.example/", "html": html}])
    return tmp_path


@pytest.mark.parametrize("command", sized(COMMANDS))
def test_command_runs(command, desk, run):
    words = shlex.split(command)
    if words[:2] == ["cleaner", "batch"] and "-o" in words:
        (desk / words[words.index("-o") + 1]).unlink(missing_ok=True)  # which another command reads
    if "review" in words:
        (desk / "verdicts.jsonl").unlink()  # only its own verdicts it goes on with
        with reviewing(*(desk / word if "." in word else word for word in words[2:])) as review:
            assert review.address
        return
    if words[0] == "cleaner" and {"|", ">", "spark"}.isdisjoint(words):
        ran = run(*words[1:], cwd=desk)
        assert ran.returncode == 0, ran.stderr.decode()
        return
    if "spark" in words:
        need("spark", "pyspark")
        need_java()
    scripts = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
    shell = ["bash", "-o", "pipefail", "-c", command]
    ran = subprocess.run(shell, cwd=desk, env={**os.environ, "PATH": scripts}, capture_output=True, timeout=SECONDS * 4)
    assert ran.returncode == 0, ran.stderr.decode()
