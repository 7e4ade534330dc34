from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable
from dataclasses import fields
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import Any

import pytest

from tests.conftest import ROOT, need
from tests.integrations.conftest import PARAGRAPH, rule

need("integrations", "scrapy")

from scrapy.utils.test import get_crawler  # noqa: E402

from cleaner.integrations.scrapy import CleanerPipeline  # noqa: E402
from cleaner.integrations.step import Step  # noqa: E402
from cleaner.limits import Limits  # noqa: E402
from cleaner.records.fields import Fields  # noqa: E402
from cleaner.ruleset.load import default_rules  # noqa: E402

pytestmark = pytest.mark.heavy

DISCLOSURE = "As an Amazon Associate I earn from qualifying purchases."
PAGES = 3

Crawl = Callable[..., dict[str, Any]]


class Silent(SimpleHTTPRequestHandler):
    def log_message(self, *_: object) -> None:
        pass


@pytest.fixture(scope="module")
def crawl(tmp_path_factory) -> Crawl:
    """Crawl a few pages that a server on this machine has, with some settings."""
    folder = tmp_path_factory.mktemp("site")
    for number in range(PAGES):
        follow = f'<a class="next" href="/{number + 1}.html">on</a>' if number + 1 < PAGES else ""
        page = f"<html><title>Rain</title><nav>{follow}</nav><article><p>{PARAGRAPH}</p><p>{DISCLOSURE}</p></article></html>"
        (folder / f"{number}.html").write_text(page, encoding="utf-8")

    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(Silent, directory=str(folder)))
    Thread(target=server.serve_forever, daemon=True).start()

    def run(*settings: str) -> dict[str, Any]:
        out = folder / "out.json"
        site = f"http://127.0.0.1:{server.server_port}/0.html"
        argv = [sys.executable, "-m", "tests.integrations.crawl", site, str(out), *settings]
        result = subprocess.run(argv, capture_output=True, text=True, timeout=60, cwd=ROOT)
        assert result.returncode == 0, result.stderr
        return json.loads(out.read_text(encoding="utf-8"))

    yield run
    server.shutdown()
    server.server_close()


@pytest.fixture(scope="module")
def crawled(crawl):
    return crawl()


def of(crawled: dict[str, Any], name: str) -> list[dict[str, Any]]:
    found = [item for item in crawled["items"] if item["name"] == name]
    assert len(found) == PAGES
    return found


@pytest.mark.smoke
def test_text_of_dicts_is_cleaned_and_told_of(crawled):
    for item in of(crawled, "text"):
        about = {"rules_version": default_rules().version, "removals": 1, "removed_characters": len(DISCLOSURE) + 2}
        assert item == {"name": "text", "url": item["url"], "text": PARAGRAPH, **about}


def test_pages_become_text_beside_their_markup(crawled):
    for item in of(crawled, "page"):
        assert item["text"] == PARAGRAPH + "\n"
        assert item["title"] == "Rain"
        assert item["html"].startswith("<html>")
        assert item["price"] == 3


def test_markup_in_a_text_field_is_taken_for_what_it_is(crawled):
    for item in of(crawled, "page in text"):
        assert item == {"name": "page in text", "content": PARAGRAPH + "\n", "title": "Rain"}


def test_declared_items_get_the_fields_they_declare(crawled):
    for item in of(crawled, "declared"):
        assert item == {"name": "declared", "url": item["url"], "body": PARAGRAPH, "title": "Of rain", "removals": 1}
    for item in of(crawled, "dataclass"):
        assert item == {"name": "dataclass", "content": PARAGRAPH, "title": None}
    for item in of(crawled, "attrs"):
        assert item == {"name": "attrs", "text": PARAGRAPH, "rules_version": default_rules().version}


def test_bytes_and_fields_inside_of_others_are_cleaned_where_they_stand(crawled):
    for item in of(crawled, "bytes"):
        assert item["text"] == PARAGRAPH + "\n"
    for item in of(crawled, "nested"):
        assert item["data"] == {"body": PARAGRAPH, "n": 1}


def test_items_without_article_pass_as_they_are(crawled):
    assert of(crawled, "no article") == [{"name": "no article", "title": "Rain"}] * PAGES
    assert of(crawled, "null") == [{"name": "null", "text": None}] * PAGES


def test_items_that_cannot_be_cleaned_are_dropped_with_the_reason(crawled):
    reasons = {
        "number": "cannot be cleaned: field 'html' is no text but int",
        "nowhere to go": "cannot be cleaned: PageOnly has no field 'text' for the editorial text",
    }
    assert sorted(map(tuple, crawled["dropped"])) == sorted([*reasons.items()] * PAGES)
    for reason in reasons.values():
        assert any(f"Dropped: {reason}" in line for line in crawled["log"])


