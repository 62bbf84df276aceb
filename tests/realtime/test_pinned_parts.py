"""What hub/realtime relies on in the pinned versions beyond their documented interfaces, one test a thing.

A new version of aiohttp, python-engineio or python-socketio is first tried against this page: each test names
what our code would trip over. What can be seen from outside (a WebSocket that works) is tested elsewhere.
"""

from __future__ import annotations

import ast
import asyncio
import inspect
import tomllib
from importlib.metadata import version
from pathlib import Path
from textwrap import dedent
from typing import Any

import engineio
import pytest
import socketio
from aiohttp import web
from aiohttp.web_protocol import RequestHandler
from engineio import async_server, base_server
from engineio.async_socket import AsyncSocket
from engineio.exceptions import ContentTooLongError, EngineIOError, QueueEmpty, UnknownPacketError
from engineio.packet import MESSAGE, Packet
from socketio import packet as socketio_packet
from socketio.async_pubsub_manager import AsyncPubSubManager

from hub.doors.listening import Listening
from hub.realtime import json_codec
from hub.realtime.engine import Engine
from hub.realtime.fanout import RoomFanout
from hub.realtime.link import Link
from hub.realtime.polling import PollingSession
from tests.realtime.raw import hall

ROOT = Path(__file__).resolve().parents[2]
PINNED = ("aiohttp", "python-engineio", "python-socketio")


def source(thing: Any) -> str:
    """Its code, on one line."""
    return " ".join(inspect.getsource(thing).split())


@pytest.mark.parametrize("name", PINNED)
def test_the_versions_are_pinned_exactly_and_are_those_that_run(name: str) -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    (pin,) = [line for line in project["dependencies"] if line.startswith((f"{name}=", f"{name}>"))]
    assert pin == f"{name}=={version(name)}"


async def test_aiohttp_forgets_a_connection_whose_transport_was_taken() -> None:
    """handshake.take_over: without its transport, `connection_lost` ends task and timers and closes nothing."""

    def of_aiohttp() -> set[asyncio.Task[Any]]:
        return {task for task in asyncio.all_tasks() if "RequestHandler" in str(task.get_coro())}

    others = of_aiohttp()
    async with hall(at_the_door=False) as here:
        reader, writer = await asyncio.open_connection("127.0.0.1", here.port)
        writer.write(
            b"GET /socket.io/?EIO=4&transport=websocket HTTP/1.1\r\nHost: h\r\nUpgrade: websocket\r\n"
            b"Connection: Upgrade\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n"
        )
        assert (await reader.readuntil(b"\r\n\r\n")).startswith(b"HTTP/1.1 101")
        (link,) = here.realtime.io.eio.sockets.values()
        assert link.transport.get_protocol() is link and not link.transport.is_closing()

        async with asyncio.timeout(20):
            while of_aiohttp() - others:
                await asyncio.sleep(0.01)
        writer.transport.abort()


def test_aiohttps_protocol_has_what_is_taken_from_it() -> None:
    assert "_message_tail" in RequestHandler.__slots__
    assert "transport" in RequestHandler.__mro__[1].__slots__
    lost = source(RequestHandler.connection_lost)
    assert "self._manager.connection_lost(self, exc)" in lost and "self.force_close()" in lost
    assert "if self.transport is not None: self.transport.close()" in source(RequestHandler.force_close)
    assert "await prepare_meth(request) await resp.write_eof()" in source(RequestHandler.finish_response)


async def test_a_site_of_aiohttp_knows_its_listening_sockets() -> None:
    """Listening.open: connections inherit a socket option from the socket that listens."""
    listening = Listening(web.Application())
    await listening.open("127.0.0.1", 0)
    try:
        (site,) = listening._runner.sites
        opened: Any = site._server  # type: ignore[attr-defined]
        assert [sock.getsockname()[1] for sock in opened.sockets] == [listening.port]
    finally:
        await listening.close()


def test_engineios_server_asks_of_a_session_what_ours_have() -> None:
    """Whatever `handle_request` and its kin touch on a session exists on links and polling sessions."""
    touched: set[str] = set()
    for method in (
        async_server.AsyncServer.handle_request,
        async_server.AsyncServer.send_packet,
        async_server.AsyncServer.disconnect,
        async_server.AsyncServer.get_session,
        async_server.AsyncServer.save_session,
        base_server.BaseServer._get_socket,
        base_server.BaseServer.transport,
    ):
        for node in ast.walk(ast.parse(dedent(inspect.getsource(method)))):
            if (
                isinstance(node, ast.Attribute)
                and isinstance(node.value, ast.Name)
                and node.value.id in ("socket", "s")
            ):
                touched.add(node.attr)
    assert {"closed", "connected", "upgraded", "send", "close"} <= touched
    # A link is upgraded, so HTTP requests never reach these.
    touched -= {"handle_get_request", "handle_post_request"}
    assert not [name for name in touched if not hasattr(Link, name)]


def test_engineio_makes_a_polling_session_where_ours_is_made() -> None:
    """Engine._handle_connect stands in for the whole of it."""
    code = source(async_server.AsyncServer._handle_connect)
    assert "s = async_socket.AsyncSocket(self, sid)" in code and "self.sockets[sid] = s" in code
    assert inspect.signature(async_server.AsyncServer._handle_connect) == inspect.signature(
        engineio.AsyncServer._handle_connect
    )
    request = source(async_server.AsyncServer.handle_request)
    assert "r = await self._handle_connect(environ, transport, jsonp_index)" in request
    assert "await socket.handle_get_request( environ)" in request
    assert "await socket.handle_post_request(environ)" in request


