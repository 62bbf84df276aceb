"""The stored forms of polls; they never leave this feature."""

from __future__ import annotations

import hashlib
from datetime import datetime
from typing import Any, ClassVar

from pymongo import ASCENDING, DESCENDING, IndexModel

from hub.storage.documents import Owned
from hub.storage.portable import Portable


class PollDocument(Owned):
    """A poll. Votes are documents of their own, so that a room that votes at once waits for nobody."""

    room_id: str
    message_id: str
    """The message that asks it; without that one the poll is gone."""
    question: str
    options: list[dict[str, Any]]
    """`{id, text}`, in the order in which they were given."""
    multiple: bool = False
    closes_at: datetime | None = None
    closed_at: datetime | None = None
    due_at: datetime | None = None
    """The stored next time: when it closes by itself."""

    def derive(self) -> None:
        """Work out when it closes by itself."""
        self.due_at = self.closes_at if self.closed_at is None else None

    @property
    def ends_at(self) -> datetime | None:
        """From when on no vote counts; None while nobody knows."""
        return min((at for at in (self.closes_at, self.closed_at) if at is not None), default=None)

    PORTABLE = Portable(
        collection="polls",
        instance=True,
        ids={"room_id": "room"},
        needs=frozenset({"room_id", "message_id"}),
        leave=frozenset({"due_at"}),
    )

    class Settings:
        name = "polls"
        indexes: ClassVar[list[IndexModel]] = [
            IndexModel([("room_id", ASCENDING), ("_id", DESCENDING)]),
            IndexModel([("owner_id", ASCENDING)]),
            IndexModel([("due_at", ASCENDING)], partialFilterExpression={"due_at": {"$type": "date"}}),
        ]


class PollVoteDocument(Owned):
    """What one person chose in one poll."""

    poll_id: str
    room_id: str
    option_ids: list[str]
    cast_at: datetime
    """A vote that is stored a moment after the poll was closed counts only if it was cast before."""

    PORTABLE = Portable(
        collection="pollVotes",
        instance=True,
        ids={"room_id": "room"},
        needs=frozenset({"room_id", "poll_id"}),
        own_id=lambda raw: vote_id(raw["poll_id"], raw["owner_id"]),
    )

    class Settings:
        name = "poll_votes"
        indexes: ClassVar[list[IndexModel]] = [
            IndexModel([("poll_id", ASCENDING)]),
            IndexModel([("owner_id", ASCENDING)]),
        ]


def id_from(*parts: str) -> str:
    """An id that follows from others: 24 hex digits."""
    return hashlib.sha256("\0".join(parts).encode()).hexdigest()[:24]


def vote_id(poll_id: str, person_id: str) -> str:
    """The id of somebody's vote."""
    return id_from("poll vote", poll_id, person_id)
