"""One entry of a message log, from its making to what everyone is told of it."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping, Sequence
from typing import Any

from pydantic import BaseModel

from hub.storage.documents import Stored
from hub.storage.wire import as_json

Key = tuple[str, str, str]
"""Room, sender and `client_msg_id`: what makes a retry known."""


class LogEntry(Stored):
    """What a log needs of its entries: the log they are in, their place, and what makes a retry known."""

    room_id: str
    seq: int = 0
    sender_id: str
    client_msg_id: str


class Entry:
    """An entry as it is stored, and as everyone sees it: each is made once.

    Args:
        kind: Where it is stored.
        row: The stored form, with everything but its `seq`.
        present: The stored form to the public one.
    """

    __slots__ = ("_json", "_present", "_public", "key", "kind", "row")

    def __init__(
        self, kind: type[LogEntry], row: dict[str, Any], present: Callable[[Mapping[str, Any]], BaseModel]
    ) -> None:
        self.kind = kind
        self.row = row
        self.key: Key = (row["room_id"], row["sender_id"], row["client_msg_id"])
        self._present = present
        self._public: BaseModel | None = None
        self._json: bytes | None = None

    @property
    def room_id(self) -> str:
        """The log that it is in."""
        return self.key[0]

    @property
    def public(self) -> BaseModel:
        """The public form; ask once the entry is stored."""
        if self._public is None:
            self._public = self._present(self.row)
        return self._public

    @property
    def json(self) -> bytes:
        """The public form as JSON: the same bytes for its ack and for its broadcast."""
        if self._json is None:
            self._json = as_json(self.public)
        return self._json

    def become(self, row: dict[str, Any]) -> None:
        """This was sent before: from now on it is the first one, as it is stored."""
        self.row = row
        self._public = self._json = None


Companions = Callable[[Entry], Awaitable[Sequence[Stored]]]
"""What must be stored in the same commit as an entry (a run of the agent that it triggers)."""
Committed = Callable[[Sequence[Entry], Sequence[Stored]], Awaitable[None]]
"""Told after each commit, in order: the new entries and their companions."""
