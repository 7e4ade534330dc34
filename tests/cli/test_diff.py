"""`cleaner diff`: records of dumps, forms, colour, pager, width, and nothing that a terminal would obey."""

from __future__ import annotations

import gzip
import json
import os
import re
import subprocess
import sys
from collections import Counter
from functools import partial

import pytest

from cleaner.cli.pick import sample
from cleaner.cli.view import View
from cleaner.report.article import ShownArticle
from cleaner.ruleset.schema import CATEGORIES
from tests.cli import terminal
from tests.cli.terminal import ENV
from tests.conftest import FIXTURES, assert_one_line_error
from tests.report.hostile import ALL, SEQUENCES, hostile_characters
from tests.toy import OPTIONS, SPAM, clean_text

CALL = "Subscribe to our bell letter"
RAW = f"Rain is wet.\n\n{SPAM}\n\nSun is warm. (ringing a bell)\n{CALL}\n"
CLEANED = "Rain is wet.\n\nSun is warm.\n"
COLOR = re.compile(r"\x1b\[[0-9;]*m")


@pytest.fixture
def run(run):
    """`run` with rules of the tests alone."""
    return lambda *args, **options: run(*args, *OPTIONS, **options)


def on_terminal(*args, **options):
    """The same on a terminal."""
    return terminal.on_terminal(*args, *OPTIONS, **options)


def process_on_terminal(*args, **options):
    """The same in a process."""
    return terminal.process_on_terminal(*args, *OPTIONS, **options)


@pytest.fixture
def wide(run):
    """`run` with long rows, so that names of temporary folders fit."""
    return partial(run, env={**os.environ, "COLUMNS": "300"})


@pytest.fixture
def article(tmp_path):
    path = tmp_path / "article.txt"
    path.write_text(RAW)
    return path


def records(count=60):
    for number in range(count):
        address = f"https://example.org/{number}"
        yield {"id": f"n{number}", "url": address, "text": f"Article {number}.\n\n{SPAM}\n"}


@pytest.fixture
def dump(tmp_path):
    path = tmp_path / "dump.jsonl"
    path.write_text("".join(json.dumps(record) + "\n" for record in records()))
    return path


def as_parquet(path):
    import pyarrow as pa
    from pyarrow import parquet

    parquet.write_table(pa.Table.from_pylist(list(records())), path)


def as_csv(path):
    path.write_text("id,url,text\n" + "".join('{id},{url},"{text}"\n'.format(**record) for record in records()))


def as_warc(path):
    blocks = []
    for record in records():
        body = "<article><p>" + record["text"].replace("\n\n", "</p><p>") + "</p></article>"
        page = f"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n{body}"
        head = f"WARC/1.0\r\nWARC-Type: response\r\nWARC-Target-URI: {record['url']}\r\n"
        head += f"WARC-Record-ID: <urn:uuid:{record['id']}>\r\nContent-Type: application/http; msgtype=response\r\n"
        blocks.append(f"{head}Content-Length: {len(page)}\r\n\r\n{page}\r\n\r\n")
    path.write_bytes(b"".join(gzip.compress(block.encode()) for block in blocks))


def as_jsonl_gz(path):
    path.write_bytes(gzip.compress("".join(json.dumps(record) + "\n" for record in records()).encode()))


FORMS = {"d.parquet": as_parquet, "d.csv": as_csv, "d.jsonl.gz": as_jsonl_gz, "d.warc.gz": as_warc}


# Records of a dump


@pytest.mark.parametrize("name", FORMS)
def test_a_record_of_a_dump_by_its_id_and_by_its_source(wide, tmp_path, name):
    FORMS[name](tmp_path / name)
    every = [
        json.loads(line)
        for line in wide("diff", tmp_path / name, "--sample", 60, "--format", "json").stdout.splitlines()
    ]
    wanted = every[17]
    assert wanted["url"] == "https://example.org/17"
    for key in (wanted["id"], wanted["source"], wanted["source"].removeprefix(f"{tmp_path}/")):
        assert key
        shown = wide("diff", tmp_path / name, "--id", key)
        assert shown.returncode == 0, shown.stderr
        head, *lines = shown.stdout.decode().splitlines()
        assert head.startswith(f"== {wanted['source']}  id {wanted['id']}  https://example.org/17  removed ")
        assert any(line.startswith(f"- {SPAM}") for line in lines)
        assert (
            json.loads(wide("diff", tmp_path / name, "--id", key, "--format", "json").stdout)["source"]
            == wanted["source"]
        )


