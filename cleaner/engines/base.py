"""The kernel of every engine: an article in, its outcome out; its own fault is noted in it, never raised."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

from cleaner.model import CleanResult, Stats
from cleaner.pipeline import clean_html, clean_text
from cleaner.records.record import Fields, Record
from cleaner.report.markdown import markdown
from cleaner.ruleset.ruleset import RuleSet


@dataclass(frozen=True, slots=True)
class Job:
    """What an engine needs to clean articles; frozen and picklable."""

    rules: RuleSet
    threshold: float | None = None
    names: Fields = field(default_factory=Fields)
    extractor: str = "scorecard"
    markdown: bool = False
    links: bool = False

    def article(self, record: Record) -> Article:
        """What of a record has to travel to where it is cleaned."""
        url = record.fields.get(self.names.url)
        return Article(record.text, url if isinstance(url, str) else None, record.page)

    def clean(self, article: Article) -> CleanResult:
        """The article cleaned as the job asks."""
        if not article.page:
            return clean_text(article.text, url=article.url, rules=self.rules, threshold=self.threshold)
        return clean_html(
            article.text, url=article.url, rules=self.rules, threshold=self.threshold, extractor=self.extractor
        )


@dataclass(frozen=True, slots=True)
class Article:
    """A text, or the markup of a page, and where it comes from."""

    text: str
    url: str | None
    page: bool = False


@dataclass(frozen=True, slots=True)
class Cleaned:
    """The editorial text and what was counted, or the reason why there is none."""

    text: str = ""
    title: str | None = None
    stats: Stats = field(default_factory=Stats)
    error: str | None = None


@dataclass(frozen=True, slots=True)
class Outcome:
    """A record with what cleaning made of it; a record with an error has no text."""

    record: Record
    text: str
    stats: Stats


def clean_article(article: Article, job: Job) -> Cleaned:
    """Clean one article."""
    try:
        result = job.clean(article)
        text = markdown(result, links=job.links, lists=job.rules.lists) if job.markdown else result.text
    except Exception as error:  # a fault of ours must not cost the dump: the record is rejected, with the reason
        return Cleaned(error=f"failed: {type(error).__name__}: {error}")
    return Cleaned(text, result.title, result.stats)


def outcome(record: Record, cleaned: Cleaned) -> Outcome:
    """The record with its cleaned article, and its title where it has none yet; warnings name the record."""
    if cleaned.error is not None and record.error is None:
        record = replace(record, error=cleaned.error, raw=record.text)
    if cleaned.title and "title" not in record.fields:
        record = replace(record, fields={**record.fields, "title": cleaned.title})
    warnings = tuple(f"{record.source}: {warning}" for warning in cleaned.stats.warnings)
    return Outcome(record, cleaned.text, replace(cleaned.stats, warnings=warnings))
