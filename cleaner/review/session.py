"""Session: the verdicts that one person gives in one sitting. Every one is written before the next is asked for."""

from __future__ import annotations

from collections.abc import Sequence
from threading import Lock
from typing import Any

from cleaner.errors import InputError
from cleaner.report.sanitize import sanitize
from cleaner.review.ledger import Ledger
from cleaner.review.queue import Item, shown
from cleaner.review.verdict import ACCEPT, REJECT, Judged
from cleaner.ruleset.ruleset import RuleSet


class Session:
    """What the page can ask for; safe to call from several threads.

    Args:
        items: the removals, in order.
        ledger: takes the verdicts, and knows those of earlier sittings.
        rules: for their descriptions.
    """

    def __init__(self, items: Sequence[Item], ledger: Ledger, rules: RuleSet) -> None:
        self._items = items
        self._ledger = ledger
        self._rules = rules
        self._given = [ledger.of(item.article).given(item.found) for item in items]
        self._history: list[tuple[int, Judged, bool | None]] = []
        self._lock = Lock()
        self._ended = False

    @property
    def size(self) -> int:
        """How many removals there are."""
        return len(self._items)

    def show(self, number: int | None) -> dict[str, Any]:
        """A removal with its verdict and how far the review is; for None the first that has none, or else the first.

        Raises:
            IndexError: there is no removal of this number.
        """
        with self._lock:
            return self._shown(self._next(0) if number is None else number)

    def judge(self, number: int, accepted: bool) -> dict[str, Any]:
        """Give a verdict; the next removal that has none is shown, or else the same.

        Raises:
            IndexError: there is no removal of this number.
            InputError: the verdict cannot be written, or the review has ended; nothing is changed.
        """
        with self._lock:
            item = self._items[number]
            before = self._ledger.of(item.article)
            self._put(before.judge(item.found, accepted))
            self._history.append((number, before, self._given[number]))
            self._given[number] = accepted
            return self._shown(self._next(number))

    def undo(self) -> dict[str, Any]:
        """Take back the last verdict of this sitting, and show its removal.

        Raises:
            InputError: that cannot be written, there is nothing to take back, or the review has ended.
        """
        with self._lock:
            if not self._history:
                raise InputError("there is no verdict of this sitting to take back")
            number, before, given = self._history[-1]
            self._put(before)
            self._history.pop()
            self._given[number] = given
            return self._shown(number)

    def end(self) -> str:
        """Take no more verdicts, and sum up."""
        with self._lock:
            self._ended = True
            counts = self._counts()
        drafted = f", keep rules in {self._ledger.draft}" if self._ledger.draft.exists() else ""
        said = f"{counts['accepted']:,} accepted, {counts['rejected']:,} rejected, {counts['left']:,} left"
        return sanitize(f"{said}; verdicts in {self._ledger.path}{drafted}")

    def _put(self, judged: Judged) -> None:
        if self._ended:
            raise InputError("the review has ended")
        self._ledger.put(judged)

    def _next(self, number: int) -> int:
        """The first removal from one on that has no verdict, from the beginning again after the last; itself if all have."""
        order = (*range(number, len(self._items)), *range(number))
        return next((other for other in order if self._given[other] is None), number)

    def _shown(self, number: int) -> dict[str, Any]:
        item = shown(self._items[number], self._rules)
        given = self._given[number]
        verdict = None if given is None else ACCEPT if given else REJECT
        return {"number": number, "verdict": verdict, **item, **self._counts()}

    def _counts(self) -> dict[str, int]:
        accepted, rejected = self._given.count(True), self._given.count(False)
        left = len(self._given) - accepted - rejected
        return {"items": len(self._given), "accepted": accepted, "rejected": rejected, "left": left}
