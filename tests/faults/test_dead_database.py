"""The database dies under a running hub: everyone is told, nothing is written twice, and it goes on."""

from __future__ import annotations

import asyncio
import os
import signal
from typing import Any

import aiohttp

from hub.features.rooms.access import LOBBY_ID
from tests.command import Panoramix, servers_on
from tests.house import PASSWORD, Socket


async def test_a_dead_database_is_said_and_survived(panoramix: Panoramix) -> None:
    await panoramix.serve(RATE_LIMITS="off", AGENT_PROVIDER="none")
    base = f"http://127.0.0.1:{panoramix.port}"
    async with aiohttp.ClientSession(cookie_jar=aiohttp.DummyCookieJar()) as http:

        async def ask(method: str, path: str, body: Any = None, **headers: str) -> tuple[int, Any]:
            async with http.request(method, base + path, json=body, headers=headers) as response:
                return response.status, await response.json(content_type=None)

        _, signed_in = await ask("POST", "/api/auth/register", {"username": "admin", "password": PASSWORD})
        bearer = {"Authorization": f"Bearer {signed_in['access_token']}"}
        once = {**bearer, "Idempotency-Key": "once"}
        async with Socket(base, signed_in["access_token"]) as socket:
            (server,) = servers_on(panoramix.data_dir)
            os.kill(server, signal.SIGKILL)
            body = {"title": "while it is dead"}
            (status, answer), ack = await asyncio.gather(
                ask("POST", "/api/tasks", body, **once), socket.call("task.create", {"title": "also"}, timeout=40)
            )
            assert status == 201 or (status, answer["code"]) == (503, "unavailable")
            assert ack["ok"] or ack["error"]["code"] == "unavailable"
            async with asyncio.timeout(40):
                while (await ask("GET", "/health/ready"))[0] != 200:
                    await asyncio.sleep(0)
            assert (await ask("POST", "/api/tasks", body, **once))[0] == 201
            _, listed = await ask("GET", "/api/tasks", **bearer)
            assert [task["title"] for task in listed["items"]].count("while it is dead") == 1
            message = {"room_id": LOBBY_ID, "content": "still here", "client_msg_id": "after"}
            assert (await socket.ok("message.send", message))["seq"] == 1
