"""RFC 6455 as spoken by links: what is taken, what is refused, and how it ends."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator

import pytest

from hub.realtime import doorstep, intake, link
from tests.realtime.raw import Hall, Raw, frame, hall


@pytest.fixture(params=[True, False], ids=["door", "aiohttp"])
async def here(request: pytest.FixtureRequest) -> AsyncIterator[Hall]:
    """A realtime server of the test's own, reached on either of the two ways in."""
    async with hall(at_the_door=request.param) as opened:
        yield opened


async def test_the_handshake_is_answered_and_no_extension_is_taken(here: Hall) -> None:
    offered = "Sec-WebSocket-Extensions: permessage-deflate; client_max_window_bits\r\n"
    raw = await Raw.open(here.port, headers=offered)
    lines = raw.head.split("\r\n")
    assert lines[0] == "HTTP/1.1 101 Switching Protocols"
    # The example of RFC 6455, 1.3.
    assert "Sec-WebSocket-Accept: s3pPLMBiTxaQ9kYGzzhZRbK+xOo=" in lines
    assert "extensions" not in raw.head.lower()
    opened = json.loads((await raw.text())[1:])
    assert opened["upgrades"] == [] and opened["pingInterval"] == opened["pingTimeout"] == 20000
    raw.send(b"\xaa\x56\x4a", kind=1, bits=0x40)
    assert await raw.closed() == 1002
    raw.abort()


@pytest.mark.parametrize(
    ("query", "headers", "status"),
    [
        ("EIO=3&transport=websocket", "", 400),
        ("EIO=4&transport=websocket&sid=nobody", "", 400),
        ("EIO=4&transport=websocket", "Origin: http://elsewhere.example\r\n", 400),
        ("EIO=4&transport=pigeon", "", 400),
    ],
)
async def test_a_handshake_that_is_not_good_is_refused(here: Hall, query: str, headers: str, status: int) -> None:
    raw = await Raw.open(here.port, query=query, headers=headers)
    assert raw.head.startswith(f"HTTP/1.1 {status} ")
    assert not here.realtime.io.eio.sockets
    raw.abort()


async def test_an_origin_of_ones_own_is_taken(here: Hall) -> None:
    raw = await Raw.open(here.port, headers=f"Origin: {here.base}\r\n")
    assert raw.head.startswith("HTTP/1.1 101 ")
    raw.abort()


async def test_a_request_without_the_right_headers_is_no_handshake(here: Hall) -> None:
    for lines, status in (
        ("Upgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: 8\r\nSec-WebSocket-Key: x\r\n", 426),
        ("Upgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: x\r\n", 400),
        ("Connection: close\r\n", 400),
    ):
        reader, writer = await asyncio.open_connection("127.0.0.1", here.port)
        request = f"GET /socket.io/?EIO=4&transport=websocket HTTP/1.1\r\nHost: h\r\n{lines}\r\n"
        writer.write(request.encode())
        head = await reader.readuntil(b"\r\n\r\n")
        assert head.startswith(f"HTTP/1.1 {status}".encode())
        writer.transport.abort()


async def test_what_came_with_the_head_is_read(here: Hall) -> None:
    reader, writer = await asyncio.open_connection("127.0.0.1", here.port)
    writer.write(
        b"GET /socket.io/?EIO=4&transport=websocket HTTP/1.1\r\nHost: h\r\nUpgrade: websocket\r\n"
        b"Connection: Upgrade\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n"
        + frame(b'40{"token":"early"}')
        + frame(b'420["echo",{"a":1}]')
    )
    raw = Raw(reader, writer)
    await reader.readuntil(b"\r\n\r\n")
    assert (await raw.text())[0] == "0" and (await raw.text()).startswith("40{")
    assert (await raw.text()).startswith('42["ready"')
    assert await raw.text() == '430[{"ok":true,"data":{"a":1}}]'
    raw.abort()


async def test_fragments_are_put_together_and_controls_may_come_between(here: Hall) -> None:
    raw = await Raw.connected(here)
    text = '421["echo",{"word":"été"}]'.encode()
    raw.send(text[:20], last=False)
    raw.send(b"are you there", kind=9)
    raw.send(b"", kind=0, last=False)
    raw.send(text[20:], kind=0)
    assert await raw.next() == (10, b"are you there")
    assert json.loads((await raw.text())[3:]) == [{"ok": True, "data": {"word": "été"}}]
    raw.abort()


