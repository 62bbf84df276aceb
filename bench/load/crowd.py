"""Many clients at once."""

from __future__ import annotations

import asyncio
import resource
from collections.abc import Callable, Iterable, Sequence

from bench.load.client import Client
from bench.load.tally import Tally

AT_ONCE = 200
"""Handshakes under way together while a crowd gathers."""

PAUSES_S = (0.2, 0.5, 1.0, 2.0)
"""Before the next attempts."""


def allow_sockets() -> int:
    """Raise the limit of open files as far as this process may; returns it."""
    _, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (hard, hard))
    return hard


async def gather_crowd(
    port: int,
    tokens: Iterable[str],
    *,
    offer_compression: bool = False,
    at_once: int = AT_ONCE,
    prepare: Callable[[Client, int], None] | None = None,
) -> list[Client]:
    """Connect one client for each token; returns once the server has said `ready` to all.

    Args:
        port: The server's, on 127.0.0.1.
        tokens: What each says in its `auth`.
        offer_compression: Whether they offer permessage-deflate in the handshake, as browsers do.
        at_once: Handshakes under way together.
        prepare: Called with each client and its place before it connects.
    """
    clients: list[Client] = []
    left = iter(enumerate(tokens))

    async def some() -> None:
        for place, token in left:

            def made(place: int = place, token: str = token) -> Client:
                client = Client("127.0.0.1", port, token, offer_compression=offer_compression)
                if prepare is not None:
                    prepare(client, place)
                return client

            clients.append(await connected(made))

    await asyncio.gather(*(some() for _ in range(at_once)))
    return clients


async def connected(made: Callable[[], Client]) -> Client:
    """Connect a client, and another in its place if the server cuts it off, as clients that come back do."""
    for pause_s in PAUSES_S:
        client = made()
        try:
            return await client.connect()
        except (ConnectionError, TimeoutError):
            await asyncio.sleep(pause_s)
    return await made().connect()


def count_together(clients: Sequence[Client], messages: int, *, keep_each: bool = False) -> Tally:
    """A tally of the next messages that all these clients hear."""
    tally = Tally(len(clients), messages, keep_each=keep_each)
    for client in clients:
        client.count_for(tally)
    return tally


async def dismiss(clients: Iterable[Client]) -> None:
    """Close all connections."""
    for client in clients:
        client.on_lost = None
        client.cut()
    await asyncio.sleep(0.05)
