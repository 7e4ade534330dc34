"""How time and memory grow with inputs built against each stage: n, 2n, 4n.

usage: python tests/benchmarks/complexity.py [SIZE_MB [WORDS_IN_NAME...]]

Every input is cleaned in a process of its own, with all limits but that on depth lifted. Prints, for sizes n, 2n and 4n (n is
SIZE_MB, 1 if left out), the least CPU time of three runs, the largest growth for a doubling, and at 4n the memory over that
of a process that has cleaned a short article, in bytes a byte of input.
"""

from __future__ import annotations

import json
import resource
import subprocess
import sys
import time
from collections.abc import Callable
from itertools import count, islice

from cleaner import CleanResult, clean_html, clean_text
from cleaner.limits import Limits
from cleaner.text.decode import decode_page
from cleaner.text.fold import well_formed

UNLIMITED = Limits(characters=1 << 40, tags=1 << 40, blocks=1 << 40, seconds=float("inf"))
PROSE = "The road over the pass is closed in winter, and those who want to cross it take the train instead."
SPAM = "As an Amazon Associate I earn from qualifying purchases."
HEAD = f"<article><h1>Over the pass</h1>{f'<p>{PROSE}</p>' * 6}</article>"

Shape = Callable[[int], str]


def repeat(piece: str, before: str = "", after: str = "") -> Shape:
    """An input that is one piece again and again."""
    return lambda size: before + piece * (size // len(piece)) + after


def numbered(piece: str, before: str = "", after: str = "") -> Shape:
    """An input of pieces that differ by a number."""

    def shape(size: int) -> str:
        pieces = islice((piece.format(n) for n in count()), size // len(piece))
        return before + "".join(pieces) + after

    return shape


def nested(opening: str, closing: str, levels: int) -> Shape:
    """An input of elements that stand in one another, so many of them, again and again."""
    piece = opening * levels + "word" + closing * levels
    return repeat(piece, HEAD)


TEXTS: dict[str, Shape] = {
    "one-word lines": repeat("word\n"),
    "one-word lines, all different": numbered("w{}\n"),
    "one line of words": repeat("word "),
    "one word": repeat("w"),
    "one line of sentences": repeat(PROSE + " "),
    "one line of disclosures": repeat(SPAM + " "),
    "one line, disclosures and prose": repeat(f"{SPAM} {PROSE} "),
    "one line of quotation marks": repeat('"a" '),
    "one line of full stops": repeat(". "),
    "one line of ad labels": repeat("word (affiliate link) "),
    "gate keywords": repeat("affiliate commission advertisement subscribe newsletter amazon buy now\n"),
    "gate keywords, one line": repeat("affiliate commission advertisement subscribe newsletter amazon buy now "),
    "section headings": repeat("You May Also Like\n"),
    "section headings and teasers": repeat("You May Also Like\n\nTen Huts in Ten Days\n\nA Guide to Quiet Islands\n\n"),
    "spam and prose in turn": repeat(f"{SPAM}\n\n{PROSE}\n\n"),
    "placeholders": repeat(f"Amazon\n\nGPU cloud computing services\n\n{SPAM}\n\n"),
    "merchant names": repeat("Amazon\n"),
    "calls": repeat("Subscribe now\n"),
    "calls, all different": numbered("Subscribe now {}\n"),
    "bullets": repeat("- \n"),
    "fences": repeat("```\n"),
    "quoted lines": repeat("> Subscribe now\n"),
    "emoji": repeat("\U0001f600\U0001f525 "),
    "empty lines": repeat("\n \n", PROSE, PROSE),
    "carriage returns": repeat("a\r"),
    "white space": repeat(" ", PROSE, PROSE),
    "combining marks": repeat("a\u0301\u0323 "),
    "lone surrogates": repeat("\ud800a "),
    "wide characters": repeat("広告 アフィリエイト\n"),
}
PAGES: dict[str, Shape] = {
    "paragraphs": repeat(f"<p>{PROSE}"),
    "empty paragraphs": repeat("<p>", HEAD),
    "short paragraphs": repeat("<p>a", HEAD),
    "one paragraph": repeat(PROSE + " ", HEAD + "<p>"),
    "line breaks": repeat("a<br>", HEAD),
    "links in one paragraph": repeat("<a href=x>y</a> ", HEAD + "<p>"),
    "links never closed": repeat("<a href=x>y ", HEAD),
    "affiliate links": numbered("<a href='https://amzn.to/{}'>y</a> ", HEAD + "<p>"),
    "inline elements": repeat("<b>a</b><span>b</span>", HEAD + "<p>"),
    "attributes of one element": numbered("a{}=b ", HEAD + "<div ", ">word"),
    "attributes of many": repeat("<p a=b c=d e=f g=h>x", HEAD),
    "class names of one element": numbered("a{} ", "<div class='", f"'>{HEAD}"),
    "class names of many": numbered("<p class='a{} related-posts share'>x", HEAD),
    "nested tables": nested("<table><tr><td>", "</table>", 60),
    "nested divisions": nested("<div>", "</div>", 250),
    "nested spans": nested("<span>", "</span>", 250),
    "nested lists": nested("<ul><li>", "</ul>", 120),
    "nested finds": nested("<div class=related-posts>", "</div>", 200),
    "nested hidden": nested("<div hidden class=tab>", "</div>", 200),
    "divisions never closed": repeat("<div>", HEAD),
    "ends never opened": repeat("</div>", HEAD, HEAD),
    "headings": repeat("<h2>You May Also Like</h2>", HEAD),
    "one table": repeat("<tr><td>a<td>b", HEAD + "<table>"),
    "tables": repeat("<table><tr><td>a<td>b</table>", HEAD),
    "items": repeat("<li>a", HEAD + "<ul>"),
    "code": repeat("a\n", HEAD + "<pre>"),
    "comments": repeat("<!-- a -->", HEAD),
    "comments never closed": repeat("<!-- ", HEAD),
    "scripts": repeat("<script>a</script>", HEAD),
    "drawings never closed": repeat("<svg>", HEAD),
    "JSON-LD": repeat('"articleBody",', '<script type="application/ld+json">{"@type": "Article", "keywords": [', '""]}</script>'),
    "JSON-LD scripts": repeat('<script type="application/ld+json">{"@type": "Article", "articleBody": "a"}</script>'),
    "streamed parts": numbered('<template id="B:{0}"></template><div hidden id="S:{0}">a</div>', HEAD),
    "titles": repeat("<title>a</title>", HEAD),
    "entities": repeat("&amp;", HEAD + "<p>"),
    "less-than signs": repeat("< ", HEAD + "<p>"),
    "spam and prose in turn": repeat(f"<p>{SPAM}<p>{PROSE}"),
    "buttons": repeat("<button>Subscribe now</button>", HEAD),
    "ends of the page": repeat("</body></html>", HEAD),
}  # fmt: skip


def _decoded(page: str, encoding: str) -> CleanResult | str:
    return decode_page(page.encode(encoding, "replace"))


DECODED: dict[str, tuple[Shape, str]] = {
    "UTF-16": (repeat(f"<p>{PROSE}"), "utf-16"),
    "windows-1252, not named": (repeat("café “closed” "), "cp1252"),
    "windows-1251, not named": (repeat("Дорога через перевал "), "cp1251"),
    "Shift JIS, not named": (repeat("峠を越える道 "), "cp932"),
}


def _cases() -> dict[str, tuple[Callable[[int], object], Callable[[object], object]]]:
    """What makes an input of a size, and what works on it, by name."""

    def text(value: object) -> object:
        return clean_text(str(value), limits=UNLIMITED)

    def page(value: object) -> object:
        return clean_html(str(value), limits=UNLIMITED)

    def decode(value: object) -> object:
        return decode_page(value) if isinstance(value, bytes) else None

    cases: dict[str, tuple[Callable[[int], object], Callable[[object], object]]] = {}
    cases |= {f"text: {name}": (shape, text) for name, shape in TEXTS.items()}
    cases |= {f"page: {name}": (shape, page) for name, shape in PAGES.items()}
    for name, (shape, encoding) in DECODED.items():
        cases[f"decode: {name}"] = (lambda size, s=shape, e=encoding: s(size).encode(e, "replace"), decode)
    return cases


def _size(value: object) -> int:
    return len(value) if isinstance(value, bytes) else len(well_formed(str(value)).encode())


def _peak() -> int:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss << 10


def measured(name: str, size: int) -> dict[str, float]:
    """Seconds and bytes of memory that one input takes, in this process."""
    make, work = _cases()[name]
    work(make(2000))
    value = make(size)
    before = _peak()
    times = []
    for _ in range(3):
        start = time.process_time()
        work(value)
        times.append(time.process_time() - start)
    return {"seconds": min(times), "memory": _peak() - before, "size": _size(value)}


def main() -> None:
    if sys.argv[1:2] == ["--one"]:
        print(json.dumps(measured(sys.argv[2], int(sys.argv[3]))))
        return
    base = int(float(sys.argv[1]) * 1e6) if len(sys.argv) > 1 else 1_000_000
    wanted = sys.argv[2:]
    print(f"{'input':45} {'n':>8} {'2n':>8} {'4n':>8}  growth  memory")
    worst = 0.0
    for name in _cases():
        if wanted and not any(words in name for words in wanted):
            continue
        rows = []
        for times in (1, 2, 4):
            argv = [sys.executable, __file__, "--one", name, str(base * times)]
            done = subprocess.run(argv, capture_output=True, check=True, text=True, timeout=1800)
            rows.append(json.loads(done.stdout))
        seconds = [row["seconds"] for row in rows]
        growth = max(seconds[1] / seconds[0], seconds[2] / seconds[1])
        worst = max(worst, growth)
        memory = rows[2]["memory"] / rows[2]["size"]
        print(
            f"{name:45} {seconds[0]:8.3f} {seconds[1]:8.3f} {seconds[2]:8.3f} {growth:7.2f} {memory:6.1f}x", flush=True
        )
    print(f"largest growth for a doubling: {worst:.2f}")


if __name__ == "__main__":
    main()
