"""How one article is cleaned: the options that every engine and every host has, and the call that heeds them.

A new option of cleaning is a field here; engines and hosts then have it too.
"""

from __future__ import annotations

from dataclasses import dataclass

from cleaner.limits import USUAL, Limits
from cleaner.model import CleanResult
from cleaner.page.content import EXTRACTORS
from cleaner.pipeline import clean_html, clean_text
from cleaner.report.markdown import markdown
from cleaner.ruleset.ruleset import RuleSet


@dataclass(frozen=True, slots=True, kw_only=True)
class ArticleCleaning:
    """How an article is cleaned.

    Attributes:
        threshold: the log-odds from which a block goes; None: the usual one.
        extractor: what finds the main content of pages.
        markdown: whether articles become Markdown.
        links: whether its links stay links.
        captions: whether captions and credits of pictures stay.
        images: whether pictures stand in Markdown.
        front_matter: whether Markdown begins with what the page says of its article.
        limits: how much of an article is worked on.
    """

    threshold: float | None = None
    extractor: str = EXTRACTORS[0]
    markdown: bool = False
    links: bool = False
    captions: bool = False
    images: bool = False
    front_matter: bool = False
    limits: Limits = USUAL

    def cleaned(self, text: str, url: str | None, rules: RuleSet, *, page: bool) -> CleanResult:
        """An article, or the markup of its page, cleaned.

        Raises:
            InputError: an option cannot be used.
        """
        if not page:
            return clean_text(text, url=url, rules=rules, threshold=self.threshold, limits=self.limits)
        return clean_html(
            text,
            url=url,
            rules=rules,
            threshold=self.threshold,
            extractor=self.extractor,
            captions=self.captions,
            images=self.images,
            limits=self.limits,
        )

    def rendered(self, result: CleanResult, rules: RuleSet) -> str:
        """What a cleaned article becomes: its text, or Markdown."""
        if not self.markdown:
            return result.text
        return markdown(result, links=self.links, lists=rules.lists, images=self.images, front_matter=self.front_matter)
