"""The message log against the real server: batches, retries, what cannot be stored, and commits that went unheard."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable, Sequence
from typing import Any

import pytest
from pymongo.errors import AutoReconnect

from hub.features.messages.documents import MessageDocument
from hub.features.messages.draft import draft
from hub.features.messages.schemas import Message
from hub.kernel.context import Actor, ActorKind, Call, Ctx, Origin, Role
from hub.kernel.errors import Code, OperationError
from hub.measures import Measures
from hub.storage.documents import Stored, decode, encode, new_id
from hub.storage.heads import heads
from hub.storage.log_commit import LogCommit
from hub.storage.message_log import Entry, MessageLog
from tests.house import House, MovableClock

SENDER = Actor(kind=ActorKind.USER, id=new_id(), display_name="Somebody", role=Role.MEMBER)


def message(room_id: str, own: str | None = None, **fields: Any) -> Entry:
    """A message as the feature makes it, with more in its stored form if a test says so."""
    call = Call(actor=SENDER, origin=Origin.SYSTEM, request_id="test")
    nothing: Any = None
    ctx = Ctx(call=call, clock=MovableClock(), work=nothing, apart=nothing)
    entry = draft(ctx, room_id=room_id, content="hello", client_msg_id=own, reply_to=None)
    entry.row.update(fields)
    return entry


class Told:
    """What a log told, in order."""

    def __init__(self, log: MessageLog) -> None:
        self.entries: list[Entry] = []
        self._more = asyncio.Event()
        log.committed = self._committed

    async def _committed(self, entries: Sequence[Entry], companions: Sequence[Stored]) -> None:
        self.entries.extend(entries)
        self._more.set()

    async def reach(self, count: int) -> list[Entry]:
        async with asyncio.timeout(30):
            while len(self.entries) < count:
                self._more.clear()
                await self._more.wait()
        return self.entries


@pytest.fixture
async def make(house: House) -> AsyncIterator[Callable[..., MessageLog]]:
    """Makes logs on the house's database; all are stopped."""
    made: list[MessageLog] = []

    def one(**options: Any) -> MessageLog:
        made.append(MessageLog(house.hub.mongo.blocking, Measures(), **options))
        return made[-1]

    yield one
    for log in made:
        await log.stop()


@pytest.fixture
async def log(make: Callable[..., MessageLog]) -> MessageLog:
    """A log that has been started."""
    started = make()
    started.start()
    return started


async def stored_seqs(room_id: str) -> list[int]:
    rows = MessageDocument.rows().find({"room_id": room_id}).sort("seq", 1)
    return [row["seq"] async for row in rows]


async def test_one_batch_serves_many_rooms_each_in_the_order_of_admission(make: Callable[..., MessageLog]) -> None:
    log, rooms = make(), [new_id() for _ in range(40)]
    told = Told(log)
    sent = [asyncio.create_task(log.append(message(room))) for _ in range(3) for room in rooms]
    await asyncio.sleep(0)
    log.start()
    entries = await asyncio.gather(*sent)
    for room in rooms:
        assert [entry.row["seq"] for entry in entries if entry.room_id == room] == [1, 2, 3]
        assert (await heads([room]))[room][0] == 3
    assert {entry.row["_id"] for entry in await told.reach(120)} == {entry.row["_id"] for entry in entries}
    for room in rooms:
        assert [entry.row["seq"] for entry in told.entries if entry.room_id == room] == [1, 2, 3]


async def test_what_cannot_be_stored_is_refused_alone(make: Callable[..., MessageLog]) -> None:
    log, room = make(), new_id()
    told = Told(log)
    entries = [message(room) for _ in range(9)]
    entries[2].row["card"] = {"number": 2**70}
    entries[5].row["content"] = "x" * 17 * 1024 * 1024
    entries[7].row["card"] = {"thing": object()}
    sent = [asyncio.create_task(log.append(entry)) for entry in entries]
    await asyncio.sleep(0)
    log.start()
    answers = await asyncio.gather(*sent, return_exceptions=True)
    refused = {place: answer for place, answer in enumerate(answers) if isinstance(answer, BaseException)}
    assert set(refused) == {2, 5, 7}
    codes = [fault.code if isinstance(fault, OperationError) else fault for fault in refused.values()]
    assert codes == [Code.INVALID, Code.TOO_LARGE, Code.INVALID]
    assert await stored_seqs(room) == list(range(1, 7))
    assert [entry.row["seq"] for entry in await told.reach(6)] == list(range(1, 7))
    assert (await log.append(message(room))).row["seq"] == 7


