"""What a link leads to: the lists of affiliate hosts, URL parameters and merchants, and what they say of an address."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from urllib.parse import parse_qsl, urlsplit

from cleaner.hosts import LONGEST_ADDRESS, host_of, is_from

# The lists that links are held against, by the names of their files under `rules/lists/`.
AFFILIATE_HOSTS, AFFILIATE_PARAMETERS, MERCHANT_HOSTS = "affiliate-hosts", "affiliate-parameters", "merchant-hosts"
SHORT_HOSTS, REDIRECT_PATHS = "affiliate-short-hosts", "affiliate-paths"
# On a merchant's host this names the partner; elsewhere it is any label.
_PARTNER_TAGS = frozenset(("tag", "affid", "aff_id", "partnerid", "partner_id"))
_PAID = frozenset(("sponsored",))

Lists = Mapping[str, frozenset[str]]


def is_affiliate(href: str, rel: str, lists: Lists) -> bool:
    """Whether a link pays who set it: marked as sponsored, led over a network's host, or with a partner's parameters."""
    if not _PAID.isdisjoint(rel.lower().split()):
        return True
    host, names = _parts(href)
    if not host:
        return False
    if is_from(host, lists.get(AFFILIATE_HOSTS, ())) or not names.isdisjoint(lists.get(AFFILIATE_PARAMETERS, ())):
        return True
    return not names.isdisjoint(_PARTNER_TAGS) and is_from(host, lists.get(MERCHANT_HOSTS, ()))


def is_redirect(href: str, base: str, lists: Lists) -> bool:
    """Whether a link leads to a shop by a detour that pays: a merchant's short link, or a path of the page's own site.

    Args:
        href: the link's address.
        base: the address of the page; empty where it is unknown.
        lists: the lists of a rule set.
    """
    address = href[:LONGEST_ADDRESS].strip()
    host = host_of(address)
    if host and is_from(host, lists.get(SHORT_HOSTS, ())):
        return True
    if host and host.removeprefix("www.") != host_of(base).removeprefix("www."):
        return False
    try:
        split = urlsplit(address)
    except ValueError:
        return False
    parts = [part.removesuffix(".php") for part in split.path.lower().split("/") if part]
    # A redirector is told where to lead by one more part of the path, or by a query.
    return len(parts) == (1 if split.query else 2) and parts[0] in lists.get(REDIRECT_PATHS, ())


def is_merchant(href: str, lists: Lists) -> bool:
    """Whether a link leads to a large shop."""
    return is_from(_parts(href)[0], lists.get(MERCHANT_HOSTS, ()))


@lru_cache(maxsize=1 << 12)
def _parts(href: str) -> tuple[str, frozenset[str]]:
    """Host and parameter names of an address, in lower case."""
    address = href[:LONGEST_ADDRESS].strip()
    try:
        query = urlsplit(address).query
        names = frozenset(name.lower() for name, _ in parse_qsl(query, keep_blank_values=True, max_num_fields=100))
    except ValueError:
        names = frozenset()
    return host_of(address), names
