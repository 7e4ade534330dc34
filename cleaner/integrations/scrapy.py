"""Scrapy: an item pipeline that cleans the articles of items, of every kind that itemadapter knows, beside the reactor.

    ITEM_PIPELINES = {"cleaner.integrations.scrapy.CleanerPipeline": 300}

Settings, all of them optional: for each option of `cleaner.integrations.options.RecordOptions` one of its name, such as
`CLEANER_RULES`, `CLEANER_DISABLE`, `CLEANER_THRESHOLD`, `CLEANER_LIMITS`, `CLEANER_ON_ERROR`, `CLEANER_TEXT_FIELD`, but
`CLEANER_NO_DEFAULT_RULES` for `default_rules`; and `CLEANER_POOL` ("thread", or "process", which leaves the reactor all of its
core), `CLEANER_POOL_SIZE` (workers of it, 1).
"""

from __future__ import annotations

from collections import Counter
from dataclasses import fields
from typing import Any, Self

from cleaner.errors import InputError, MissingExtraError
from cleaner.integrations.documents import has_article, kind_of
from cleaner.integrations.options import DROP, ERROR, FIELD_OPTIONS, RAISE
from cleaner.integrations.pool import CleaningPool
from cleaner.integrations.step import Step, step_and_fields
from cleaner.model import CleanResult
from cleaner.records.fields import Fields
from cleaner.records.paths import leaves, with_value

try:
    from itemadapter import ItemAdapter
    from scrapy.crawler import Crawler
    from scrapy.exceptions import DropItem
    from scrapy.settings import BaseSettings
    from scrapy.utils.asyncio import is_asyncio_available
except ModuleNotFoundError as error:
    raise MissingExtraError(error.name or "scrapy", "scrapy") from None


class CleanerPipeline:
    """Puts the editorial text into an item's text field, and into other fields that the item has what `Step.about` tells.

    An item without an article passes as it is, and is counted where it has a field for one (`cleaner/without_article`). One
    whose article cannot be cleaned, or has no field to go to, is dropped, or kept with the reason in a field `cleaner_error`.
    Statistics: `cleaner/documents`, `cleaner/dropped`, `cleaner/dropped/REASON`, `cleaner/kept`, `cleaner/kept/REASON`,
    `cleaner/removals`, `cleaner/removals/CATEGORY`, `cleaner/removed_characters` (code points), `cleaner/pool/waiting_max`
    (items that waited for a worker at once), `cleaner/pool/seconds` (from item to item cleaned, summed).
    """

    def __init__(self, crawler: Crawler, step: Step, fields: Fields, pool: CleaningPool) -> None:
        self.crawler = crawler
        self.step = step
        self.fields = fields
        self.pool = pool

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """The pipeline that the settings of a crawler ask for.

        Raises:
            RuleError: the rules cannot be used.
            InputError: another setting cannot.
        """
        settings = crawler.settings
        step, names = step_and_fields(_options(settings))  # type: ignore[arg-type]
        pool = CleaningPool(settings.get("CLEANER_POOL", "thread"), settings.getint("CLEANER_POOL_SIZE", 1))
        return cls(crawler, step, names, pool)

    async def process_item(self, item: Any) -> Any:
        """The item, cleaned in place, by a worker of the pool.

        Raises:
            DropItem: its article is no text, or it declares no field for the editorial text.
            InputError: the same, where `CLEANER_ON_ERROR` is "raise".
        """
        adapter = ItemAdapter(item)
        held = {name: ItemAdapter(one).asdict() if ItemAdapter.is_item(one) else one for name, one in adapter.items()}
        names = self.fields.found_in(leaves(held))
        record = names.record("", held)
        if record.empty:
            self._add("without_article")
        if not has_article(names, held):
            return item
        declared = ItemAdapter.get_field_names_from_class(type(item))
        changed, name = with_value(held, record.field, "")
        if record.error is None and declared is not None and name not in declared:
            return self._refused(item, f"{type(item).__name__} has no field {record.field!r} for the editorial text")
        self._most("pool/waiting_max", self.pool.waiting)
        work = self.pool.clean(self.step, record)
        result, seconds = await (work.as_future() if is_asyncio_available() else work.as_deferred())
        self._add("pool/seconds", seconds)
        if isinstance(result, str):
            return self._refused(item, result)
        changed, _ = with_value(held, record.field, self.step.text(result))
        adapter[name] = changed[name]
        for told, value in self.step.about(result, held).items():
            if declared is None or told in declared:
                adapter[told] = value
        self._count(result, record.url)
        return item

    def close_spider(self) -> None:
        """Let the workers go."""
        self.pool.close()

    def _refused(self, item: Any, reason: str) -> Any:
        """What becomes of an item that cannot be cleaned."""
        if self.step.on_error in (DROP, RAISE):
            self._add("dropped")
            self._add(f"dropped/{kind_of(reason)}")
            if self.step.on_error == RAISE:
                raise InputError(reason)
            raise DropItem(f"cannot be cleaned: {reason}")
        self._add("kept")
        self._add(f"kept/{kind_of(reason)}")
        declared = ItemAdapter.get_field_names_from_class(type(item))
        if declared is None or ERROR in declared:
            ItemAdapter(item)[ERROR] = reason
        return item

    def _count(self, result: CleanResult, url: str | None) -> None:
        self._add("documents")
        self._add("removals", result.stats.removals)
        self._add("removed_characters", result.stats.removed_characters)
        for category, count in Counter(removal.category for removal in result.removals).items():
            self._add(f"removals/{category}", count)
        if self.crawler.spider is not None:
            for warning in result.stats.warnings:
                self.crawler.spider.logger.warning("%s: %s", url or "an item without address", warning)

    def _add(self, name: str, count: float = 1) -> None:
        if self.crawler.stats is not None:
            self.crawler.stats.inc_value(f"cleaner/{name}", count)

    def _most(self, name: str, count: int) -> None:
        if self.crawler.stats is not None:
            self.crawler.stats.max_value(f"cleaner/{name}", count)


def _options(settings: BaseSettings) -> dict[str, Any]:
    """The options that settings give; what is not set is left to `Step`, but that items are dropped which cannot be cleaned."""
    readers = {
        "bool": settings.getbool,
        "bool | None": settings.getbool,
        "float | None": settings.getfloat,
        "tuple[str, ...]": settings.getlist,
        "Limits": settings.getdict,
    }
    kinds = {**{field.name: str(field.type) for field in fields(Step)}, **dict.fromkeys(FIELD_OPTIONS, "str")}
    given: dict[str, Any] = {"on_error": DROP}
    for name, kind in kinds.items():
        setting = f"CLEANER_{name.upper()}"
        if settings.get(setting) is not None:
            given[name] = readers.get(kind, settings.get)(setting)
    if settings.get("CLEANER_NO_DEFAULT_RULES") is not None:
        given["default_rules"] = not settings.getbool("CLEANER_NO_DEFAULT_RULES")
    return given
