"""What a WebSocket link and a polling session have in common: one Engine.IO session of one client."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable
from enum import IntEnum
from typing import Any


class Stage(IntEnum):
    """Where a session stands with the Socket.IO namespace."""

    STRANGER = 0
    ADMITTING = 1
    """Its CONNECT is being looked at."""
    CONNECTED = 2
    LEAVING = 3
    """Its disconnection is being told; nothing is sent to it any more."""


class Session(ABC):
    """One client, by whatever transport."""

    __slots__ = ()

    sid: str
    """The Engine.IO session's id: what a polling client sends in its URL."""
    member: str | None
    """The Socket.IO id, another one, once it has asked to connect."""
    stage: Stage
    rooms: list[str] | None
    connection: Any
    """What the hub keeps of it once it is accepted."""
    address: str
    user_agent: str
    due_at: int
    """Its slot on the wheel of deadlines."""
    attachments: int
    """Binary parts that come and that nobody wants."""
    closed: bool
    heir: Session | None
    """What has taken this one's place."""
    put: Callable[[bytes], Any]
    """Send frames that were written by `frames.frame`; never waits, never raises."""

    @abstractmethod
    def gather(self) -> None:
        """Keep what is sent from now on, to write it together at `uncork`."""

    @abstractmethod
    def uncork(self) -> None:
        """Write what was gathered."""

    @abstractmethod
    def answer(self, data: bytes) -> None:
        """Send an ack; a client that asks and does not read is not asked for more."""

    @abstractmethod
    def accepted(self) -> None:
        """It may send more than a stranger may."""

    @abstractmethod
    def begin(self, size: int) -> None:
        """An operation of so many bytes is under way; enough of them, and no more is read."""

    @abstractmethod
    def end(self, size: int) -> None:
        """It was answered."""

    @abstractmethod
    def hold(self) -> None:
        """Keep what comes until `release`."""

    @abstractmethod
    def release(self) -> None:
        """Go on."""

    @abstractmethod
    def due(self) -> None:
        """Its deadline has come."""

    @abstractmethod
    def shut(self, code: int, reason: str, why: str) -> None:
        """Close it: the WebSocket close code and its text, and python-socketio's word for the reason."""


def nothing(_: bytes) -> None:
    """The `put` of a session that is closed."""
