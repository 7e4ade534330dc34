"""What `cleaner learn` finds on made sites whose template lines are known: precision, recall, time and memory.

    python -m tests.benchmarks.learn_sites --sites 200 --pages 60
    python -m tests.benchmarks.learn_sites --megabytes 2000

Each site has template lines of its own, some with numbers and dates that change, on 15 to 100 % of its pages, and lines that its
authors wrote more than once: on fewer than 8 % of the pages, and never on five.
"""

from __future__ import annotations

import argparse
import json
import random
import sys
import tempfile
from collections import defaultdict
from pathlib import Path

import tomli

from tests.benchmarks.watched import run

_WORDS = (
    "rain road lamp harbour winter letter bridge garden window morning engine market forest signal copper kitchen river "
    "ladder station paper summer valley bicycle chimney orchard needle ribbon thunder mirror pepper anchor meadow saddle"
).split()
_VERBS = "carries mends keeps finds paints follows loses measures borrows opens warms counts".split()
_MONTHS = "January February March April May June July August September October November December".split()
_SENTENCES = 20_000
_NUMBER, _DATE = "{number}", "{date}"


class Site:
    """A made site: template lines with the share of pages they stand on, and lines that its authors repeat a little."""

    def __init__(self, number: int, chance: random.Random) -> None:
        self.host = f"site-{number}.example"
        words = [f"{word}{number}" for word in chance.sample(_WORDS, 12)]
        made = [self._template(words, chance) for _ in range(chance.randint(4, 9))]
        self.templates = {line: chance.uniform(0.15, 1.0) for line in made}
        self.habits = [
            f"{sentence(chance)} {words[0]} {index}th".replace(f"{index}th", word)
            for index, word in enumerate(words[:6])
        ]

    def _template(self, words: list[str], chance: random.Random) -> str:
        length = chance.choice((2, 3, 5, 6, 8, 12, 20))
        line = " ".join(chance.choice(words) for _ in range(length)).capitalize()
        return line + chance.choice(("", "", f" {_NUMBER} times", f" on {_DATE}"))


def sentence(chance: random.Random) -> str:
    """Some words that make no sense."""
    words = [
        chance.choice(_WORDS),
        chance.choice(_VERBS),
        *(chance.choice(_WORDS) for _ in range(chance.randint(6, 14))),
    ]
    return " ".join(words).capitalize() + "."


def page(site: Site, habits: list[str], pool: list[str], chance: random.Random) -> str:
    """A page of a site: prose, and template lines among it."""
    lines = [" ".join(chance.choices(pool, k=chance.randint(2, 5))) for _ in range(chance.randint(6, 16))]
    lines += habits
    for line, share in site.templates.items():
        if chance.random() < share:
            date = f"{chance.choice(_MONTHS)} {chance.randint(1, 28)}, {chance.randint(2015, 2026)}"
            filled = line.replace(_NUMBER, str(chance.randint(2, 9999))).replace(_DATE, date)
            lines.insert(chance.randint(0, len(lines)), filled)
    return "\n\n".join(lines)


def write_dump(
    path: Path, sites: list[Site], pages: int, megabytes: int, chance: random.Random
) -> dict[tuple[str, str], int]:
    """Write so many pages a site, or so many MB; how many pages each template line got by site, numbers and dates as 0."""
    pool = [sentence(chance) for _ in range(_SENTENCES)]
    made: dict[tuple[str, str], int] = defaultdict(int)
    size = number = 0
    with path.open("w", encoding="utf-8") as file:
        while size < megabytes * 1e6 if megabytes else number < pages * len(sites):
            site = sites[number % len(sites)]
            turn = number // len(sites)
            habits = [line for index, line in enumerate(site.habits) if turn % 20 == index and turn < 80]
            text = page(site, habits, pool, chance)
            for line in site.templates:
                made[site.host, plain(line)] += any(plain(piece) == plain(line) for piece in _blanked(text, line))
            size += file.write(json.dumps({"url": f"https://www.{site.host}/{number}", "text": text}) + "\n")
            number += 1
    return made


def _blanked(text: str, line: str) -> list[str]:
    """The lines of a text that begin as a template line does."""
    beginning = line.split("{")[0]
    return [line for piece in text.split("\n\n") if piece.startswith(beginning) and len(piece) < len(line) + 30]


def plain(line: str) -> str:
    """A template line in lower case, with one mark for what changes."""
    return line.lower().replace(_NUMBER, "0").replace(_DATE, "0")


def learned_lines(path: Path) -> set[tuple[str, str]]:
    """The (site, line) pairs of a learned TOML file, numbers and dates as in `plain`."""
    found = set()
    for rule in tomli.loads(path.read_text(encoding="utf-8"))["rule"]:
        for line in rule["lines"]:
            words = line["line"].lower()
            for month in _MONTHS:
                head, month_found, _ = words.partition(f" on {month.lower()} ")
                words = head + " on 0" if month_found else words
            pieces = words.split(" ")
            if pieces[-1] == "times":
                pieces[-2] = "0"
            found.add((rule["site"], " ".join(pieces)))
    return found


def main() -> None:
    """Print figures."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--sites", type=int, default=200)
    parser.add_argument("--pages", type=int, default=60)
    parser.add_argument("--megabytes", type=int, default=0)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--folder", type=Path, default=None)
    options = parser.parse_args()
    chance = random.Random(options.seed)
    sites = [Site(number, chance) for number in range(options.sites)]
    with tempfile.TemporaryDirectory(dir=options.folder) as folder:
        dump, out = Path(folder) / "dump.jsonl", Path(folder) / "learned.toml"
        made = write_dump(dump, sites, options.pages, options.megabytes, chance)
        watched = run([sys.executable, "-m", "cleaner", "learn", str(dump), "-o", str(out), "--workers", "2"])
        if watched.code:
            sys.exit(watched.error)
        found = learned_lines(out)
        size = dump.stat().st_size / 1e6
    known = set(made)
    print(f"{size:.0f} MB, {len(sites)} sites, {len(known)} template lines: learned {len(found)}")
    print(f"precision {len(found & known) / max(len(found), 1):.4f}, recall {len(found & known) / len(known):.4f}")
    print(f"{watched.seconds:.1f} s, {size / watched.seconds:.1f} MB/s, at most {watched.megabytes:.0f} MB of memory")
    for site, line in sorted(known - found)[:10]:
        print(f"  missed on {site} ({made[site, line]} pages): {line}")
    for site, line in sorted(found - known)[:10]:
        print(f"  wrong on {site}: {line}")


if __name__ == "__main__":
    main()
