"""Web pages through the commands: how they are told from texts, what is printed, what a dump of them becomes."""

from __future__ import annotations

import json
import subprocess

import pytest

from cleaner import clean_html, load_rules
from tests.conftest import FIXTURES

pytestmark = pytest.mark.usefixtures("inlined")
CASES = FIXTURES / "articles"
REVIEW = CASES / "page-01-floor-pumps-with-boxes"
GERMAN = CASES / "page-09-de-alte-sense"
INTERVIEW = CASES / "page-14-prompter-interview"
SPAM = "As an Amazon Associate I earn from qualifying purchases."
WIDE = {"COLUMNS": "240", "PATH": ""}


def expected(case, name="expected.txt"):
    return (case / name).read_bytes()


def page_of(case):
    return (case / "input.html").read_bytes()


def write_jsonl(path, records):
    path.write_text("".join(json.dumps(record, ensure_ascii=False) + "\n" for record in records), encoding="utf-8")
    return path


def read_jsonl(path):
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


@pytest.mark.parametrize("name", ["page.html", "page.HTM", "page.xhtml"])
def test_a_page_is_known_by_its_name(run, tmp_path, name):
    (tmp_path / name).write_bytes(page_of(REVIEW))
    result = run("clean", tmp_path / name)
    assert (result.returncode, result.stdout, result.stderr) == (0, expected(REVIEW), b"")


@pytest.mark.parametrize(
    "before",
    [b"", b"\xef\xbb\xbf", b"\n\n  ", b"<!-- cached 12:01 -->\n", b'<?xml version="1.0"?>\n', b"<!-- a --><!-- b -->"],
)
def test_a_page_is_known_by_its_beginning(run, before):
    assert run("clean", stdin=before + page_of(REVIEW)).stdout == expected(REVIEW)


@pytest.mark.parametrize(
    "begin", ["<HTML><p>", "<html lang=en><p>", "<head></head><p>", "<body class='x'><p>", "<!doctype HTML><p>"]
)
def test_a_page_may_begin_with_any_of_its_tags(run, begin):
    assert run("clean", stdin=f"{begin}Rain &amp; sun.</p>".encode()).stdout == b"Rain & sun.\n"


@pytest.mark.parametrize(
    "text",
    [
        "<p>Rain &amp; sun.</p>\n",
        "<header> is a tag.\n",
        "<!-- a note -->\nRain.\n",
        "Write <html> first.\n",
        "< html>\n",
    ],
)
def test_a_text_about_markup_is_no_page(run, text):
    assert run("clean", stdin=text.encode()).stdout.decode() == text


@pytest.mark.parametrize(
    ("name", "form", "out"),
    [
        ("a.html", "auto", "Rain & sun.\n"),
        ("a.html", "html", "Rain & sun.\n"),
        ("a.html", "text", "<p>Rain &amp; sun.</p>\n"),
        ("a.txt", "auto", "<p>Rain &amp; sun.</p>\n"),
        ("a.txt", "html", "Rain & sun.\n"),
        ("-", "html", "Rain & sun.\n"),
        ("-", "text", "<p>Rain &amp; sun.</p>\n"),
    ],
)
def test_input_format_overrides_name_and_beginning(run, tmp_path, name, form, out):
    raw = b"<p>Rain &amp; sun.</p>\n"
    (tmp_path / "a.html").write_bytes(raw)
    (tmp_path / "a.txt").write_bytes(raw)
    assert run("clean", name, "--input-format", form, stdin=raw, cwd=tmp_path).stdout.decode() == out


def test_markdown_has_structure_and_links_only_if_asked_for(run):
    with_links = run("clean", REVIEW / "input.html", "--format", "markdown", "--links").stdout
    assert with_links == expected(REVIEW, "expected.md")
    assert b"](https://harrow.example/spares)" in with_links
    without = run("clean", REVIEW / "input.html", "--format", "markdown").stdout
    assert without == with_links.replace(
        b"[rubber seal on its own](https://harrow.example/spares)", b"rubber seal on its own"
    )


def test_markdown_of_a_text_is_the_text(run):
    assert (
        run("clean", "--format", "markdown", "--links", stdin=f"Rain [1]\n\n{SPAM}\n".encode()).stdout == b"Rain [1]\n"
    )