async def test_a_retry_is_the_first_message_in_flight_later_and_after_a_restart(
    make: Callable[..., MessageLog],
) -> None:
    log, room = make(), new_id()
    told = Told(log)
    tries = [asyncio.create_task(log.append(message(room, "same"))) for _ in range(3)]
    await asyncio.sleep(0)
    log.start()
    first, *again = [entry.row["_id"] for entry in await asyncio.gather(*tries)]
    assert again == [first, first]
    later, other = await asyncio.gather(log.append(message(room, "same")), log.append(message(room, "other")))
    assert (later.row["_id"], later.row["seq"], other.row["seq"]) == (first, 1, 2)
    restarted = make()
    told_again = Told(restarted)
    restarted.start()
    known, new = await asyncio.gather(restarted.append(message(room, "same")), restarted.append(message(room)))
    assert (known.row["_id"], new.row["seq"]) == (first, 3)
    assert isinstance(known.public, Message) and known.public.id == first
    await told_again.reach(1)
    await told.reach(2)
    assert [entry.row["seq"] for entry in told.entries + told_again.entries] == [1, 2, 3], "told once each"


async def test_who_gives_up_waiting_takes_no_other_along(make: Callable[..., MessageLog]) -> None:
    log, room = make(), new_id()
    impatient, patient = [asyncio.create_task(log.append(message(room, "same"))) for _ in range(2)]
    await asyncio.sleep(0)
    impatient.cancel()
    log.start()
    assert (await patient).row["seq"] == 1


async def test_a_commit_that_was_not_heard_of_is_neither_repeated_nor_forgotten(
    make: Callable[..., MessageLog], monkeypatch: pytest.MonkeyPatch
) -> None:
    """The connection goes after the server has committed: only looking tells. (Real cuts: tests/faults.)"""
    real, unheard = LogCommit.write, 2

    async def cut_after(self: LogCommit, *arguments: Any) -> None:
        nonlocal unheard
        await real(self, *arguments)
        if unheard:
            unheard -= 1
            raise AutoReconnect("connection closed")

    monkeypatch.setattr(LogCommit, "write", cut_after)
    log, room = make(), new_id()
    told = Told(log)
    log.start()
    entries = await asyncio.gather(*[log.append(message(room)) for _ in range(3)])
    entries.append(await log.append(message(room)))
    assert [entry.row["seq"] for entry in entries] == [1, 2, 3, 4]
    assert await stored_seqs(room) == [1, 2, 3, 4]
    assert [entry.row["seq"] for entry in await told.reach(4)] == [1, 2, 3, 4]


async def test_a_database_that_stays_away_is_said_in_the_end(
    make: Callable[..., MessageLog], monkeypatch: pytest.MonkeyPatch
) -> None:
    async def away(self: LogCommit, *arguments: Any) -> None:
        raise AutoReconnect("no server")

    monkeypatch.setattr(LogCommit, "write", away)
    monkeypatch.setattr("hub.storage.message_log.PERSISTENCE_S", 0.05)
    log, room = make(), new_id()
    log.start()
    for answer in await asyncio.gather(*[log.append(message(room)) for _ in range(3)], return_exceptions=True):
        assert isinstance(answer, OperationError) and answer.code is Code.UNAVAILABLE and answer.retry_after
    monkeypatch.undo()
    assert (await log.append(message(room))).row["seq"] == 1


