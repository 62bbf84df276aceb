"""What every HTTP door reads off a request, its id and the address it came from, and off the application."""

from __future__ import annotations

import asyncio
import re
import secrets

from aiohttp import web

from hub.addresses import Networks, caller

REQUEST_ID = web.RequestKey("request_id", str)
TRUSTED: web.AppKey[Networks] = web.AppKey("trusted_proxies", tuple)
LEAVING: web.AppKey[asyncio.Event] = web.AppKey("leaving", asyncio.Event)
"""Set once the hub takes its leave: whoever spreads requests over several should ask another."""
GIVEN = re.compile(r"^[A-Za-z0-9._-]{8,64}$")


def request_id_of(request: web.Request) -> str:
    """The request's id: the caller's own if it looks like one, else made here; the same at every call."""
    found = request.get(REQUEST_ID)
    if found is None:
        given = request.headers.get("X-Request-Id", "")
        found = given if GIVEN.match(given) else secrets.token_hex(8)
        request[REQUEST_ID] = found
    return str(found)


def address_of(request: web.Request) -> str:
    """The caller's address; a forwarded one counts only when it comes from a trusted proxy."""
    return caller(request.remote or "", request.headers.getall("X-Forwarded-For", ()), request.app.get(TRUSTED, ()))
