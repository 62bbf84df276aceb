"""Ending tasks for certain."""

from __future__ import annotations

import asyncio
from typing import Any

_AGAIN_S = 2.0


async def end(*tasks: asyncio.Task[Any]) -> None:
    """Cancel tasks until they are done; what they raise is theirs to have told.

    Once is not enough: the database driver may swallow a cancellation that reaches it at the moment
    in which it gives a connection back, and the task would go on as if nothing had been said.
    """
    pending = {task for task in tasks if not task.done()}
    while pending:
        for task in pending:
            task.cancel()
        _, pending = await asyncio.wait(pending, timeout=_AGAIN_S)
    await asyncio.gather(*tasks, return_exceptions=True)
