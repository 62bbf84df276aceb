"""What a hostile client says: Socket.IO and Engine.IO packets, WebSocket frames and polling bodies, mostly wrong."""

from __future__ import annotations

import json
import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, TypeVar

from hypothesis import strategies as st

SEPARATOR = "\x1e"
DEEP = 5000
Text = st.SearchStrategy[str]
T = TypeVar("T")

NAMES = (
    *("message.send", "room.sync", "room.list", "room.read", "room.get", "task.create", "task.list", "user.list"),
    *("typing.set", "presence.set", "project.create", "note.create", "command.list", "activity.list"),
    *(
        "connect",
        "disconnect",
        "connect_error",
        "message",
        "ready",
        "*",
        "",
        "__init__",
        "__proto__",
        "session.revoked",
    ),
    *("auth.login", "auth.register", "user.set_role", "task", "task.", ".", "a" * 3000, "\x00", "é", "\U0001f600"),
)
"""Operations that harm nobody, events that only the server sends, and names of internals."""

IDS = (
    "",
    "0",
    "1",
    "007",
    "-1",
    "1.5",
    "1e9",
    "NaN",
    "²",
    "٣",
    " 1",
    "9" * 19,
    "9" * 20,
    "9" * 5000,
    "0" * 5000 + "1",
)
LOBBY = "0" * 24

ODD_VALUES = (
    *("null", "true", "0", "-1", "1e400", "-0.0", "9" * 400, "NaN", "Infinity", '""', '"\\ud800"', '"\\u0000"'),
    *('{"$gt": ""}', '{"__proto__": {"admin": true}}', '{"_placeholder": true, "num": 0}', "[]", "{}", "[[[]]]"),
    *('{"_placeholder": true, "num": -1}', '{"_placeholder": true, "num": 99999999999999999999}'),
    *('{"constructor": 1, "toString": null}', '"' + "a" * 20_000 + '"', "[" * DEEP + "]" * DEEP, '{"a":' * DEEP),
    *("[" + ",".join(["1"] * 3000) + "]", "{" + ",".join(f'"k{n}": {n}' for n in range(500)) + "}", "'", "{", "]"),
)
FIELDS = (
    "room_id",
    "content",
    "client_msg_id",
    "after_seq",
    "after_rev",
    "limit",
    "cursor",
    "title",
    "seq",
    "typing",
)
FIELDS += ("idempotency_key", "status", "q", "id", "attachments", "reply_to", "revision", "until", "__class__", "")


def one_from(options: Sequence[T]) -> st.SearchStrategy[T]:
    """One of some values, chosen by number: Hypothesis would show all of them, and some are long."""

    def chosen(number: int) -> T:
        return options[number]

    return st.integers(0, len(options) - 1).map(chosen)


plain = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(-(2**70), 2**70),
    st.floats(allow_nan=False, allow_infinity=False),
    st.text(max_size=12),
    one_from((LOBBY, "0" * 24, "f" * 24, "x", "2026-11-22", "available")),
)
values: Text = st.one_of(one_from(ODD_VALUES), plain.map(json.dumps))
objects: Text = st.dictionaries(one_from(FIELDS), values, max_size=4).map(
    lambda fields: "{" + ",".join(f"{json.dumps(name)}:{value}" for name, value in fields.items()) + "}"
)
arguments: Text = st.one_of(objects, objects, values, st.lists(values, max_size=3).map(",".join))
sent: Text = st.integers(0, 2**40).map(
    lambda number: json.dumps({"room_id": LOBBY, "content": "hostile", "client_msg_id": f"h{number}"})
)
events: Text = st.tuples(one_from(IDS), one_from(NAMES), st.one_of(arguments, sent)).map(
    lambda parts: f"42{parts[0]}[{json.dumps(parts[1])}{',' if parts[2] else ''}{parts[2]}]"
)
sends: Text = st.tuples(st.integers(0, 999), sent).map(lambda parts: f'42{parts[0]}["message.send",{parts[1]}]')
mild_ids = one_from(("", "", "0", "1", "007", "9" * 19))
mild: Text = st.one_of(
    st.tuples(mild_ids, one_from(NAMES), st.one_of(arguments, sent)).map(
        lambda parts: f"42{parts[0]}[{json.dumps(parts[1])}{',' if parts[2] else ''}{parts[2]}]"
    ),
    sends,
    one_from(("40/admin,", "40/?a=b,{}", "43[]", '431[{"ok":true}]', "42[]", "421[1]", "42[null]", "2", "3", "6")),
)
"""Packets that a hub may not like and has no reason to end a connection for."""
connects: Text = st.one_of(
    one_from(("40", "40{}", "40/", "40/,", "40/admin,", "40/admin,{}", "40[1", '40{"token":5}', "40null")),
    one_from(("40/" + "a" * 9000, "40/é,{}", "40/?a=b,{}", "40" + "[" * DEEP, '40{"token":"a.b.c"}', "40 ")),
)
binaries: Text = st.tuples(
    one_from(("45", "46")),
    one_from(("0-", "1-", "2-", "64-", "65-", "-", "", "-1-", "1e3-", "9" * 30 + "-", "0" * 9000 + "1-", "²-")),
    one_from(IDS),
    st.one_of(events.map(lambda text: text[text.find("[") :]), values),
).map("".join)
odd_packets: Text = one_from(
    (
        *("", "0", "1", "2", "2probe", "3", "3probe", "4", "5", "6", "7", "8", "9", "41", "41/", "41/admin,", "41,"),
        *("43", "43[]", "431[]", '439999999[{"ok":true}]', "43-1[]", "44", '44{"message":"no"}', "47", "48", "4²"),
        *("b", "bAAAA", "b!!!!", "b4", "²", "٤2[]", "42", "42[]", "42[1]", "42[null]", "42{}", '42"a"', "42[[]]"),
        *("42/admin,[]", '42/admin,1["room.list"]', "42,[]", "421", "42[" + "\\" * 50, '42["room.list"]x', "\x00"),
        *("42" + "[" * 2000, "d=", "d=4", "%", "null", "[]", "{}", '42["room.list",{}', "9" * 5000),
    )
)
packets: Text = st.one_of(events, events, sends, connects, binaries, odd_packets, st.text(max_size=30))


