"""The diff in Chromium: keys, filters, folding; nothing of an article runs; all can be read everywhere."""

from __future__ import annotations

import pytest

from cleaner import clean_html, clean_text
from cleaner.report.article import ShownArticle
from cleaner.report.compare import compare
from cleaner.report.html.diff import diff_page
from tests.conftest import FIXTURES
from tests.report import traps

pytestmark = pytest.mark.heavy

SIZES = {"phone": {"width": 400, "height": 850}, "desk": {"width": 1400, "height": 900}}
SPAM = "As an Amazon Associate I earn from qualifying purchases."


def article(name):
    folder = FIXTURES / "articles" / name
    if (folder / "input.html").exists():
        return ShownArticle(name, clean_html((folder / "input.html").read_bytes()), url=f"https://example.org/{name}")
    return ShownArticle(name, clean_text((folder / "input.txt").read_bytes().decode()))


@pytest.fixture
def written(tmp_path):
    def write(*articles, **options):
        (tmp_path / "page.html").write_text(diff_page(articles, **options), encoding="utf-8")
        return tmp_path / "page.html"

    return write


@pytest.fixture
def several(written):
    return written(
        article("page-01-floor-pumps-with-boxes"),
        article("spam-05-tents-more-info"),
        ShownArticle("two texts", compare("One.\nTwo three four.\nFive.\n", "One.\nTwo four.\nSix.\n")),
        ShownArticle("none", None, "is no JSON"),
        explain=True,
    )


def focused(page):
    return page.evaluate("document.activeElement.querySelector('.text')?.textContent")


@pytest.mark.smoke
def test_nothing_of_an_article_runs(opened, written):
    articles = [
        ShownArticle(trap, clean_text(f"Here {trap} is.\n\n{SPAM}\n\n{trap} [product image] {trap}\n"), trap, trap)
        for trap in traps.TRAPS
    ]
    page = opened(written(*articles, *(ShownArticle(trap, None, trap, trap) for trap in traps.TRAPS)))
    for summary in page.locator("summary:visible").all():
        summary.click()
    for key in "nnnnpp":
        page.keyboard.press(key)
    page.get_by_label("Unchanged text").uncheck()
    assert page.locator(".line del:visible").count() >= len(traps.TRAPS)


def test_keys_lead_from_removal_to_removal(opened, several):
    page = opened(several)
    places = [line.locator(".text").text_content() for line in page.locator(".line:has(.reason)").all()]
    assert page.get_by_role("status").inner_text() == f"{len(places)} places"
    walked = []
    for number in range(len(places)):
        page.keyboard.press("n")
        walked.append(focused(page))
        assert page.get_by_role("status").inner_text() == f"{number + 1} of {len(places)}"
    assert walked == places
    page.keyboard.press("n")
    assert focused(page) == places[0]
    page.keyboard.press("p")
    assert focused(page) == places[-1]
    page.get_by_role("button", name="Previous").click()
    assert focused(page) == places[-2]
    box = page.locator(":focus").bounding_box()
    assert 0 <= box["y"] < 900


def test_a_category_can_be_left_out(opened, several):
    page = opened(several)
    boilerplate = page.locator("del.k-boilerplate")
    total = page.locator(".line:has(.reason)").count()
    assert boilerplate.count() > 10
    page.get_by_label("boilerplate").uncheck()
    assert boilerplate.first.evaluate("mark => getComputedStyle(mark).textDecorationLine") == "none"
    assert page.locator(".reason[data-category=boilerplate]:visible").count() == 0
    assert page.locator(".reason[data-category=product]:visible").count() > 0
    left = int(page.get_by_role("status").inner_text().split()[0])
    assert left == page.locator(".line:has(.reason:visible)").count() < total
    page.keyboard.press("n")
    assert page.locator(":focus .reason:visible").count() > 0
    page.get_by_label("boilerplate").check()
    assert page.get_by_role("status").inner_text() == f"{total} places"


def test_unchanged_text_is_folded_and_unfolded(opened, written):
    text = "".join(f"Line {number} is here to stay.\n" for number in range(20)) + SPAM + "\nAnd so is the last.\n"
    page = opened(written(ShownArticle("text", clean_text(text)), context=2))
    lines = page.locator(".line:visible")
    assert lines.count() == 22
    page.get_by_label("Unchanged text").focus()
    page.keyboard.press("Space")
    assert lines.locator(".text").all_inner_texts() == [
        "Line 18 is here to stay.",
        "Line 19 is here to stay.",
        SPAM,
        "And so is the last.",
    ]
    page.get_by_role("button", name="… 18 unchanged lines").press("Enter")
    assert lines.count() == 22
    assert focused(page) == "Line 0 is here to stay."
    assert page.get_by_role("button", name="unchanged").count() == 0


def test_the_contents_lead_to_each_article(opened, several):
    page = opened(several)
    assert page.locator(".contents a").all_inner_texts() == page.locator("article h2").all_inner_texts()
    page.locator(".contents a").nth(1).press("Enter")
    assert abs(page.locator("#a2").bounding_box()["y"]) < 100


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("size", SIZES)
def test_it_can_be_read_on_every_screen(opened, several, assert_readable, size, scheme):
    page = opened(several, viewport=SIZES[size], color_scheme=scheme)
    assert_readable(page)


def test_without_its_script_all_is_there(opened, several):
    page = opened(several, java_script_enabled=False)
    assert page.locator("#filters").is_hidden()
    assert page.locator("#steps").is_hidden()
    assert page.locator(".line:visible").count() == page.locator(".line").count() > 60


def test_it_prints(opened, several):
    page = opened(several, color_scheme="dark")
    assert page.pdf(format="A4").startswith(b"%PDF")
    page.emulate_media(media="print")
    assert page.locator("#steps").is_hidden()
    assert page.locator(".line:visible").count() == page.locator(".line").count()


def test_what_each_line_became_stands_beside_it_when_asked_for(opened, written):
    page = opened(written(ShownArticle("text", clean_text(f"Rain is wet.\n\n{SPAM}\n\nSun. {SPAM} Snow.\n"))))
    assert page.locator(".became").count() == 0
    page.get_by_label("Side by side").check()
    assert page.locator(".became").all_inner_texts() == ["Rain is wet.", "Sun. Snow."]
    raw, became = page.locator(".line").first.locator(".text").all()
    assert became.bounding_box()["x"] > raw.bounding_box()["x"] + raw.bounding_box()["width"]
    page.get_by_label("Side by side").uncheck()
    assert page.locator(".became").count() == 0


@pytest.mark.parametrize("size", SIZES)
def test_on_a_phone_no_bar_covers_text(opened, several, size):
    page = opened(several, viewport=SIZES[size])
    page.keyboard.press("p")
    bar, main = page.locator("#steps").bounding_box(), page.locator(".scroll").bounding_box()
    assert (bar["y"] >= main["y"] + main["height"] - 1) == (size == "phone")
    assert bar["y"] + bar["height"] <= SIZES[size]["height"]
    assert 0 <= page.locator(":focus").bounding_box()["y"] < bar["y"]