def test_json_names_title_and_measures(run):
    data = json.loads(run("clean", REVIEW / "input.html", "--format", "json", "--explain").stdout)
    assert data["text"].encode() == expected(REVIEW)
    assert f"{data['title']}\n".encode() == expected(REVIEW, "title.txt")
    cards = [r["rules"] for r in data["removals"] if r["rules"][0]["id"] == "boilerplate.content"]
    assert cards
    for card in cards:
        assert len(card) > 2
        assert all(entry["id"].startswith("boilerplate.content.") for entry in card[1:])
    plain = json.loads(run("clean", REVIEW / "input.html", "--format", "json").stdout)
    assert plain["text"] == data["text"]
    assert not any(".content." in rule["id"] for r in plain["removals"] for rule in r["rules"])


@pytest.mark.parametrize("extractor", ["scorecard", "readability", "none"])
def test_extractor(run, extractor):
    data = json.loads(run("clean", INTERVIEW / "input.html", "--extractor", extractor, "--format", "json").stdout)
    by = {rule["id"] for removal in data["removals"] for rule in removal["rules"]}
    assert ("boilerplate.content" in by) == (extractor == "scorecard")
    assert ("boilerplate.readability" in by) == (extractor == "readability")
    assert "boilerplate.comments-thread" in by
    assert ("Backstage Door" in data["text"]) == (extractor == "none")


def test_an_unknown_extractor_is_refused(run):
    result = run("clean", "--extractor", "magic", stdin=b"")
    assert (result.returncode, result.stdout) == (2, b"")
    assert b"--extractor" in result.stderr


def test_encoding_is_the_callers_or_the_pages_own(run, tmp_path):
    raw = page_of(GERMAN).decode().replace('<meta charset="UTF-8">', "")
    (tmp_path / "page.html").write_bytes(raw.encode("cp1252", "xmlcharrefreplace"))
    assert run("clean", tmp_path / "page.html", "--encoding", "windows-1252").stdout == expected(GERMAN)
    meta = raw.replace("<head>", '<head><meta charset="iso-8859-1">')
    assert run("clean", stdin=meta.encode("cp1252", "xmlcharrefreplace")).stdout == expected(GERMAN)
    assert run("clean", "--input-format", "html", stdin=raw.encode("utf-16")).stdout == expected(GERMAN)


def test_diff_shows_the_visible_text_with_category_and_rule(run):
    shown = run("diff", REVIEW / "input.html", "-U", "0", env=WIDE).stdout.decode()
    lines = [line.strip() for line in shown.splitlines()]
    for text, reason in [
        ("This post contains affiliate links.", "disclosure disclosure.affiliate-note"),
        ("Buy on Amazon", "product product.affiliate-aawp"),
        ("Check the price", "product product.affiliate-lasso"),
        ("2 Comments", "boilerplate boilerplate.comments-thread"),
        ("By Ilse Marwick 11 February 2024", "boilerplate boilerplate.content"),
    ]:
        assert any(line.startswith(f"- {text}") and line.endswith(reason) for line in lines), text
    assert "<p>" not in shown
    assert "unchanged lines" in shown


@pytest.mark.parametrize("case", [REVIEW, GERMAN, INTERVIEW], ids=lambda case: case.name)
def test_diff_unified_applies_to_the_visible_text(run, tmp_path, case):
    visible = clean_html(page_of(case)).raw
    (tmp_path / "input.html").write_text(visible, encoding="utf-8")
    patch = run("diff", "input.html", "--format", "unified", cwd=case)
    assert patch.stdout.startswith(b"--- a/input.html\n+++ b/input.html\n")
    applied = subprocess.run(["patch", "-p1"], input=patch.stdout, cwd=tmp_path, capture_output=True)
    assert applied.returncode == 0, applied.stdout
    assert (tmp_path / "input.html").read_bytes() == expected(case)


def test_diff_spans_are_those_of_the_visible_text(run):
    visible = clean_html(page_of(REVIEW)).raw
    data = json.loads(run("diff", REVIEW / "input.html", "--format", "json").stdout)
    assert data["text"].encode() == expected(REVIEW)
    assert [visible[r["start"] : r["end"]] for r in data["removals"]] == [r["text"] for r in data["removals"]]


def test_diff_stat_counts_categories_and_rules(run):
    stat = run("diff", REVIEW / "input.html", "--stat").stdout.decode()
    for name in (
        "boilerplate ",
        "product ",
        "disclosure ",
        "related ",
        "product.affiliate-aawp ",
        "boilerplate.content ",
    ):
        assert any(line.startswith(name) for line in stat.splitlines()), name
    assert "characters (" in stat.splitlines()[-1]


def test_diff_explain_shows_what_the_measures_say(run):
    assert "boilerplate.content." in run("diff", REVIEW / "input.html", "--explain", env=WIDE).stdout.decode()


