"""Stopping the message log: what is queued is saved, and nothing keeps the process."""

import asyncio
from typing import Any, cast

import pytest

from hub.kernel.errors import Code, OperationError
from hub.measures import Measures
from hub.storage.message_log import Entry, LogEntry, MessageLog, Waiting


def entry(own: str = "c") -> Entry:
    """Some message; nothing here looks into it."""
    row = {"room_id": "r", "sender_id": "s", "client_msg_id": own, "seq": 0}
    return Entry(LogEntry, row, lambda _: cast("Any", None))


async def test_a_commit_that_loses_its_cancellation_does_not_keep_the_stop() -> None:
    """The driver did that with a hundred messages in flight, and the process waited for ever."""
    began = asyncio.Event()
    cancelled = 0

    class Stubborn(MessageLog):
        async def _save(self, batch: list[Waiting]) -> None:
            nonlocal cancelled
            began.set()
            while cancelled < 2:
                try:
                    await asyncio.sleep(3600)
                except asyncio.CancelledError:
                    cancelled += 1
            self._refuse(batch, OperationError(Code.UNAVAILABLE, "not saved"))

    log = Stubborn(cast("Any", None), Measures())
    log.start()
    sent = asyncio.create_task(log.append(entry()))
    await began.wait()
    async with asyncio.timeout(30):
        await log.stop()
    with pytest.raises(OperationError):
        await sent
    assert cancelled == 2
    with pytest.raises(OperationError, match="stopping"):
        await log.append(entry())


async def test_what_is_queued_is_saved_before_the_stop() -> None:
    saved: list[Entry] = []

    class Slow(MessageLog):
        async def _save(self, batch: list[Waiting]) -> None:
            await asyncio.sleep(0.05)
            for waiting in batch:
                saved.append(waiting.entry)
                waiting.waiters[0].set_result(waiting.entry)

    log = Slow(cast("Any", None), Measures())
    log.start()
    sent = [asyncio.create_task(log.append(entry(str(n)))) for n in range(3)]
    await asyncio.sleep(0)
    await log.stop()
    await asyncio.gather(*sent)
    assert len(saved) == 3
