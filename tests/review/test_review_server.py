"""The review's server: who is let in, who is not, and that those learn nothing."""

from __future__ import annotations

import json
import socket
import struct

import pytest

from tests.review.driven import SECONDS, reviewing, reviewing_alone

BARE = {
    "content-security-policy", "x-frame-options", "cache-control", "referrer-policy", "content-type", "content-length",
    "connection", "x-content-type-options", "cross-origin-opener-policy", "cross-origin-resource-policy",
}  # fmt: skip


@pytest.fixture
def review(shared):
    return shared[1]


def verdict(**more):
    return json.dumps({"item": 0, "verdict": "accept", **more}).encode()


def is_bare(response, *statuses):
    """Whether an answer says nothing but its status."""
    assert response.status in statuses
    assert response.body == b""
    assert {name.lower() for name, _ in response.getheaders()} <= BARE
    return True


def test_it_listens_on_this_machine_only(review):
    with socket.socket() as other:
        other.settimeout(SECONDS)
        with pytest.raises(ConnectionRefusedError):
            other.connect(("127.0.0.2", review.port))


def test_every_address_and_token_is_its_own(review, desk):
    assert len(review.token) >= 32
    with reviewing(*desk.arguments) as other:
        assert (other.port, other.token) != (review.port, review.token)
        assert is_bare(other.ask("GET", f"/{review.token}/"), 404)


@pytest.mark.parametrize(
    "path",
    [
        "/",
        "/{token}",
        "/{wrong}/",
        "/{wrong}/items/0",
        "/{token}x/",
        "/%2e%2e/{token}/",
        "/{token}/../../../../etc/passwd",
        "/{token}/static/review.js",
        "/{token}/items/../items/0",
        "/{token}/items/8",
        "/{token}/items/-1",
        "/{token}/items/0/",
        "/{token}/items/",
        "/{token}/?x",
        "/{token}/verdict",
        "/\u00e9\u00ff/",
        "http://127.0.0.1/{token}/",
        "/favicon.ico",
    ],
)
def test_other_paths_are_not_found(review, path):
    wrong = "x" + review.token[1:] if review.token[0] != "x" else "y" + review.token[1:]
    path = path.format(token=review.token, wrong=wrong)
    with socket.create_connection(("127.0.0.1", review.port), SECONDS) as connection:
        connection.sendall(
            f"GET {path} HTTP/1.1\r\nHost: 127.0.0.1:{review.port}\r\nConnection: close\r\n\r\n".encode("latin-1")
        )
        answer = b"".join(iter(lambda: connection.recv(4096), b""))
    assert answer.startswith(b"HTTP/1.1 404 ")
    assert answer.endswith(b"\r\n\r\n")


@pytest.mark.parametrize("host", ["evil.example", "localhost:{port}", "127.0.0.1", "127.0.0.1:1", "[::1]:{port}", ""])
def test_another_host_is_refused_even_with_the_token(review, host):
    host = host.format(port=review.port)
    assert is_bare(review.ask("GET", f"/{review.token}/", Host=host), 403)
    origin = f"http://{host}"
    assert is_bare(review.ask("POST", f"/{review.token}/verdict", verdict(), Host=host, Origin=origin), 403)
    assert review.get("items/0")["verdict"] is None


@pytest.mark.parametrize(
    "origin", [None, "null", "http://evil.example", "https://127.0.0.1:{port}", "http://127.0.0.1", ""]
)
@pytest.mark.parametrize("name", ["verdict", "undo", "done"])
def test_a_verdict_from_another_page_is_refused(review, name, origin):
    headers = {} if origin is None else {"Origin": origin.format(port=review.port)}
    assert is_bare(review.ask("POST", f"/{review.token}/{name}", verdict(), **headers), 403)
    assert review.get("items/0")["verdict"] is None
    assert review.process.poll() is None


