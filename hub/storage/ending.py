"""Ending tasks that read from MongoDB."""

from __future__ import annotations

import asyncio
import logging
from typing import Any

log = logging.getLogger(__name__)
AGAIN_S = 0.1


async def end(*tasks: asyncio.Task[Any]) -> None:
    """Cancel tasks and wait until they have ended; what one fails with on its way out is logged.

    PyMongo 4.17 can lose a cancellation that arrives just as it has read an answer or gives a connection back,
    and a change stream then waits for the next one for ever; so it is said again until it is heard.
    """
    running = {task for task in tasks if not task.done()}
    pending = set(running)
    while pending:
        for task in pending:
            task.cancel()
        _, pending = await asyncio.wait(pending, timeout=AGAIN_S)
    for task in running:
        if not task.cancelled() and (fault := task.exception()) is not None:
            log.error("%s had failed", task.get_name(), exc_info=fault)