def test_fields_are_named_or_guessed_as_in_batch(wide, tmp_path):
    path = tmp_path / "d.jsonl"
    path.write_text(json.dumps({"key": "k", "words": RAW, "page": "<p>x</p>", "at": "https://example.org/x"}) + "\n")
    shown = wide("diff", path, "--id", "k", "--text-field", "words", "--url-field", "at")
    assert f"- {SPAM}" in shown.stdout.decode()
    assert "https://example.org/x" in shown.stdout.decode()
    assert b"id field: key" in shown.stderr
    named = ("--text-field", "words", "--id-field", "at")
    assert_one_line_error(wide("diff", path, "--id", "k", *named), "no record has the id or the source k")


def test_pages_in_dumps_are_explained_as_pages_are(wide, tmp_path):
    page = (FIXTURES / "articles/page-02-beans-recipe-card/input.html").read_text()
    (tmp_path / "page.html").write_text(page)
    (tmp_path / "d.jsonl").write_text(json.dumps({"id": 1, "html": page}) + "\n")
    alone = wide("diff", tmp_path / "page.html", "--explain").stdout
    of_dump = wide("diff", tmp_path / "d.jsonl", "--id", "1", "--explain").stdout
    assert alone == of_dump.partition(b"\n")[2]
    assert b"boilerplate.content.from_title" in alone


def test_a_sample_is_the_same_for_the_same_seed(run, tmp_path):
    folder = tmp_path / "folder"
    folder.mkdir()
    lines = [json.dumps(record) + "\n" for record in records()]
    (folder / "a.jsonl").write_text("".join(lines[:40]))
    (folder / "b.jsonl").write_text("".join(lines[40:]))

    def ids(*args):
        result = run("diff", *args, "--format", "json", cwd=tmp_path)
        assert result.returncode == 0, result.stderr
        return [json.loads(line)["id"] for line in result.stdout.splitlines()]

    first = ids("folder", "--sample", 12, "--seed", 1)
    assert len(set(first)) == 12
    assert first == sorted(first, key=lambda name: int(name[1:]))
    assert ids("folder", "--sample", 12, "--seed", 1) == first
    assert ids("folder/*.jsonl", "--sample", 12, "--seed", 1) == first
    assert ids("folder", "--sample", 12, "--seed", 2) != first
    assert set(ids("folder", "--sample", 5, "--seed", 1)) < set(first)
    assert len(ids("folder", "--sample", 1000)) == 60


def test_a_sample_is_fair_and_knows_no_order():
    places = [(f"file{number // 7}:{number}", partial(int, number)) for number in range(40)]
    counts = Counter()
    for seed in range(400):
        chosen = [source for source, _ in sample(iter(places), 10, seed)]
        assert set(chosen) == {source for source, _ in sample(reversed(places), 10, seed)}
        counts.update(chosen)
    assert len(counts) == 40
    assert all(60 < count < 140 for count in counts.values())


def test_a_sample_shows_each_article_under_a_line_of_its_own(wide, dump):
    shown = wide("diff", dump, "--sample", 3, "--seed", 1).stdout.decode()
    heads = [line for line in shown.splitlines() if line.startswith("== ")]
    assert len(heads) == 3
    for head in heads:
        assert re.fullmatch(
            rf"== {dump}:\d+  id n\d+  https://example\.org/\d+  removed \d+\.\d%", head.replace("\n", "")
        )
    assert shown.splitlines()[-1].startswith("3 articles: removed ")
    counts = wide("diff", dump, "--sample", 3, "--stat").stdout.decode()
    assert "in 3 removals" in counts
    assert "==" not in counts


def test_records_that_are_none_have_their_reason(run, tmp_path):
    (tmp_path / "d.jsonl").write_text('{"id": 1, "text": "Rain."}\n{broken\n')
    result = run("diff", tmp_path / "d.jsonl", "--sample", 2)
    assert result.returncode == 0
    assert "cannot be cleaned: " in result.stdout.decode()
    assert "1 articles: removed 0" in result.stdout.decode()
    assert_one_line_error(run("diff", tmp_path / "d.jsonl", "--id", "d.jsonl:2"), "d.jsonl:2")
    data = [
        json.loads(line)
        for line in run("diff", tmp_path / "d.jsonl", "--sample", 2, "--format", "json").stdout.splitlines()
    ]
    assert "error" in data[1]


