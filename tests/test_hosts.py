"""Hosts: subdomains of what is listed, and the domain that makes pages one site."""

import pytest

from cleaner.hosts import host_of, is_from, lineage, registrable_domain, site_of

DEEP = "http://" + "a." * 2000 + "com/"


@pytest.mark.parametrize(
    ("url", "host"),
    [("HTTP://WWW.Shop.com:80/x", "www.shop.com"), ("shop.com/x", ""), ("http://[bad/", ""), ("", "")],
)
def test_an_address_names_a_host(url, host):
    assert host_of(url) == host
    assert site_of(url) == host.removeprefix("www.")


@pytest.mark.parametrize(
    ("host", "listed"),
    [("b.com", True), ("a.b.com", True), ("x.a.b.com", True), ("ab.com", False), ("com", False), ("", False)],
)
def test_a_subdomain_is_from_its_host(host, listed):
    assert is_from(host, ("b.com", "other.org")) is listed
    assert is_from(host, frozenset(("b.com", "other.org"))) is listed


def test_a_host_of_thousands_of_labels_is_cut_to_its_end():
    assert is_from(host_of(DEEP), ("a.com",))
    assert len(lineage(host_of(DEEP))) <= 32


@pytest.mark.parametrize(
    ("url", "domain"),
    [
        ("https://www.news.example.co.uk/a", "example.co.uk"),
        ("https://example.co.uk/", "example.co.uk"),
        ("https://me.github.io/post", "me.github.io"),
        ("https://blog.me.github.io/post", "me.github.io"),
        ("https://www.example.com/", "example.com"),
        ("http://localhost:8000/", "localhost"),
        ("http://127.0.0.1/", "127.0.0.1"),
        ("http://[::1]/", "::1"),
        ("http://a..com/", "a..com"),
        (DEEP, "a.com"),
        ("no address", ""),
        ("", ""),
    ],
)
def test_pages_of_one_owner_have_one_domain(url, domain):
    assert registrable_domain(url) == domain
