"""The report of a run: sealed, true to what was counted, bounded, and the same however the run went."""

from __future__ import annotations

import json
import sys
from dataclasses import replace

import pytest

from cleaner import clean_text
from cleaner.records.jsonl import JsonlOutput
from cleaner.report.html.batch import batch_page
from cleaner.report.html.document import RunPlace, document_row
from cleaner.report.sanitize import sanitize
from cleaner.ruleset.load import default_rules
from cleaner.stats import Tally
from cleaner.text.fold import well_formed
from tests.conftest import FIXTURES, assert_one_line_error
from tests.engines.inline import KilledError
from tests.report import traps
from tests.report.sealed import of_class, sealed, texts

pytestmark = pytest.mark.usefixtures("inlined")
SPAM = "As an Amazon Associate I earn from qualifying purchases."
DOCUMENTS = f"//li{of_class('document')}"


def number(text):
    return int(text.replace(",", ""))


def write_jsonl(path, records):
    path.write_text("".join(json.dumps(record) + "\n" for record in records), encoding="utf-8")


@pytest.fixture
def report(run, tmp_path):
    """Cleans with a report, and gives the page's tree if it is sealed."""

    def made(*args):
        result = run(
            "batch", *args, "-o", "out.jsonl", "--report", "report.html", "--stats", "stats.json", cwd=tmp_path
        )
        assert result.returncode in (0, 1), result.stderr
        assert sorted(path.name for path in tmp_path.glob("*.partial")) == []
        return sealed((tmp_path / "report.html").read_text(encoding="utf-8"))

    return made


def test_numbers_are_those_of_the_run(report, tmp_path):
    (tmp_path / "bad.jsonl").write_text("no json\n[1]\nno json\n")
    tree = report(FIXTURES / "dump", "bad.jsonl", "--removed", "removed.jsonl")
    summary = json.loads((tmp_path / "stats.json").read_text())
    stats = summary["stats"]
    tiles = dict(zip(texts(tree, "//dl[@class='tiles']//dt"), texts(tree, "//dl[@class='tiles']//b"), strict=True))
    assert number(tiles["Documents"]) == stats["documents"]
    assert number(tiles["Characters"]) == stats["characters"]
    assert tiles["Removed"] == f"{stats['removed_characters'] / stats['characters']:.1%}"
    assert number(tiles["Removals"]) == stats["removals"]
    assert number(tiles["Warnings"]) == summary["warnings"]
    assert number(tiles["Rejected"]) == summary["rejected"] == 3
    names = texts(tree, "//section[@id='rules']//tbody//th/code")
    counts = map(number, texts(tree, "//section[@id='rules']//tbody/tr[1]/td[3]"))
    assert dict(zip(names, counts, strict=True)) == stats["removals_by_rule"]
    characters = map(number, texts(tree, "//section[@id='rules']//tbody/tr[1]/td[2]"))
    rows = [json.loads(line) for line in (tmp_path / "removed.jsonl").read_text().splitlines()]
    assert sum(characters) == sum(row["end"] - row["start"] for row in rows)


def test_rejects_stand_with_place_and_reason(report, tmp_path):
    (tmp_path / "in.jsonl").write_text('{"text": "Rain."}\n' + "no json\n" * 5 + "{}\n")
    tree = report("in.jsonl")
    rows = {
        reason: texts(body, ".//li")
        for body in tree.xpath("//section[@id='rejected']//tbody")
        for reason in texts(body, ".//th")
    }
    assert list(rows) == ["is no JSON", "has no field 'text' and no field 'html'"]
    assert [row.split()[0] for row in rows["is no JSON"]] == ["in.jsonl:2", "in.jsonl:3", "in.jsonl:4"]
    assert "Expecting value" in rows["is no JSON"][0]


def test_documents_with_warnings_come_first_then_those_that_lost_most(report):
    tree = report(FIXTURES / "dump")
    items = tree.xpath(DOCUMENTS)
    warned = ["warned" in item.get("class") for item in items]
    assert warned == sorted(warned, reverse=True)
    shares = [float(share.rstrip("%")) for share in texts(tree, f"{DOCUMENTS}//*[@class='loss']")]
    cut = warned.index(False)
    assert shares == sorted(shares[:cut], reverse=True) + sorted(shares[cut:], reverse=True)
    assert texts(items[0], f".//*{of_class('warning')}") == ["removed 67% of the text"]


def test_removals_stand_in_their_context(report, tmp_path):
    before, after = "Rain is wet. " * 20, "The road is long. " * 20
    write_jsonl(tmp_path / "in.jsonl", [{"id": "r", "text": f"{before}\n\n{SPAM}\n\n{after}"}])
    (item,) = report("in.jsonl").xpath(DOCUMENTS)
    (excerpt,) = item.xpath(".//blockquote")
    assert texts(excerpt, ".//del") == [SPAM]
    around = excerpt.text_content().replace(SPAM, "|")
    assert around.count("|") == 1
    assert "Rain is wet." in around.split("|")[0]
    assert "The road is long." in around.split("|")[1]
    assert len(around) < 150
    assert texts(item, f".//*{of_class('chip')}") == ["disclosure", "disclosure"]
    assert "disclosure.amazon-associate" in texts(item, ".//ol//code")


