"""How fast Eko answers, and whether anybody waits while its model works."""

from __future__ import annotations

import asyncio
import contextlib
import time
from typing import Any

import aiohttp
import socketio

from bench.hub_process import Person
from bench.parts.whole import Figures, spread

OFFLINE = (
    "create a task to buy milk by Friday",
    "j'ai payé 42,50 € chez Leroy Merlin hier",
    "what's on my agenda tomorrow?",
    "dentiste le 3 décembre à 14h30",
    "note: the door code is 4512",
)
FOR_THE_MODEL = (
    "I guess somebody had better see to it that the roof does not leak before winter",
    "whatever the weather, the garden party is something to be thought about",
    "il faudrait voir un de ces jours ce qu'on fait de la vieille voiture",
)
PATIENCE_S = 90


async def eko_room(person: Person, session: aiohttp.ClientSession) -> str:
    """The direct room of a person with Eko."""
    users = await person.get(session, "/api/users?q=eko")
    eko = next(user["id"] for user in users["items"] if user["kind"] == "bot")
    room = await person.post(session, "/api/rooms", {"kind": "direct", "user_id": eko})
    return str(room["id"])


async def understood_offline(person: Person, room_id: str, rounds: int = 12) -> Figures:
    """From sending a plain sentence to the end of its run: stored, understood, done, answered."""
    client = await person.connect()
    try:
        await _asked(client, room_id, OFFLINE[0])
        return spread([await _asked(client, room_id, text) for _ in range(rounds) for text in OFFLINE])
    finally:
        await client.disconnect()


async def echo_while_the_model_works(person: Person, room_id: str) -> tuple[Figures, Figures]:
    """A small read fifty times a second from one socket, while another keeps the model busy.

    Returns:
        The times of the read, and those of the sentences that went to the model.
    """
    asking, reading = await person.connect(), await person.connect()
    echoes: list[float] = []

    async def read() -> None:
        while True:
            began = time.perf_counter()
            await reading.call("account.get", {})
            echoes.append(time.perf_counter() - began)
            await asyncio.sleep(0.02)

    await _asked(asking, room_id, FOR_THE_MODEL[0])
    reader = asyncio.create_task(read())
    try:
        answers = [await _asked(asking, room_id, text) for _ in range(4) for text in FOR_THE_MODEL]
        return spread(echoes), spread(answers)
    finally:
        reader.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await reader
        await asking.disconnect()
        await reading.disconnect()


async def _asked(client: socketio.AsyncClient, room_id: str, text: str) -> float:
    """Say something to Eko and wait until its run is over or asks back; the seconds that took."""
    over: asyncio.Future[None] = asyncio.get_running_loop().create_future()
    own: dict[str, str] = {}
    early: list[dict[str, Any]] = []

    def heard(event: dict[str, Any]) -> None:
        run = event["run"]
        if not own:
            early.append(run)
        elif run["message_id"] == own["id"] and not over.done():
            over.set_result(None)

    def asked(_: dict[str, Any]) -> None:
        if not over.done():
            over.set_result(None)

    client.on("run.finished", heard)
    client.on("approval.requested", asked)
    began = time.perf_counter()
    message = {"room_id": room_id, "content": text, "client_msg_id": f"{time.time_ns()}"}
    ack = await client.call("message.send", message, timeout=PATIENCE_S)
    assert ack is not None
    own["id"] = ack["data"]["id"]
    for run in early:
        heard({"run": run})
    async with asyncio.timeout(PATIENCE_S):
        await over
    return time.perf_counter() - began
