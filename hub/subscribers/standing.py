"""How somebody says they are, told when it changes: by whatever door, by an undo too."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Iterable, Mapping
from typing import Any

from hub.kernel.context import Call, Origin
from hub.kernel.operation import Operation
from hub.kernel.pipeline import Committed, Pipeline
from hub.realtime.server import Connection
from hub.subscribers.fanout import Follower

KIND = "user"
FIELDS = ("status", "status_text", "status_until", "role")
"""What others are told of, and what decides who they are."""


def follow_standing(look_again: Callable[[Iterable[str]], None]) -> Follower:
    """What follows a commit.

    Args:
        look_again: Tells everyone who may know how these people are now.
    """

    def follow(operation: Operation, call: Call, done: Committed) -> None:
        moved = [
            change.id
            for change in done.changes
            if change.entity is not None
            and change.entity.kind == KIND
            and change.change == "updated"
            and any((change.before or {}).get(name) != (change.after or {}).get(name) for name in FIELDS)
        ]
        if moved:
            look_again(moved)

    return follow


def presence_set(pipeline: Pipeline) -> Callable[[Connection, Mapping[str, Any]], Awaitable[Mapping[str, Any]]]:
    """What answers `presence.set {status, text?, until?}`: another name for changing one's account."""
    names = {"text": "status_text", "until": "status_until"}

    async def set_presence(connection: Connection, fields: Mapping[str, Any]) -> Mapping[str, Any]:
        payload = {names.get(name, name): value for name, value in fields.items()}
        call = Call(actor=connection.actor, origin=Origin.SOCKET, request_id=connection.sid)
        await pipeline.run("account.update", payload, call)
        return {}

    return set_presence
