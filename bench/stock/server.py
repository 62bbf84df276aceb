"""Stock python-socketio on aiohttp and uvloop, doing the same as the hub's fan-out: `python -m bench.stock.server`.

Everything is as its documentation has it, so clients that offer compression get it. PORT says where it listens,
PING_S how often it sends heartbeats.
"""

from __future__ import annotations

import os
from typing import Any

import jwt
import socketio
import uvloop
from aiohttp import web
from socketio.exceptions import ConnectionRefusedError as Refused

from bench.tokens import FANOUT_KEY

io = socketio.AsyncServer(async_mode="aiohttp", ping_interval=float(os.environ.get("PING_S", "25")))


@io.event
async def connect(sid: str, environ: dict[str, Any], auth: dict[str, str]) -> None:
    """Let in who has a token, into the rooms that it names."""
    try:
        claims = jwt.decode(auth["token"], FANOUT_KEY, algorithms=["HS256"])
    except jwt.InvalidTokenError:
        raise Refused("unauthenticated") from None
    for room in [f"user:{claims['id']}", *(f"room:{room}" for room in claims["rooms"])]:
        await io.enter_room(sid, room)
    # An event emitted inside this handler would precede the CONNECT packet.
    user = {"id": claims["id"], "display_name": claims["name"]}
    io.start_background_task(io.emit, "ready", {"user": user, "rooms": claims["rooms"]}, to=sid)


async def say(sid: str, data: dict[str, Any]) -> dict[str, bool]:
    """Emit what came to its room."""
    await io.emit("message.created", data, room=f"room:{data['room_id']}")
    return {"ok": True}


io.on("say", say)


def main() -> None:
    """Serve until ended."""
    app = web.Application()
    io.attach(app)

    async def ready(_: web.Request) -> web.Response:
        return web.json_response({"ready": True})

    app.router.add_get("/health/ready", ready)
    # Its end is not measured: by default it waits a minute for clients to leave.
    web.run_app(
        app,
        host="127.0.0.1",
        port=int(os.environ["PORT"]),
        loop=uvloop.new_event_loop(),
        print=None,
        shutdown_timeout=0.1,
    )


if __name__ == "__main__":
    main()
