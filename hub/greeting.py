"""What a new connection hears and is told, put together from what the features know."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime

from hub import __version__
from hub.features.accounts import access as accounts
from hub.features.rooms.ready import greet
from hub.kernel.clock import Clock
from hub.kernel.context import Actor
from hub.realtime.server import Greeting, Ready
from hub.storage.read_cache import ReadCache
from hub.storage.shares import topics_of
from hub.storage.wire import iso


def greeting(clock: Clock, cache: ReadCache) -> Greeting:
    """What greets connections."""
    server = _server(clock)

    async def greeted(actor: Actor) -> tuple[Sequence[str], Ready]:
        # Its session may have ended between the look at its token and its place among the connections.
        await accounts.current(actor)
        rooms, ready = await greet(actor, cache, server)
        return rooms + await topics_of(cache, actor), ready

    return greeted


def _server(clock: Clock) -> Callable[[], bytes]:
    """What says, as JSON, who answers and what time it is: the same for all who come in one millisecond."""
    said_at: datetime | None = None
    said = b""

    def server() -> bytes:
        nonlocal said_at, said
        now = clock.now()
        if now != said_at:
            said_at = now
            said = f'{{"name":"Panoramix","version":"{__version__}","time":"{iso(now)}"}}'.encode()
        return said

    return server
