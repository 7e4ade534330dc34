"""A stream: records as they come, order, what one record costs, how it ends, and that a slow reader slows down the writer."""

from __future__ import annotations

import fcntl
import json
import os
import signal
import socket
import struct
import subprocess

import psutil
import pytest

from tests.engines.drive import family, wait_until, workers
from tests.engines.filter import PATIENCE, Filter, line


@pytest.fixture
def pipe():
    """A pipe whose reading end stays open here, so that what the filter leaves in it can be looked at."""
    source, sink = os.pipe()
    yield source, sink
    for end in (source, sink):
        os.close(end)


def fill(sink: int, lines, *, seconds: float = 2.0) -> int:
    """Write until nobody has read for so long; how many bytes went in."""
    fcntl.fcntl(sink, fcntl.F_SETFL, os.O_NONBLOCK)
    written, data = 0, b""

    def is_taken() -> bool:
        nonlocal data, written
        try:
            size = os.write(sink, data)
        except BlockingIOError:
            return False
        written, data = written + size, data[size:]
        return True

    for record in lines:
        data += record
        while data:
            try:
                wait_until(is_taken, seconds)
            except TimeoutError:
                return written
    return written


def test_a_stream(tmp_path):
    with Filter(tmp_path, "--workers", 2, "--timeout", 2, env={"TESTS_LOG": str(tmp_path / "log")}) as stream:
        # A record is given before the next one comes.
        for number in range(20):
            stream.send(line(f"Article {number}."))
            assert stream.texts(1) == [f"Article {number}."]

        # What comes while a record takes long is worked on meanwhile, and given after it.
        stream.send(line("!wait\nFirst."))
        stream.at_work()
        stream.send(line("!log\nSecond."))
        assert stream.texts(2) == ["!wait\nFirst.", "!log\nSecond."]

        # All are given in order.
        texts = [f"!0.0{(number * 7) % 3}\nArticle {number}." for number in range(60)]
        for begin in range(0, len(texts), 7):
            stream.send(*map(line, texts[begin : begin + 7]))
        assert stream.texts(len(texts)) == texts

        # A record that hangs or kills its worker costs only itself, and is rejected at once, while the stream goes on.
        stream.send(line("Before."), line("!backtrack"), line("After."))
        assert stream.texts(2) == ["Before.", "After."]
        assert stream.rejected()[-1]["reason"] == "took longer than 2 s"
        for number, act in enumerate(("segfault", "exit", "kill"), 2):
            stream.send(line(f"!{act}"))
            wait_until(lambda: len(stream.rejected()) == number)  # noqa: B023
            stream.send(line("After."))
            assert stream.texts(1) == ["After."]
            assert stream.rejected()[-1]["reason"].startswith("its worker process died of it")
        assert [reject["source"] for reject in stream.rejected()] == [f"standard input:{n}" for n in (84, 86, 88, 90)]

        # Its temporary files are not taken for old ones.
        (folder,) = stream.temporary.iterdir()
        opened = os.open(folder, os.O_RDONLY)
        with pytest.raises(BlockingIOError):  # as systemd-tmpfiles does
            fcntl.flock(opened, fcntl.LOCK_EX | fcntl.LOCK_NB)
        os.close(opened)
        assert stream.end()[0] == 1


def test_workers_that_die_while_there_is_nothing_to_do_cost_nothing(tmp_path):
    with Filter(tmp_path, "--workers", 1) as stream:
        for number in range(7):  # more often than workers may die before they begin
            wait_until(lambda: workers(stream.process.pid))
            for worker in workers(stream.process.pid):
                worker.kill()
                worker.wait(PATIENCE)
            stream.send(line(f"Article {number}."))
            assert stream.texts(1) == [f"Article {number}."]
        assert stream.end()[0] == 0


def test_who_reads_slowly_has_the_writer_wait(tmp_path, pipe):
    source, sink = pipe
    lines = [line("Rain.", id=number, filling="x" * 10_000) for number in range(6400)]
    with Filter(tmp_path, "--workers", 1, stdin=source) as stream:
        os.write(sink, line("First."))
        assert stream.texts(1) == ["First."]
        written = fill(sink, lines)
        assert written < 8_000_000
        whole = written // len(lines[0])
        assert [json.loads(record)["id"] for record in stream.lines(whole)] == list(range(whole))


