"""One crawl of pages on this machine, as a process of its own: `python -m tests.integrations.crawl SITE OUT [SETTING=VALUE...]`.

Writes the items that come through, the statistics, and what was dropped, as JSON to OUT.
"""

from __future__ import annotations

import json
import logging
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import attr
import scrapy
from itemadapter import ItemAdapter
from scrapy import signals
from scrapy.crawler import CrawlerProcess


class Declared(scrapy.Item):
    name = scrapy.Field()
    url = scrapy.Field()
    body = scrapy.Field()
    title = scrapy.Field()
    removals = scrapy.Field()


class PageOnly(scrapy.Item):
    name = scrapy.Field()
    html = scrapy.Field()


@dataclass
class Plain:
    name: str
    content: str
    title: str | None = None


@attr.s(auto_attribs=True)
class Attrs:
    name: str
    text: str
    rules_version: str = ""


class Spider(scrapy.Spider):
    name = "rain"

    def parse(self, response):
        text = "\n\n".join(response.css("p::text").getall())
        title = response.css("title::text").get()
        yield {"name": "text", "url": response.url, "text": text}
        yield {"name": "page", "url": response.url, "html": response.text, "price": 3}
        yield Declared(name="declared", url=response.url, body=text, title="Of rain")
        yield Plain("dataclass", text)
        yield Plain("page in text", response.text)
        yield Attrs("attrs", text)
        yield {"name": "no article", "title": title}
        yield {"name": "null", "text": None}
        yield {"name": "bytes", "text": response.body}
        yield {"name": "nested", "data": {"body": text, "n": 1}}
        yield {"name": "number", "html": 7}
        yield PageOnly(name="nowhere to go", html=response.text)
        yield from response.follow_all(css="a.next")


class Log(logging.Handler):
    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.lines: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.lines.append(f"{record.name}: {record.getMessage()}")


def main(site: str, out: str, *settings: str) -> None:
    items: list[Any] = []
    dropped: list[tuple[str, str]] = []
    log = Log()
    logging.getLogger().addHandler(log)
    process = CrawlerProcess(
        {
            "ITEM_PIPELINES": {"cleaner.integrations.scrapy.CleanerPipeline": 300},
            "LOG_ENABLED": False,
            "TELNETCONSOLE_ENABLED": False,
            **dict(setting.split("=", 1) for setting in settings),
        }
    )
    crawler = process.create_crawler(Spider)
    crawler.signals.connect(lambda item: items.append(ItemAdapter(item).asdict()), signals.item_scraped, weak=False)
    crawler.signals.connect(
        lambda item, exception: dropped.append((item["name"], str(exception))), signals.item_dropped, weak=False
    )
    crawl = process.crawl(crawler, start_urls=[site])
    crawl.addErrback(lambda failure: log.lines.append(f"crawl: {failure.value}"))
    process.start()
    stats = {key: value for key, value in crawler.stats.get_stats().items() if isinstance(value, int)}
    result = {"items": items, "dropped": dropped, "stats": stats, "log": log.lines}
    Path(out).write_text(json.dumps(result, default=str), encoding="utf-8")


if __name__ == "__main__":
    main(*sys.argv[1:])