def test_standard_input_as_a_dump(run, dump):
    assert "id n7 " in run("diff", "-", "--id", "n7", stdin=dump.read_bytes()).stdout.decode()
    assert b"2 articles" in run("diff", "-", "--sample", 2, stdin=dump.read_bytes()).stdout


@pytest.mark.parametrize(
    ("args", "words"),
    [
        (["dump.jsonl"], ["dump.jsonl", "--id", "--sample"]),
        (["."], ["--id", "--sample"]),
        (["article.txt.gz"], ["article.txt.gz", "--id", "--sample"]),
        (["s3://bucket/article.txt"], ["s3://bucket", "--id", "--sample"]),
        (["article.txt", "dump.jsonl"], ["dump.jsonl", "--id"]),
        (["dump.jsonl", "--id", "nobody"], ["dump.jsonl", "nobody"]),
        (["dump.jsonl", "--id", "n1", "--sample", "2"], ["--id", "--sample"]),
        (["article.txt", "article.txt", "--sample", "2"], ["CLEANED"]),
        (["article.txt", "article.txt", "--category", "ad"], ["CLEANED", "--category"]),
        (["article.txt", "--category", "adverts"], ["adverts", *CATEGORIES]),
        (["article.txt", "--side-by-side", "--stat"], ["--side-by-side"]),
        (["article.txt", "--color", "often"], ["often", "never"]),
        (["dump.jsonl", "--sample", "0"], ["--sample"]),
        (["no-such-folder/*.jsonl", "--sample", "2"], ["no-such-folder"]),
        (["\x1b[31m\u202e.txt"], ["\\u001b[31m\\u202e.txt"]),
        (["dump.jsonl", "--id", "\x1b]0;x\x07\u2066"], ["\\u001b]0;x\\u0007\\u2066"]),
        (["article.txt", "--category", "\x9b2J"], ["x9b2J"]),
        (["article.txt", "--rules", "\x1b[2J.toml"], ["\\u001b[2J.toml"]),
    ],
)
@pytest.mark.usefixtures("dump")
def test_what_cannot_be_shown_is_one_line(run, article, args, words):
    result = run("diff", *args, cwd=article.parent)
    assert_one_line_error(result, *words)
    assert not hostile_characters(result.stderr.decode())


# Forms


def test_side_by_side(run, article):
    rows = run("diff", article, "--side-by-side").stdout.decode().splitlines()
    assert len({row.index("│") for row in rows[:-1]}) == 1
    assert ["Rain is wet.", "Rain is wet."] in [[half.strip() for half in row.split("│")] for row in rows]
    assert all(len(row) <= 100 for row in rows)


def test_only_some_categories_are_changes_in_every_form(wide, article, tmp_path):
    only = ["--category", "promo"]
    rows = wide("diff", article, *only).stdout.decode().splitlines()
    assert [row for row in rows if row[0] != " "][:-1] == [row for row in rows if row.startswith("- Subscribe")]
    assert f"  {SPAM}" in [row.rstrip() for row in rows]
    stat = wide("diff", article, *only, "--stat").stdout.decode()
    assert "promo" in stat
    assert "disclosure" not in stat
    data = json.loads(wide("diff", article, *only, "--format", "json").stdout)
    assert {removal["category"] for removal in data["removals"]} == {"promo"}
    assert data["text"] == RAW.removesuffix(f"{CALL}\n")
    patch = wide("diff", article.name, *only, "--format", "unified", cwd=tmp_path).stdout
    subprocess.run(["patch", "-p1", "-s"], input=patch, cwd=tmp_path, check=True)
    assert article.read_text() == data["text"]
    assert wide("diff", article, "--category", "meta", "--exit-code").returncode == 0
    article.write_text(RAW)
    assert wide("diff", article, *only, "--exit-code").returncode == 1
    both = wide("diff", article, *only, "--category", "disclosure", "--stat").stdout
    assert both == wide("diff", article, "--stat").stdout


