"""Hosts: what an address names, what a host is part of, and the domain that a site's pages share."""

from __future__ import annotations

from collections.abc import Container
from functools import cache, lru_cache
from typing import Any
from urllib.parse import urlsplit

from cleaner.extras import require

LONGEST_ADDRESS = 4096
# Nobody lists a host with more parts.
_MOST_LABELS = 32


def host_of(url: str) -> str:
    """The host name of an address, in lower case; empty where it has none."""
    try:
        return (urlsplit(url[:LONGEST_ADDRESS]).hostname or "").lower()
    except ValueError:
        return ""


def site_of(url: str | None) -> str:
    """The host name of an address without `www.`; empty where it has none."""
    return host_of(url or "").removeprefix("www.")


@lru_cache(maxsize=1 << 12)
def lineage(host: str) -> tuple[str, ...]:
    """A host and those that it is a subdomain of, itself first: `a.b.com`, `b.com`, `com`."""
    labels = host.split(".")[-_MOST_LABELS:]
    return tuple(".".join(labels[first:]) for first in range(len(labels)))


def is_from(host: str, hosts: Container[str]) -> bool:
    """Whether a host, or one that it is a subdomain of, is among the hosts."""
    return any(one in hosts for one in lineage(host))


def registrable_domain(url: str) -> str:
    """The part of an address's host that its owner registered, by the list of public suffixes: `shop.co.uk`, `me.github.io`.

    The host itself where there is no such part, as in `localhost` or an IP address; empty where there is no host.

    Raises:
        MissingExtraError: publicsuffixlist is not installed.
    """
    host = host_of(url)
    if ":" in host or host.rpartition(".")[2].isdecimal():
        return host
    return _suffixes().privatesuffix(host) or host


@cache
def _suffixes() -> Any:
    return require("publicsuffixlist", "fit").PublicSuffixList()
