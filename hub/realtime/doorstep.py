"""The first reader of a connection: a WebSocket's handshake becomes a link at once, all else is handed to HTTP.

aiohttp makes a parser, a task, a request and a route for each request. A WebSocket needs none of them, and
after a restart everybody comes back at once. Whatever is not plainly a good handshake, refusals too, goes
to aiohttp as it came, and through it to the same checks.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from hub.realtime.engine import Engine

SILENT_S = 10.0
"""Whoever says nothing for so long is handed over: how long to bear with it is HTTP's to decide. When a crowd comes
back to a busy machine, seconds pass between a connection and its first bytes, and the crowd is what the door is for:
through HTTP a handshake costs four times as much, and makes the machine busier still."""
MOST_SILENT = 5_000
"""With so many at the door, whoever comes is handed over at the first tick: HTTP has limits for each address."""


class Doorstep(asyncio.Protocol):
    """A connection from which nothing has come."""

    __slots__ = ("_engine", "_http", "_transport", "due_at")

    def __init__(self, engine: Engine, http: Callable[[], asyncio.BaseProtocol]) -> None:
        self._engine = engine
        self._http = http
        self._transport: asyncio.Transport | None = None
        self.due_at = 0

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Somebody is at the door."""
        self._transport = transport  # pyright: ignore[reportAttributeAccessIssue] - it is a TCP server's
        self._engine.at_door.add(self)
        self._engine.deadlines.set(self, SILENT_S if len(self._engine.at_door) < MOST_SILENT else 0)

    def data_received(self, data: bytes) -> None:
        """See what they want."""
        transport = self._leave()
        if not self._engine.at_the_door(transport, data):
            self._hand_over(transport).data_received(data)

    def due(self) -> None:
        """They say nothing."""
        self._hand_over(self._leave())

    def abort(self) -> None:
        """The door is closed."""
        self._leave().abort()

    def connection_lost(self, exc: Exception | None) -> None:
        """They have gone."""
        self._engine.deadlines.clear(self)
        self._engine.at_door.discard(self)

    def _leave(self) -> asyncio.Transport:
        assert self._transport is not None
        self._engine.deadlines.clear(self)
        self._engine.at_door.discard(self)
        return self._transport

    def _hand_over(self, transport: asyncio.Transport) -> asyncio.Protocol:
        http = self._http()
        transport.set_protocol(http)
        http.connection_made(transport)
        assert isinstance(http, asyncio.Protocol)
        return http
