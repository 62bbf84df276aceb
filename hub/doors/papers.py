"""The door for papers: sheets of the reception as PDF.

Bytes are no operation's answer (architecture.md); what stands on a paper, an operation says, run as its caller.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from datetime import datetime

from aiohttp import web

from hub.doors.requests import address_of, request_id_of
from hub.features.files.names import disposition, safe_name
from hub.features.reception.feature import SHEETS
from hub.features.reception.papers import Paper
from hub.kernel.context import Actor, Call, Origin
from hub.kernel.errors import unauthenticated
from hub.kernel.pipeline import Pipeline

DRAWN_AT_ONCE = 2
"""Each takes a thread, and turns of the interpreter."""
HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "Content-Security-Policy": "default-src 'none'; object-src 'self'; frame-ancestors 'none'",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Cache-Control": "private, no-store",
}

Caller = Callable[[web.Request], Awaitable[Actor]]
"""The bearer of the request's token, or nobody."""


class PapersDoor:
    """Draws papers and sends them."""

    def __init__(self, pipeline: Pipeline, caller: Caller) -> None:
        self._pipeline = pipeline
        self._caller = caller
        self._drawing = asyncio.Semaphore(DRAWN_AT_ONCE)

    def add_to(self, app: web.Application) -> None:
        """Add a route for each kind of sheet."""
        for sheets in SHEETS:
            app.router.add_get(f"{sheets.path}/{{id}}/pdf", self._answer(f"{sheets.kind}.print"))

    def _answer(self, operation: str) -> Callable[[web.Request], Awaitable[web.StreamResponse]]:
        async def send(request: web.Request) -> web.StreamResponse:
            actor = await self._caller(request)
            if not actor.id:
                raise unauthenticated()
            call = Call(
                actor=actor,
                origin=Origin.REST,
                request_id=request_id_of(request),
                address=address_of(request),
                user_agent=request.headers.get("User-Agent", "")[:300],
            )
            outcome = await self._pipeline.run(operation, {"id": request.match_info["id"]}, call)
            paper: Paper = outcome.result  # type: ignore[assignment]  # what that operation answers
            async with self._drawing:
                body = await asyncio.to_thread(_drawn, paper, self._pipeline.clock.now())
            name = disposition(safe_name(f"{paper.title} {paper.name}.pdf"), inline=True)
            return web.Response(
                body=body, content_type="application/pdf", headers={**HEADERS, "Content-Disposition": name}
            )

        return send


def _drawn(paper: Paper, now: datetime) -> bytes:
    """The library that draws brings much with it, and few ever print: the first who does waits for it."""
    from hub.features.reception.pdf import drawn

    return drawn(paper, now)
