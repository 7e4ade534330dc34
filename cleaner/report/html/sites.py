"""Counts by site: exact, and of so many sites at most that they fit into memory."""

from __future__ import annotations

import heapq
from dataclasses import dataclass
from statistics import median

from cleaner.report.html.keeper import chance

MOST_SITES = 50_000
# So many characters at the median share are added to each site, so that one odd page does not make its site stand out.
_USUAL_CHARACTERS = 20_000


@dataclass(slots=True)
class Site:
    """What was counted on a site."""

    name: str
    documents: int = 0
    characters: int = 0
    removed: int = 0
    warned: int = 0

    @property
    def share(self) -> float:
        """Which share of its characters was removed."""
        return self.removed / self.characters if self.characters else 0.0

    def oddness(self, usual: float) -> float:
        """Its share, drawn towards the usual one where it has few characters."""
        return (self.removed + usual * _USUAL_CHARACTERS) / (self.characters + _USUAL_CHARACTERS)


class Sites:
    """Counts by site. Of more than `most` sites those stay whose names come first by chance: what stays is counted whole.

    Attributes:
        left_out: how many documents are of sites that did not stay.
        unknown: how many documents have no address.
    """

    def __init__(self, most: int = MOST_SITES) -> None:
        self._most = most
        self._sites: dict[str, Site] = {}
        self._heap: list[tuple[int, str]] = []
        self.left_out = 0
        self.unknown = 0

    def add(self, name: str, characters: int, removed: int, warned: bool) -> None:
        """Count a document."""
        if not name:
            self.unknown += 1
            return
        site = self._sites.get(name)
        if site is None:
            site = self._sites[name] = Site(name)
            heapq.heappush(self._heap, (-chance(name), name))
        site.documents += 1
        site.characters += characters
        site.removed += removed
        site.warned += warned
        if len(self._sites) > self._most:
            # What goes here came after all that stays, and does so again whenever it comes.
            self.left_out += self._sites.pop(heapq.heappop(self._heap)[1]).documents

    def __len__(self) -> int:
        return len(self._sites)

    @property
    def usual(self) -> float:
        """The median share removed of the sites that have text."""
        shares = [site.share for site in self._sites.values() if site.characters]
        return median(shares) if shares else 0.0

    def odd(self, most: int) -> list[Site]:
        """The sites that stand out most, by share removed."""
        usual = self.usual
        oddest = sorted(self._sites.values(), key=lambda site: (-site.oddness(usual), site.name))[:most]
        return sorted(oddest, key=lambda site: (-site.share, site.name))
