"""What each client sent, got acknowledged and received; and what is stored: the two that the checker compares."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, NamedTuple

Reactions = tuple[tuple[str, tuple[str, ...]], ...]
"""Emoji and who chose it, both sorted: the order says nothing."""


class Sent(NamedTuple):
    """One attempt to send a message; `order` counts those of a client."""

    client: str
    connection: int
    order: int
    room_id: str
    client_msg_id: str


class Acknowledged(NamedTuple):
    """The answer that a message is stored."""

    client: str
    connection: int
    room_id: str
    client_msg_id: str
    seq: int
    id: str


class Heard(NamedTuple):
    """A message that came; `answer` numbers the answers of `room.sync` on a connection, 0 is a broadcast."""

    client: str
    connection: int
    answer: int
    room_id: str
    seq: int
    id: str


class Skipped(NamedTuple):
    """A seq that an answer of `room.sync` left out, and which can therefore never appear (wire.md)."""

    client: str
    room_id: str
    seq: int


class Changed(NamedTuple):
    """An edit, deletion or reaction; `rev` is None when it was sent, and its rev once it is acknowledged.

    `what` is `content` (value: the new text), `deleted`, `added` or `removed` (value: `emoji user_id`).
    """

    client: str
    room_id: str
    message_id: str
    what: str
    value: str
    rev: int | None


class Shown(NamedTuple):
    """A message as somebody sees it; of a deleted one the tombstone."""

    id: str
    rev: int
    content: str
    deleted: bool
    reactions: Reactions


View = Mapping[int, Shown]
"""Seq to message."""


class Stored(NamedTuple):
    """A message as the database has it."""

    room_id: str
    seq: int
    sender_id: str
    client_msg_id: str
    shown: Shown


@dataclass
class Journal:
    """Everything that happened to the clients.

    Attributes:
        senders: Client to the id under which its messages are stored.
        views: Client to room to seq to what it shows at the end.
        complaints: What a client met that the wire page does not allow, in words.
    """

    sent: list[Sent] = field(default_factory=list[Sent])
    acknowledged: list[Acknowledged] = field(default_factory=list[Acknowledged])
    heard: list[Heard] = field(default_factory=list[Heard])
    skipped: list[Skipped] = field(default_factory=list[Skipped])
    changed: list[Changed] = field(default_factory=list[Changed])
    senders: dict[str, str] = field(default_factory=dict[str, str])
    views: dict[str, dict[str, View]] = field(default_factory=dict[str, dict[str, View]])
    complaints: list[str] = field(default_factory=list[str])


def shown(message: Mapping[str, Any]) -> Shown:
    """A message from the wire or from the database as it is shown."""
    gone = message["deleted_at"] is not None
    return Shown(
        id=str(message.get("id") or message["_id"]),
        rev=int(message["rev"]),
        content="" if gone else message["content"],
        deleted=gone,
        reactions=() if gone else listed({one["emoji"]: set(one["user_ids"]) for one in message["reactions"]}),
    )


def listed(reactions: Mapping[str, set[str]]) -> Reactions:
    """Reactions in the one order in which they can be compared."""
    return tuple((emoji, tuple(sorted(reactions[emoji]))) for emoji in sorted(reactions) if reactions[emoji])


def stored(row: Mapping[str, Any]) -> Stored:
    """A row of the collection `messages`."""
    return Stored(
        room_id=row["room_id"],
        seq=int(row["seq"]),
        sender_id=row["sender_id"],
        client_msg_id=row["client_msg_id"],
        shown=shown(row),
    )
