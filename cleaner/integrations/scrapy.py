"""Scrapy: an item pipeline that cleans the articles of items, of every kind that itemadapter knows.

    ITEM_PIPELINES = {"cleaner.integrations.scrapy.CleanerPipeline": 300}

Settings, all of them optional: `CLEANER_RULES`, `CLEANER_NO_DEFAULT_RULES`, `CLEANER_DISABLE`, `CLEANER_THRESHOLD`,
`CLEANER_EXTRACTOR`, `CLEANER_PAGES`, `CLEANER_DETAILS`, `CLEANER_TEXT_FIELD`, `CLEANER_HTML_FIELD`, `CLEANER_URL_FIELD`,
`CLEANER_SITE_FIELD`; what they mean is said in `cleaner.integrations.step.RecordOptions`.
"""

from __future__ import annotations

from collections import Counter
from typing import Any, Self

from cleaner.errors import MissingExtraError
from cleaner.integrations.step import RecordOptions, Step, has_article, step_and_fields
from cleaner.model import CleanResult
from cleaner.page.content import EXTRACTORS
from cleaner.records.fields import Fields
from cleaner.records.paths import leaves, with_value
from cleaner.scale import THRESHOLD

try:
    from itemadapter import ItemAdapter
    from scrapy.crawler import Crawler
    from scrapy.exceptions import DropItem
    from scrapy.settings import BaseSettings
except ModuleNotFoundError as error:
    raise MissingExtraError(error.name or "scrapy", "scrapy") from None


class CleanerPipeline:
    """Puts the editorial text into an item's text field, and into other fields that the item has what `Step.about` tells.

    An item without an article passes as it is, and is counted where it has a field for one (`cleaner/without_article`); one
    whose article cannot be cleaned, or has no field to go to, is dropped.
    Statistics: `cleaner/documents`, `cleaner/dropped`, `cleaner/removals`, `cleaner/removals/CATEGORY`,
    `cleaner/removed_characters` (code points).
    """

    def __init__(self, crawler: Crawler, step: Step, fields: Fields) -> None:
        self.crawler = crawler
        self.step = step
        self.fields = fields

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """The pipeline that the settings of a crawler ask for.

        Raises:
            RuleError: the rules cannot be used.
            InputError: another setting cannot.
        """
        step, fields = step_and_fields(_options(crawler.settings))
        step.prepare()
        return cls(crawler, step, fields)

    def process_item(self, item: Any) -> Any:
        """The item, cleaned in place.

        Raises:
            DropItem: its article is no text, or it declares no field for the editorial text.
        """
        adapter = ItemAdapter(item)
        fields = {name: ItemAdapter(one).asdict() if ItemAdapter.is_item(one) else one for name, one in adapter.items()}
        names = self.fields.found_in(leaves(fields))
        record = names.record("", fields)
        if record.empty:
            self._add("without_article")
        if not has_article(names, fields):
            return item
        if record.error is not None:
            raise self._dropped(record.error)
        declared = ItemAdapter.get_field_names_from_class(type(item))
        result = self.step.clean(record.text, record.url, page=record.page)
        changed, name = with_value(fields, record.field, result.text)
        if declared is not None and name not in declared:
            raise self._dropped(f"{type(item).__name__} has no field {record.field!r} for the editorial text")
        adapter[name] = changed[name]
        for name, value in self.step.about(result, fields).items():
            if declared is None or name in declared:
                adapter[name] = value
        self._count(result, record.url)
        return item

    def _dropped(self, reason: str) -> DropItem:
        self._add("dropped")
        return DropItem(f"cannot be cleaned: {reason}")

    def _count(self, result: CleanResult, url: str | None) -> None:
        self._add("documents")
        self._add("removals", result.stats.removals)
        self._add("removed_characters", result.stats.removed_characters)
        for category, count in Counter(removal.category for removal in result.removals).items():
            self._add(f"removals/{category}", count)
        if self.crawler.spider is not None:
            for warning in result.stats.warnings:
                self.crawler.spider.logger.warning("%s: %s", url or "an item without address", warning)

    def _add(self, name: str, count: int = 1) -> None:
        if self.crawler.stats is not None:
            self.crawler.stats.inc_value(f"cleaner/{name}", count)


def _options(settings: BaseSettings) -> RecordOptions:
    return {
        "rules": settings.getlist("CLEANER_RULES"),
        "default_rules": not settings.getbool("CLEANER_NO_DEFAULT_RULES"),
        "disable": settings.getlist("CLEANER_DISABLE"),
        "threshold": settings.getfloat("CLEANER_THRESHOLD", THRESHOLD),
        "extractor": settings.get("CLEANER_EXTRACTOR", EXTRACTORS[0]),
        "pages": None if settings.get("CLEANER_PAGES") is None else settings.getbool("CLEANER_PAGES"),
        "details": settings.getbool("CLEANER_DETAILS"),
        "text_field": settings.get("CLEANER_TEXT_FIELD"),
        "html_field": settings.get("CLEANER_HTML_FIELD"),
        "url_field": settings.get("CLEANER_URL_FIELD"),
        "site_field": settings.get("CLEANER_SITE_FIELD"),
    }