@pytest.mark.parametrize("method", ["HEAD", "PUT", "DELETE", "OPTIONS", "PATCH", "TRACE", "CONNECT", "NONE"])
def test_other_methods_are_not_found(review, method):
    assert is_bare(review.ask(method, f"/{review.token}/items/0"), 404)


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"no json",
        b"[]",
        b"[" * 1000,
        b"{}",
        verdict(item=8),
        verdict(item=-1),
        verdict(item="0"),
        verdict(item=True),
        verdict(item=0.0),
        verdict(verdict="perhaps"),
        verdict(verdict=["accept"]),
        b"\xff\xfe",
    ],
)
def test_a_body_that_is_no_verdict_changes_nothing(shared, body):
    desk, review = shared
    origin = f"http://127.0.0.1:{review.port}"
    assert is_bare(review.ask("POST", f"/{review.token}/verdict", body, Origin=origin), 404)
    assert desk.verdicts.read_text() == ""
    assert review.get("items/0")["left"] == 8


@pytest.mark.parametrize("length", ["1025", "999999999999", "-1", "x", "1e3", "", None])
def test_a_body_of_an_unlikely_size_is_not_read(review, length):
    head = [f"POST /{review.token}/verdict HTTP/1.1", f"Host: 127.0.0.1:{review.port}"]
    head.append(f"Origin: http://127.0.0.1:{review.port}")
    head += [] if length is None else [f"Content-Length: {length}"]
    with socket.create_connection(("127.0.0.1", review.port), SECONDS) as connection:
        connection.sendall("\r\n".join([*head, "", ""]).encode())
        answer = b"".join(iter(lambda: connection.recv(4096), b""))  # though nothing of the body was sent
    assert answer.startswith(b"HTTP/1.1 413 ")
    assert answer.endswith(b"\r\n\r\n")


def test_what_follows_a_refused_request_is_no_request(review):
    """A body may look like a request."""
    inside = f"GET /{review.token}/items/0 HTTP/1.1\r\nHost: 127.0.0.1:{review.port}\r\n\r\n"
    outside = f"POST /wrong/ HTTP/1.1\r\nHost: 127.0.0.1:{review.port}\r\nContent-Length: {len(inside)}\r\n\r\n"
    with socket.create_connection(("127.0.0.1", review.port), SECONDS) as connection:
        connection.sendall((outside + inside).encode())
        try:
            answer = b"".join(iter(lambda: connection.recv(4096), b""))
        except ConnectionResetError:
            return
    assert answer.count(b"HTTP/1.1 ") == 1


def test_no_request_is_written_to_the_terminal(desk):
    with reviewing_alone(*desk.arguments) as review:
        review.ask("GET", "/")
        review.ask("NONE", "/")
        with socket.create_connection(("127.0.0.1", review.port), SECONDS) as connection:
            connection.sendall(b"\x16\x03\x01 no http\r\n\r\n")
        with socket.create_connection(("127.0.0.1", review.port), SECONDS) as connection:
            connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))  # breaks off
            connection.sendall(b"GET / HTTP/1.1\r\n")
        said = review.end()
    assert len(said) == 3
    assert said[2].startswith("0 accepted")


def test_the_page_may_load_nothing_and_be_framed_by_nobody(review):
    response = review.ask("GET", f"/{review.token}/")
    assert response.status == 200
    headers = {name.lower(): value for name, value in response.getheaders()}
    policy = dict(part.split(" ", 1) for part in headers["content-security-policy"].split("; "))
    assert policy["default-src"] == "'none'"
    assert policy["connect-src"] == "'self'"
    assert policy["frame-ancestors"] == policy["base-uri"] == policy["form-action"] == "'none'"
    for name in ("script-src", "style-src"):
        assert policy[name].startswith("'sha256-")
        assert "unsafe" not in policy[name]
    assert headers["x-frame-options"] == "DENY"
    assert headers["cache-control"] == "no-store"
    assert headers["referrer-policy"] == "no-referrer"
    assert headers["x-content-type-options"] == "nosniff"
    assert "server" not in headers
    item = review.ask("GET", f"/{review.token}/items/0")
    assert item.getheader("Content-Type") == "application/json"
    assert item.getheader("Cache-Control") == "no-store"
