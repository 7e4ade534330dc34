"""cleaner beside the tools that people know, as Markdown tables: what is kept, what goes, and what it costs.

usage: python -m tests.benchmarks.compare [--texts CASES.jsonl] [--pages PAGES.jsonl.gz] [--articles FOLDER] [--corpus] [--limit N]

--texts     labelled texts, as cleaner.fit.cases describes them
--pages     pages with their main content: {"id", "url", "html", "main_content"}, the fields of WCXB
--articles  a checkout of ScrapingHub's article-extraction-benchmark: ground-truth.json and html/ID.html.gz
--corpus    the texts and pages of fixtures/corpus

Of texts: the share of editorial characters that stay, the share of spam's that go, and speed. Of pages: precision, recall and F1
over words as a bag, means over the pages (of the own corpus: snippets), and the time as a multiple of a bare parse by lxml. All
times are of this process's CPU. Tools take turns, page by page, so that a busy machine troubles all alike. What of a text is
still there is told by the same comparison for all, cleaner included. A tool that fails on an input has given nothing.
"""

from __future__ import annotations

import argparse
import gzip
import json
import time
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import chain, islice, product
from pathlib import Path
from statistics import fmean
from typing import Protocol, TypeVar

import lxml.html

from cleaner.fit.cases import Case, load_cases
from cleaner.fit.content import word_f1
from cleaner.fit.measure import Figures, count_case
from cleaner.fit.pages import LabelledPage, load_pages, page_words
from cleaner.report.compare import compare
from tests.benchmarks.peers import PAGES, TEXTS, PageTool, Peer, TextTool, Tool
from tests.corpus.floors import CORPUS
from tests.corpus.pages import Outcome, Page
from tests.corpus.pages import read as read_pages
from tests.corpus.texts import read as read_texts

# A text tool runs over all texts so often after once to warm up; the best run counts.
RUNS = 5
# Rules and lists of words are made ready where a page in their language comes first: so many pages are done once before it counts.
WARM = 20
MISSING = "not installed"


class PageLike(Protocol):
    """A page of either kind."""

    @property
    def html(self) -> str: ...
    @property
    def url(self) -> str: ...


AnyPage = TypeVar("AnyPage", bound=PageLike, contravariant=True)


class Score(Protocol[AnyPage]):
    """What one tool did on pages."""

    def add(self, page: AnyPage, text: str) -> None: ...
    def figures(self) -> dict[str, float]: ...


@dataclass(slots=True)
class WordScore:
    """Precision, recall and F1 over words as a bag, by page."""

    precision: list[float] = field(default_factory=list)
    recall: list[float] = field(default_factory=list)
    f1: list[float] = field(default_factory=list)

    def add(self, page: LabelledPage, text: str) -> None:
        """Hold one answer against the page's content."""
        found, content = page_words(text), page_words(page.content or "")
        both = sum((Counter(found) & Counter(content)).values())
        self.precision.append(both / len(found) if found else float(not content))
        self.recall.append(both / len(content) if content else float(not found))
        self.f1.append(word_f1(found, content))

    def figures(self) -> dict[str, float]:
        """Means over pages."""
        return {"precision": fmean(self.precision), "recall": fmean(self.recall), "F1": fmean(self.f1)}


def ready(peers: Iterable[Peer[Tool]]) -> tuple[dict[str, Tool], list[str]]:
    """The tools that are there, by title, and the titles of those that are not."""
    tools, missing = {}, []
    for peer in peers:
        try:
            tools[peer.title()] = peer.load()
        except ImportError:
            missing.append(peer.title())
    return tools, missing


def text_table(cases: Sequence[Case]) -> Iterator[str]:
    """Retention, recall and speed of the tools for texts."""
    yield from head("text tool", "retention", "affiliate recall", "MB/s")
    tools, missing = ready(TEXTS)
    for title, tool in tools.items():
        figures = Figures()
        for case in cases:
            count_case(figures, case, compare(case.text, tool(case.text)))
        speed = "" if title == "do nothing" else f"{megabytes_a_second(tool, cases):.1f}"
        yield row(title, f"{figures.retention:.4f}", f"{figures.recall():.4f}", speed)
    yield from (row(title, MISSING, "", "") for title in missing)


