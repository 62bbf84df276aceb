"""Work that is begun at once, and becomes a task only if it has to wait for something.

Python 3.12 has this as eager tasks. A task is made, queued, run a turn of the loop later and forgotten again; when
thousands come back at once and all they ask for is at hand, that was an eighth of what they cost.
"""

from __future__ import annotations

from asyncio import AbstractEventLoop, Task
from collections.abc import Coroutine, Generator
from contextvars import copy_context
from types import coroutine
from typing import Any


def begin(loop: AbstractEventLoop, work: Coroutine[Any, Any, None]) -> Task[None] | None:
    """Run something up to where it first waits, and the rest as a task; None if it is done.

    Up to there `asyncio.current_task()` is the caller's, if any: it must not enter `asyncio.timeout` or a task group
    before it has waited for something. What it raises, it raises here or in the task.
    """
    context = copy_context()
    try:
        waits_for = context.run(work.send, None)
    except StopIteration:
        return None
    return loop.create_task(_go_on(work, waits_for), context=context)


async def _go_on(work: Coroutine[Any, Any, None], waits_for: Any) -> None:
    await _rest(work, waits_for)


@coroutine
def _rest(work: Coroutine[Any, Any, None], waits_for: Any) -> Generator[Any, Any, None]:
    """What is left of work that waits for something, as `await work` would go on."""
    while True:
        try:
            value = yield waits_for
        except GeneratorExit:
            work.close()
            raise
        except BaseException as fault:
            step, given = work.throw, fault
        else:
            step, given = work.send, value
        try:
            waits_for = step(given)
        except StopIteration:
            return
