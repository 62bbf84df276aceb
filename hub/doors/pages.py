"""The web app's files, and what a monitor asks: `/`, assets, `/health/live`, `/health/ready`."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from pathlib import Path
from typing import Any

from aiohttp import web

from hub.doors.requests import LEAVING

STATIC = Path(__file__).parent.parent / "static"
YEAR_S = 365 * 24 * 3600
POLICY = (
    "default-src 'self'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data: blob:; "
    "font-src 'self' data:; connect-src 'self' ws: wss:; object-src 'none'; base-uri 'none'; "
    "frame-ancestors 'none'; form-action 'self'"
)
NOT_BUILT = (
    "<!doctype html><meta charset=utf-8><title>Panoramix</title>"
    "<p>The web app has not been built here. Run <code>make web</code>, then reload. The API is at "
    "<a href=/docs>/docs</a>."
)
Parts = Callable[[], Awaitable[Mapping[str, Any]]]
"""The state of each part: name to `{up, ...}`."""


def add_pages(app: web.Application, parts: Parts, required: str = "database") -> None:
    """Add health checks and the web app, whose deep links all lead to its one page."""

    async def live(request: web.Request) -> web.Response:
        return web.json_response({"status": "live"})

    async def ready(request: web.Request) -> web.Response:
        found = await parts()
        leaving = LEAVING in request.app and request.app[LEAVING].is_set()
        up = bool(found.get(required, {}).get("up")) and not leaving
        return web.json_response({"ready": up, "parts": dict(found)}, status=200 if up else 503)

    app.router.add_get("/health/live", live)
    app.router.add_get("/health/ready", ready)
    app.router.add_get("/{path:.*}", _page)


async def _page(request: web.Request) -> web.StreamResponse:
    path = request.match_info["path"]
    file = _asset(path)
    if file is not None:
        response = web.FileResponse(file)
        hashed = path.startswith("assets/")
        response.headers["Cache-Control"] = f"public, max-age={YEAR_S}, immutable" if hashed else "no-cache"
        return response
    if path.startswith(("api/", "assets/", "socket.io/")) or "." in path.rpartition("/")[2]:
        raise web.HTTPNotFound
    index = STATIC / "index.html"
    if not index.is_file():
        return web.Response(text=NOT_BUILT, content_type="text/html", status=503)
    response = web.FileResponse(index)
    # Said here, because the file's type is only guessed once it is sent, after the headers that depend on it.
    response.content_type = "text/html"
    response.charset = "utf-8"
    response.headers["Cache-Control"] = "no-cache"
    return response


def _asset(path: str) -> Path | None:
    """The file at that path inside the folder of the web app, its page aside."""
    try:
        file = (STATIC / path).resolve()
        found = path and file.is_relative_to(STATIC.resolve()) and file.is_file() and file.name != "index.html"
    except (OSError, ValueError):
        # Not a name that a file can have: too long, or with a zero byte.
        return None
    return file if found else None


@web.middleware
async def safe_headers(request: web.Request, handler: Callable[[web.Request], Awaitable[web.StreamResponse]]) -> Any:
    """Headers that keep a page from being framed, sniffed or scripted by others."""
    response = await handler(request)
    if not response.prepared:
        response.headers.setdefault("X-Content-Type-Options", "nosniff")
        response.headers.setdefault("Referrer-Policy", "same-origin")
        if response.content_type == "text/html":
            response.headers.setdefault("Content-Security-Policy", POLICY)
    return response