async def test_bytes_one_by_one_are_understood(here: Hall) -> None:
    raw = await Raw.connected(here)
    for byte in frame(b'427["echo",' + b'"' + b"x" * 200 + b'"]'):
        raw.writer.write(bytes((byte,)))
        await asyncio.sleep(0)
    assert (await raw.text()).startswith("437[")
    raw.abort()


@pytest.mark.parametrize(
    ("sent", "code"),
    [
        (frame(b'420["echo"]', masked=False), 1002),
        (frame(b"x", kind=3), 1002),
        (frame(b"x", kind=11), 1002),
        (frame(b"x", bits=0x20), 1002),
        (frame(b"x", kind=0), 1002),
        (frame(b"4", last=False) + frame(b"2", kind=1), 1002),
        (frame(b"x" * 126, kind=9), 1002),
        (frame(b"x", kind=9, last=False), 1002),
        (frame(b'420["\xff"]'), 1007),
        (frame(b'420["echo'[:6] + b"\xc3", last=False) + frame(b'"]', kind=0), 1007),
        (frame(b"\x03\xe8\xff", kind=8), 1007),
        (frame(b"\x03", kind=8), 1002),
        (frame((1005).to_bytes(2, "big"), kind=8), 1002),
        (frame(b"bytes", kind=2), 1008),
        (frame(b""), 1002),
        (frame(b"9"), 1002),
        (frame(b"4"), 1002),
        (frame(b"49"), 1002),
        (frame(b"42"), 1002),
        (frame(b'42{"not":"a list"}'), 1002),
        (frame(b'42x["echo"]'), 1002),
        (frame(b'40{"token":"again"}'), 1002),
        (frame(b"40{"), 1002),
        (frame(b'451-["blob",{"_placeholder":true,"num":0}]') + frame(b"b", kind=2) * 2, 1008),
        (frame(b'45999999999999-["blob"]'), 1008),
        (bytes((0x81, 0xFF)) + (intake.LARGEST_PACKET + 1).to_bytes(8, "big"), 1009),
    ],
)
async def test_what_breaks_the_protocol_is_closed_with_its_code(here: Hall, sent: bytes, code: int) -> None:
    raw, other = await Raw.connected(here), await Raw.connected(here)
    raw.writer.write(sent)
    assert await raw.closed() == code
    raw.send(code.to_bytes(2, "big"), kind=8)
    assert await raw.gone()
    assert (await other.ask(1, "echo", 1))["ok"]
    assert len(here.realtime.connections) == 1
    raw.abort()
    other.abort()


@pytest.mark.parametrize("body", ["[", '["a" 1]', "[1]", "[]", '["\\ud800"]', "[{}]"])
async def test_an_event_that_cannot_be_read_is_refused_in_its_ack(here: Hall, body: str) -> None:
    raw = await Raw.connected(here)
    raw.send("4212" + body)
    answer = await raw.text()
    assert answer.startswith("4312[") and json.loads(answer[4:])[0]["error"]["code"] == "invalid"
    assert (await raw.ask(2, "echo", 1))["ok"]
    raw.abort()


@pytest.mark.parametrize(("last", "code"), [(frame(b"x", kind=3), 1002), (frame(b"\x03\xe8", kind=8), 1000)])
async def test_an_answer_comes_before_the_goodbye(here: Hall, last: bytes, code: int) -> None:
    raw = await Raw.connected(here)
    raw.writer.write(frame(b"421[") + last)
    assert (await raw.text()).startswith("431[")
    assert await raw.closed() == code
    assert await raw.gone()


async def test_an_event_without_an_id_has_no_answer(here: Hall) -> None:
    raw = await Raw.connected(here)
    raw.send('42["echo",1]')
    assert (await raw.ask(5, "echo", 2))["data"] == 2
    assert ("echo", 1) in here.received and not [text for _, text in raw.frames if text.startswith(b"43[")]
    raw.abort()


async def test_the_clients_goodbye_is_answered(here: Hall) -> None:
    raw = await Raw.connected(here)
    raw.send((1001).to_bytes(2, "big") + b"going", kind=8)
    assert await raw.closed() == 1001
    assert await raw.gone()
    assert not here.realtime.connections
    raw.abort()


async def test_other_namespaces_are_refused_and_the_connection_stays(here: Hall) -> None:
    raw = await Raw.connected(here)
    raw.send("40/admin,{}")
    assert json.loads((await raw.text()).removeprefix("44/admin,")) == {"message": "Invalid namespace"}
    assert (await raw.ask(1, "echo", 1))["ok"]
    raw.abort()


