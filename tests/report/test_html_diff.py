"""The diff as a page: sealed, every line of the article in it, what went marked with its category and rules."""

from __future__ import annotations

import pytest

from cleaner.report.article import ShownArticle
from cleaner.report.compare import compare
from cleaner.report.html.diff import diff_page
from cleaner.report.lines import CLOSE
from cleaner.report.sanitize import sanitize
from cleaner.spans import shared
from tests.articles import CASES, TYPICAL, cleaned
from tests.report import traps
from tests.report.sealed import of_class, sealed, texts
from tests.toy import SPAM, clean_html, clean_text

LINES = f"//li{of_class('line')}"


def page_of(*articles, **options):
    return sealed(diff_page(articles, **options))


@pytest.mark.parametrize("case", TYPICAL, ids=lambda case: case.name)
def test_all_of_an_article_stands_in_it_and_what_went_is_marked(case):
    result = cleaned(case)
    tree = page_of(ShownArticle(case.name, result))
    lines = tree.xpath(f"{LINES}/p")
    assert [line.text_content() for line in lines] == [sanitize(block.text) for block in result.blocks]
    kept = "".join(text for line in lines for text in line.xpath(".//text()[not(ancestor::del)]"))
    left = "".join(
        sanitize(result.raw[span.start : span.end]) for b in result.blocks for span in shared(result.kept, b)
    )
    assert "".join(kept.split()) == "".join(left.split())
    gone = tree.xpath(f"{LINES}[contains(@class, 'gone') or contains(@class, 'moved')]/p")
    assert [line.text_content() for line in gone] == [sanitize(block.text) for block in result.blocks if block.removed]


def test_category_rules_and_scores_stand_beside():
    tree = page_of(ShownArticle("text", clean_text(f"Rain is wet.\n\n{SPAM}\n")))
    kept, gone = tree.xpath(LINES)
    assert texts(kept, ".//div") == []
    (reason,) = gone.xpath(f".//*{of_class('reason')}")
    assert texts(reason, f".//*{of_class('chip')}") == ["disclosure"]
    assert texts(reason, "./code") == ["disclosure.earns-from-bells"]
    score = float(texts(reason, ".//summary")[0].split()[-1])
    terms = [float(term.split()[0]) for term in texts(reason, ".//li")]
    assert score == pytest.approx(sum(terms), abs=0.02)
    assert "k-disclosure" in gone.get("class")
    assert gone.xpath(".//del/@data-category") == ["disclosure"]


def test_lines_that_go_for_one_reason_say_so_once():
    teasers = "\n".join(["More bells", *(f"- {n} Huts in {n} Days" for n in ("Two", "Six", "Ten"))])
    lines = page_of(ShownArticle("text", clean_text(f"Rain is wet.\n\n{teasers}\n"))).xpath(LINES)
    reasons = [texts(line, f".//*{of_class('reason')}") for line in lines[1:]]
    assert reasons[0]
    assert reasons[1] not in (reasons[0], [])
    assert reasons[2:] == [[], []]


def test_words_that_go_are_marked_inside_their_line():
    tree = page_of(ShownArticle("two", compare("One.\nTwo three four.\nFive.\n", "One.\nTwo four.\nSix.\n")))
    assert [line.get("class").split()[1] for line in tree.xpath(LINES)] == ["kept", "cut", "gone", "added"]
    assert texts(tree, "//del") == ["three", "Five."]
    assert texts(tree, "//ins") == ["Six."]
    assert texts(tree, f"{LINES}/span[@class='number']") == ["1", "2", "3"]


def test_several_articles_have_contents_and_one_has_none():
    one = ShownArticle("one", clean_text(f"Rain.\n\n{SPAM}\n"))
    assert page_of(one).xpath("//nav") == []
    tree = page_of(one, ShownArticle("two", clean_text("Sun.")), ShownArticle("three", None, "is no JSON"))
    items = texts(tree, "//nav//li")
    assert items == ["one 90.6%, 1 removal", "two 0.0%, 0 removals", "three cannot be cleaned"]
    assert tree.xpath("//nav//a/@href") == [f"#{article}" for article in tree.xpath("//article/@id")]
    assert "Cannot be cleaned: is no JSON" in texts(tree, f"//*{of_class('warning')}")
    assert len(set(tree.xpath("//@id"))) == len(tree.xpath("//@id"))
    assert page_of().xpath(LINES) == []


def test_only_some_categories():
    text = f"Rain is wet.\n\n{SPAM}\n\nDing-dong\n\nSun.\n"
    everything = page_of(ShownArticle("text", clean_text(text)))
    assert texts(everything, "//del") == [SPAM, "Ding-dong"]
    tree = page_of(ShownArticle("text", clean_text(text)), only=["ad"])
    assert texts(tree, "//del") == ["Ding-dong"]
    assert "in 1 removal." in tree.text_content()
    assert texts(tree, "//fieldset//label") == ["ad 1"]


def test_what_came_close_is_shown_when_asked_for():
    article = next(
        ShownArticle(case.name, cleaned(case)) for case in CASES if any(c.score >= CLOSE for c in cleaned(case).spared)
    )
    assert page_of(article).xpath(f"{LINES}{of_class('close')}") == []
    close = page_of(article, explain=True).xpath(f"{LINES}{of_class('close')}")
    assert close
    assert all("stays" in line.text_content() for line in close)


def test_headings_and_code_of_a_page_look_like_such():
    html = "<h2>Rain</h2><p>Rain is wet, as all know who walked in it.</p><ul><li>Mud</li></ul><pre>x  y</pre>"
    lines = page_of(ShownArticle("page", clean_html(f"<article>{html}</article>"))).xpath(LINES)
    assert [line.get("class").split()[2:] for line in lines] == [["heading"], [], [], ["code"]]


@pytest.mark.parametrize("trap", traps.TRAPS)
def test_what_would_be_markup_is_shown_as_text(trap):
    result = clean_text(f"Here {trap} is.\n\n{trap} [product image] {trap}\n")
    tree = page_of(ShownArticle(trap, result, "", trap), ShownArticle(trap, None, trap, trap))
    assert sanitize(trap) in tree.xpath("//h2")[0].text_content()
    assert [p.text_content() for p in tree.xpath(f"{LINES}/p")] == [sanitize(block.text) for block in result.blocks]
    assert tree.xpath("//a[starts-with(@href, 'http')]") == []


def test_only_addresses_of_the_web_are_links():
    def links(url):
        return page_of(ShownArticle("text", clean_text("Rain."), url=url)).xpath("//p/a/@href")

    for url in ("https://example.org/a?b=1&c=\"'<", "http://example.org/ä"):
        assert links(url) == [url]
    for url in (
        "javascript:alert(1)",
        "data:text/html,x",
        "//example.org",
        "ftp://example.org",
        "https:",
        "http://[",
        "https://a/\u202eb",
    ):
        assert links(url) == []
