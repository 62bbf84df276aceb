"""A hub that is told to stop: what was under way is done or said to be not, and clients are told to come back."""

from __future__ import annotations

import asyncio
import signal
from contextlib import suppress
from typing import Any

import aiohttp
import pytest
import socketio

from hub.features.rooms.access import LOBBY_ID
from tests.command import Panoramix
from tests.house import PASSWORD

SILENT = {"RATE_LIMITS": "off", "AGENT_PROVIDER": "none"}


class Line:
    """An HTTP connection that is kept, spoken byte by byte."""

    def __init__(self, pair: tuple[asyncio.StreamReader, asyncio.StreamWriter], token: str) -> None:
        self._reader, self._writer = pair
        self._token = token

    def say(self, *parts: str) -> None:
        for part in parts:
            self._writer.write(part.replace("TOKEN", self._token).encode())

    async def answer(self) -> tuple[int, str]:
        """The next answer: its status and its headers in small letters."""
        async with asyncio.timeout(30):
            head = (await self._reader.readuntil(b"\r\n\r\n")).decode().lower()
            length = head.partition("content-length:")[2].split("\r\n")[0]
            await self._reader.readexactly(int(length or 0))
        return int(head.split()[1]), head

    async def close(self) -> None:
        self._writer.close()
        with suppress(ConnectionError):
            await self._writer.wait_closed()


READY = "GET /health/ready HTTP/1.1\r\nHost: x\r\n\r\n"
TASK = (
    "POST /api/tasks HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer TOKEN\r\n"
    'Content-Type: application/json\r\nContent-Length: 17\r\n\r\n{"title": '
)


async def sign_in(panoramix: Panoramix, way: str = "register") -> str:
    base = f"http://127.0.0.1:{panoramix.port}"
    body = {"username": "admin", "password": PASSWORD}
    async with aiohttp.ClientSession() as http, http.post(f"{base}/api/auth/{way}", json=body) as response:
        assert response.status < 300, await response.text()
        return str((await response.json())["access_token"])


async def lines(panoramix: Panoramix, token: str, count: int) -> list[Line]:
    """Connections on which something has been answered, so that they are known to be open."""
    made = [Line(await asyncio.open_connection("127.0.0.1", panoramix.port), token) for _ in range(count)]
    for line in made:
        line.say(READY)
        assert (await line.answer())[0] == 200
    return made


async def ended(process: asyncio.subprocess.Process) -> str:
    """What it wrote to its log; it must have ended well and without complaint."""
    async with asyncio.timeout(60):
        _, errors = await process.communicate()
    log = errors.decode()
    assert process.returncode == 0, log
    assert "traceback" not in log.lower() and " error " not in log, log
    return log


async def test_sends_under_way_are_kept_or_refused(panoramix: Panoramix) -> None:
    process = await panoramix.serve(**SILENT)
    token = await sign_in(panoramix)
    base = f"http://127.0.0.1:{panoramix.port}"
    acked: dict[str, int] = {}
    enough, left = asyncio.Event(), asyncio.Event()
    client = socketio.AsyncClient(reconnection=False)
    client.on("disconnect", left.set)
    await client.connect(base, auth={"token": token}, transports=["websocket"])

    def send(number: int) -> Any:
        name = f"m{number}"

        def told(ack: dict[str, Any]) -> None:
            if ack["ok"]:
                acked[name] = ack["data"]["seq"]
            if len(acked) > 20:
                enough.set()

        fields = {"room_id": LOBBY_ID, "content": name, "client_msg_id": name}
        return client.emit("message.send", fields, callback=told)

    async def send_on() -> None:
        number = 0
        with suppress(socketio.exceptions.SocketIOError):
            while client.connected:
                await send(number)
                number += 1
                await asyncio.sleep(0)

    sending = asyncio.create_task(send_on())
    async with asyncio.timeout(60):
        await enough.wait()
        process.send_signal(signal.SIGTERM)
        await left.wait()
    await sending
    await client.disconnect()
    await ended(process)
    process = await panoramix.serve(**SILENT)
    token = await sign_in(panoramix, "login")
    stored: dict[str, int] = {}
    async with aiohttp.ClientSession(headers={"Authorization": f"Bearer {token}"}) as http:
        after: int | None = 0
        while after is not None:
            url = f"{base}/api/rooms/{LOBBY_ID}/messages?limit=200&after_seq={after}"
            async with http.get(url) as response:
                items = (await response.json())["items"]
            stored |= {item["content"]: item["seq"] for item in items}
            after = items[-1]["seq"] if items else None
    assert acked.items() <= stored.items()
    process.send_signal(signal.SIGTERM)
    await ended(process)


async def test_requests_under_way_are_finished(panoramix: Panoramix) -> None:
    process = await panoramix.serve(**SILENT)
    token = await sign_in(panoramix)
    slow, other = await lines(panoramix, token, 2)
    slow.say(TASK)
    base = f"http://127.0.0.1:{panoramix.port}"
    async with (
        aiohttp.ClientSession() as http,
        http.ws_connect(f"{base}/socket.io/?EIO=4&transport=websocket") as websocket,
    ):
        await websocket.receive_str()
        process.send_signal(signal.SIGTERM)
        async with asyncio.timeout(30):
            assert (await websocket.receive()).data == 1012, "told to come back after a restart"
    with pytest.raises(OSError):
        await asyncio.open_connection("127.0.0.1", panoramix.port)
    other.say(READY)
    status, head = await other.answer()
    assert status == 503 and "connection: close" in head
    slow.say('"kept"}')
    status, head = await slow.answer()
    assert status == 201 and "connection: close" in head
    await asyncio.gather(slow.close(), other.close())
    assert "unfinished" not in await ended(process)


async def test_a_second_signal_waits_for_nobody(panoramix: Panoramix) -> None:
    process = await panoramix.serve(**SILENT)
    slow, other = await lines(panoramix, await sign_in(panoramix), 2)
    slow.say(TASK)
    process.send_signal(signal.SIGTERM)
    other.say(READY)
    assert (await other.answer())[0] == 503
    process.send_signal(signal.SIGINT)
    assert "stop.unfinished" in await ended(process)
    await asyncio.gather(slow.close(), other.close())
