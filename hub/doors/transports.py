"""What a client is told that comes over a transport which is not offered here."""

from __future__ import annotations

from collections.abc import Awaitable, Callable

from aiohttp import web

SOCKETS = "/socket.io/"
UNKNOWN_TRANSPORT = 0
"""As Engine.IO's own servers number it."""


@web.middleware
async def only_websocket(
    request: web.Request, handler: Callable[[web.Request], Awaitable[web.StreamResponse]]
) -> web.StreamResponse:
    """Refuse polling in words, where several processes share a port and each request may reach another."""
    if request.path == SOCKETS and request.query.get("transport") != "websocket":
        fault = 'Only WebSocket is offered here: connect with transports: ["websocket"].'
        return web.json_response({"code": UNKNOWN_TRANSPORT, "message": fault}, status=400)
    return await handler(request)
