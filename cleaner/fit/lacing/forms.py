"""What forms of spam and near misses are made with: lines, blocks, and a writer that keeps to one style in an article."""

import re
from collections.abc import Iterator, Mapping, Sequence
from random import Random
from typing import NamedTuple

from cleaner.fit.lacing.grammar import Grammar

_TOPIC = re.compile(r"(?<=[^\W_.!?:] )[A-Z][^\W\d_]{4,}(?: [A-Z][^\W\d_]{3,})?|[ァ-ヴー]{3,}")
LISTS = {"bullet": "- ", "star": "* ", "dot": "• ", "arrow": "👉 ", "chevron": "» "}


class LacedLine(NamedTuple):
    """A line of an article, its category if it is spam, and what is spam in it otherwise."""

    text: str
    label: str | None = None
    cuts: tuple[str, ...] = ()


LacedBlock = list[LacedLine]
Placed = Iterator[tuple[LacedBlock, str]]  # Blocks with their places: "start", "between", "end".


class Writer:
    """Writes lines in the style of one article: the same topics, the same Markdown, the same fixed lines."""

    def __init__(self, words: Grammar, random: Random, article: Sequence[str]) -> None:
        self.words = words
        self.random = random
        self.markdown = random.random() < 0.25
        self.spaceless = words.style.get("spaceless", False)
        self.gap = "" if self.spaceless else " "  # between sentences
        self._article = re.compile(f"^(?:{words.style.get('articles', '')})(?: |(?<=’))")
        self.site = words.fill("{maker}", random)
        self.topics = sorted(set(_TOPIC.findall("\n".join(article)))) or words.lists["topics"]

    def line(self, name: str, given: Mapping[str, str] = {}) -> str:
        """A line of a list, with the site's name and a topic."""
        return self.words.line(name, self.random, {**self._names(), **given})

    def fill(self, shape: str, given: Mapping[str, str] = {}) -> str:
        """The line of a shape, with the site's name and a topic."""
        return self.words.fill(shape, self.random, {**self._names(), **given})

    def title(self) -> str:
        """A title of another article."""
        title = self.line("titles")
        if self.words.style.get("title_case") and self.chance(0.5):
            return re.sub(r"(?<![^\s:(])[a-z]", lambda match: match[0].upper(), title)
        return title

    def link(self, text: str) -> str:
        """The text, as a link if the article is in Markdown."""
        return f"[{text}](https://{self.site.lower()}.example/{self.fill('{asin}').lower()})" if self.markdown else text

    def styles(self, parts: Sequence[str]) -> dict[str, str]:
        """How the lines of a block begin: one of them, or all, with a bullet, a number, or nothing."""
        if self.chance(0.6):
            return dict.fromkeys(parts, "")
        style = self.random.choice([*LISTS, "numbered", *(["bold", "heading"] if self.markdown else [])])
        if style != "numbered" and self.chance(0.3):
            return dict.fromkeys(parts, style)
        first = parts[0] if style == "numbered" else self.random.choice(parts)
        return {part: style if part == first else "" for part in parts}

    def chance(self, share: float) -> bool:
        """True in this share of cases."""
        return self.random.random() < share

    def _names(self) -> dict[str, str]:
        topics = self.words.lists["topics"]
        topic = self.random.choice(self.topics if self.chance(0.3) else topics)
        other = self.random.choice([each for each in topics if each != topic])
        bare = {"topic_bare": self._article.sub("", topic), "other_bare": self._article.sub("", other)}
        return {"site": self.site, "topic": topic, "other": other, **bare}


def styled(text: str, style: str, number: int) -> str:
    """A line in a style of `Writer.styles`."""
    match style:
        case "numbered":
            return f"{number}. {text}"
        case "bold":
            return f"**{text}**"
        case "heading":
            return f"### {text}"
        case _:
            return LISTS.get(style, "") + text