def test_every_rule_has_samples_that_it_removed(report):
    tree = report(FIXTURES / "dump")
    bodies = tree.xpath("//section[@id='rules']//tbody")
    assert len(bodies) > 20
    for body in bodies:
        (name,) = texts(body, ".//th/code")
        assert texts(body, ".//blockquote//del"), name
        assert texts(body, f".//th/*{of_class('quiet')}") != [""], name


def test_what_goes_in_a_row_is_one_sample(report, tmp_path):
    teasers = "\n".join(f"- {number} Huts in {number} Days" for number in ("Two", "Six", "Ten"))
    write_jsonl(tmp_path / "in.jsonl", [{"text": f"Rain is wet and the road is long.\n\nRelated posts:\n{teasers}\n"}])
    (item,) = report("in.jsonl").xpath(DOCUMENTS)
    assert texts(item, ".//blockquote//del") == [
        "Related posts: - Two Huts in Two Days - Six Huts in Six Days - Ten Huts in Ten Days"
    ]


def test_sites_stand_by_share_with_the_median(report, tmp_path):
    rows = [
        {"url": f"https://www.s{site}.example/{page}", "text": "Rain is wet. " * (60 - 20 * site) + f"\n\n{SPAM}\n"}
        for site in range(3)
        for page in range(4)
    ]
    write_jsonl(tmp_path / "in.jsonl", [*rows, {"text": "Rain."}])
    tree = report("in.jsonl")
    table = [texts(row, "./*") for row in tree.xpath("//section[@id='sites']//tbody/tr")]
    assert [row[0] for row in table] == ["s2.example", "s1.example", "s0.example"]
    assert [row[3] for row in table] == ["4", "4", "4"]
    assert table[1][2] == "+0.0 points"
    assert float(table[0][2].split()[0]) > 0
    assert f"is {table[1][1]}." in texts(tree, "//section[@id='sites']/p")[0]
    assert "1 document without address is left out." in texts(tree, "//section[@id='sites']/p")[0]


def test_charts_have_no_number_by_chance_and_a_colour_for_every_category(report):
    tree = report(FIXTURES / "dump")
    charts = tree.xpath(f"//*{of_class('chart')}")
    assert [chart.get("aria-label") for chart in charts] == [
        "Removed by category",
        "Rules that remove most",
        "What documents lost",
        "Sites that stand out",
    ]
    style = tree.xpath("//style")[0].text
    for rect in tree.xpath(f"//*{of_class('chart')}//rect"):
        assert f".{rect.get('class')} {{" in style
    assert not tree.xpath(f"//*{of_class('chart')}//@id")
    columns = charts[2].xpath(".//rect")
    assert len(columns) == 21
    heights = [float(column.get("height")) for column in columns]
    counts = [number(text) for text in texts(tree, "(//figure)[3]//td")]
    assert sum(counts) == 29
    assert [round(height / max(heights) * max(counts)) for height in heights] == counts


def test_neither_workers_nor_a_pipe_make_a_difference(run, report, tmp_path, monkeypatch):
    monkeypatch.undo()
    (tmp_path / "bad.jsonl").write_text("no json\n")
    args = (FIXTURES / "dump", "bad.jsonl")
    pages = []
    for workers in (1, 3):
        report(*args, "--workers", workers)
        pages.append((tmp_path / "report.html").read_bytes())
    piped = run("batch", *args, "-o", "-", "--report", "report.html", cwd=tmp_path)
    assert piped.stdout == (tmp_path / "out.jsonl").read_bytes()
    assert {*pages, (tmp_path / "report.html").read_bytes()} == {pages[0]}


def test_a_run_that_was_begun_without_a_report_is_not_gone_on_with_for_one(run, tmp_path, monkeypatch):
    write_jsonl(tmp_path / "in.jsonl", [{"text": "Rain."}])
    with monkeypatch.context() as patched:
        patched.setattr(JsonlOutput, "finish", killed)
        with pytest.raises(KilledError):
            run("batch", "in.jsonl", "-o", "out.jsonl", cwd=tmp_path)
    result = run("batch", "in.jsonl", "-o", "out.jsonl", "--report", "report.html", cwd=tmp_path)
    assert_one_line_error(result, "was begun with other report", "--restart")


def killed(*_):
    raise KilledError


