"""The hub's own realtime server without a database: `python -m bench.fanout_server`.

`hub.realtime.server.Realtime` made as `hub.main` makes it, publishing what it is sent. It is the code that carries a
message to its room after the commit, so that fan-out can be compared with servers that store nothing.
"""

from __future__ import annotations

import asyncio
import os
import signal
from collections.abc import Mapping, Sequence
from typing import Any

import jwt
import orjson
import uvloop
from aiohttp import web

from bench.tokens import FANOUT_KEY
from hub.collector import calm_collector
from hub.kernel.context import Actor, ActorKind, Role
from hub.kernel.errors import unauthenticated
from hub.kernel.events import Publish
from hub.realtime.intake import Limits
from hub.realtime.server import PING_S, Connection, Ready, Realtime


async def _authenticate(token: str) -> Actor:
    try:
        claims = jwt.decode(token, FANOUT_KEY, algorithms=["HS256"])
    except jwt.InvalidTokenError as fault:
        raise unauthenticated("not ours") from fault
    # The rooms travel in the one field of an actor that means nothing here.
    return Actor(
        kind=ActorKind.USER,
        id=claims["id"],
        display_name=claims["name"],
        role=Role.MEMBER,
        locale="+".join(claims["rooms"]),
        time_zone="UTC",
        session_id=claims["id"],
    )


async def _greeting(actor: Actor) -> tuple[Sequence[str], Ready]:
    rooms = [room for room in actor.locale.split("+") if room]

    async def ready() -> bytes:
        return orjson.dumps({"user": {"id": actor.id, "display_name": actor.display_name}, "rooms": rooms})

    return [f"room:{room}" for room in rooms], ready


async def _serve() -> None:
    heartbeat_s = float(os.environ.get("PING_S", PING_S))
    realtime = Realtime(
        allowed_origins=(), authenticate=_authenticate, limits=Limits(rates=False), ping_interval=heartbeat_s
    )
    realtime.greeting = _greeting

    async def receive(_: Connection, event: str, data: Any) -> Mapping[str, Any]:
        audience = frozenset({f"room:{data['room_id']}"})
        await realtime.publish(Publish(name="message.created", audience=audience, payload=data))
        return {"ok": True}

    async def ready(_: web.Request) -> web.Response:
        return web.json_response({"ready": True})

    realtime.receive = receive
    app = web.Application()
    app.router.add_get("/health/ready", ready)
    realtime.io.attach(app)
    runner = web.AppRunner(app, access_log=None, shutdown_timeout=1.0)
    await runner.setup()
    calm_collector()  # as the hub does once it is put together
    await web.TCPSite(runner, "127.0.0.1", int(os.environ["PORT"])).start()
    stopping = asyncio.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        asyncio.get_running_loop().add_signal_handler(number, stopping.set)
    await stopping.wait()


if __name__ == "__main__":
    uvloop.run(_serve())