@dataclass(frozen=True)
class Frame:
    """A WebSocket frame as it is written, right or wrong."""

    payload: bytes
    opcode: int = 1
    final: bool = True
    reserved: int = 0
    masked: bool = True
    said_length: int | None = None

    def encode(self) -> bytes:
        """Its bytes."""
        size = len(self.payload) if self.said_length is None else self.said_length
        head = bytes([(0x80 if self.final else 0) | self.reserved << 4 | self.opcode])
        mark = 0x80 if self.masked else 0
        if size < 126:
            head += bytes([mark | size])
        elif size < 65536:
            head += bytes([mark | 126]) + size.to_bytes(2, "big")
        else:
            head += bytes([mark | 127]) + (size % 2**64).to_bytes(8, "big")
        if not self.masked:
            return head + self.payload
        mask = secrets.token_bytes(4)
        pad = (mask * (len(self.payload) // 4 + 1))[: len(self.payload)]
        masked = int.from_bytes(self.payload, "big") ^ int.from_bytes(pad, "big")
        return head + mask + masked.to_bytes(len(self.payload), "big")


def in_parts(payload: bytes, at: int, opcode: int, between: tuple[Frame, ...]) -> tuple[Frame, ...]:
    """A message in two fragments, with other frames between them."""
    at = min(at, len(payload))
    return (Frame(payload[:at], opcode, final=False), *between, Frame(payload[at:], 0))


texts = packets.map(lambda text: Frame(text.encode("utf-8", "surrogatepass")))
controls = st.builds(Frame, st.binary(max_size=130), opcode=one_from((8, 9, 10, 11, 15)), final=st.booleans())
closes = st.builds(
    lambda code, reason: Frame(code.to_bytes(2, "big") + reason, 8), st.integers(0, 65535), st.binary(max_size=8)
)
broken = st.builds(
    Frame,
    st.binary(max_size=60),
    opcode=st.integers(0, 15),
    final=st.booleans(),
    reserved=st.integers(0, 7),
    masked=st.booleans(),
    said_length=one_from((None, None, None, 0, 5, 125, 126, 65536, 2**31, 2**63, 2**64 - 1)),
)
fragments = st.builds(
    in_parts,
    packets.map(lambda text: text.encode("utf-8", "surrogatepass")),
    st.integers(0, 40),
    one_from((1, 1, 2, 0)),
    st.lists(st.one_of(controls, texts), max_size=2).map(tuple),
)
pings = st.builds(Frame, st.binary(max_size=125), opcode=one_from((9, 10)))
gentle: st.SearchStrategy[tuple[Frame, ...]] = st.one_of(
    mild.map(lambda text: (Frame(text.encode("utf-8", "surrogatepass")),)),
    mild.map(lambda text: (Frame(text.encode("utf-8", "surrogatepass")),)),
    pings.map(lambda frame: (frame,)),
    st.builds(
        in_parts,
        mild.map(lambda text: text.encode("utf-8", "surrogatepass")),
        st.integers(0, 40),
        st.just(1),
        st.lists(pings, max_size=2).map(tuple),
    ),
)
harsh: st.SearchStrategy[tuple[Frame, ...]] = st.one_of(
    st.one_of(texts, st.builds(Frame, st.binary(max_size=40), opcode=st.just(2)), controls).map(
        lambda frame: (frame,)
    ),
    fragments,
)
conversation = st.tuples(st.lists(gentle, min_size=5, max_size=40), st.lists(harsh, max_size=4)).map(
    lambda talk: [*talk[0], *talk[1]]
)
"""Many frames that are borne with, then perhaps some that are not, so that more than the first is read."""
last_words: st.SearchStrategy[list[tuple[Frame, ...]]] = st.lists(
    st.one_of(broken, closes).map(lambda frame: (frame,)), min_size=1, max_size=3
)
"""Frames that end a connection."""


def body(texts: list[str]) -> str:
    """The body of a polling POST."""
    return SEPARATOR.join(texts)


bodies: st.SearchStrategy[Any] = st.one_of(
    st.lists(packets, min_size=1, max_size=24).map(lambda texts: body(texts).encode("utf-8", "surrogatepass")),
    one_from((b"", b"\x1e", b"\x1e" * 17, b"4" * 20_000, b"\xff\xfe", b"b" * 40, b"d=%34%32", b"5", b"2probe")),
)
