"""What the hostile client has found once: each stays found."""

from __future__ import annotations

import logging
from collections.abc import AsyncIterator, Awaitable, Callable

import pytest

from tests.hostile.frames import Frame
from tests.hostile.machine import POLL, POST
from tests.hostile.wire import HANDSHAKE, Wire
from tests.house import House, Person

Open = Callable[[], Awaitable[Wire]]


@pytest.fixture
async def wire(house: House, caplog: pytest.LogCaptureFixture) -> AsyncIterator[Open]:
    """Opens connections; at the end nothing may have gone wrong in the hub."""
    faults: list[str] = []
    opened: list[Wire] = []

    async def make() -> Wire:
        opened.append(await Wire.open(house.listening.port, faults.append))
        return opened[-1]

    yield make
    for one in opened:
        one.abort()
    assert not faults
    assert not [record.getMessage() for record in caplog.records if record.levelno >= logging.ERROR]


async def connected(wire: Wire, person: Person) -> Wire:
    wire.write(HANDSHAKE.format(query="").encode())
    assert await wire.hears(b'"sid"')
    wire.write(Frame(f'40{{"token":"{person.token}"}}'.encode()).encode())
    assert await wire.hears(b'"ready"')
    return wire


async def polling(wire: Wire) -> str:
    wire.write(POLL.format(query="").encode())
    assert await wire.hears(b'"sid"')
    return wire.sid


@pytest.mark.parametrize("parts", ["0" * 9000 + "1", "9" * 30, "000000000000001", "65"])
async def test_more_attachments_than_anyone_sends(wire: Open, alice: Person, parts: str) -> None:
    hers = await connected(await wire(), alice)
    hers.write(Frame(f'45{parts}-1["task.create",{{}}]'.encode()).encode())
    assert await hers.hears(b"binary is not understood here")


async def test_a_fault_right_after_a_question_that_is_answered(wire: Open, alice: Person) -> None:
    hers = await connected(await wire(), alice)
    asked = Frame(b"421[1]").encode()
    hers.write(asked + Frame(b"x", reserved=4).encode())
    assert await hers.hears(b"431[") and await hers.hears(b"reserved bit")


async def test_a_poll_of_what_has_just_ended(wire: Open) -> None:
    sid = await polling(await wire())
    polls = [await wire() for _ in range(3)]
    for poll in polls[:2]:
        poll.write(POLL.format(query=f"&sid={sid}").encode())
    goodbye = await wire()
    goodbye.write(POST.format(sid=sid, query="", headers="", length=1).encode() + b"1")
    assert await polls[0].hears(b"HTTP/1.1 200") and await polls[1].hears(b"HTTP/1.1")
    polls[2].write(POLL.format(query=f"&sid={sid}").encode())
    assert await polls[2].hears(b"HTTP/1.1")


@pytest.mark.parametrize("headers", ["Content-Encoding: gzip\r\n"])
async def test_a_polling_body_that_is_not_what_it_says(wire: Open, headers: str) -> None:
    sid = await polling(await wire())
    posted = await wire()
    posted.write(POST.format(sid=sid, query="", headers=headers, length=4).encode() + b"40{}")
    assert await posted.hears(b"HTTP/1.1 400")


async def test_what_a_stranger_says_is_not_in_the_log(wire: Open, caplog: pytest.LogCaptureFixture) -> None:
    asked = await wire()
    asked.write(POLL.format(query="&sid=what-a-stranger-says").encode())
    assert await asked.hears(b"HTTP/1.1 400")
    assert "what-a-stranger-says" not in caplog.text
