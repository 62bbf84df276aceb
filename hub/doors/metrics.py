"""`/metrics`: what the hub counts about itself, in Prometheus' text format, for those who may read it."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from ipaddress import ip_address

from aiohttp import web

from hub.doors.requests import address_of
from hub.kernel.context import Actor, Role
from hub.kernel.errors import forbidden, not_found, unauthenticated
from hub.measures import CONTENT_TYPE, Measures
from hub.settings import Metrics

FORWARDED = ("X-Forwarded-For", "Forwarded", "X-Real-IP", "Via")
"""Headers by which a proxy shows itself."""


def add_metrics(
    app: web.Application,
    measures: Measures,
    *,
    who: Metrics,
    listens_on_loopback: bool,
    caller: Callable[[web.Request], Awaitable[Actor]],
) -> None:
    """Add the page.

    Args:
        app: The application; it knows the trusted proxies.
        measures: What is shown.
        who: `off` for nobody, `open` for everybody, `admin` for administrators, and then also for this
            machine itself where nobody else can reach the hub.
        listens_on_loopback: Whether the hub listens on loopback only.
        caller: Who a request's token stands for; raises `unauthenticated` for one that is not good.
    """

    async def metrics(request: web.Request) -> web.Response:
        if who is Metrics.OFF:
            raise not_found("The page /metrics")
        if who is Metrics.ADMIN and not (listens_on_loopback and _is_this_machine(request)):
            actor = await caller(request)
            if not actor.id:
                raise unauthenticated("Only administrators read the metrics: send a bearer token.")
            if actor.role is not Role.ADMIN or not actor.may_read():
                raise forbidden("Only administrators read the metrics, with a token that may read everything.")
        return web.Response(body=measures.text(), headers={"Content-Type": CONTENT_TYPE, "Cache-Control": "no-store"})

    app.router.add_get("/metrics", metrics)


def _is_this_machine(request: web.Request) -> bool:
    """Whether the call comes from here, and not from far away through a proxy that nobody told us to trust."""
    address = address_of(request)
    if address == request.remote and any(name in request.headers for name in FORWARDED):
        return False
    try:
        return ip_address(address).is_loopback
    except ValueError:
        return False
