"""Ending tasks for certain."""

import asyncio

from hub.storage.ending import end


async def test_a_task_that_loses_cancellations_ends_all_the_same() -> None:
    lost = 0

    async def stubborn() -> None:
        nonlocal lost
        while True:
            try:
                await asyncio.sleep(3600)
            except asyncio.CancelledError:
                lost += 1
                if lost == 3:
                    raise

    task = asyncio.create_task(stubborn())
    await asyncio.sleep(0)
    async with asyncio.timeout(60):
        await end(task)
    assert (lost, task.done()) == (3, True)
