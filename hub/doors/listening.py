"""The hub's HTTP server: from the first connection to the last answer."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from typing import Any

from aiohttp import web

from hub.doors.patience import Door, Patience, PatientServer
from hub.doors.requests import LEAVING
from hub.realtime.handshake import tune_socket

BACKLOG = 2048
"""Connections that wait to be accepted: everybody comes back at once after a restart."""
LAST_ANSWER_S = 1.0
"""How long the last answers may take to be written once nothing more is done for them."""
Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]


class Listening:
    """Serves an application until it is told to let everybody finish."""

    def __init__(
        self,
        app: web.Application,
        patience: Patience | None = None,
        cut: Callable[[str], None] = lambda _why: None,
        door: Door | None = None,
    ) -> None:
        """Prepare to serve; nothing is open yet.

        Args:
            app: What is served; not frozen yet.
            patience: How long connections are borne with.
            cut: Told why, of each connection that was ended before its time.
            door: Meets connections before HTTP does.
        """
        self._leaving = app[LEAVING] = asyncio.Event()
        self._under_way = 0
        self._idle = asyncio.Event()
        self._idle.set()

        @web.middleware
        async def count(request: web.Request, handler: Handler) -> web.StreamResponse:
            return await self._count(request, handler)

        app.middlewares.insert(0, count)
        self._runner = _Runner(app, patience or Patience(), cut, door)

    @property
    def port(self) -> int:
        """The port that it listens on."""
        return int(self._runner.addresses[0][1])

    @property
    def under_way(self) -> int:
        """Requests that are not answered yet, WebSockets aside."""
        return self._under_way

    async def open(self, host: str, port: int, *, reuse_port: bool | None = None) -> None:
        """Listen.

        Raises:
            OSError: The address is taken or not ours.
        """
        await self._runner.setup()
        site = web.TCPSite(self._runner, host, port, backlog=BACKLOG, reuse_port=reuse_port)
        await site.start()
        opened: Any = site._server
        for sock in opened.sockets:
            tune_socket(sock)

    async def leave(self) -> None:
        """Accept nobody new; returns when what is under way has been done.

        Who asks again over an open connection is answered, and told to come back over another.
        """
        self._leaving.set()
        for site in list(self._runner.sites):
            await site.stop()
        await self._idle.wait()

    async def close(self) -> None:
        """End every connection."""
        await self._runner.cleanup()

    async def _count(self, request: web.Request, handler: Handler) -> web.StreamResponse:
        if request.headers.get("Upgrade", "").lower() == "websocket":
            return await handler(request)
        self._under_way += 1
        self._idle.clear()
        try:
            response = await handler(request)
            if self._leaving.is_set() and not response.prepared:
                response.force_close()
            return response
        except web.HTTPException as refusal:
            if self._leaving.is_set():
                refusal.force_close()
            raise
        finally:
            self._under_way -= 1
            if not self._under_way:
                self._idle.set()


class _Runner(web.AppRunner):
    """aiohttp's runner with a server of ours."""

    __slots__ = ("_cut", "_door", "_patience")

    def __init__(
        self, app: web.Application, patience: Patience, cut: Callable[[str], None], door: Door | None
    ) -> None:
        super().__init__(app, access_log=None, shutdown_timeout=LAST_ANSWER_S, handle_signals=False)
        self._patience = patience
        self._cut = cut
        self._door = door

    async def _make_server(self) -> web.Server:
        made: Any = await super()._make_server()
        return PatientServer(made, self._patience, self._cut, self._door, **self._kwargs)
