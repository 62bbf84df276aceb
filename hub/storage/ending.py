"""Ending a task that reads from MongoDB."""

from __future__ import annotations

import asyncio
import logging

log = logging.getLogger(__name__)
AGAIN_S = 0.2


async def end(task: asyncio.Task[None]) -> None:
    """Cancel a task and wait until it has ended.

    PyMongo 4.17 can lose a cancellation that arrives just as it has read an answer, and a change stream then
    waits for the next one for ever; so it is said again until it is heard.
    """
    while not task.done():
        task.cancel()
        await asyncio.wait([task], timeout=AGAIN_S)
    if not task.cancelled() and (fault := task.exception()) is not None:
        log.error("%s had failed", task.get_name(), exc_info=fault)