def test_exit_code_of_a_sample(run, dump, tmp_path):
    assert run("diff", dump, "--sample", 3, "--exit-code").returncode == 1
    (tmp_path / "clean.jsonl").write_text('{"text": "Rain."}\n')
    assert run("diff", tmp_path / "clean.jsonl", "--sample", 3, "--exit-code").returncode == 0


def test_a_patch_is_exact_whatever_is_in_it(run, tmp_path):
    raw = f"Rain \x1b[31m\x07 \u202e falls\ufeff\r\n{SPAM}\r\nSun\x0b\x0c\x85\u2028shines \x00\n{SPAM}\nlast"
    (tmp_path / "a.txt").write_bytes(raw.encode())
    patch = run("diff", "a.txt", "--format", "unified", "--encoding", "utf-8", cwd=tmp_path).stdout
    applied = subprocess.run(["patch", "-p1", "--binary"], input=patch, cwd=tmp_path, capture_output=True)
    assert applied.returncode == 0, applied.stdout
    assert (tmp_path / "a.txt").read_bytes().decode() == clean_text(raw).text


@pytest.mark.usefixtures("dump")
def test_the_patch_of_a_record(run, tmp_path):
    patch = run("diff", "dump.jsonl", "--id", "n3", "--format", "unified", cwd=tmp_path).stdout
    (tmp_path / "dump.jsonl:4").write_text(f"Article 3.\n\n{SPAM}\n")
    subprocess.run(["patch", "-p1", "-s"], input=patch, cwd=tmp_path, check=True)
    assert (tmp_path / "dump.jsonl:4").read_text() == "Article 3.\n"


def test_a_large_file_beside_another(run, tmp_path):
    lines = [f"Line {number} of the story.\n" for number in range(10_000)]
    (tmp_path / "raw.txt").write_text("".join(lines))
    (tmp_path / "cleaned.txt").write_text("".join(line for number, line in enumerate(lines) if number % 3))
    result = run("diff", tmp_path / "raw.txt", tmp_path / "cleaned.txt", "--stat")
    assert b"in 3,334 removals" in result.stdout


# Colour


def test_colour_on_a_terminal_only(run, article):
    assert COLOR.search(on_terminal("diff", article, "--no-pager").text)
    assert b"\x1b" not in run("diff", article).stdout
    assert b"\x1b[31m" in run("diff", article, "--color", "always").stdout


@pytest.mark.parametrize(
    ("args", "env"),
    [
        (["--color", "never"], {}),
        ([], {"NO_COLOR": "1"}),
        ([], {"NO_COLOR": "1", "FORCE_COLOR": "1"}),
        ([], {"TERM": "dumb"}),
    ],
)
@pytest.mark.parametrize("form", [[], ["--stat"], ["--side-by-side"], ["--format", "unified"], ["--explain"]])
def test_no_escape_at_all_where_colour_is_not_wanted(article, args, env, form):
    shown = on_terminal("diff", article, "--no-pager", *args, *form, env=env)
    assert shown.code == 0
    assert "\x1b" not in shown.text
    assert "disclosure" in shown.text or form == ["--format", "unified"]


def test_colour_that_is_asked_for_stands_above_the_environment(article):
    assert COLOR.search(on_terminal("diff", article, "--no-pager", "--color", "always", env={"NO_COLOR": "1"}).text)
    assert COLOR.search(on_terminal("diff", article, "--no-pager", env={"NO_COLOR": ""}).text)


# Pager


@pytest.fixture
def pager(tmp_path):
    """A pager that leaves behind what it was given, and the environment that it had."""
    script = tmp_path / "pager"
    script.write_text('#!/bin/sh\necho "$LESS|$1" > "$0.env"\ncat > "$0.out"\necho paged\n')
    script.chmod(0o755)
    return script


def paged(pager):
    out = pager.with_suffix(".out")
    text = out.read_text() if out.exists() else None
    out.unlink(missing_ok=True)
    return text


@pytest.mark.parametrize("name", ["CLEANER_PAGER", "PAGER"])
def test_the_pager_of_the_environment(article, pager, name):
    shown = on_terminal("diff", article, env={name: f"{pager} 'an argument'", "LESS": "S"})
    assert (shown.text, shown.code) == ("paged\n", 0)
    assert SPAM in COLOR.sub("", paged(pager))
    assert pager.with_suffix(".env").read_text() == "S|an argument\n"
    assert on_terminal("diff", article, "--exit-code", env={name: str(pager)}).code == 1
    assert pager.with_suffix(".env").read_text() == "FRX|\n"


