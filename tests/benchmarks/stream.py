"""How `cleaner batch - -o - --stream` does: the first output, the delay of a record alone, the rate and memory of a flood.

python -m tests.benchmarks.stream --records 100000
"""

from __future__ import annotations

import argparse
import json
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from itertools import count
from pathlib import Path

from tests.benchmarks.watched import memory

SPAM = "As an Amazon Associate I earn from qualifying purchases."
ARTICLE = "\n\n".join(["Rain is wet, and the road to the hut is long.", SPAM, "Read on below.", "Huts have bunks."])


def line(text: str) -> bytes:
    """A record."""
    return json.dumps({"text": text}).encode() + b"\n"


def started(workers: int, folder: str) -> subprocess.Popen[bytes]:
    """A filter."""
    command = [sys.executable, "-m", "cleaner", "batch", "-", "-o", "-", "--stream", "--workers", str(workers)]
    command += ["--rejects", str(Path(folder) / "rejects.jsonl")]
    pipe = subprocess.PIPE
    return subprocess.Popen(command, stdin=pipe, stdout=pipe, stderr=subprocess.DEVNULL)


def seconds_to_answer(process: subprocess.Popen[bytes], data: bytes, since: float | None = None) -> float:
    """Send a record alone; how long until it is back."""
    since = since or time.perf_counter()
    process.stdin.write(data)
    process.stdin.flush()
    assert process.stdout.readline()
    return time.perf_counter() - since


def show_delays(workers: int, folder: str) -> None:
    """Print what one record has to wait for."""
    firsts, seconds, alone = [], [], []
    for _ in range(5):
        since = time.perf_counter()
        with started(workers, folder) as process:
            firsts.append(seconds_to_answer(process, line(ARTICLE), since))
            process.stdin.close()
        with started(workers, folder) as process:
            time.sleep(2)
            seconds.append(seconds_to_answer(process, line(ARTICLE)))
            alone += [seconds_to_answer(process, line(f"{ARTICLE}\n\n{n}")) for n in range(200)]
            process.stdin.close()
    alone.sort()
    print(
        f"first output, from the start of the process: {statistics.median(firsts):.2f} s, at most {max(firsts):.2f} s"
    )
    print(
        f"first record of a filter that waits: {statistics.median(seconds) * 1000:.0f} ms, at most {max(seconds) * 1000:.0f} ms"
    )
    print(
        f"a record sent alone: {statistics.median(alone) * 1000:.1f} ms, "
        f"19 of 20 within {alone[len(alone) * 19 // 20] * 1000:.1f} ms, at most {alone[-1] * 1000:.1f} ms"
    )


def show_flood(workers: int, folder: str, data: bytes, records: int, pause: float = 0.0) -> None:
    """Print rate and memory while `yes` sends so many records; the reader may rest before each 64 KiB that it takes."""
    begun = time.perf_counter()
    yes = subprocess.Popen(["yes", data.decode().rstrip()], stdout=subprocess.PIPE)
    head = subprocess.Popen(["head", "-n", str(records)], stdin=yes.stdout, stdout=subprocess.PIPE)
    command = started(workers, folder).args
    process = subprocess.Popen(command, stdin=head.stdout, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)
    for feeding in (yes, head):
        feeding.stdout.close()
    done = 0

    def read() -> None:
        nonlocal done
        while some := process.stdout.read1(1 << 16):
            done += some.count(b"\n")
            time.sleep(pause)

    reader = threading.Thread(target=read)
    reader.start()
    print(f"{records:,} records of {len(data):,} bytes, {workers} workers" + ", slow reader" * bool(pause))
    for number in count(1):
        reader.join(1.0)
        if not reader.is_alive():
            break
        if number & (number - 1) == 0 or number % 10 == 0:
            print(
                f"  {time.perf_counter() - begun:6.1f} s {memory(process.pid):6.0f} MB {done:10,} records", flush=True
            )
    seconds = time.perf_counter() - begun
    assert (process.wait(), done) == (0, records)
    print(
        f"  {seconds:6.1f} s in all: {records / seconds:,.0f} records/s, {records * len(data) / seconds / 1e6:.2f} MB/s"
    )


def main() -> None:
    """Print all."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--records", type=int, default=100_000)
    parser.add_argument("--workers", type=int, nargs="+", default=[1, 2])
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        show_delays(options.workers[-1], folder)
        for workers in options.workers:
            for text in (ARTICLE, "\n\n".join([ARTICLE] * 20)):
                show_flood(workers, folder, line(text), options.records * len(ARTICLE) // len(text))
        show_flood(options.workers[-1], folder, line(ARTICLE), options.records // 5, pause=0.2)


if __name__ == "__main__":
    main()
