"""Who reads the metrics, and that they count what happens."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from ipaddress import ip_network
from typing import Any

import aiohttp
import pytest
from aiohttp import web
from prometheus_client.parser import text_string_to_metric_families

from hub.doors.metrics import add_metrics
from hub.doors.requests import TRUSTED
from hub.doors.rest import problems
from hub.features.accounts import access as accounts
from hub.features.rooms.access import LOBBY_ID
from hub.kernel.context import ANYONE, Actor
from hub.measures import Measures
from hub.settings import Metrics
from tests.house import House, Person

Ask = Callable[..., Awaitable[int]]


async def read(house: House) -> dict[str, float]:
    """Every sample without labels, by its name."""
    async with house.http.get(house.base + "/metrics") as response:
        assert response.status == 200
        assert response.headers["Content-Type"].startswith("text/plain; version=0.0.4")
        families = text_string_to_metric_families(await response.text())
        return {sample.name: sample.value for family in families for sample in family.samples if not sample.labels}


async def test_they_follow_what_happens(house: House, alice: Person) -> None:
    async with alice.socket() as hers:
        before = await read(house)
        assert before["panoramix_connections"] >= 1 and before["panoramix_people_online"] >= 1
        await hers.ok("message.send", {"room_id": LOBBY_ID, "content": "counted", "client_msg_id": "counted"})
        after = await read(house)
    assert after["panoramix_event_loop_delay_seconds_count"] >= before["panoramix_event_loop_delay_seconds_count"]
    assert after["panoramix_message_log_queue"] >= 0
    assert after["panoramix_message_log_untold"] >= 0
    assert after["process_open_fds"] > 0 and after["process_resident_memory_bytes"] > 0


async def test_they_tell_how_far_behind_the_subscribers_are(house: House, alice: Person) -> None:
    """What is said is told after a time that is counted, and what changes in the database is acted on likewise."""
    before = await read(house)
    async with alice.socket() as hers, alice.socket() as also_hers:
        await hers.ok("message.send", {"room_id": LOBBY_ID, "content": "told", "client_msg_id": "told"})
        await also_hers.hear("message.created", lambda told: told["message"]["content"] == "told")
    (await alice("PATCH", "/api/auth/me", {"display_name": "Alice B."})).ok()
    async with asyncio.timeout(60):
        while True:
            after = await read(house)
            if all(
                after[f"panoramix_{name}_seconds_count"] > before[f"panoramix_{name}_seconds_count"]
                for name in ("message_telling_delay", "change_lag")
            ):
                break
            await asyncio.sleep(0.02)
    assert after["panoramix_change_lag_seconds_sum"] < 60 * after["panoramix_change_lag_seconds_count"]
    assert after["panoramix_changes_followed"] == 1
    assert 0 <= after["panoramix_changes_silent_seconds"] < 60


@asynccontextmanager
async def door(who: Metrics, *, loopback: bool = True, trusted: tuple[str, ...] = ()) -> AsyncIterator[Ask]:
    """The page of a hub with other settings than that of the tests; answers with the status."""

    async def caller(request: web.Request) -> Actor:
        token = request.headers.get("Authorization", "").removeprefix("Bearer ")
        return await accounts.authenticate(token) if token else ANYONE

    app = web.Application(middlewares=[problems])
    app[TRUSTED] = tuple(ip_network(one) for one in trusted)
    add_metrics(app, Measures(), who=who, listens_on_loopback=loopback, caller=caller)
    runner = web.AppRunner(app, access_log=None)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    async with aiohttp.ClientSession() as http:

        async def ask(token: str = "", **headers: str) -> int:
            given = {name.replace("_", "-"): value for name, value in headers.items()}
            if token:
                given["Authorization"] = f"Bearer {token}"
            async with http.get(f"http://127.0.0.1:{runner.addresses[0][1]}/metrics", headers=given) as response:
                return response.status

        yield ask
    await runner.cleanup()


async def test_who_reads_them(house: House, alice: Person) -> None:
    async with door(Metrics.OFF) as ask:
        assert await ask(house.admin.token) == 404
    async with door(Metrics.OPEN, loopback=False) as ask:
        assert await ask() == 200
    async with door(Metrics.ADMIN, loopback=False) as ask:
        assert await ask() == 401
        assert await ask("forged") == 401
        assert await ask(alice.token) == 403
        assert await ask(house.admin.token) == 200
    async with door(Metrics.ADMIN) as ask:
        assert await ask() == 200


async def test_a_token_of_an_administrator_must_cover_reading(house: House) -> None:
    async def token(*scopes: str) -> str:
        body = {"name": "scraper", "scopes": list(scopes)}
        return str((await house.admin("POST", "/api/tokens", body)).ok()["token"])

    async with door(Metrics.ADMIN, loopback=False) as ask:
        assert await ask(await token("task:read", "write")) == 403
        assert await ask(await token("read")) == 200


@pytest.mark.parametrize(
    ("trusted", "headers", "status"),
    [
        ((), {"X_Forwarded_For": "203.0.113.9"}, 401),
        ((), {"X_Forwarded_For": "127.0.0.1"}, 401),
        ((), {"Via": "1.1 proxy"}, 401),
        (("127.0.0.0/8",), {"X_Forwarded_For": "203.0.113.9"}, 401),
        (("127.0.0.0/8",), {"X_Forwarded_For": "127.0.0.9, 203.0.113.9"}, 401),
        (("127.0.0.1/32",), {"X_Forwarded_For": "127.0.0.9"}, 200),
    ],
)
async def test_what_comes_through_a_proxy_is_not_this_machine(
    house: House, trusted: tuple[str, ...], headers: dict[str, Any], status: int
) -> None:
    async with door(Metrics.ADMIN, trusted=trusted) as ask:
        assert await ask(**headers) == status


def test_each_worker_says_who_it_is() -> None:
    measures = Measures(worker="2")
    measures.deliveries.inc(3)
    text = measures.text().decode()
    assert 'panoramix_deliveries_total{worker="2"} 3.0' in text
    assert 'panoramix_event_loop_delay_seconds_bucket{le="0.1",worker="2"} 0.0' in text
    assert all('worker="2"' in line for line in text.splitlines() if not line.startswith("#"))