async def test_a_full_queue_refuses_and_loses_nothing(make: Callable[..., MessageLog]) -> None:
    log, room = make(longest_queue=3), new_id()
    waiting = [asyncio.create_task(log.append(message(room, f"{n}"))) for n in range(3)]
    await asyncio.sleep(0)
    with pytest.raises(OperationError) as refused:
        await log.append(message(room))
    assert refused.value.code is Code.UNAVAILABLE and refused.value.retry_after
    retry = asyncio.create_task(log.append(message(room, "0")))
    await asyncio.sleep(0)
    log.start()
    assert [entry.row["seq"] for entry in await asyncio.gather(*waiting, retry)] == [1, 2, 3, 1]
    assert (await log.append(message(room))).row["seq"] == 4


async def test_telling_slowly_does_not_hold_up_saving_and_keeps_the_order(make: Callable[..., MessageLog]) -> None:
    log, room = make(), new_id()
    go, told = asyncio.Event(), list[int]()

    async def slowly(entries: Sequence[Entry], companions: Sequence[Stored]) -> None:
        await go.wait()
        told.extend(entry.row["seq"] for entry in entries)

    log.committed = slowly
    log.start()
    for seq in range(1, 6):
        assert (await log.append(message(room))).row["seq"] == seq
    assert told == []
    go.set()
    await log.stop()
    assert told == [1, 2, 3, 4, 5], "and a stop waits for what is still to be told"


async def test_what_goes_with_a_message_is_stored_with_it_and_its_failure_is_the_messages_own(
    log: MessageLog,
) -> None:
    room = new_id()
    companion = message(new_id())

    async def companions(entry: Entry) -> Sequence[Stored]:
        if entry.row["content"] == "bad":
            raise RuntimeError("no")
        return [decode(MessageDocument, companion.row)]

    log.companions = companions
    good, bad = message(room), message(room, content="bad")
    saved, refused = await asyncio.gather(log.append(good), log.append(bad), return_exceptions=True)
    assert isinstance(saved, Entry) and isinstance(refused, OperationError)
    assert await stored_seqs(room) == [1]
    assert await MessageDocument.rows().find_one({"_id": companion.row["_id"]}) is not None


async def test_two_logs_on_one_room_give_way_to_each_other(make: Callable[..., MessageLog]) -> None:
    room, logs = new_id(), [make() for _ in range(3)]
    told = [Told(log) for log in logs]
    for log in logs:
        log.start()
    entries = await asyncio.gather(*[logs[n % 3].append(message(room)) for n in range(90)])
    assert sorted(entry.row["seq"] for entry in entries) == list(range(1, 91))
    for one in told:
        seqs = [entry.row["seq"] for entry in await one.reach(30)]
        assert seqs == sorted(seqs)


async def test_a_batch_that_meets_another_process_halfway_keeps_its_order_and_leaves_no_place_empty(
    make: Callable[..., MessageLog],
) -> None:
    mine, theirs = make(), make()
    told = Told(mine)
    quiet, busy = new_id(), new_id()
    mine.start()
    theirs.start()
    await mine.append(message(busy))
    await asyncio.gather(*[theirs.append(message(busy, f"{n}")) for n in range(3)])
    # The first of these is stored before the others are refused; the third was sent before, elsewhere.
    sent = [message(quiet), message(busy), message(busy, "1"), message(busy), message(quiet)]
    entries = await asyncio.gather(*[mine.append(entry) for entry in sent])
    assert [entry.row["seq"] for entry in entries] == [1, 5, 3, 6, 2]
    assert await stored_seqs(busy) == [1, 2, 3, 4, 5, 6] and await stored_seqs(quiet) == [1, 2]
    await told.reach(5)
    assert [entry.row["seq"] for entry in told.entries if entry.room_id == busy] == [1, 5, 6]
    assert [entry.row["seq"] for entry in told.entries if entry.room_id == quiet] == [1, 2]


def test_a_draft_is_what_the_stored_form_would_be() -> None:
    entry = message(new_id(), "own")
    assert encode(decode(MessageDocument, entry.row)) == entry.row
