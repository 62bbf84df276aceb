"""Work that is begun at once: nothing is left of it if it need not wait, and it goes on as any task if it must."""

from __future__ import annotations

import asyncio
from contextvars import ContextVar

import pytest

from hub.realtime.at_once import begin

said: ContextVar[str] = ContextVar("said", default="nothing")


async def test_what_need_not_wait_is_done_without_a_task() -> None:
    done: list[str] = []

    async def deeper() -> str:
        return "here"

    async def work() -> None:
        done.append(await deeper())

    assert begin(asyncio.get_running_loop(), work()) is None
    assert done == ["here"]


async def test_what_waits_goes_on_as_a_task_where_it_was() -> None:
    done: list[object] = []
    first: asyncio.Future[int] = asyncio.get_running_loop().create_future()

    async def work() -> None:
        done.append(asyncio.current_task())
        done.append(await first)
        await asyncio.sleep(0)
        async with asyncio.timeout(30):
            await asyncio.sleep(0.001)
        done.append(asyncio.current_task())

    task = begin(asyncio.get_running_loop(), work())
    beginner = asyncio.current_task()
    assert task is not None and done == [beginner]
    first.set_result(7)
    await task
    assert done == [beginner, 7, task] and task is not beginner


async def test_what_is_raised_is_raised_here_or_in_the_task() -> None:
    async def at_once() -> None:
        raise LookupError("here")

    async def later() -> None:
        await asyncio.sleep(0)
        raise LookupError("there")

    with pytest.raises(LookupError, match="here"):
        begin(asyncio.get_running_loop(), at_once())
    task = begin(asyncio.get_running_loop(), later())
    assert task is not None
    with pytest.raises(LookupError, match="there"):
        await task


async def test_what_it_waits_for_may_fail_and_it_may_go_on() -> None:
    done: list[str] = []
    first: asyncio.Future[None] = asyncio.get_running_loop().create_future()

    async def work() -> None:
        try:
            await first
        except LookupError as fault:
            done.append(str(fault))
        await asyncio.sleep(0)
        done.append("and on")

    task = begin(asyncio.get_running_loop(), work())
    assert task is not None
    first.set_exception(LookupError("gone"))
    await task
    assert done == ["gone", "and on"]


async def test_it_can_be_cancelled_and_says_goodbye() -> None:
    done: list[str] = []

    async def work() -> None:
        try:
            await asyncio.get_running_loop().create_future()
        finally:
            done.append("goodbye")

    task = begin(asyncio.get_running_loop(), work())
    assert task is not None
    await asyncio.sleep(0)
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
    assert done == ["goodbye"]


async def test_what_it_notes_in_its_context_stays_there() -> None:
    heard: list[str] = []

    async def work() -> None:
        said.set("mine")
        await asyncio.sleep(0)
        heard.append(said.get())

    task = begin(asyncio.get_running_loop(), work())
    assert task is not None and said.get() == "nothing"
    await task
    assert heard == ["mine"] and said.get() == "nothing"
