"""One Socket.IO connection, in the protocol's own terms: Engine.IO 4 packets over WebSocket or polling.

Not one of the finished clients, because a test that cuts connections in the middle of an ack or an upgrade has to
know which packet went where. Opened with polling it upgrades as the JavaScript client does.
"""

from __future__ import annotations

import asyncio
import json
from collections.abc import Callable
from enum import Enum
from typing import Any, Protocol

import aiohttp
import orjson

SEPARATOR = "\x1e"
CONNECTING_S = 15.0
POLL_S = 60.0
Hear = Callable[[str, Any], None]


class WayIn(Enum):
    """How a client begins."""

    WEBSOCKET = "WebSocket"
    UPGRADE = "polling, then WebSocket"
    POLLING = "polling"


class Gone(Exception):
    """The connection ended before the answer came."""


class Refused(Exception):
    """The hub did not let us in; carries the code."""


class _Carrier(Protocol):
    async def send(self, packets: list[str]) -> None: ...

    async def close(self) -> None: ...


class Line:
    """A connection that has been let in; ends once, and is then of no more use."""

    def __init__(self, http: aiohttp.ClientSession, base: str, hear: Hear) -> None:
        self._http = http
        self._base = base.rstrip("/") + "/socket.io/?EIO=4&transport="
        self._hear = hear
        self._carrier: _Carrier | None = None
        self._sending = asyncio.Lock()
        self._out: asyncio.Queue[str] = asyncio.Queue()
        self._answers: dict[int, asyncio.Future[dict[str, Any]]] = {}
        self._number = 0
        self._tasks: set[asyncio.Task[None]] = set()
        self._let_in: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._paused = False
        self.upgraded = False
        self.ended: asyncio.Future[str] = asyncio.get_running_loop().create_future()
        """Done, with why, when the connection is over."""

    @classmethod
    async def open(cls, http: aiohttp.ClientSession, base: str, token: str, hear: Hear, way_in: WayIn) -> Line:
        """Connect and be let in; what is heard from then on goes to `hear`.

        Raises:
            Refused: With the code that the hub gave.
            Gone: The connection did not come about.
        """
        line = cls(http, base, hear)
        try:
            async with asyncio.timeout(CONNECTING_S):
                session = await (line._open_websocket() if way_in is WayIn.WEBSOCKET else line._open_polling())
                line._start(line._write())
                line._out.put_nowait("40" + json.dumps({"token": token}))
                await line._let_in
        except BaseException as fault:
            await line.close("never came about")
            if isinstance(fault, (aiohttp.ClientError, OSError, TimeoutError, ValueError)):
                raise Gone(repr(fault)) from fault
            raise
        if way_in is WayIn.UPGRADE:
            line._start(line._upgrade(session))
        return line

    def call(self, event: str, data: Any) -> asyncio.Future[dict[str, Any]]:
        """Send an event now, in order; the future gets its ack, or `Gone`."""
        answer: asyncio.Future[dict[str, Any]] = asyncio.get_running_loop().create_future()
        if self.ended.done():
            answer.set_exception(Gone(self.ended.result()))
            return answer
        self._number += 1
        self._answers[self._number] = answer
        self._out.put_nowait(f"42{self._number}" + orjson.dumps([event, data]).decode())
        return answer

    async def close(self, why: str = "closed by us") -> None:
        """End the connection from here; nothing of it runs afterwards."""
        self._end(why)
        for task in self._tasks:
            task.cancel()
        if self._tasks:
            await asyncio.wait(self._tasks)
        if self._carrier is not None:
            await self._carrier.close()

    def _end(self, why: str) -> None:
        if self.ended.done():
            return
        self.ended.set_result(why)
        if not self._let_in.done():
            self._let_in.set_exception(Gone(why))
            self._let_in.exception()  # looked at: nobody may be waiting yet
        for answer in self._answers.values():
            if not answer.done():
                answer.set_exception(Gone(why))
                answer.exception()
        self._answers.clear()

    def _start(self, work: Any) -> None:
        self._tasks.add(asyncio.create_task(self._guarded(work)))

    async def _guarded(self, work: Any) -> None:
        try:
            await work
        except (aiohttp.ClientError, OSError, TimeoutError, ValueError) as fault:
            self._end(repr(fault))

    async def _write(self) -> None:
        while True:
            packets = [await self._out.get()]
            async with self._sending:
                while not self._out.empty():
                    packets.append(self._out.get_nowait())
                assert self._carrier is not None
                await self._carrier.send(packets)

    async def _open_websocket(self) -> str:
        socket = await self._http.ws_connect(self._base + "websocket", compress=0, autoclose=False, max_msg_size=0)
        self._carrier = _WebSocket(socket)
        first = await socket.receive()
        if first.type is not aiohttp.WSMsgType.TEXT or not first.data.startswith("0"):
            raise ValueError(f"not an open packet: {first}")
        self._start(self._read(socket))
        return str(json.loads(first.data[1:])["sid"])

    async def _open_polling(self) -> str:
        async with self._http.get(self._base + "polling") as response:
            text = await response.text()
        if response.status != 200 or not text.startswith("0"):
            raise ValueError(f"not an open packet: {response.status} {text[:80]}")
        session = str(json.loads(text.partition(SEPARATOR)[0][1:])["sid"])
        carrier = _Polling(self._http, f"{self._base}polling&sid={session}")
        self._carrier = carrier
        self._polls = asyncio.create_task(self._guarded(self._poll(carrier)))
        self._tasks.add(self._polls)
        return session

    async def _poll(self, carrier: _Polling) -> None:
        while not self._paused:
            for packet in (await carrier.receive()).split(SEPARATOR):
                self._packet(packet)

    async def _upgrade(self, session: str) -> None:
        """Probe a WebSocket, let the last poll come back, then change over: as engine.io-client does."""
        url = f"{self._base}websocket&sid={session}"
        socket = await self._http.ws_connect(url, compress=0, autoclose=False, max_msg_size=0)
        carrier = _WebSocket(socket)
        try:
            await carrier.send(["2probe"])
            answer = await socket.receive()
            if answer.data != "3probe":
                raise ValueError(f"not the answer to a probe: {answer}")
            self._paused = True
            await asyncio.wait({self._polls})
            async with self._sending:
                await carrier.send(["5"])
                self._carrier = carrier
        except BaseException:
            await carrier.close()
            raise
        self.upgraded = True
        await self._read(socket)

    async def _read(self, socket: aiohttp.ClientWebSocketResponse) -> None:
        while True:
            message = await socket.receive()
            if message.type is aiohttp.WSMsgType.TEXT:
                self._packet(message.data)
            elif message.type is aiohttp.WSMsgType.CLOSE:
                self._end(f"closed by the hub: {message.data} {message.extra or ''}".rstrip())
                return
            else:
                self._end(f"cut: {message.type.name} {message.data!r}")
                return

    def _packet(self, packet: str) -> None:
        match packet[:1]:
            case "2":
                self._out.put_nowait("3" + packet[1:])
            case "4":
                self._socketio(packet[1:])
            case "1":
                self._end("closed by the hub")
            case "0" | "3" | "6":
                pass
            case _:
                raise ValueError(f"not an Engine.IO packet: {packet[:80]!r}")

    def _socketio(self, packet: str) -> None:
        kind, body = packet[:1], packet[1:]
        if kind == "0":
            if not self._let_in.done():
                self._let_in.set_result(None)
        elif kind == "2":
            event, *data = orjson.loads(body)
            self._hear(event, data[0] if data else None)
        elif kind == "3":
            number, bracket, rest = body.partition("[")
            answer = self._answers.pop(int(number), None)
            if answer is not None and not answer.done():
                answer.set_result(orjson.loads(bracket + rest)[0])
        elif kind == "1":
            self._end("disconnected by the hub")
        elif kind == "4":
            if not self._let_in.done():
                self._let_in.set_exception(Refused(str(orjson.loads(body).get("message"))))
                self._let_in.exception()
            self._end("refused")
        else:
            raise ValueError(f"not a Socket.IO packet: {packet[:80]!r}")


class _WebSocket:
    def __init__(self, socket: aiohttp.ClientWebSocketResponse) -> None:
        self._socket = socket

    async def send(self, packets: list[str]) -> None:
        for packet in packets:
            await self._socket.send_str(packet)

    async def close(self) -> None:
        # Not a closing handshake: the other side may be stopped, killed or behind a cable that is cut.
        self._socket._response.close()


class _Polling:
    def __init__(self, http: aiohttp.ClientSession, url: str) -> None:
        self._http = http
        self._url = url

    async def send(self, packets: list[str]) -> None:
        async with self._http.post(self._url, data=SEPARATOR.join(packets).encode()) as response:
            await self._done(response)

    async def receive(self) -> str:
        async with self._http.get(self._url, timeout=aiohttp.ClientTimeout(total=POLL_S)) as response:
            return await self._done(response)

    async def close(self) -> None:
        """Nothing is open between two requests."""

    @staticmethod
    async def _done(response: aiohttp.ClientResponse) -> str:
        text = await response.text()
        if response.status != 200:
            raise ValueError(f"{response.status} {text[:80]}")
        return text
