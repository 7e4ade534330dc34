"""A run that is killed again and again gives what an undisturbed one gives.

    python -m tests.benchmarks.kills ARTICLES.jsonl --kills 50

Each kill takes one process of the run, the parent or a worker, at a random moment; a run that has lost its parent is begun again.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import random
import subprocess
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path

import psutil

from tests.benchmarks.dump_scaling import write_dump

_OUTPUTS = ("out.jsonl", "out.jsonl.rejects.jsonl", "removed.jsonl")


def command(folder: Path, dump: Path) -> list[str]:
    """The run that is disturbed."""
    outputs = ["-o", str(folder / "out.jsonl"), "--removed", str(folder / "removed.jsonl"), "--workers", "2"]
    return [sys.executable, "-m", "cleaner", "batch", str(dump), *outputs]


def digests(folder: Path) -> dict[str, str]:
    """What stands in a folder of outputs."""
    files = (folder / name for name in _OUTPUTS)
    return {file.name: hashlib.sha256(file.read_bytes()).hexdigest() for file in files if file.exists()}


def kill_one(process: subprocess.Popen[bytes], chance: random.Random) -> str:
    """Kill the parent or one of its processes; what it was."""
    try:
        family = [psutil.Process(process.pid), *psutil.Process(process.pid).children(recursive=True)]
        victim = chance.choice(family)
        tracker = any("resource_tracker" in word for word in victim.cmdline())
        victim.kill()
    except psutil.NoSuchProcess:
        return "nothing"
    return "parent" if victim.pid == process.pid else "resource tracker" if tracker else "worker"


def main() -> None:
    """Print what was killed and whether the outputs are the same."""
    parser = argparse.ArgumentParser()
    parser.add_argument("articles", type=Path)
    parser.add_argument("--kills", type=int, default=50)
    parser.add_argument("--megabytes", type=int, default=150)
    parser.add_argument("--longest", type=float, default=4.0, help="seconds between two kills at most")
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    chance = random.Random(options.seed)
    articles = [json.loads(line) for line in options.articles.read_text(encoding="utf-8").splitlines()]
    with tempfile.TemporaryDirectory() as name:
        calm, wild, dump = Path(name) / "calm", Path(name) / "wild", Path(name) / "dump.jsonl"
        calm.mkdir()
        wild.mkdir()
        write_dump(articles, dump, options.megabytes)
        with dump.open("a") as file:
            file.write("no json\n")
        start = time.monotonic()
        subprocess.run(command(calm, dump), stderr=subprocess.DEVNULL, check=False)
        print(f"undisturbed: {time.monotonic() - start:.0f} s")
        killed: Counter[str] = Counter()
        starts, finished = 0, False
        while not finished:
            process = subprocess.Popen(command(wild, dump), stderr=subprocess.PIPE)
            starts += 1
            while process.poll() is None:
                if killed.total() >= options.kills:
                    break
                try:
                    process.wait(chance.uniform(0, options.longest))
                except subprocess.TimeoutExpired:
                    killed[kill_one(process, chance)] += 1
            error = process.communicate()[1].decode()
            finished = process.returncode in (0, 1)
            if not finished and process.returncode != -9:
                sys.exit(f"exit code {process.returncode}: {error}")
        print(f"killed {dict(killed)}, begun {starts} times; outputs the same: {digests(calm) == digests(wild)}")


if __name__ == "__main__":
    main()
