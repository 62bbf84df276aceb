"""The hostile client: it opens connections of all kinds and does with them, in any order, what it should not."""

from __future__ import annotations

import asyncio
from collections.abc import Coroutine
from typing import Any, TypeVar

from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, rule

from tests.hostile import frames
from tests.hostile.frames import Frame
from tests.hostile.siege import Siege
from tests.hostile.wire import HANDSHAKE, Wire

T = TypeVar("T")
Conversation = list[tuple[Frame, ...]]
MOST_WIRES = 12
LATEST_S = 120.0
NO_SID = "A" * 20
which = st.integers(0, 11)
POLL = "GET /socket.io/?EIO=4&transport=polling{query} HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n"
POST = (
    "POST /socket.io/?EIO=4&transport=polling&sid={sid}{query} HTTP/1.1\r\nHost: 127.0.0.1\r\n{headers}"
    "Content-Length: {length}\r\n\r\n"
)
HEADERS = (
    *("", "", "Content-Type: text/plain\r\n", "Content-Type: application/octet-stream\r\n", "Origin: null\r\n"),
    *("Transfer-Encoding: chunked\r\n", "Content-Encoding: gzip\r\n", "Expect: 100-continue\r\n"),
    *("Origin: http://elsewhere.example\r\n", "Connection: close\r\n", "Content-Type: \xe9/\xe9\r\n"),
)
ODD_REQUESTS = (
    HANDSHAKE.format(query="").replace("Version: 13", "Version: 7"),
    HANDSHAKE.format(query="").replace("dGhlIHNhbXBsZSBub25jZQ==", "short"),
    HANDSHAKE.format(query="").replace("Connection: Upgrade\r\n", ""),
    HANDSHAKE.format(query="").replace("Upgrade: websocket", "Upgrade: h2c"),
    HANDSHAKE.format(query="").replace("HTTP/1.1", "HTTP/1.0"),
    HANDSHAKE.format(query="").replace("EIO=4", "EIO=3"),
    HANDSHAKE.format(query="").replace("EIO=4&", ""),
    HANDSHAKE.format(query="").replace("GET ", "POST "),
    HANDSHAKE.format(query="&sid=" + NO_SID),
    HANDSHAKE.format(query="&sid=" + NO_SID + "&sid=B"),
    HANDSHAKE.format(query="").replace("\r\n\r\n", "\r\nOrigin: http://elsewhere.example\r\n\r\n"),
    HANDSHAKE.format(query="").replace("\r\n\r\n", "\r\nSec-WebSocket-Extensions: permessage-deflate\r\n\r\n"),
    POLL.format(query="&sid=" + NO_SID),
    POLL.format(query="&j=1"),
    POLL.format(query="&j=x%00"),
    POLL.format(query="&b64=1&sid="),
    POLL.format(query="").replace("polling", "carrier-pigeon"),
    POLL.format(query="").replace("GET", "DELETE"),
    POLL.format(query="").replace("GET", "OPTIONS"),
    POLL.format(query="").replace("EIO=4", "EIO=%FF"),
    POLL.format(query="").replace("/socket.io/", "/socket.io/../../etc/passwd"),
    POST.format(sid=NO_SID, query="", headers="", length=0),
    POST.format(sid="", query="", headers="", length=3) + "2[]",
)