def megabytes_a_second(tool: TextTool, cases: Sequence[Case]) -> float:
    """Millions of characters by seconds of CPU."""
    best = float("inf")
    for _ in range(RUNS):
        best = min(best, cpu(lambda: [tool(case.text) for case in cases])[1])
    return sum(len(case.text) for case in cases) / best / 1e6


def page_table(pages: Iterable[AnyPage], score: Callable[[], Score[AnyPage]]) -> Iterator[str]:
    """The figures of the tools for pages, and their time."""
    tools, missing = ready(PAGES)
    scores = {title: score() for title in tools}
    names = list(score().figures())
    spent, parsing, failed = Counter[str](), 0.0, Counter[str]()
    waiting = iter(pages)
    first = list(islice(waiting, WARM))
    for tool, page in product(tools.values(), first):
        answer(tool, page)
    for page in chain(first, waiting):
        parsing += cpu(lambda html=page.html: parse(html))[1]
        for title, tool in tools.items():
            text, seconds = cpu(lambda tool=tool, page=page: answer(tool, page))
            spent[title] += seconds
            failed[title] += text is None
            scores[title].add(page, text or "")
    yield from head("page tool", *names, "× parse", "failed")
    for title in tools:
        times = f"{spent[title] / max(parsing, 1e-9):.1f}"
        yield row(title, *(f"{scores[title].figures()[name]:.4f}" for name in names), times, str(failed[title]))
    yield from (row(title, MISSING, *[""] * (len(names) + 1)) for title in missing)


def parse(html: str) -> object:
    """The least that a tool for pages must do."""
    parser = lxml.html.HTMLParser(encoding="utf-8")
    return lxml.html.document_fromstring(html.encode("utf-8", "replace"), parser=parser)


def answer(tool: PageTool, page: PageLike) -> str | None:
    """What a tool makes of a page; None if it fails."""
    try:
        return tool(page.html, page.url)
    except Exception:  # whatever a peer raises, it is a page that it cannot do
        return None


Result = TypeVar("Result")


def cpu(call: Callable[[], Result]) -> tuple[Result, float]:
    """What a call gives, and its seconds of CPU."""
    start = time.process_time()
    result = call()
    return result, time.process_time() - start


def head(*names: str) -> Iterator[str]:
    """The first two lines of a table; figures stand on the right."""
    yield row(*names)
    yield "|---|" + "---:|" * (len(names) - 1)


def row(*cells: str) -> str:
    """A line of a table."""
    return f"| {' | '.join(cells)} |"


def articles(folder: Path) -> Iterator[LabelledPage]:
    """The pages of an article-extraction-benchmark."""
    truth = json.loads((folder / "ground-truth.json").read_bytes())
    for name, entry in sorted(truth.items()):
        with gzip.open(folder / "html" / f"{name}.html.gz", "rt", encoding="utf-8", errors="replace") as file:
            yield LabelledPage(name, entry.get("url", ""), file.read(), entry["articleBody"])


def main() -> None:
    """Print a table for each input."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    for name in ("texts", "pages", "articles"):
        parser.add_argument(f"--{name}", type=Path)
    parser.add_argument("--corpus", action="store_true")
    parser.add_argument("--limit", type=int, help="so many texts or pages of each")
    options = parser.parse_args()
    tables: list[tuple[str, Iterator[str]]] = []
    if options.texts:
        tables.append((options.texts.name, text_table(load_cases(options.texts)[: options.limit])))
    if options.pages:
        whole = (page for page in load_pages(options.pages) if page.content is not None)
        tables.append((options.pages.name, page_table(islice(whole, options.limit), WordScore)))
    if options.articles:
        tables.append((options.articles.name, page_table(islice(articles(options.articles), options.limit), WordScore)))
    if options.corpus:
        own: list[Page] = read_pages(CORPUS / "pages")[: options.limit]
        tables.append(("own corpus, texts", text_table(read_texts(CORPUS / "texts")[: options.limit])))
        tables.append(("own corpus, pages", page_table(own, Outcome)))
    for title, lines in tables:
        print(f"\n{title}\n", *lines, sep="\n", flush=True)


if __name__ == "__main__":
    main()