@pytest.mark.parametrize(
    ("data", "warning"),
    [
        (b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n1 0 obj\n<</Type/Catalog>>\nendobj\n", "binary data, not a web page"),
        (b"", "no text found"),
        (b"<html><body><script>var a = 'rain';</script></body></html>", "no article found (0 words of running text)"),
    ],
    ids=["a PDF", "nothing", "a script"],
)
def test_what_is_no_article_warns_on_standard_error(run, tmp_path, data, warning):
    (tmp_path / "page.html").write_bytes(data)
    result = run("clean", tmp_path / "page.html")
    assert (result.returncode, result.stdout) == (0, b"")
    assert f"page.html: {warning}" in result.stderr.decode()


def test_a_product_page_warns_and_is_cleaned_all_the_same(run):
    result = run("clean", CASES / "page-11-messenger-bag-product" / "input.html")
    assert result.returncode == 0
    assert b"Waxed cotton outside" in result.stdout
    assert result.stderr.decode().strip().endswith("looks like a product page, not an article")


@pytest.fixture
def mixed(tmp_path):
    folder = tmp_path / "in"
    (folder / "sub").mkdir(parents=True)
    (folder / "a.html").write_bytes(page_of(REVIEW))
    (folder / "b.txt").write_text(f"Rain.\n\n{SPAM}\n")
    (folder / "sub" / "c.htm").write_bytes(page_of(GERMAN))
    return folder


def test_a_folder_of_pages_and_texts(run, mixed, tmp_path):
    assert run("batch", mixed, "-o", tmp_path / "out").returncode == 0
    files = {p.relative_to(tmp_path / "out").as_posix(): p.read_bytes() for p in (tmp_path / "out").rglob("*.*")}
    assert files == {"a.txt": expected(REVIEW), "b.txt": b"Rain.\n", "sub/c.txt": expected(GERMAN)}


def test_a_folder_of_markdown(run, mixed, tmp_path):
    assert run("batch", mixed, "-o", tmp_path / "out", "--format", "markdown", "--links").returncode == 0
    files = {p.relative_to(tmp_path / "out").as_posix(): p.read_bytes() for p in (tmp_path / "out").rglob("*.*")}
    assert files == {
        "a.md": expected(REVIEW, "expected.md"),
        "b.md": b"Rain.\n",
        "sub/c.md": expected(GERMAN, "expected.md"),
    }


def test_a_page_and_a_text_of_one_name_do_not_overwrite_each_other(run, tmp_path):
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "a.html").write_text("<p>Sun.</p>")
    (tmp_path / "in" / "a.txt").write_text("Rain.")
    assert run("batch", tmp_path / "in", "-o", tmp_path / "out").returncode == 0
    assert sorted(p.read_text().strip() for p in (tmp_path / "out").iterdir()) == ["Rain.", "Sun."]


@pytest.fixture
def dump(tmp_path):
    page = page_of(REVIEW).decode()
    return write_jsonl(
        tmp_path / "dump.jsonl",
        [
            {"id": 1, "html": page, "n": [1, None]},
            {"id": 2, "text": f"Rain.\n\n{SPAM}\n"},
            {"id": 3, "html": page, "title": "Mine"},
            {"id": 4, "html": page, "title": None},
            {"id": 5, "text": "<p>Rain &amp; sun.</p>", "html": page},
            {"id": 6, "text": None, "html": page_of(GERMAN).decode()},
        ],
    )


def test_records_with_pages_and_with_texts(run, dump, tmp_path):
    result = run("batch", dump, "-o", tmp_path / "out.jsonl")
    assert result.returncode == 0, result.stderr
    rows, before = read_jsonl(tmp_path / "out.jsonl"), read_jsonl(dump)
    texts = [
        expected(REVIEW).decode(),
        "Rain.\n",
        *[expected(REVIEW).decode()] * 2,
        "<p>Rain &amp; sun.</p>",
        expected(GERMAN).decode(),
    ]
    assert [row["text"] for row in rows] == texts
    made = {"text", "title", "rules_version"}
    others = [{k: v for k, v in row.items() if k not in made} for row in rows]
    assert others == [{k: v for k, v in row.items() if k not in made} for row in before]
    assert {row["rules_version"] for row in rows} == {load_rules().version}


def test_a_title_is_added_and_never_overwritten(run, dump, tmp_path):
    run("batch", dump, "-o", tmp_path / "out.jsonl")
    titles = [row.get("title", "none") for row in read_jsonl(tmp_path / "out.jsonl")]
    found = [expected(case, "title.txt").decode().strip() for case in (REVIEW, GERMAN)]
    assert titles == [found[0], "none", "Mine", None, "none", found[1]]


