"""What a link leads to: the lists of affiliate hosts, URL parameters and merchants, and what they say of an address."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from urllib.parse import parse_qsl, urlsplit

# The lists that links are held against, by the names of their files under `rules/lists/`.
AFFILIATE_HOSTS, AFFILIATE_PARAMETERS, MERCHANT_HOSTS = "affiliate-hosts", "affiliate-parameters", "merchant-hosts"
# On a merchant's host this names the partner; elsewhere it is any label.
_PARTNER_TAGS = frozenset(("tag", "affid", "aff_id", "partnerid", "partner_id"))
_PAID = frozenset(("sponsored",))
_LONGEST_ADDRESS = 4096

Lists = Mapping[str, frozenset[str]]


def is_affiliate(href: str, rel: str, lists: Lists) -> bool:
    """Whether a link pays who set it: marked as sponsored, led over a network's host, or with a partner's parameters."""
    if not _PAID.isdisjoint(rel.lower().split()):
        return True
    host, names = _parts(href)
    if not host:
        return False
    if _listed(host, lists.get(AFFILIATE_HOSTS)) or not names.isdisjoint(lists.get(AFFILIATE_PARAMETERS, ())):
        return True
    return not names.isdisjoint(_PARTNER_TAGS) and _listed(host, lists.get(MERCHANT_HOSTS))


def is_merchant(href: str, lists: Lists) -> bool:
    """Whether a link leads to a large shop."""
    return _listed(_parts(href)[0], lists.get(MERCHANT_HOSTS))


def host_of(url: str) -> str:
    """The host name of an address, in lower case; empty where it has none."""
    try:
        return (urlsplit(url[:_LONGEST_ADDRESS]).hostname or "").lower()
    except ValueError:
        return ""


@lru_cache(maxsize=1 << 12)
def _parts(href: str) -> tuple[str, frozenset[str]]:
    """Host and parameter names of an address, in lower case."""
    address = href[:_LONGEST_ADDRESS].strip()
    try:
        query = urlsplit(address).query
        names = frozenset(name.lower() for name, _ in parse_qsl(query, keep_blank_values=True, max_num_fields=100))
    except ValueError:
        names = frozenset()
    return host_of(address), names


def _listed(host: str, hosts: frozenset[str] | None) -> bool:
    """Whether a host, or one that it is a part of, is among the hosts."""
    if not hosts or not host:
        return False
    labels = host.split(".")
    return any(".".join(labels[place:]) in hosts for place in range(min(len(labels), 8)))
