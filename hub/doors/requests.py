"""What every HTTP door reads off a request: its id and the address it came from."""

from __future__ import annotations

import re
import secrets
from ipaddress import IPv4Network, IPv6Network, ip_address

from aiohttp import web

REQUEST_ID = web.RequestKey("request_id", str)
TRUSTED: web.AppKey[tuple[IPv4Network | IPv6Network, ...]] = web.AppKey("trusted_proxies", tuple)
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
    peer = request.remote or ""
    trusted = request.app.get(TRUSTED, ())
    forwarded = [part.strip() for part in request.headers.get("X-Forwarded-For", "").split(",") if part.strip()]
    while forwarded and _within(peer, trusted):
        peer = forwarded.pop()
    return peer


def _within(address: str, networks: tuple[IPv4Network | IPv6Network, ...]) -> bool:
    try:
        parsed = ip_address(address)
    except ValueError:
        return False
    return any(parsed in network for network in networks)