class Hostile(RuleBasedStateMachine):
    """One attacker with a dozen connections; `siege` and `loop` are set before it runs."""

    siege: Siege
    loop: asyncio.AbstractEventLoop

    def __init__(self) -> None:
        super().__init__()
        self.wires: list[Wire] = []
        self.sids: list[str] = []

    def do(self, work: Coroutine[Any, Any, T]) -> T:
        """Run something in the hub's loop, and let the hub deal with it."""

        async def done() -> T:
            result = await work
            await self.siege.breathe()
            self.siege.complain()
            return result

        return asyncio.run_coroutine_threadsafe(done(), self.loop).result(LATEST_S)

    # Coming.

    @rule(let_in=st.booleans(), person=st.integers(0, 2), talk=frames.conversation)
    def come(self, let_in: bool, person: int, talk: Conversation) -> None:
        """A WebSocket, with a good CONNECT or without, and a conversation."""

        async def come() -> None:
            wire = await self._keep(await Wire.websocket(self.siege.port, self.siege.faults.append))
            if let_in:
                token = self.siege.attackers[person].token
                wire.write(Frame(f'40{{"token":"{token}"}}'.encode()).encode())
                self.siege.frames += 1
                assert await wire.hears(b'"ready"'), "a good client was not let in"
            self._say(wire, talk)

        self.do(come())

    @rule(let_in=st.booleans(), person=st.integers(0, 2))
    def come_polling(self, let_in: bool, person: int) -> None:
        """A polling session."""

        async def come() -> None:
            wire = await self._keep(await Wire.open(self.siege.port, self.siege.faults.append))
            wire.write(POLL.format(query="").encode())
            assert await wire.hears(b'"sid"')
            self.sids.append(wire.sid)
            if let_in:
                wire.forget()
                token = self.siege.attackers[person].token
                self._post(wire, wire.sid, f'40{{"token":"{token}"}}'.encode())
                wire.write(POLL.format(query=f"&sid={wire.sid}").encode())
                assert await wire.hears(b'40{"sid"'), "a good client was not let in"

        self.do(come())

    # Talking.

    @rule(index=which, talk=frames.conversation, times=st.sampled_from((1, 1, 12)))
    def talk(self, index: int, talk: Conversation, times: int) -> None:
        """Frames on a connection that may be anything, also gone; once, or again and again."""
        self.do(self._at(index, lambda wire: self._say(wire, talk * times)))

    @rule(index=which, talk=frames.last_words)
    def last_words(self, index: int, talk: Conversation) -> None:
        """Frames that are none."""
        self.do(self._at(index, lambda wire: self._say(wire, talk)))

    @rule(index=which, noise=st.binary(min_size=1, max_size=400))
    def make_noise(self, index: int, noise: bytes) -> None:
        """Bytes."""
        self.siege.frames += 1
        self.do(self._at(index, lambda wire: wire.write(noise)))

    @rule(index=which, talk=frames.conversation, at=st.integers(1, 4000))
    def break_off(self, index: int, talk: Conversation, at: int) -> None:
        """End in the middle of something."""

        def act(wire: Wire) -> None:
            self._say(wire, talk, at)
            wire.abort(harshly=at % 2 == 0)

        self.do(self._at(index, act))

    @rule(index=which)
    def half_close(self, index: int) -> None:
        """Nothing more will come from here."""
        self.do(self._at(index, lambda wire: wire.half_close()))

    @rule(index=which, count=st.integers(1, 40))
    def ask_and_not_listen(self, index: int, count: int) -> None:
        """Questions whose answers nobody reads."""

        def act(wire: Wire) -> None:
            wire.be_deaf()
            self._say(wire, [(Frame(f'42{n}["command.list",{{}}]'.encode()),) for n in range(count)])

        self.do(self._at(index, act))

    # Polling, and the way from it to a WebSocket.

    @rule(index=which, body=frames.bodies, lie=st.sampled_from((0, 0, 0, -3, 7)), header=st.sampled_from(HEADERS))
    def post(self, index: int, body: bytes, lie: int, header: str) -> None:
        """Packets by POST, as said or not, on a connection of its own."""

        async def post() -> None:
            wire = await self._keep(await Wire.open(self.siege.port, self.siege.faults.append))
            self._post(wire, self._sid(index), body, lie, header)

        self.do(post())

    @rule(index=which, times=st.integers(1, 3), query=st.sampled_from(("", "", "&j=0", "&b64=1")))
    def poll(self, index: int, times: int, query: str) -> None:
        """Polls, several at a time."""

        async def poll() -> None:
            for _ in range(times):
                wire = await self._keep(await Wire.open(self.siege.port, self.siege.faults.append))
                wire.write(POLL.format(query=f"&sid={self._sid(index)}{query}").encode())
                self.siege.frames += 1

        self.do(poll())

    @rule(
        index=which,
        steps=st.lists(st.sampled_from(("2probe", "5", "2", "3probe", "40", "42[]", "1", "6", "")), max_size=4),
        talk=frames.conversation,
    )
    def upgrade(self, index: int, steps: list[str], talk: Conversation) -> None:
        """An upgrade of a session: one's own, another's, a dead one's; in order or not; once or again."""

        async def upgrade() -> None:
            wire = await Wire.websocket(self.siege.port, self.siege.faults.append, self._sid(index))
            await self._keep(wire)
            self._say(wire, [(Frame(step.encode()),) for step in steps])
            self._say(wire, talk)

        self.do(upgrade())

    @rule(index=which, talk=frames.conversation)
    def upgrade_well(self, index: int, talk: Conversation) -> None:
        """An upgrade that is in order, and a conversation after it."""
        self.upgrade(index, ["2probe", "5"], talk)

    @rule(request=st.sampled_from(ODD_REQUESTS), rest=st.binary(max_size=30))
    def ask_oddly(self, request: str, rest: bytes) -> None:
        """A request that is nearly one."""

        async def ask() -> None:
            wire = await self._keep(await Wire.open(self.siege.port, self.siege.faults.append))
            wire.write(request.encode() + rest)
            self.siege.frames += 1

        self.do(ask())

    # Going.

    @rule(index=which, harshly=st.booleans())
    def go(self, index: int, harshly: bool) -> None:
        """Without a word."""
        self.do(self._at(index, lambda wire: wire.abort(harshly)))

    def teardown(self) -> None:
        """The attacker is gone; the innocent is still there."""

        async def leave() -> None:
            for wire in self.wires:
                wire.abort()
            wire = await Wire.open(self.siege.port, self.siege.faults.append)
            for sid in self.sids:
                self._post(wire, sid, b"1")
            wire.write(b"GET /health/live HTTP/1.1\r\nHost: x\r\n\r\n")
            await wire.hears(b'"live"')
            wire.abort()
            await self.siege.check()

        self.do(leave())

    # How.

    async def _keep(self, wire: Wire) -> Wire:
        if len(self.wires) >= MOST_WIRES:
            self.wires.pop(0).abort()
        self.wires.append(wire)
        return wire

    async def _at(self, index: int, act: Any) -> None:
        if self.wires:
            act(self.wires[index % len(self.wires)])

    def _say(self, wire: Wire, talk: Conversation, at: int | None = None) -> None:
        said = [frame.encode() for message in talk for frame in message]
        if wire.write(b"".join(said)[:at]):
            self.siege.frames += len(said)

    def _post(self, wire: Wire, sid: str, body: bytes, lie: int = 0, header: str = "") -> None:
        self.siege.frames += body.count(frames.SEPARATOR.encode()) + 1
        head = POST.format(sid=sid, query="", headers=header, length=max(0, len(body) + lie))
        wire.write(head.encode("latin-1") + body)

    def _sid(self, index: int) -> str:
        """A session's id: of one's own, of a WebSocket's, of one that is gone, or made up."""
        known = [*self.sids, *(wire.sid for wire in self.wires if wire.sid), NO_SID]
        return known[index % len(known)]