def test_workers_do_not_change_what_pages_become(run, dump, tmp_path, monkeypatch):
    monkeypatch.undo()
    for workers in (1, 2):
        run("batch", dump, "-o", tmp_path / f"{workers}.jsonl", "--workers", workers, "--format", "markdown")
    assert (tmp_path / "1.jsonl").read_bytes() == (tmp_path / "2.jsonl").read_bytes()


@pytest.mark.parametrize("field", ["text", "body"])
def test_input_format_html_takes_a_text_field_for_markup(run, tmp_path, field):
    write_jsonl(tmp_path / "in.jsonl", [{field: page_of(REVIEW).decode()}])
    args = ["--input-format", "html", "--text-field", field]
    assert run("batch", tmp_path / "in.jsonl", "-o", tmp_path / "out.jsonl", *args).returncode == 0
    (row,) = read_jsonl(tmp_path / "out.jsonl")
    assert row[field].encode() == expected(REVIEW)


def test_html_field_may_have_another_name(run, tmp_path):
    write_jsonl(tmp_path / "in.jsonl", [{"raw_content": page_of(REVIEW).decode()}])
    run("batch", tmp_path / "in.jsonl", "-o", tmp_path / "out.jsonl", "--html-field", "raw_content")
    (row,) = read_jsonl(tmp_path / "out.jsonl")
    assert row["text"].encode() == expected(REVIEW)
    assert row["raw_content"].encode() == page_of(REVIEW)


def test_pages_that_are_null_stay_and_what_is_none_is_rejected_with_a_reason(run, tmp_path):
    rows = [
        {"html": None},
        {"html": 7},
        {"html": ["<p>"]},
        {"text": None, "html": None},
        {"html": ""},
        {"html": "\ud800 <p>Sun."},
    ]
    (tmp_path / "in.jsonl").write_text("".join(json.dumps(row) + "\n" for row in rows))
    result = run("batch", tmp_path / "in.jsonl", "-o", tmp_path / "out.jsonl")
    assert result.returncode == 1
    assert b"Traceback" not in result.stderr
    texts = [row.get("text") for row in read_jsonl(tmp_path / "out.jsonl")]
    assert [text and text.split("\n\n")[-1] for text in texts] == [None, None, "", "Sun.\n"]
    assert [row["reason"] for row in read_jsonl(tmp_path / "out.jsonl.rejects.jsonl")] == [
        "field 'html' is no text but int",
        "field 'html' is no text but list",
    ]


def test_warnings_of_pages_name_their_record(run, tmp_path):
    write_jsonl(tmp_path / "in.jsonl", [{"html": page_of(REVIEW).decode()}, {"html": "%PDF-1.4"}])
    result = run("batch", tmp_path / "in.jsonl", "-o", tmp_path / "out.jsonl")
    assert result.returncode == 0
    assert "in.jsonl:2: binary data, not a web page" in result.stderr.decode()
    assert "in.jsonl:1:" not in result.stderr.decode()


def test_extractor_of_a_batch(run, tmp_path):
    write_jsonl(tmp_path / "in.jsonl", [{"html": page_of(INTERVIEW).decode()}])
    run("batch", tmp_path / "in.jsonl", "-o", tmp_path / "out.jsonl", "--extractor", "none")
    assert "Backstage Door" in read_jsonl(tmp_path / "out.jsonl")[0]["text"]


@pytest.mark.parametrize("name", ["in.parquet", "in.jsonl", "in.json", "in.csv", "in.txt.gz", "in.warc", "in"])
def test_clean_says_what_is_a_dump(run, tmp_path, name):
    if name == "in":
        (tmp_path / name).mkdir()
    else:
        (tmp_path / name).write_bytes(b"{}")
    refused = run("clean", tmp_path / name)
    assert (refused.returncode, refused.stdout) == (2, b"")
    assert b"a dump, not an article: clean it with `cleaner batch`" in refused.stderr


@pytest.mark.parametrize("data", [b"PAR1....PAR1", b"\x1f\x8b\x08\0", b"WARC/1.1\r\n", b"\x28\xb5\x2f\xfd"])
def test_clean_says_what_is_no_article_whatever_it_is_called(run, data):
    refused = run("clean", stdin=data)
    assert (refused.returncode, refused.stdout) == (2, b"")
    assert b"not an article: clean a dump with `cleaner batch`" in refused.stderr
