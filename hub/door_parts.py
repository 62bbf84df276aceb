"""The doors of a hub: REST, sockets, metrics, reference pages, and those of single features."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any

from hub.doors.cookies import Cookies
from hub.doors.metrics import add_metrics
from hub.doors.pages import add_pages
from hub.doors.reference import add_reference
from hub.doors.requests import TRUSTED
from hub.doors.rest import RestDoor
from hub.features.accounts import access as accounts
from hub.file_parts import add_files
from hub.measures_shown import show
from hub.paper_parts import add_papers
from hub.search_parts import state as search_state

if TYPE_CHECKING:
    from hub.main import Hub

MORE: tuple[Callable[[Hub, RestDoor], None], ...] = (add_files, add_papers)
"""Doors of single features, for what no operation can carry (bytes); they know a caller as REST does."""


def add_doors(hub: Hub) -> None:
    """Open every door to a hub that has been put together."""
    settings = hub.settings
    instance = hashlib.sha256(settings.signing_secret.encode()).hexdigest()
    hub.app[TRUSTED] = settings.trusted_proxies
    hub.realtime.io.attach(hub.app)
    cookies = Cookies(instance, secure=settings.base_url.startswith("https://"))
    rest = RestDoor(hub.pipeline, accounts.authenticate, cookies)
    rest.add_to(hub.app)

    async def parts() -> Mapping[str, Any]:
        return {
            "database": {"up": await hub.mongo.is_up()},
            "search": search_state(),
            "sockets": {"connections": len(hub.realtime.connections)},
            **({} if hub.bus is None else {"bus": hub.bus.state()}),
        }

    show(hub)
    add_metrics(
        hub.app,
        hub.measures,
        who=settings.metrics,
        listens_on_loopback=settings.listens_on_loopback,
        caller=rest.actor,
    )
    for add in MORE:
        add(hub, rest)
    add_reference(hub.app, hub.catalog)
    add_pages(hub.app, parts)
