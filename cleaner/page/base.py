"""Base: the address that a page's relative links lead from."""

from __future__ import annotations

from urllib.parse import urljoin

from cleaner.hosts import host_of
from cleaner.page.tree import Tree


def base_of(root: Tree | None, url: str | None) -> str:
    """The address that relative links lead from, as the page's `<base>` and its own address say; empty where none does."""
    base = root.find(".//base[@href]") if root is not None else None
    try:
        address = urljoin(url or "", base.get("href").strip() if base is not None else "")
    except ValueError:
        address = url or ""
    return address if host_of(address) else ""
