"""The report of a run in Chromium: nothing of a dump runs, the search and filters work, all can be read everywhere."""

from __future__ import annotations

import re

import pytest

from tests.conftest import FIXTURES
from tests.report import traps

pytestmark = pytest.mark.heavy

SHOWN = ".document:not([hidden])"
SIZES = {"phone": {"width": 400, "height": 850}, "desk": {"width": 1400, "height": 900}}


@pytest.fixture
def report(run, tmp_path):
    """The report of the dump of fixtures."""
    (tmp_path / "bad.jsonl").write_text("no json\n")
    run("batch", FIXTURES / "dump", "bad.jsonl", "-o", "out.jsonl", "--report", "report.html", cwd=tmp_path)
    return tmp_path / "report.html"


@pytest.fixture
def hostile(run, tmp_path):
    """The report of a dump that is full of traps."""
    args = traps.write(tmp_path)
    run("batch", *args, "-o", "out.jsonl", "--report", "report.html", cwd=tmp_path)
    return tmp_path / "report.html"


def names(page):
    return page.locator(f"{SHOWN} .name").all_inner_texts()


def test_nothing_of_a_dump_runs(opened, hostile):
    page = opened(hostile)
    assert len(names(page)) == len(traps.TRAPS)
    for summary in page.locator("summary:visible").all():
        summary.click()
    assert page.locator("blockquote:visible del", has_text="trapped").count() >= len(traps.TRAPS)
    for select in ("category", "rule", "site"):
        for option in page.locator(f"select[name={select}] option").all():
            page.select_option(f"select[name={select}]", option.get_attribute("value"))
            assert names(page)
        page.get_by_role("button", name="Clear").click()
    for trap in traps.TRAPS:
        page.fill("input[name=words]", trap)
    for button in page.locator("thead button").all():
        button.click()
    assert page.title() == "Cleaning report: 17 documents"


def test_what_would_slip_through_is_stopped_by_the_policy(browser, hostile):
    text = hostile.read_text(encoding="utf-8")
    traps_of_ours = "<script>window.hit=1</script><img src=x onerror=window.hit=1><p style='color:red' onclick='window.hit=1'>here</p>"
    hostile.write_text(text.replace("<main", traps_of_ours + "<main", 1), encoding="utf-8")
    context = browser.new_context()
    page = context.new_page()
    complaints = []
    page.on("console", lambda message: complaints.append(message.text))
    page.goto(hostile.as_uri())
    page.get_by_text("here", exact=True).first.click()
    assert page.evaluate("window.hit") is None
    assert sum("Content Security Policy" in complaint for complaint in complaints) >= 4
    assert page.evaluate("getComputedStyle(document.querySelector('p')).color") != "rgb(255, 0, 0)"
    context.close()


def test_typing_searches(opened, report):
    page = opened(report)
    total = page.locator(".document").count()
    assert page.get_by_role("status").inner_text() == f"{total} of {total} shown"
    page.keyboard.press("/")
    page.keyboard.type("Associate EARN")
    shown = page.locator(SHOWN)
    assert 0 < shown.count() < total
    assert page.get_by_role("status").inner_text() == f"{shown.count()} of {total} shown"
    for text in shown.all():
        assert re.search("associate", text.text_content(), re.I)
        assert re.search("earn", text.text_content(), re.I)
    page.keyboard.type("/ no such words")
    assert names(page) == []
    assert page.get_by_text("No document fits.").is_visible()
    page.get_by_role("button", name="Clear").click()
    assert len(names(page)) == total


def test_filters_by_keyboard_alone(opened, report):
    page = opened(report)
    page.keyboard.press("/")
    page.keyboard.press("Tab")
    page.keyboard.type("disc")
    assert page.evaluate("document.activeElement.name") == "category"
    by_category = names(page)
    assert by_category
    assert all("disclosure" in text for text in page.locator(SHOWN).all_text_contents())
    page.keyboard.press("Tab")
    page.keyboard.type("disclosure.amazon")
    by_rule = names(page)
    assert 0 < len(by_rule) < len(by_category)
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    page.keyboard.press("Space")
    assert page.evaluate("document.activeElement.name") == "warned"
    assert names(page) == [name for name in by_rule if name in page.locator(".warned .name").all_text_contents()]
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    assert len(names(page)) == page.locator(".document").count()
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    assert page.locator(".document[open], .document details[open]").count() == 1


def test_a_site_and_a_rule_lead_to_their_documents(opened, report):
    page = opened(report)
    row = page.locator("#sites tbody", has=page.get_by_role("rowheader", name="example.net", exact=True))
    count = int(row.locator("a").inner_text())
    row.locator("a").press("Enter")
    assert len(names(page)) == count
    assert all("example.net" in text for text in page.locator(f"{SHOWN} .where").all_inner_texts())
    row = page.locator("#rules tbody", has=page.get_by_text("related.section", exact=True)).first
    count = int(row.locator("a").inner_text())
    row.locator("a").click()
    assert len(names(page)) == count
    assert page.locator("select[name=rule] option:checked").inner_text() == "related.section"


def test_tables_and_documents_are_sorted(opened, report):
    page = opened(report)

    def column(number):
        return page.locator(f"#rules tbody > tr:first-child > :nth-child({number})").all_inner_texts()

    numbers = [int(text.replace(",", "")) for text in column(4)]
    assert numbers != sorted(numbers, reverse=True)
    button = page.locator("#rules thead").get_by_role("button", name="Removals")
    button.press("Enter")
    assert [int(text) for text in column(4)] == sorted(numbers, reverse=True)
    assert page.locator("#rules th[aria-sort=descending]").inner_text().startswith("Removals")
    button.press("Enter")
    assert [int(text) for text in column(4)] == sorted(numbers)
    page.locator("#rules thead").get_by_role("button", name="Category").click()
    assert column(2) == sorted(column(2))
    assert page.locator("#rules th[aria-sort]").count() == 1
    page.select_option("select[name=order]", label="Share removed")
    shares = [float(text.rstrip("%")) for text in page.locator(".loss").all_inner_texts()]
    assert shares == sorted(shares, reverse=True)
    page.select_option("select[name=order]", label="Warnings, then share")
    assert "warned" in page.locator(".document").first.get_attribute("class")


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("size", SIZES)
def test_it_can_be_read_on_every_screen(opened, report, assert_readable, size, scheme):
    page = opened(report, viewport=SIZES[size], color_scheme=scheme)
    assert_readable(page)
    assert page.locator("svg.chart").count() == 4
    for chart in page.locator("svg.chart").all():
        inside = chart.evaluate("svg => [...svg.querySelectorAll('text')].map(t => t.getBoundingClientRect().right)")
        box = chart.bounding_box()
        assert max(inside) <= box["x"] + box["width"] + 1


def test_without_its_script_all_is_there(opened, report):
    page = opened(report, java_script_enabled=False)
    assert page.locator("#filters").is_hidden()
    assert page.locator(".document:visible").count() == 29
    page.locator(".document summary").first.click()
    assert page.locator(".document").first.locator("del").first.is_visible()


def test_it_prints(opened, report):
    page = opened(report, color_scheme="dark")
    assert page.pdf(format="A4").startswith(b"%PDF")
    page.emulate_media(media="print")
    assert page.locator("#filters").is_hidden()
    assert page.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(255, 255, 255)"