def test_our_own_pager_comes_before_the_general_one(article, pager):
    assert SPAM in on_terminal("diff", article, env={"CLEANER_PAGER": "cat", "PAGER": str(pager)}).text
    assert paged(pager) is None
    on_terminal("diff", article, env={"CLEANER_PAGER": str(pager), "PAGER": "cat"})
    assert paged(pager)


@pytest.mark.parametrize(
    ("args", "env"), [(["--no-pager"], {}), ([], {"PAGER": "cat"}), ([], {"PAGER": ""}), ([], {"CLEANER_PAGER": ""})]
)
def test_no_pager(article, pager, args, env):
    (pager.parent / "cat").symlink_to(pager)  # which is not even started
    path = f"{pager.parent}:{ENV['PATH']}"
    shown = on_terminal("diff", article, *args, env={"PATH": path, "PAGER": str(pager), **env})
    assert SPAM in shown.text
    assert "paged" not in shown.text
    assert paged(pager) is None


def test_no_pager_in_a_pipe_and_none_before_an_error(run, article, pager):
    assert SPAM.encode() in run("diff", article, env={**ENV, "PAGER": str(pager)}).stdout
    shown = on_terminal("diff", "no-such-file.txt", env={"PAGER": str(pager)})
    assert shown.code == 2
    assert paged(pager) is None


def test_a_pager_that_is_not_there_is_told_and_done_without(article):
    shown = on_terminal("diff", article, env={"PAGER": "no-such-pager\x1b[2J --x"})
    assert shown.text.startswith("cleaner: cannot run the pager no-such-pager\\u001b[2J")
    assert SPAM in shown.text
    assert shown.code == 0


@pytest.mark.parametrize("quitter", ["true", "head -n 1", "sh -c 'exit 3'"])
def test_a_pager_that_quits_is_no_error(tmp_path, quitter):
    (tmp_path / "long.txt").write_text(f"Rain.\n{SPAM}\n" * 2_000)  # more than a pipe holds
    shown = on_terminal("diff", tmp_path / "long.txt", env={"PAGER": quitter})
    assert shown.code == 0
    assert "Traceback" not in shown.text
    assert "cleaner:" not in shown.text


def test_an_interrupt_is_the_pagers(tmp_path):
    (tmp_path / "long.txt").write_text(f"Rain.\n{SPAM}\n" * 2_000)
    shown = process_on_terminal("diff", tmp_path / "long.txt", rows=10, keys=b"\x03q")
    assert shown.code in (0, 130)
    assert "Traceback" not in shown.text


def test_less_shows_colours_and_scripts(tmp_path):
    (tmp_path / "a.txt").write_text("鉄瓶の手入れ 👩\u200d🚀 می\u200cخواهم\n" + f"{SPAM}\n" * 40)
    shown = process_on_terminal("diff", tmp_path / "a.txt", rows=10, keys=b"q", env={"LC_ALL": "C"})
    assert shown.code == 0
    assert "鉄瓶の手入れ" in shown.text
    assert "\x1b[31m" in shown.text
    assert shown.text.count(SPAM) < 12
    short = process_on_terminal("diff", tmp_path / "a.txt", rows=200)
    assert short.text.count(SPAM) == 40


# Width


def test_the_width_in_a_pipe_is_that_of_no_terminal(article, tmp_path):
    script = f"{sys.executable} -m cleaner diff {article} {' '.join(map(str, OPTIONS))} > {tmp_path}/piped"
    article.write_text(f"{'Rain falls on the roof. ' * 20}\n{SPAM}\n")
    for columns in (40, 170):
        env = {"PAGER": "sh -c 'cat > /dev/null; " + script + "'"}
        on_terminal("diff", article, columns=columns, env=env)
        assert max(map(len, (tmp_path / "piped").read_text().splitlines())) in range(90, 101)
    on_terminal("diff", article, columns=40, env={**env, "COLUMNS": "70"})
    assert max(map(len, (tmp_path / "piped").read_text().splitlines())) in range(60, 71)


