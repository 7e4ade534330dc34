from __future__ import annotations

import asyncio
import os
import time
from concurrent.futures import ThreadPoolExecutor

import pytest

from cleaner.errors import InputError
from cleaner.integrations.pool import CleaningPool
from cleaner.integrations.step import Step
from cleaner.records.record import Record
from tests.integrations.conftest import KEPT, TEXT


@pytest.fixture(params=["thread", "process"])
def pool(request):
    made = CleaningPool(request.param, 1)
    yield made
    made.close()


class Killing(Step):
    """Ends its worker process."""

    def attempt(self, _):
        os._exit(3)

    def __reduce__(self):
        return Killing, ()


async def longest_pause(work):
    """What comes of some work, and the longest time that the loop did nothing else meanwhile, as a share of it."""
    begun = last = time.monotonic()
    longest, future = 0.0, work.as_future()
    while not future.done():
        await asyncio.sleep(0.001)
        longest, last = max(longest, time.monotonic() - last), time.monotonic()
    return future.result(), longest / (last - begun)


def test_the_loop_goes_on_while_a_text_is_cleaned(pool):
    text = "".join(f"Rain fell on day {n}, and all of the street was wet.\n\n" for n in range(20_000))

    async def cleaned():
        await pool.clean(Step(), Record("", TEXT)).as_future()  # what a worker loads is loaded
        return await longest_pause(pool.clean(Step(), Record("", text)))

    with ThreadPoolExecutor() as beside:  # this thread may have a loop: that of a browser
        (result, seconds), share = beside.submit(asyncio.run, cleaned()).result()
    assert result.text == text
    assert seconds > 0
    assert share < 0.5


def test_what_waits_is_counted(pool):
    works = [pool.clean(Step(), Record("", TEXT)) for _ in range(5)]
    assert pool.waiting > 1
    assert {work.answer.result()[0].text for work in works} == {KEPT}
    while pool.waiting:
        time.sleep(0.01)


def test_a_record_that_kills_its_worker_costs_itself_only():
    pool = CleaningPool("process", 1)
    reason, _ = pool.clean(Killing(), Record("", TEXT)).answer.result()
    assert "its worker died" in reason
    assert pool.clean(Step(), Record("", TEXT)).answer.result()[0].text == KEPT
    pool.close()


@pytest.mark.parametrize(("kind", "size"), [("fibre", 1), ("thread", 0)])
def test_pools_that_cannot_be_are_refused(kind, size):
    with pytest.raises(InputError, match="must be"):
        CleaningPool(kind, size)