def test_a_report_that_cannot_be_written_is_made_when_the_command_is_run_again(run, tmp_path):
    write_jsonl(tmp_path / "in.jsonl", [{"text": f"Rain.\n\n{SPAM}\n"}])
    (tmp_path / "report.html.new").mkdir()
    args = ("batch", "in.jsonl", "-o", "out.jsonl", "--report", "report.html")
    assert_one_line_error(run(*args, cwd=tmp_path), "report.html: Is a directory")
    (tmp_path / "report.html.new").rmdir()
    assert run(*args, cwd=tmp_path).returncode == 0
    assert len(sealed((tmp_path / "report.html").read_text()).xpath(DOCUMENTS)) == 1
    assert sorted(path.name for path in tmp_path.iterdir()) == [
        ".out.jsonl.done",
        "in.jsonl",
        "out.jsonl",
        "report.html",
    ]


def test_a_report_is_not_written_over_an_input(run, tmp_path):
    write_jsonl(tmp_path / "in.jsonl", [{"text": "Rain."}])
    result = run("batch", "in.jsonl", "-o", "out.jsonl", "--report", "in.jsonl", cwd=tmp_path)
    assert_one_line_error(result, "in.jsonl: is an input")
    assert (tmp_path / "in.jsonl").read_text() == '{"text": "Rain."}\n'


@pytest.mark.parametrize("library", ["jinja2", "pygal"])
def test_a_library_that_is_missing_is_named_before_any_work(run, tmp_path, monkeypatch, library):
    monkeypatch.setitem(sys.modules, library, None)
    write_jsonl(tmp_path / "in.jsonl", [{"text": "Rain."}])
    args = ("batch", "in.jsonl", "-o", "out.jsonl")
    result = run(*args, "--report", "report.html", cwd=tmp_path)
    assert_one_line_error(result, f"{library} is not installed: pip install 'affiliate-cleaner[report]'")
    assert not (tmp_path / "out.jsonl").exists()
    assert run(*args, cwd=tmp_path).returncode == 0


def test_a_large_run_has_a_small_page_that_says_what_it_leaves_out():
    # Every character takes three bytes; of some documents much goes, for many rules, and a third has warnings.
    words = "雨は濡れていて、道は長い。" * 9
    spam = [
        SPAM,
        "Read our full review here.",
        "Subscribe to our newsletter for more.",
        "Check price on Amazon",
        "Advertisement",
    ]
    rules = default_rules()
    results = [clean_text(words + "".join(f"\n\n{one}\n\n{words}" for one in spam * n), rules=rules) for n in range(5)]
    tally, rows = Tally(), []
    for number in range(3_000):
        result = results[number % 5]
        result = replace(result, stats=replace(result.stats, warnings=(words,) * (number % 3 == 0)))
        tally.add(result.stats)
        place = RunPlace(
            f"in.jsonl:{number}", f"{number} {words}", f"https://site-{number % 777}.example/{words}", words
        )
        rows.append(document_row(place, result, rules))
    page = batch_page(rows, tally, rules, {})
    tree = sealed(page)
    assert len(page.encode()) < 3_000_000
    assert len(tree.xpath(DOCUMENTS)) == 400
    assert len(tree.xpath("//section[@id='rules']//tbody")) >= 5
    assert "Shown are 400 of 3,000" in texts(tree, "//section[@id='documents']/p")[0]
    assert "777 sites" in texts(tree, "//section[@id='sites']/p")[0]
    assert "Shown are the 100 that stand out most" in texts(tree, "//section[@id='sites']/p")[0]


def test_what_would_be_markup_is_shown_as_text(report, tmp_path):
    tree = report(*traps.write(tmp_path))
    shown = tree.text_content()
    for number_, trap in enumerate(traps.TRAPS):
        words = sanitize(trap)
        assert f"{number_} {words}" in shown
        # In a dump a lone surrogate is what Arrow would have of it.
        assert f"This {sanitize(well_formed(trap))} is trapped." in shown, words
    assert sanitize(traps.FILE) in shown
    (description,) = tree.xpath("//tbody[.//code='ad.trap']//th")
    assert traps.TRAPS[0] in description.text_content()
    assert f"has no field '{traps.FIELD}'" in shown
    links = tree.xpath("//a[starts-with(@href, 'http')]/@href")
    assert links
    assert all(link.startswith("https://evil.example/") for link in links)
    assert "javascript:window.hit=1" in texts(tree, f"{DOCUMENTS}//dd")


def test_documents_of_one_title_are_told_apart_by_file_and_record(report, tmp_path):
    titles = ["Rain", "Sun", "Rain"]
    write_jsonl(tmp_path / "in.jsonl", [{"id": n, "title": title, "text": SPAM} for n, title in enumerate(titles)])
    page = report("in.jsonl")
    assert {" ".join(name.split()) for name in texts(page, f"//span{of_class('name')}")} == {
        "Rain in.jsonl:1",
        "Sun",
        "Rain in.jsonl:3",
    }