def test_stats_count_what_was_done(crawled):
    stats = crawled["stats"]
    cleaned = 8 * PAGES
    menus = 3 * (PAGES - 1)  # the last page has none
    assert stats["cleaner/removals/disclosure"] == cleaned
    assert stats["cleaner/removals/boilerplate"] == menus
    assert stats["cleaner/removals"] == cleaned + menus
    assert stats["cleaner/documents"] == cleaned
    assert stats["cleaner/removed_characters"] >= cleaned * len(DISCLOSURE)
    assert stats["cleaner/without_article"] == PAGES
    assert stats["cleaner/dropped"] == stats["item_dropped_count"] == 2 * PAGES
    assert stats["item_scraped_count"] == 10 * PAGES
    assert "log_count/ERROR" not in stats


def test_warnings_go_to_the_logger_of_the_spider(crawled):
    warnings = [line for line in crawled["log"] if line.startswith("rain: ")]
    assert any("/0.html: no article found" in line for line in warnings)
    assert any("an item without address: no article found" in line for line in warnings)


def test_every_setting_has_its_option():
    settings = {
        "CLEANER_RULES": str(ROOT / "rules" / "disclosure"),
        "CLEANER_NO_DEFAULT_RULES": "1",
        "CLEANER_DISABLE": "disclosure.de-commission,disclosure.de-contains-links",
        "CLEANER_THRESHOLD": "1.5",
        "CLEANER_EXTRACTOR": "none",
        "CLEANER_PAGES": "0",
        "CLEANER_DETAILS": "1",
        "CLEANER_MARKDOWN": "1",
        "CLEANER_LINKS": "1",
        "CLEANER_CAPTIONS": "1",
        "CLEANER_IMAGES": "1",
        "CLEANER_FRONT_MATTER": "1",
        "CLEANER_META": "1",
        "CLEANER_LIMITS": '{"seconds": 2.5}',
        "CLEANER_ON_ERROR": "keep",
        **{f"CLEANER_{name}_FIELD": name for name in ("TEXT", "HTML", "URL", "SITE")},
    }
    pipeline = CleanerPipeline.from_crawler(get_crawler(settings_dict=settings))
    disable = ("disclosure.de-commission", "disclosure.de-contains-links")
    assert pipeline.step == Step(
        rules=(settings["CLEANER_RULES"],),
        default_rules=False,
        disable=disable,
        threshold=1.5,
        extractor="none",
        markdown=True,
        links=True,
        captions=True,
        images=True,
        front_matter=True,
        meta=True,
        limits=Limits(seconds=2.5),
        pages=False,
        details=True,
        on_error="keep",
    )
    options = {field.name for field in fields(Step)} - {"default_rules"}
    assert {f"CLEANER_{name.upper()}" for name in options} <= settings.keys()
    assert pipeline.fields == Fields("TEXT", "HTML", "URL", None, "SITE", pages=False)


def test_settings_are_heeded(crawl, tmp_path):
    rules = tmp_path / "rain.toml"
    rules.write_text(rule("walked"), encoding="utf-8")
    settings = (
        f"CLEANER_RULES={rules}",
        "CLEANER_DISABLE=disclosure",
        "CLEANER_TEXT_FIELD=content",
        "CLEANER_DETAILS=1",
    )
    crawled = crawl(*settings)
    for item in of(crawled, "dataclass"):
        assert item["content"] == f"{PARAGRAPH}\n\n{DISCLOSURE}"
    for item in of(crawled, "text"):
        assert item["text"] == f"{PARAGRAPH}\n\n{DISCLOSURE}"
        assert "removals" not in item
    for item in of(crawled, "page"):
        assert DISCLOSURE in item["content"]
        assert item["cleaner"]["schema_version"] == 2


def test_rules_that_cannot_be_used_stop_the_crawl(crawl):
    crawled = crawl("CLEANER_RULES=/none.toml")
    assert crawled["items"] == []
    assert "crawl: /none.toml: no such file or folder" in crawled["log"]


@pytest.mark.parametrize(
    "settings",
    [
        ("CLEANER_POOL=process", "CLEANER_POOL_SIZE=2"),
        ("TWISTED_REACTOR=twisted.internet.selectreactor.SelectReactor",),
    ],
)
def test_pools_and_reactors_make_no_difference(crawl, crawled, settings):
    other = crawl(*settings)
    assert sorted(map(str, other["items"])) == sorted(map(str, crawled["items"]))
    for stats in (crawled["stats"], other["stats"]):
        assert "cleaner/pool/waiting_max" in stats


def test_items_that_cannot_be_cleaned_are_kept_on_request(crawl):
    crawled = crawl("CLEANER_ON_ERROR=keep")
    reason = "field 'html' is no text but int"
    assert {item["cleaner_error"] for item in of(crawled, "number")} == {reason}
    assert crawled["stats"][f"cleaner/kept/{reason}"] == PAGES
    assert crawled["dropped"] == []


def test_setting_that_cannot_be_used_stops_the_crawl(crawl):
    crawled = crawl("CLEANER_EXTRACTOR=zzz")
    assert crawled["items"] == []
    assert any("extractor 'zzz'" in line for line in crawled["log"])
