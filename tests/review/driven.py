"""A review at work, in a thread or as a process of its own, and a dump with rules for it."""

from __future__ import annotations

import http.client
import io
import json
import queue
import re
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TextIO

from cleaner.cli import main

SECONDS = 60
RULES = r"""
[[rule]]
id = "promo.bell"
kind = "line"
description = "A call to ring the bell."
keywords = ["ring the bell"]
pattern = '''.*ring the bell.*'''
[rule.examples]
removes = ["Ring the bell"]
keeps = ["A bell"]

[[rule]]
id = "related.gong"
kind = "line"
description = "A gong, which is spam only where it is loud."
keywords = ["gong"]
pattern = '''.*gong.*'''
points = 2.4
[rule.examples]
removes = ["The gong"]
keeps = ["A bell"]

[[rule]]
id = "cue.loud"
kind = "cue"
description = "Loud."
keywords = ["loud"]
pattern = '''loud'''
points = 2
[rule.examples]
removes = ["A loud gong"]
keeps = ["A gong"]

[[rule]]
id = "disclosure.paid"
kind = "span"
unit = "sentence"
description = "A sentence that says who paid."
keywords = ["paid by"]
pattern = '''paid by'''
[rule.examples]
removes = ["Paid by the bank."]
keeps = ["The bank paid."]

[[rule]]
id = "meta.mark"
kind = "span"
description = "A mark behind a product."
keywords = ["(shop)"]
pattern = '''\(shop\)'''
[rule.examples]
keeps = ["A shop"]
cuts = [{ text = "Rope (shop) is long.", leaves = "Rope is long." }]
"""
ARTICLES = [
    {
        "id": "a",
        "url": "https://a.example/1",
        "title": "Bells",
        "text": "Rain is wet.\n\nRing the bell today!\n\nA loud gong\n\nRope (shop) is long, and so is twine (shop), say all.\n",
    },
    {
        "id": "b",
        "text": "Snow is cold.\nRing the bell in May.\nThe loud gong of the temple is old.\nIce is cold too.\n",
    },
    {"id": "c", "text": "Wind is loud. Paid by the mill. It blows. Paid by the bank.\n\nA gong is round.\n"},
    {"id": "d", "text": "Nothing goes here.\n"},
]


def until(found: Callable[[], object], what: str) -> object:
    """What is found, as soon as it is something."""
    end = time.monotonic() + SECONDS
    while time.monotonic() < end:
        if result := found():
            return result
        threading.Event().wait(0.02)
    raise AssertionError(f"not within {SECONDS} s: {what}")


class Called(io.TextIOBase):
    """`cleaner review`, called in a thread: what it says on standard error is kept, what others say there goes on.

    Attributes:
        returncode: the exit code, when it has ended.
    """

    encoding = "utf-8"

    def __init__(self, argv: list[str]) -> None:
        self.returncode: int | None = None
        self.stderr: Iterator[str] = iter(self._take, "")
        self._words: queue.Queue[str] = queue.Queue()
        self._thread = threading.Thread(target=self._run, args=(argv,), daemon=True)
        self._other: TextIO = sys.stderr
        sys.stderr = self
        self._thread.start()

    def _run(self, argv: list[str]) -> None:
        try:
            self.returncode = main(argv)
        finally:
            self._words.put("")

    def _take(self) -> str:
        return self._words.get()

    def write(self, words: str) -> int:
        """What somebody says."""
        if not isinstance(words, str):
            raise TypeError("a text is said")
        if threading.current_thread() is not self._thread:
            return self._other.write(words)
        if words:  # with nothing click tries what kind of stream this is
            self._words.put(words)
        return len(words)

    def flush(self) -> None:
        """What others say may be held back."""
        self._other.flush()

    def poll(self) -> int | None:
        """The exit code, if it has ended."""
        return None if self._thread.is_alive() else self.returncode

    def wait(self, seconds: float) -> int | None:
        """The exit code; it must end soon."""
        self._thread.join(seconds)
        assert not self._thread.is_alive()
        return self.returncode

    def hush(self) -> None:
        """Let standard error be what it was."""
        if sys.stderr is self:
            sys.stderr = self._other


class Review:
    """A running `cleaner review`, once it has said its address."""

    def __init__(self, process: subprocess.Popen[str] | Called) -> None:
        self.process = process
        self.said: list[str] = []
        self._lines: queue.Queue[str] = queue.Queue()
        self._reader = threading.Thread(target=self._read, daemon=True)
        self._reader.start()
        while not (found := re.search(r"http://127\.0\.0\.1:(\d+)/([\w-]+)/", self._line())):
            pass
        self.address, self.port, self.token = found[0], int(found[1]), found[2]

    def _read(self) -> None:
        for line in self.process.stderr:
            self._lines.put(line)
        self._lines.put("")

    def _line(self) -> str:
        line = self._lines.get(timeout=SECONDS)
        self.said.append(line)
        assert line, f"ended: {self.said}"
        return line

    def ask(self, method: str, path: str, body: bytes | None = None, **headers: str) -> http.client.HTTPResponse:
        """A request as it stands; of the headers only Host is added where it is not given."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=SECONDS)
        connection.request(method, path, body, {name.replace("_", "-"): value for name, value in headers.items()})
        response = connection.getresponse()
        response.body = response.read()
        connection.close()
        return response

    def get(self, name: str) -> dict:
        """What the page gets."""
        response = self.ask("GET", f"/{self.token}/{name}")
        assert response.status == 200
        return json.loads(response.body)

    def post(self, name: str, data: object) -> dict:
        """What the page sends, and what it gets for it."""
        origin = f"http://127.0.0.1:{self.port}"
        response = self.ask("POST", f"/{self.token}/{name}", json.dumps(data).encode(), Origin=origin)
        assert response.status == 200
        return json.loads(response.body)

    def removals(self) -> list[dict]:
        """All removals in order, each with its text."""
        found = [self.get(f"items/{number}") for number in range(self.get("items/0")["items"])]
        for item in found:
            item["text"] = "".join(text for line in item["lines"] for text, state in line if state == "this").strip()
        return found

    def judge(self, **verdicts: str) -> None:
        """Give verdicts by the beginning of the removed text, `_` for a space; every removal they fit gets one."""
        for item in self.removals():
            for beginning, verdict in verdicts.items():
                if item["text"].startswith(beginning.replace("_", " ")):
                    self.post("verdict", {"item": item["number"], "verdict": verdict})

    def end(self, how: int | None = None) -> list[str]:
        """End it, by a signal or as the page does, and give what it said."""
        if how is None:
            self.post("done", {})
        else:
            self.process.send_signal(how)
        self.process.wait(SECONDS)
        self._reader.join(SECONDS)
        while line := self._lines.get(timeout=SECONDS):
            self.said.append(line)
        return self.said


@contextmanager
def reviewing(*arguments: object) -> Iterator[Review]:
    """A review in this process, which at the end is ended as the page does if it has not been."""
    called = Called(["review", "--workers", "1", *map(str, arguments)])
    try:
        review = Review(called)
        try:
            yield review
        finally:
            if called.poll() is None:
                review.post("done", {})
            called.wait(SECONDS)
    finally:
        called.hush()


@contextmanager
def reviewing_alone(*arguments: object) -> Iterator[Review]:
    """A review in a process of its own, where signals or all that is written matter; killed if it has not ended."""
    argv = [sys.executable, "-m", "cleaner", "review", "--workers", "1", *map(str, arguments)]
    with subprocess.Popen(argv, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as process:
        try:
            yield Review(process)
        finally:
            process.send_signal(signal.SIGKILL)
