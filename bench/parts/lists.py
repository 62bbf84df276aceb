"""What a page of fifty costs the hub, beside PyMongo alone reading the same: the fifty documents and, for tasks,
which show how far their subtasks are, what these stand at.

Two ways of asking. "as operations": the whole pipeline (validation, rights, reading, JSON as both doors send it)
in this process, in turn with `find().to_list()` through the same connection. "over HTTP": the CPU of a hub of its
own for the request as a whole, beside the same reading here; what aiohttp takes is in it.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import aiohttp
from pymongo.asynchronous.collection import AsyncCollection

from bench.hub_process import PASSWORD, HubProcess
from bench.plan import Plan, turns
from bench.process import cpu_s
from bench.servers import HUB
from hub.features.accounts.access import actor_for
from hub.kernel.context import ANYONE, Actor, Call, Origin
from hub.main import Hub, build
from hub.settings import AgentProvider, Embeddings, RateLimits, Settings
from hub.storage.documents import Stored
from hub.storage.mongo import open_or_join_mongo
from hub.storage.wire import as_json

PART = "lists"
RAW = "pymongo"
FIGURE = "cpu_ms"
Rows = AsyncCollection[dict[str, Any]]
PAGE = 50
STORED = 200
NAME = "lister"
WORDS = "A few sentences that say what this is about, as one would write them in a hurry. "


@dataclass(frozen=True, kw_only=True)
class Listed:
    """One list.

    Attributes:
        operation: Its name.
        path: The same over HTTP.
        arguments: Its input; `{room}` is filled in.
        kind: What is read.
        where: The filter that the operation reads by, for a person without projects.
        order: What it is sorted by.
        beneath: The field by which others of the kind hang beneath one, and the one that it shows of them.
    """

    operation: str
    path: str
    arguments: Mapping[str, Any]
    kind: type[Stored]
    where: Mapping[str, Any]
    order: list[tuple[str, int]]
    beneath: tuple[str, str] | None = None


def operation_case(operation: str) -> str:
    """What a list is called where it is asked for in this process."""
    return f"{operation}, {PAGE} of {STORED}, as an operation"


def door_case(operation: str) -> str:
    """What a list is called where it is asked for over HTTP."""
    return f"{operation}, {PAGE} of {STORED}, over HTTP"


LISTS = ("task.list", "note.list", "budget.list", "message.list")


async def measure(plan: Plan) -> None:
    """Each list in turn with the bare reading: in this process, then as asked of a hub over HTTP."""
    with TemporaryDirectory(prefix="panoramix-bench-", ignore_cleanup_errors=True) as folder:
        settings = Settings(
            _env_file=None,  # pyright: ignore[reportCallIssue] - pydantic-settings takes it, and says so nowhere
            data_dir=Path(folder),
            port=0,
            agent_provider=AgentProvider.NONE,
            embeddings=Embeddings.NONE,
            rate_limits=RateLimits.OFF,
        )
        hub = await build(settings)
        try:
            actor, room_id = await _fill(hub)
            listed = _lists(actor, room_id)
            for round in range(plan.rounds):
                for one in listed:
                    await _in_process(plan, round, hub, actor, one)
        finally:
            await hub.stop()
        await _through_the_door(plan, Path(folder), settings, listed)


async def _fill(hub: Hub) -> tuple[Actor, str]:
    """One person with tasks (each fifth with subtasks), notes, money and a room full of talk."""
    ids = iter(range(1_000_000))

    async def run(name: str, payload: Mapping[str, Any], actor: Actor) -> Any:
        call = Call(actor=actor, origin=Origin.REST, request_id=f"bench-{next(ids)}")
        return (await hub.pipeline.run(name, payload, call)).result

    signed_in = await run("auth.register", {"username": NAME, "password": PASSWORD}, ANYONE)
    actor = await actor_for(signed_in.user.id)
    assert actor is not None
    room = await run("room.create", {"kind": "private", "name": "bench"}, actor)

    async def make(n: int) -> None:
        task = await run(
            "task.create",
            {"title": f"Task {n} of the list", "description": WORDS * 2, "tags": ["one", "two"]},
            actor,
        )
        if n % 5 == 0:
            await run("task.create", {"title": "A part of it", "parent_id": task.id, "status": "done"}, actor)
        await run("note.create", {"title": f"Note {n}", "content": WORDS * 5}, actor)
        line = {"date": "2026-11-20", "vendor": f"Vendor {n % 9}", "amount_cents": -100 - n, "currency": "EUR"}
        await run("budget.create", {**line, "label": WORDS}, actor)
        sent = {"room_id": room.id, "content": WORDS, "client_msg_id": f"c{n}"}
        await run("message.send", sent, actor)

    for few in range(0, STORED, 10):
        await asyncio.gather(*(make(n) for n in range(few, few + 10)))
    return actor, str(room.id)


def _lists(actor: Actor, room_id: str) -> list[Listed]:
    from hub.features.budget.documents import LineDocument
    from hub.features.messages.documents import MessageDocument
    from hub.features.notes.documents import NoteDocument
    from hub.features.tasks.documents import TaskDocument

    mine = {"scope": actor.id}
    return [
        Listed(
            operation="task.list",
            path="/api/tasks",
            arguments={},
            kind=TaskDocument,
            where=mine,
            order=[("rank", 1), ("_id", 1)],
            beneath=("parent_id", "status"),
        ),
        Listed(
            operation="note.list",
            path="/api/notes",
            arguments={},
            kind=NoteDocument,
            where=mine,
            order=[("updated_at", -1), ("_id", -1)],
        ),
        Listed(
            operation="budget.list",
            path="/api/budget",
            arguments={},
            kind=LineDocument,
            where=mine,
            order=[("date", -1), ("_id", -1)],
        ),
        Listed(
            operation="message.list",
            path=f"/api/rooms/{room_id}/messages",
            arguments={"room_id": room_id},
            kind=MessageDocument,
            where={"room_id": room_id},
            order=[("seq", -1)],
        ),
    ]


async def _read(one: Listed, rows: Rows) -> None:
    found = await rows.find(dict(one.where)).sort(one.order).limit(PAGE).to_list(PAGE)
    assert len(found) == PAGE, one.operation
    if one.beneath is not None:
        above, shown = one.beneath
        ids = [row["_id"] for row in found if row.get(above) is None]
        assert await rows.find({above: {"$in": ids}}, {"_id": 0, above: 1, shown: 1}).to_list(None)


async def _in_process(plan: Plan, round: int, hub: Hub, actor: Actor, one: Listed) -> None:
    async def ours() -> None:
        call = Call(actor=actor, origin=Origin.REST, request_id="bench")
        outcome = await hub.pipeline.run(one.operation, {**one.arguments, "limit": PAGE}, call)
        result: Any = outcome.result
        assert as_json(result) and len(result.items) == PAGE, one.operation

    work: dict[str, Callable[[], Awaitable[None]]] = {HUB: ours, RAW: lambda: _read(one, one.kind.rows())}
    spent = await _interleaved(work, round, plan.scaled(10, 3), time.process_time)
    for server, seconds in spent.items():
        plan.records.add(PART, operation_case(one.operation), server, round, {FIGURE: seconds * 1000})


async def _through_the_door(plan: Plan, folder: Path, settings: Settings, listed: list[Listed]) -> None:
    hub = await HubProcess.start(folder)
    mongo = await open_or_join_mongo(settings)
    try:
        async with aiohttp.ClientSession() as session:
            person = await hub.person(session, NAME)
            for round in range(plan.rounds):
                for one in listed:
                    rows = mongo.database[one.kind.collection_name()]

                    async def ours(path: str = f"{one.path}?limit={PAGE}") -> None:
                        assert len((await person.get(session, path))["items"]) == PAGE

                    async def raw(one: Listed = one, rows: Any = rows) -> None:
                        await _read(one, rows)

                    of_hub = await _interleaved(
                        {HUB: ours}, round, plan.scaled(10, 3), lambda: cpu_s(hub.process.pid)
                    )
                    of_raw = await _interleaved({RAW: raw}, round, plan.scaled(10, 3), time.process_time)
                    for server, seconds in (of_hub | of_raw).items():
                        plan.records.add(PART, door_case(one.operation), server, round, {FIGURE: seconds * 1000})
    finally:
        await mongo.client.close()
        await hub.stop()


async def _interleaved(
    work: Mapping[str, Callable[[], Awaitable[None]]], round: int, turns_each: int, clock: Callable[[], float]
) -> dict[str, float]:
    """CPU seconds of one of each, which take turns of ten; a first turn of each is not counted."""
    spent = dict.fromkeys(work, 0.0)
    for turn in range(-1, turns_each):
        for name in turns(list(work), round + turn + 1):
            began = clock()
            for _ in range(10):
                await work[name]()
            if turn >= 0:
                spent[name] += clock() - began
    return {name: seconds / turns_each / 10 for name, seconds in spent.items()}
