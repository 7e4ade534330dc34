"""Server: the review on this machine's own address, for whoever knows its token, until it is ended.

A page from elsewhere can make a browser send requests here, under a name of its own that leads here too. So every request
must name this very address as its host, every verdict must come from this very page, and the token must be in the path.
"""

from __future__ import annotations

import json
import re
import secrets
import signal
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler
from socketserver import TCPServer, ThreadingMixIn
from threading import Event, Thread, current_thread, main_thread
from typing import Any

from cleaner.errors import InputError
from cleaner.records.file import reason
from cleaner.review.page import review_page
from cleaner.review.session import Session
from cleaner.review.verdict import ACCEPTED

_HOST = "127.0.0.1"
_TOKEN_BYTES = 24
# A verdict is far shorter.
_MOST_BYTES = 1024
_SECONDS = 30
_LOOKED_EVERY = 0.1  # seconds
_ITEM = re.compile(r"items/(next|[0-9]{1,9})")
_JSON = "application/json"


def serve(session: Session, port: int, announce: Callable[[str], None]) -> None:
    """Serve the review until it is ended: on the page, by Ctrl-C, or by a signal to terminate.

    Args:
        session: what is reviewed.
        port: 0: one that the system chooses.
        announce: told the address.

    Raises:
        InputError: the port cannot be used.
    """
    try:
        server = _Server(session, port)
    except OSError as error:
        raise InputError(f"port {port}: {reason(error)}") from error
    with server:
        Thread(target=server.serve_forever, args=(_LOOKED_EVERY,), daemon=True).start()
        try:
            with _terminable(), suppress(KeyboardInterrupt):
                announce(f"{server.origin}/{server.token}/")
                server.ended.wait()
        finally:
            server.shutdown()
    session.end()


@contextmanager
def _terminable() -> Iterator[None]:
    """A signal to terminate ends what is done here as Ctrl-C does, also where a shell has put it into the background. No
    thread but the first gets signals.
    """
    ends = (signal.SIGINT, signal.SIGTERM) if current_thread() is main_thread() else ()
    before = {number: signal.signal(number, signal.default_int_handler) for number in ends}
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


class _Server(ThreadingMixIn, TCPServer):
    """A server with what its requests need."""

    daemon_threads = True
    allow_reuse_address = True

    def __init__(self, session: Session, port: int) -> None:
        super().__init__((_HOST, port), _Handler)
        self.session = session
        self.page = review_page()
        self.token = secrets.token_urlsafe(_TOKEN_BYTES)
        self.host = f"{_HOST}:{self.server_address[1]}"
        self.origin = f"http://{self.host}"
        self.ended = Event()

    def handle_error(self, request: Any, client_address: Any) -> None:
        """Somebody who breaks off says nothing worth reporting."""
        if not isinstance(sys.exception(), ConnectionError):
            super().handle_error(request, client_address)


class _Handler(BaseHTTPRequestHandler):
    """One connection. Whatever is not asked as it should be gets a bare status."""

    server: _Server
    protocol_version = "HTTP/1.1"
    timeout = _SECONDS

    def do_GET(self) -> None:
        """The page, or a removal."""
        name = self._asked_for()
        if name == "":
            self._answer(HTTPStatus.OK, self.server.page.html, "text/html; charset=utf-8")
        elif name is not None and (item := _ITEM.fullmatch(name)):
            self._tell(lambda session: session.show(None if item[1] == "next" else int(item[1])))
        elif name is not None:
            self._answer(HTTPStatus.NOT_FOUND)

    def do_POST(self) -> None:
        """A verdict, the last one taken back, or the end."""
        name = self._asked_for()
        if name is None:
            return
        if self.headers.get_all("Origin") != [self.server.origin]:
            self._answer(HTTPStatus.FORBIDDEN)
        elif not (length := self.headers.get("Content-Length", "")).isdecimal() or int(length) > _MOST_BYTES:
            self._answer(HTTPStatus.REQUEST_ENTITY_TOO_LARGE)
        else:
            self._act(name, self.rfile.read(int(length)))

    def _act(self, name: str, body: bytes) -> None:
        if name == "verdict" and (verdict := _verdict(body)):
            self._tell(lambda session: session.judge(*verdict))
        elif name == "undo":
            self._tell(Session.undo)
        elif name == "done":
            self._tell(lambda session: {"said": session.end()})
            self.server.ended.set()
        else:
            self._answer(HTTPStatus.NOT_FOUND)

    def _asked_for(self) -> str | None:
        """What of the review is asked for; None: it is not for whoever asks, and has been refused."""
        if self.headers.get_all("Host") != [self.server.host]:
            self._answer(HTTPStatus.FORBIDDEN)
            return None
        _, _, path = self.path.partition("/")
        token, slash, name = path.partition("/")
        known = secrets.compare_digest(token.encode("utf-8", "replace"), self.server.token.encode())
        if not (known and slash):
            self._answer(HTTPStatus.NOT_FOUND)
            return None
        return name

    def _tell(self, answer: Callable[[Session], dict[str, Any]]) -> None:
        """What the session answers, or in words why it cannot."""
        try:
            found = answer(self.server.session)
        except IndexError:
            self._answer(HTTPStatus.NOT_FOUND)
            return
        except InputError as error:
            found = {"said": str(error)}
        self._answer(HTTPStatus.OK, json.dumps(found).encode(), _JSON)

    def _answer(self, status: HTTPStatus, body: bytes = b"", kind: str = "text/plain") -> None:
        self.send_response_only(status)
        headers = {
            "Content-Type": kind,
            "Content-Length": str(len(body)),
            "Content-Security-Policy": self.server.page.policy,
            "X-Content-Type-Options": "nosniff",
            "X-Frame-Options": "DENY",
            "Cross-Origin-Opener-Policy": "same-origin",
            "Cross-Origin-Resource-Policy": "same-origin",
            "Referrer-Policy": "no-referrer",
            "Cache-Control": "no-store",
        }
        if status != HTTPStatus.OK:
            headers["Connection"] = "close"  # there may be a body that has not been read
        for name, value in headers.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(body)

    def send_error(self, code: int, message: str | None = None, explain: str | None = None) -> None:  # noqa: ARG002
        """A request that is none, or of another method: the library would say more."""
        self._answer(HTTPStatus.NOT_FOUND)

    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002
        """Nothing: standard error is for people."""


def _verdict(body: bytes) -> tuple[int, bool] | None:
    """The removal that a request judges, and how; None: it says something else."""
    try:
        given = json.loads(body)
        number, accepted = given["item"], ACCEPTED[given["verdict"]]
    except (ValueError, KeyError, TypeError, RecursionError):
        return None
    return (number, accepted) if type(number) is int and number >= 0 else None
