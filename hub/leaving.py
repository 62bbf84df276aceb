"""The end of a hub: what is under way is done, clients are told to come back, and every part is stopped."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable

from hub.doors.listening import Listening
from hub.log import get_log
from hub.storage.ending import end

log = get_log(__name__)
LATEST_ANSWER_S = 8.0
"""How long a stop waits for what was under way when it was told."""
LATEST_STOP_S = 3.0
"""How long a stop waits for each of the parts."""
Stop = Callable[[], Awaitable[None]]


async def take_leave(listening: Listening, drain: Stop, hurried: asyncio.Event) -> None:
    """Let what is under way be done, within a limit, and unless told to hurry.

    Args:
        listening: Takes no more connections, and finishes its requests.
        drain: Finishes the operations of sockets, and tells clients to come back.
        hurried: Set when there is no more time.
    """
    leaving = {
        asyncio.create_task(_named(listening.leave), name="last requests"),
        asyncio.create_task(_named(drain), name="last operations"),
    }
    done = asyncio.create_task(asyncio.wait(leaving), name="all that was under way")
    hurry = asyncio.create_task(hurried.wait(), name="hurry")
    await asyncio.wait({done, hurry}, timeout=LATEST_ANSWER_S, return_when=asyncio.FIRST_COMPLETED)
    unfinished = sorted(task.get_name() for task in leaving if not task.done())
    if unfinished:
        log.warning("stop.unfinished", parts=unfinished, requests=listening.under_way)
    await end(*leaving, done, hurry)


async def _named(stop: Stop) -> None:
    try:
        await stop()
    except Exception:
        # The rest is stopped all the same.
        log.exception("stop.failed", part=stop.__qualname__)


async def stop_all(*stops: Stop) -> None:
    """Stop parts in order, each within a limit: one that does not stop must not keep the process."""
    for stop in stops:
        try:
            async with asyncio.timeout(LATEST_STOP_S):
                await stop()
        except TimeoutError:
            waiting = sorted(
                task.get_name() for task in asyncio.all_tasks() if not task.get_name().startswith("Task-")
            )
            log.error("stop.incomplete", part=stop.__qualname__, tasks=waiting)