async def test_nothing_is_taken_before_connect(here: Hall) -> None:
    raw = await Raw.open(here.port)
    await raw.text()
    raw.send('420["echo"]')
    assert await raw.closed() == 1008
    raw.abort()
    assert not here.received


async def test_a_stranger_may_not_send_much(here: Hall) -> None:
    raw = await Raw.open(here.port)
    await raw.text()
    raw.send("40" + json.dumps({"token": "x" * intake.LARGEST_STRANGER}))
    assert await raw.closed() == 1009
    raw.abort()


async def test_a_refused_connect_says_its_code(here: Hall) -> None:
    raw = await Raw.open(here.port)
    await raw.text()
    raw.send('40{"token":"bad"}')
    told = json.loads((await raw.text()).removeprefix("44"))
    assert told["message"] == told["data"]["code"] == "unauthenticated"
    raw.send('40{"token":"good"}')
    assert (await raw.text()).startswith("40{")
    raw.abort()


async def test_a_head_that_comes_in_pieces_is_understood(here: Hall) -> None:
    reader, writer = await asyncio.open_connection("127.0.0.1", here.port)
    head = (
        b"GET /socket.io/?EIO=4&transport=websocket HTTP/1.1\r\nHost: h\r\nUpgrade: WebSocket\r\n"
        b"Connection: Upgrade\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n"
    )
    for piece in (head[:10], head[10:60], head[60:]):
        writer.write(piece)
        await asyncio.sleep(0.05)
    raw = Raw(reader, writer)
    assert (await reader.readuntil(b"\r\n\r\n")).startswith(b"HTTP/1.1 101 ")
    assert (await raw.text()).startswith("0{")


async def test_a_request_may_come_first_and_the_handshake_after_it(here: Hall) -> None:
    reader, writer = await asyncio.open_connection("127.0.0.1", here.port)
    writer.write(b"GET /socket.io/?EIO=4&transport=pigeon HTTP/1.1\r\nHost: h\r\n\r\n")
    answer = await reader.readuntil(b"\r\n\r\n")
    size = int(answer.lower().partition(b"content-length:")[2].split()[0])
    await reader.readexactly(size)
    writer.write(
        b"GET /socket.io/?EIO=4&transport=websocket HTTP/1.1\r\nHost: h\r\nUpgrade: websocket\r\n"
        b"Connection: Upgrade\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n"
    )
    raw = Raw(reader, writer)
    assert (await reader.readuntil(b"\r\n\r\n")).startswith(b"HTTP/1.1 101 ")
    assert (await raw.text()).startswith("0{")


async def test_whoever_says_nothing_is_left_to_http(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(doorstep, "SILENT_S", 0.3)
    async with hall() as here:
        reader, writer = await asyncio.open_connection("127.0.0.1", here.port)
        eio = here.realtime.io.eio
        async with asyncio.timeout(20):
            while not eio.at_door:
                await asyncio.sleep(0.01)
            while eio.at_door:
                await asyncio.sleep(0.01)
        writer.write(b"GET /nowhere HTTP/1.1\r\nHost: h\r\nConnection: close\r\n\r\n")
        assert (await reader.read()).startswith(b"HTTP/1.1 404 ")
        writer.transport.abort()


async def test_whoever_does_not_connect_is_cut(monkeypatch: pytest.MonkeyPatch, here: Hall) -> None:
    monkeypatch.setattr(intake, "CONNECT_S", 0.3)
    raw = await Raw.open(here.port)
    assert await raw.closed() == 1008
    raw.send((1008).to_bytes(2, "big"), kind=8)
    assert await raw.gone()
    raw.abort()


async def test_half_open_connections_are_found_and_cut(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(link, "CLOSE_S", 0.3)
    async with hall(ping_interval=0.5, ping_timeout=0.5) as here:
        silent, alive = await Raw.connected(here, "silent"), await Raw.connected(here, "alive")
        talking = asyncio.create_task(alive.event("never"))
        # It answers neither pings nor the close frame.
        assert await silent.gone()
        assert (1, b"2") in silent.frames and silent.frames[-1][0] == 8
        assert [one.actor.display_name for one in here.realtime.connections.values()] == ["alive"]
        talking.cancel()
        silent.abort()
        alive.abort()