@pytest.mark.parametrize("columns", [1, 20, 40, 60, 61, 100, 200])
def test_the_width_on_a_terminal(article, columns):
    article.write_text(f"{'Rain falls on the roof. ' * 20}\n{SPAM}\n")
    shown = on_terminal("diff", article, "--no-pager", "--color", "never", columns=columns).text
    longest = max(map(len, shown.splitlines()))
    assert max(20, columns) * 0.8 <= longest <= max(20, columns)
    assert ("↳" in shown) == (columns <= 60)
    left = [re.sub(r" +(disclosur|earns-fro|bells).*", "", row)[2:] for row in shown.splitlines()]
    assert "".join(SPAM.split()) in "".join("".join(left).split())


@pytest.mark.parametrize("columns", ["0", "-5", "x", "", "5", "9" * 12])
def test_columns_that_mean_nothing(run, article, columns):
    assert SPAM.split()[-1] in run("diff", article, env={**ENV, "COLUMNS": columns}).stdout.decode()


# Hostile text


FORMS_FOR_PEOPLE = [[], ["--side-by-side"], ["--stat"], ["--explain"], ["--format", "unified"], ["--format", "json"]]


@pytest.mark.parametrize("form", FORMS_FOR_PEOPLE)
def test_nothing_hostile_reaches_a_terminal(tmp_path, form):
    hostile = ALL.encode("utf-8", "replace").decode()
    text = (
        "".join(f"{name} {piece}\n" for name, piece in SEQUENCES.items())
        + f"{SPAM}{hostile}\n{hostile}{SPAM}\n{SPAM}\n"
    )
    references = "".join(f"&#{ord(c)};&#x{ord(c):x};" for c in ALL)
    page = f"<title>{references}</title><article><p>Rain falls {references} on the roof.</p><p>{SPAM}</p></article>"
    lines = [
        {"id": ALL, "url": f"https://x.example/{ALL}", "title": ALL, "text": text},
        {"id": "page", "url": "\x1b]8;;https://evil.example\x07", "html": page},
        {"id": "other", "text": {ALL: ALL}},
    ]
    name = "\x1b[31m\u202e\udcff.jsonl"
    (tmp_path / name).write_text("".join(json.dumps(line) + "\n" for line in lines))
    shown = on_terminal("diff", name, "--sample", 5, "-U", 99, "--no-pager", *form, cwd=tmp_path)
    assert shown.code == 0, shown.text
    assert not hostile_characters(COLOR.sub("", shown.text))
    if form != ["--stat"]:
        assert "\\u001b" in shown.text


def test_reasons_of_records_are_made_harmless_too():
    view = View("terminal", False, False, 3, False, (), True)
    rows = view.rows([ShownArticle(ALL, None, ALL, ALL, ALL)], 80)
    assert not hostile_characters("\n".join("".join(segment.text for segment in row) for row in rows))


@pytest.mark.parametrize("form", FORMS_FOR_PEOPLE[:4])
def test_nothing_hostile_goes_into_a_pipe_for_people(run, tmp_path, form):
    page = "<article><p>Rain &#27;[2J &#x9b;2J &#x202e; &#8238; falls.</p><p>" + SPAM + "&#27;]8;;x&#7;</p></article>"
    (tmp_path / "a.html").write_text(page)
    shown = run("diff", tmp_path / "a.html", "-U", 99, *form).stdout.decode()
    assert not hostile_characters(shown)
    assert "disclosure" in shown


def test_hostile_names_of_files(run, tmp_path):
    name = "\x1b]0;owned\x07\u202e.txt"
    (tmp_path / name).write_text(RAW)
    patch = run("diff", name, "--format", "unified", cwd=tmp_path).stdout.decode()
    assert not hostile_characters(patch)
    result = run("diff", tmp_path, "--sample", 1)
    assert not hostile_characters(result.stdout.decode())
    assert os.fsencode(name) not in result.stdout


@pytest.mark.parametrize("form", [["--format", "unified"], ["--format", "json"]])
def test_what_programs_read_is_exact(run, tmp_path, form):
    (tmp_path / "a.txt").write_bytes(f"Rain \x1b[1m \u202e\n{SPAM}\n".encode())
    shown = run("diff", tmp_path / "a.txt", *form, "--color", "always").stdout.decode()
    if form[1] == "json":
        assert json.loads(shown)["text"] == "Rain \x1b[1m \u202e\n"
    else:
        assert " Rain \x1b[1m \u202e\n" in shown
