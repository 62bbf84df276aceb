"""A TCP proxy between a client and the hub that can be cut at a byte, stalled and slowed, either way."""

from __future__ import annotations

import asyncio
import socket
import struct
from dataclasses import dataclass, field
from enum import Enum

BLOCK = 16 * 1024
LAST_BYTES_S = 2.0
"""An end that has been closed may still read so long what waits for it."""
SMALL_BUFFER = 16 * 1024


class Way(Enum):
    """Which direction of a connection."""

    TO_HUB = "to the hub"
    TO_CLIENT = "to the client"


@dataclass(eq=False)
class _Link:
    """One connection through the cable: both its ends."""

    client: asyncio.StreamWriter
    hub: asyncio.StreamWriter

    def cut(self, harshly: bool) -> None:
        for writer in (self.client, self.hub):
            end = writer.get_extra_info("socket")
            if harshly and end is not None and end.fileno() >= 0:
                # No lingering: the other side gets a reset, as when a machine or a mobile network goes away.
                end.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
            writer.transport.abort()


@dataclass
class _Direction:
    """What is done to the bytes that go one way."""

    flows: asyncio.Event
    delay_s: float = 0.0
    crumb: int = BLOCK
    cut_after: int | None = None
    harshly: bool = False


@dataclass
class Cable:
    """Listens on a port of its own and carries every connection to the hub's port."""

    hub_port: int
    port: int = 0
    cuts: int = 0
    _links: set[_Link] = field(default_factory=set[_Link])
    _tasks: set[asyncio.Task[None]] = field(default_factory=set[asyncio.Task[None]])
    _ways: dict[Way, _Direction] = field(default_factory=dict[Way, _Direction])
    _server: asyncio.Server | None = None

    async def start(self) -> None:
        """Listen."""
        self._ways = {way: _Direction(flows=asyncio.Event()) for way in Way}
        self.resume()
        self._server = await asyncio.start_server(self._accept, "127.0.0.1", 0, limit=BLOCK)
        self.port = self._server.sockets[0].getsockname()[1]

    async def stop(self) -> None:
        """Cut everything and stop listening."""
        if self._server is not None:
            self._server.close()
        self.resume()
        while self._tasks:
            self.cut()  # also those that only come about now
            await asyncio.wait(self._tasks, timeout=0.1)
        if self._server is not None:
            await self._server.wait_closed()

    @property
    def base(self) -> str:
        """The hub's address through this cable."""
        return f"http://127.0.0.1:{self.port}"

    @property
    def links(self) -> int:
        """How many connections there are."""
        return len(self._links)

    @property
    def stuck(self) -> bool:
        """Whether some bytes wait for a client that does not read."""
        return any(link.client.transport.get_write_buffer_size() for link in self._links)

    def cut(self, *, harshly: bool = False) -> None:
        """Cut every connection now."""
        self.cuts += bool(self._links)
        for link in self._links:
            link.cut(harshly)

    def cut_after(self, way: Way, size: int, *, harshly: bool = False) -> None:
        """Cut every connection once so many more bytes have gone that way; the last of them still arrives."""
        direction = self._ways[way]
        direction.cut_after, direction.harshly = size, harshly

    def stall(self, way: Way) -> None:
        """Carry nothing more that way, and take nothing more from its sender, until `resume`."""
        self._ways[way].flows.clear()

    def slow(self, way: Way, delay_s: float, *, crumb: int = BLOCK) -> None:
        """Let every so many bytes wait before they go on."""
        self._ways[way].delay_s, self._ways[way].crumb = delay_s, crumb

    def resume(self) -> None:
        """Carry on, both ways, at full speed and with no cut ahead."""
        for direction in self._ways.values():
            direction.delay_s, direction.crumb, direction.cut_after = 0.0, BLOCK, None
            direction.flows.set()

    def _accept(self, from_client: asyncio.StreamReader, to_client: asyncio.StreamWriter) -> None:
        task = asyncio.create_task(self._carry(from_client, to_client))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def _carry(self, from_client: asyncio.StreamReader, to_client: asyncio.StreamWriter) -> None:
        try:
            from_hub, to_hub = await self._to_hub()
        except OSError:
            to_client.transport.abort()
            return
        link = _Link(to_client, to_hub)
        self._links.add(link)
        pumps = {
            asyncio.create_task(self._pump(from_client, to_hub, Way.TO_HUB)),
            asyncio.create_task(self._pump(from_hub, to_client, Way.TO_CLIENT)),
        }
        try:
            await asyncio.wait(pumps, return_when=asyncio.FIRST_COMPLETED)
        finally:
            # Half-open connections are no use to either side: what one end closes, the other sees closed.
            for writer in (to_client, to_hub):
                writer.close()
            for pump in pumps:
                pump.cancel()
            await asyncio.wait(pumps)
            closing = asyncio.gather(to_client.wait_closed(), to_hub.wait_closed(), return_exceptions=True)
            # What is buffered for an end that does not read any more would be waited for without an end.
            if not (await asyncio.wait({closing}, timeout=LAST_BYTES_S))[0]:
                to_client.transport.abort()
                to_hub.transport.abort()
                await closing
            self._links.discard(link)

    async def _to_hub(self) -> tuple[asyncio.StreamReader, asyncio.StreamWriter]:
        end = socket.socket()
        try:
            # Small, so that a reader who stalls is felt by the hub and not swallowed by the kernel.
            end.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, SMALL_BUFFER)
            end.setblocking(False)
            await asyncio.get_running_loop().sock_connect(end, ("127.0.0.1", self.hub_port))
        except BaseException:
            end.close()
            raise
        return await asyncio.open_connection(sock=end, limit=BLOCK)

    async def _pump(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter, way: Way) -> None:
        direction = self._ways[way]
        try:
            while True:
                await direction.flows.wait()
                block = await reader.read(BLOCK)
                if not block:
                    return
                while block:
                    crumb, block = block[: direction.crumb], block[direction.crumb :]
                    if await self._forward(crumb, writer, direction):
                        return
        except OSError:
            return

    async def _forward(self, crumb: bytes, writer: asyncio.StreamWriter, direction: _Direction) -> bool:
        """Send some bytes on; returns whether they were the last before a cut."""
        await direction.flows.wait()
        if direction.delay_s:
            await asyncio.sleep(direction.delay_s)
        left = direction.cut_after
        last = left is not None and left <= len(crumb)
        if left is not None:
            direction.cut_after = None if last else left - len(crumb)
            crumb = crumb[:left]
        writer.write(crumb)
        await writer.drain()
        if last:
            await asyncio.sleep(0)  # the last bytes go out first
            self.cut(harshly=direction.harshly)
        return last