def test_engineios_errors_are_answered_with_400() -> None:
    """PollingSession raises these, and no others, for what cannot be read."""
    assert issubclass(UnknownPacketError, EngineIOError) and issubclass(ContentTooLongError, EngineIOError)
    assert issubclass(QueueEmpty, EngineIOError)
    assert source(async_server.AsyncServer.handle_request).count("except exceptions.EngineIOError:") == 2


def test_engineios_polling_session_is_as_ours_extends_it() -> None:
    assert set(inspect.signature(AsyncSocket.__init__).parameters) == {"self", "server", "sid"}
    poll = source(AsyncSocket.poll)
    assert "if packets == [None]: return []" in poll and "self.queue.get()" in poll
    for name in ("send", "poll", "close", "schedule_ping", "check_ping_timeout", "handle_get_request"):
        ours, theirs = getattr(PollingSession, name), getattr(AsyncSocket, name)
        assert list(inspect.signature(ours).parameters) == list(inspect.signature(theirs).parameters), name
    # Pings and their timeouts are on our wheel: nobody else may send them.
    assert "_send_ping" not in source(async_server.AsyncServer)


def test_engineio_can_be_told_not_to_scan_sessions() -> None:
    server = Engine.__mro__[1](async_mode="aiohttp", monitor_clients=False)
    assert server.start_service_task is False  # type: ignore[attr-defined]


def test_engineios_packets_are_written_as_links_write_them() -> None:
    assert Packet(MESSAGE, '2["a"]').encode() == '42["a"]'
    assert Packet(MESSAGE, b"\x00").encode() == b"\x00"


def test_engineio_judges_origins_by_what_it_is_given() -> None:
    """handshake.environ carries what these read, but for what only a request before the request asks."""
    keys = {
        node.value
        for method in (base_server.BaseServer._cors_allowed_origins, base_server.BaseServer._cors_headers)
        for node in ast.walk(ast.parse(dedent(inspect.getsource(method))))
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and node.value.isupper()
    }
    assert {key for key in keys if key.startswith("HTTP_") or key == "REQUEST_METHOD"} == {
        "HTTP_HOST",
        "HTTP_ORIGIN",
        "HTTP_X_FORWARDED_HOST",
        "HTTP_X_FORWARDED_PROTO",
        "HTTP_ACCESS_CONTROL_REQUEST_HEADERS",
        "REQUEST_METHOD",
    }


def test_socketio_asks_of_its_manager_what_ours_answers() -> None:
    """Every method by which python-socketio's server and managers touch the rooms is ours."""
    for name in (
        "get_namespaces",
        "get_participants",
        "pre_connect",
        "connect",
        "is_pre_connected",
        "is_connected",
        "sid_from_eio_sid",
        "eio_sid_from_sid",
        "pre_disconnect",
        "basic_disconnect",
        "is_sid_room",
        "basic_enter_room",
        "basic_leave_room",
        "basic_close_room",
        "get_rooms",
        "emit",
    ):
        assert name in vars(RoomFanout), name
    for module in (socketio.AsyncServer, AsyncPubSubManager):
        assert "manager.rooms" not in source(module) and "self.rooms" not in source(module)
    assert isinstance(RoomFanout().callbacks, dict)
    assert list(inspect.signature(socketio.AsyncManager._generate_ack_id).parameters) == ["self", "sid", "callback"]


def test_socketios_redis_manager_can_stand_on_ours() -> None:
    """Its `super().emit` lands here, and it makes its bases without arguments."""

    class Both(socketio.AsyncRedisManager, RoomFanout):
        pass

    order = Both.__mro__
    assert order.index(AsyncPubSubManager) < order.index(RoomFanout) < order.index(socketio.AsyncManager)
    assert "super().__init__()" in source(AsyncPubSubManager.__init__)
    assert Both("redis://127.0.0.1:1/0").topics() is not None


def test_socketios_server_reaches_the_engine_by_what_ours_overrides() -> None:
    made = source(socketio.base_server.BaseServer.__init__)
    assert "self.eio = self._engineio_server_class()(**engineio_options)" in made
    assert "self.packet_class.json = json" in made and "engineio_options['json'] = json" in made
    disconnect = source(socketio.AsyncServer.disconnect)
    assert "self.manager.pre_disconnect(" in disconnect and "packet.DISCONNECT" in disconnect
    assert "self.eio.send(eio_sid, encoded_packet)" in source(socketio.AsyncServer._send_packet)


def test_socketios_packets_are_written_as_ours_are() -> None:
    event = socketio_packet.Packet(socketio_packet.EVENT, data=["said", {"n": 1}], namespace="/")
    assert event.encode() == "2" + json_codec.dumps(["said", {"n": 1}])
    ack = socketio_packet.Packet(socketio_packet.ACK, data=[{"ok": True}], namespace="/", id=7)
    assert ack.encode() == "37" + json_codec.dumps([{"ok": True}])


def test_json_is_decoded_and_encoded_as_the_packages_expect() -> None:
    assert json_codec.loads('{"a":[1,"é",null]}') == {"a": [1, "é", None]}
    assert json_codec.dumps({"a": json_codec.Fragment(b'{"b":1}')}, separators=(",", ":")) == '{"a":{"b":1}}'
    assert json_codec.dumps({1: "a"}) == '{"1":"a"}'
    for broken in ("", "{", "nan", '"\\ud800"'):
        with pytest.raises(ValueError):
            json_codec.loads(broken)
    with pytest.raises(TypeError):
        json_codec.dumps(b"bytes")