@pytest.mark.parametrize("to_all", [False, True])
def test_sigterm_finishes_what_was_read(tmp_path, to_all):
    log = tmp_path / "log"
    with Filter(tmp_path, "--workers", 2, env={"TESTS_LOG": str(log)}) as stream:
        stream.send(line("!log\n!1\nOne."), b"no JSON\n", line("Two."), b'{"text": "Hal')
        wait_until(log.exists)
        stream.started = family(stream.process.pid)
        if to_all:
            os.killpg(stream.process.pid, signal.SIGTERM)
        else:
            stream.process.send_signal(signal.SIGTERM)
        assert stream.process.wait(PATIENCE) == -signal.SIGTERM
        assert stream.texts(2) == ["!log\n!1\nOne.", "Two."]
        assert log.read_bytes() == b"."  # nothing had to be done again
        assert [reject["source"] for reject in stream.rejected()] == ["standard input:2"]
        _, rest, said = stream.end()
        assert (rest, said[0][:19]) == (b"", "cleaned 2 documents")
        assert said[-2:] == ["see rejects.jsonl", "cleaner: terminated"]
        assert stream.has_left_nothing()


def test_sigterm_loses_nothing_that_was_read_where_the_writer_has_to_wait(tmp_path, pipe):
    source, sink = pipe
    lines = [line("Rain.", id=number, filling="x" * number) for number in range(12_000)]
    with Filter(tmp_path, "--workers", 1, stdin=source, env={"PYTHONUNBUFFERED": "1"}) as stream:
        os.write(sink, line("First."))
        assert stream.texts(1) == ["First."]
        fill(sink, lines)
        stream.started = family(stream.process.pid)
        stream.process.send_signal(signal.SIGTERM)
        code, output, _ = stream.end()
        assert code == -signal.SIGTERM
        assert stream.has_left_nothing()
    given = [json.loads(record)["id"] for record in output.splitlines()]
    assert given == list(range(len(given)))
    torn, *left = os.read(source, 1 << 20).splitlines()
    assert lines[len(given)].endswith(torn + b"\n")
    assert json.loads(left[0])["id"] == len(given) + 1


def test_a_fault_of_standard_input_costs_nothing_that_was_read(tmp_path):
    with socket.create_server(("127.0.0.1", 0)) as server, socket.create_connection(server.getsockname()) as ours:
        with server.accept()[0] as theirs:
            stream = Filter(tmp_path, stdin=theirs.fileno())
        with stream:
            ours.sendall(line("!0.5\nRain."))
            stream.at_work()
            ours.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
            ours.close()  # which with that is a reset
            assert stream.texts(1) == ["!0.5\nRain."]
            assert stream.end() == (2, b"", ["cleaner: standard input: Connection reset by peer"])
            assert stream.has_left_nothing()


def test_signals_end_a_stream_that_waits(tmp_path):
    for kind, code, words in (
        (signal.SIGTERM, -signal.SIGTERM, ["cleaner: terminated"]),
        (signal.SIGINT, 130, ["cleaner: interrupted"]),
    ):
        with Filter(tmp_path) as stream:
            stream.send(line("Rain."))
            assert stream.texts(1) == ["Rain."]
            stream.started = family(stream.process.pid)
            os.killpg(stream.process.pid, kind)
            assert stream.process.wait(PATIENCE) == code
            _, rest, said = stream.end()
            assert (rest, said[0][:19], said[1:]) == (b"", "cleaned 1 documents", words)
            assert stream.has_left_nothing()


@pytest.mark.parametrize(("kind", "code"), [(signal.SIGTERM, -signal.SIGTERM), (signal.SIGINT, 130)])
def test_a_second_signal_ends_at_once(tmp_path, kind, code):
    with Filter(tmp_path, "--workers", 2) as stream:
        stream.send(line("!sleep"))
        stream.at_work()
        process = psutil.Process(stream.process.pid)
        threads = process.num_threads()
        stream.process.send_signal(kind)
        wait_until(lambda: process.num_threads() < threads)  # the one that reads has ended
        stream.process.send_signal(kind)
        assert stream.process.wait(PATIENCE) == code
        assert stream.end()[2] == [f"cleaner: {'interrupted' if kind == signal.SIGINT else 'terminated'}"]
        assert stream.has_left_nothing()


def assert_ends_without_a_word(stream):
    """When nobody reads its output any more."""
    stream.started = family(stream.process.pid)
    stream.process.stdout.close()
    assert stream.process.wait(PATIENCE) == 0
    assert stream.process.stderr.read() == b""
    assert stream.has_left_nothing()


def test_a_reader_that_has_had_enough_ends_a_stream_that_is_at_work(tmp_path):
    with subprocess.Popen(["yes", line("Rain.").decode().rstrip()], stdout=subprocess.PIPE) as endless:
        with Filter(tmp_path, stdin=endless.stdout.fileno()) as stream:
            endless.stdout.close()
            assert stream.texts(1) == ["Rain."]
            assert_ends_without_a_word(stream)
        assert endless.wait(PATIENCE) == -signal.SIGPIPE


def test_a_reader_that_has_had_enough_ends_a_stream_that_waits(tmp_path):
    with Filter(tmp_path) as stream:
        stream.send(line("Rain."))
        assert stream.texts(1) == ["Rain."]
        assert_ends_without_a_word(stream)
