"""Article: what a diff shows, in a terminal, a patch or a page."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from cleaner.model import CleanResult


class ShownArticle(NamedTuple):
    """An article, cleaned or compared, or why it is none.

    Attributes:
        name: its file, or its place in a dump.
        result: the result; None if it cannot be cleaned.
        error: why it cannot be.
        url: where it comes from.
        id: what it is known by in its dump; None if it comes from no dump.
    """

    name: str
    result: CleanResult | None
    error: str = ""
    url: str = ""
    id: str | None = None

    @property
    def place(self) -> Mapping[str, str]:
        """Where in a dump it stands: source, id and address; empty if it comes from no dump."""
        return {} if self.id is None else {"source": self.name, "id": self.id, "url": self.url}
