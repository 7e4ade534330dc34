"""What the report of a run shows, gathered from the rows of its documents in one pass and in bounded memory."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from typing import Any, NamedTuple

from cleaner.report.html.excerpt import shortened
from cleaner.report.html.keeper import Keeper, chance
from cleaner.report.html.sites import Sites

# Documents on the page: some with warnings, some that lost the largest share, and others by chance up to the sum.
MOST_DOCUMENTS = 400
_WARNED, _LARGEST = 150, 150
# Samples of a rule, and removals of a document.
_SAMPLES, _SHOWN = 3, 5
_REASONS, _EXAMPLES = 100, 3
_REASON = 200
BINS = 20

DocumentRow = Mapping[str, Any]


class RemovalSample(NamedTuple):
    """A removal in context, and the document that it comes from."""

    document: DocumentRow
    removal: Mapping[str, Any]


class Reject(NamedTuple):
    """A record that was rejected."""

    source: str
    reason: str


class RuleUse:
    """What one rule did, with some samples by chance.

    Attributes:
        documents: in how many documents it had a part in removals.
        removals: how many those were.
        characters: how long those were in which no rule was stronger.
        samples: some of them, if possible such in which it was the strongest.
    """

    def __init__(self) -> None:
        self.documents = self.removals = self.characters = 0
        self.samples: Keeper[RemovalSample] = Keeper(_SAMPLES)


class Collection:
    """Sums, samples and a choice of documents.

    Attributes:
        documents: how many there are.
        untouched: how many of them, text or not, lost nothing.
        warned: how many have warnings.
        bins: how many lost up to a twentieth of their characters, up to two, and so on.
        rules: what each rule did, by what it is counted as.
        rejects: the first records rejected, by reason.
    """

    def __init__(self) -> None:
        self.documents = self.untouched = self.warned = 0
        self.bins = [0] * BINS
        self.sites = Sites()
        self.rules: dict[str, RuleUse] = {}
        self.rejects: dict[str, list[Reject]] = {}
        self._warned: Keeper[DocumentRow] = Keeper(_WARNED)
        self._largest: Keeper[DocumentRow] = Keeper(_LARGEST)
        self._others: Keeper[DocumentRow] = Keeper(MOST_DOCUMENTS)

    @property
    def chosen(self) -> list[DocumentRow]:
        """The documents to be shown: those with warnings first, then by the share that was removed."""
        rows = {row["source"]: row for row in (*self._warned, *self._largest)}
        for row in self._others:
            if len(rows) >= MOST_DOCUMENTS:
                break
            rows.setdefault(row["source"], row)
        return sorted(rows.values(), key=lambda row: (not row["warnings"], -removed_share(row)))

    def add(self, row: DocumentRow) -> None:
        """Take in a row, of a document or of a record that was rejected."""
        if "reason" in row:
            self._reject(Reject(row["source"], row["reason"]))
            return
        self.documents += 1
        self.warned += bool(row["warnings"])
        if row["removed"]:
            self.bins[min(BINS - 1, int(removed_share(row) * BINS))] += 1
        else:
            self.untouched += 1
        self.sites.add(row["site"], row["characters"], row["removed"], bool(row["warnings"]))
        self._count_rules(row)
        draw = chance(row["source"])
        keeper = self._warned if row["warnings"] else self._largest
        keeper.offer(row, removed_share(row), draw)
        self._others.offer(row, draw)

    def _count_rules(self, row: DocumentRow) -> None:
        for name, (removals, characters) in row["rules"].items():
            use = self.rules.setdefault(name, RuleUse())
            use.documents += 1
            use.removals += removals
            use.characters += characters
        seen: Counter[str] = Counter()
        for removal in row["samples"]:
            for place, name in enumerate(removal["rules"]):
                later = place + seen[name]  # a document's second is no news
                self.rules[name].samples.offer(RemovalSample(row, removal), -later, chance(name, row["source"]))
                seen[name] += 1

    def _reject(self, reject: Reject) -> None:
        kind = reject.reason.partition(":")[0]
        if kind in self.rejects or len(self.rejects) < _REASONS:
            examples = self.rejects.setdefault(kind, [])
            if len(examples) < _EXAMPLES:
                examples.append(Reject(reject.source, shortened(reject.reason, _REASON)))


def collect(rows: Iterable[DocumentRow]) -> Collection:
    """All rows of a run, in their order."""
    collection = Collection()
    for row in rows:
        collection.add(row)
    return collection


def shown_samples(row: DocumentRow) -> list[Mapping[str, Any]]:
    """The removals that are shown of a document, in their order."""
    return sorted(row["samples"][:_SHOWN], key=lambda sample: sample["start"])


def removed_share(row: DocumentRow) -> float:
    """Which share of a document was removed."""
    return row["removed"] / row["characters"] if row["characters"] else 0.0
