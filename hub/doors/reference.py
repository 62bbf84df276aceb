"""`/openapi.json`, `/asyncapi.json`, and `/docs`: the same, readable in a browser, without scripts."""

from __future__ import annotations

import asyncio
from html import escape
from typing import Any

import orjson
from aiohttp import web

from hub.doors.asyncapi import asyncapi
from hub.doors.openapi import openapi
from hub.kernel.catalog import Catalog

STYLE = (
    "body{font:15px/24px system-ui,sans-serif;max-width:60rem;margin:2rem auto;padding:0 1rem}"
    ":root{color-scheme:light dark}"
    "h2{margin-top:2.5rem}h3{font-size:15px;margin:1.4rem 0 .2rem}code{font-family:ui-monospace,monospace}"
    "table{border-collapse:collapse;font-size:14px}td,th{text-align:left;padding:2px 14px 2px 0;vertical-align:top}"
    ".m{display:inline-block;min-width:4rem;font-weight:600}p{margin:.2rem 0}"
)


class Reference:
    """The pages, made when somebody first reads one: that takes a third of a second, which a start need not wait."""

    def __init__(self, catalog: Catalog) -> None:
        self._catalog = catalog
        self._making = asyncio.Lock()
        self._bodies: dict[str, tuple[bytes, str]] = {}

    async def handle(self, request: web.Request) -> web.Response:
        """Answer with the page of that path."""
        async with self._making:
            if not self._bodies:
                self._bodies = await asyncio.to_thread(_bodies, self._catalog)
        body, content_type = self._bodies[request.path]
        return web.Response(body=body, content_type=content_type, charset="utf-8")


def add_reference(app: web.Application, catalog: Catalog) -> None:
    """Add the reference pages; no token is needed to read them."""
    reference = Reference(catalog)
    for path in ("/openapi.json", "/asyncapi.json", "/docs"):
        app.router.add_get(path, reference.handle)


def _bodies(catalog: Catalog) -> dict[str, tuple[bytes, str]]:
    rest, sockets = openapi(catalog), asyncapi(catalog)
    return {
        "/openapi.json": (orjson.dumps(rest), "application/json"),
        "/asyncapi.json": (orjson.dumps(sockets), "application/json"),
        "/docs": (_page(rest, sockets).encode(), "text/html"),
    }


def _page(rest: dict[str, Any], sockets: dict[str, Any]) -> str:
    parts = [
        "<!doctype html><html lang=en><meta charset=utf-8><meta name=viewport content='width=device-width'>",
        f"<title>Panoramix: reference</title><style>{STYLE}</style><h1>Panoramix</h1>",
        "<p>Machine-readable: <a href=/openapi.json>OpenAPI 3.1</a>, <a href=/asyncapi.json>AsyncAPI 3</a>.</p>",
    ]
    tags: dict[str, list[tuple[str, str, dict[str, Any]]]] = {}
    for path, methods in rest["paths"].items():
        for method, found in methods.items():
            tags.setdefault(found["tags"][0], []).append((method.upper(), path, found))
    for tag, entries in tags.items():
        parts.append(f"<h2 id='{escape(tag)}'>{escape(tag)}</h2>")
        parts += [_entry(method, path, found) for method, path, found in entries]
    parts.append("<h2>Socket.IO events</h2><ul>")
    events = sorted(name for name in sockets["operations"] if name.startswith("event."))
    parts += [f"<li><code>{escape(name.removeprefix('event.'))}</code></li>" for name in events]
    return "".join([*parts, "</ul></html>"])


def _entry(method: str, path: str, found: dict[str, Any]) -> str:
    rows = [(item["name"], item["in"], item["required"], item["schema"]) for item in found.get("parameters", [])]
    body = found.get("requestBody", {}).get("content", {}).get("application/json", {}).get("schema", {})
    needed = body.get("required", [])
    rows += [(name, "body", name in needed, field) for name, field in body.get("properties", {}).items()]
    table = "".join(
        f"<tr><td><code>{escape(name)}</code><td>{place}{'' if optional else ', optional'}"
        f"<td>{escape(_type(field))}<td>{escape(str(field.get('description', '')))}"
        for name, place, optional, field in rows
    )
    return (
        f"<h3><span class=m>{method}</span> <code>{escape(path)}</code></h3>"
        f"<p><code>{escape(found['operationId'])}</code> · {escape(found['x-effect'])}</p>"
        f"<p>{escape(found['description'])}</p>{f'<table>{table}</table>' if rows else ''}"
    )


def _type(field: dict[str, Any]) -> str:
    if "anyOf" in field:
        return " or ".join(_type(one) for one in field["anyOf"])
    if "$ref" in field:
        return str(field["$ref"]).rpartition("/")[2]
    if "enum" in field:
        return ", ".join(map(str, field["enum"]))
    return str(field.get("format") or field.get("type") or "")
