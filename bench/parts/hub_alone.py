"""The hub by itself, through the usual client: how soon it is ready, tasks over REST, memory, and Eko."""

from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryDirectory

import aiohttp

from bench.hub_process import HubProcess
from bench.parts.eko import echo_while_the_model_works, eko_room, understood_offline
from bench.parts.whole import Figures, as_fast_as_possible, one_after_the_other, tasks, to_many
from bench.plan import Plan
from bench.servers import HUB

PART = "alone"
READERS = 100


async def measure(plan: Plan) -> None:
    """Measure once: these are for comparing with the same machine's earlier runs."""

    def note(case: str, figures: Figures) -> None:
        plan.records.add(PART, case, HUB, 0, figures)

    with TemporaryDirectory(prefix="panoramix-bench-", ignore_cleanup_errors=True) as folder:
        first = await HubProcess.start(Path(folder))
        note("first start", {"ready_ms": first.ready_s * 1000, "stop_ms": await first.stop() * 1000})
        hub = await HubProcess.start(Path(folder))
        try:
            async with aiohttp.ClientSession() as session:
                person = await hub.person(session, "alice")
                room = await person.post(session, "/api/rooms", {"kind": "private", "name": "bench"})
                note("a message, one after the other", await one_after_the_other(person, room["id"]))
                note("messages from one socket", await as_fast_as_possible(person, room["id"], sockets=1))
                note("messages from twenty sockets", await as_fast_as_possible(person, room["id"], sockets=20))
                note(f"a message to {READERS} readers", await to_many(person, room["id"], READERS))
                note("tasks over REST, eight callers", await tasks(person, session))
                note("memory at the end", {"megabytes": hub.memory_mb()})
        finally:
            stop_s = await hub.stop()
        note("second start", {"ready_ms": hub.ready_s * 1000, "stop_ms": stop_s * 1000})


async def measure_eko(plan: Plan) -> None:
    """How fast Eko answers, and whether anybody waits while its model works."""

    def note(case: str, figures: Figures) -> None:
        plan.records.add("eko", case, HUB, 0, figures)

    with TemporaryDirectory(prefix="panoramix-bench-", ignore_cleanup_errors=True) as folder:
        hub = await HubProcess.start(Path(folder), provider="embedded")
        try:
            async with aiohttp.ClientSession() as session:
                note("memory at rest", {"megabytes": hub.memory_mb()})
                person = await hub.person(session, "alice")
                room_id = await eko_room(person, session)
                note("a sentence that is understood offline", await understood_offline(person, room_id))
                echoes, answers = await echo_while_the_model_works(person, room_id)
                note("a sentence for the embedded model", answers)
                note("a small read while the model works", echoes)
        finally:
            await hub.stop()
