"""The stored form of messages."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any, ClassVar

from pymongo import ASCENDING, DESCENDING, IndexModel, UpdateOne
from pymongo.asynchronous.client_session import AsyncClientSession

from hub.features.messages.schemas import MessageKind
from hub.storage.counters import Counter
from hub.storage.heads import rev_counter
from hub.storage.log_commit import last_places
from hub.storage.log_entry import LogEntry
from hub.storage.portable import Portable


async def _take_places(rows: list[dict[str, Any]], session: AsyncClientSession) -> None:
    """Places for what comes from elsewhere: the same where they are free, else behind what was said here."""
    rooms = list({row["room_id"] for row in rows})
    found = await MessageDocument.rows().aggregate(last_places(rooms), session=session)
    last = dict.fromkeys(rooms, 0) | {row["_id"]: int(row["seq"]) for row in await found.to_list(None)}
    changed = dict.fromkeys(rooms, 0)
    for row in rows:
        room = row["room_id"]
        row["seq"] = last[room] = row["seq"] if row["seq"] > last[room] else last[room] + 1
        changed[room] = max(changed[room], row["rev"])
    counted = [
        UpdateOne({"_id": rev_counter(room)}, {"$max": {"value": rev}}, upsert=True)
        for room, rev in changed.items()
        if rev
    ]
    if counted:
        await Counter.rows().bulk_write(counted, session=session)


class MessageDocument(LogEntry):
    """A message: an entry of its room's log."""

    ANYONES = frozenset({"pinned"})

    sender: dict[str, Any]
    owner_id: str
    """The person whose rights wrote it."""
    kind: MessageKind = MessageKind.TEXT
    content: str
    attachments: list[dict[str, Any]] = []
    reply_to: str | None = None
    thread_id: str | None = None
    """What the thread of an answer began with; None for what answers nothing."""
    reactions: list[dict[str, Any]] = []
    mentions: list[str] = []
    card: dict[str, Any] | None = None
    run_id: str | None = None
    sender_scopes: list[str] | None = None
    """What the token that sent it allows, for the run that it may start; never on the wire."""
    rev: int = 0
    pinned: bool = False
    history: list[dict[str, Any]] = []
    edited_at: datetime | None = None
    deleted_at: datetime | None = None
    deleted_by: str | None = None
    """Who deleted it; what an administrator took away its writer cannot bring back."""

    def counters(self) -> Mapping[str, str]:
        """Every change to a message takes the next `rev` of its room."""
        return {"rev": rev_counter(self.room_id)}

    PORTABLE = Portable(
        collection="messages",
        instance=True,
        ids={
            "owner_id": "actor",
            "sender_id": "actor",
            "sender.id": "actor",
            "sender.on_behalf_of": "actor",
            "deleted_by": "actor",
            "reactions.user_ids": "actor",
            "mentions": "actor",
            "reply_to": "message",
            "thread_id": "message",
            "attachments.file_id": "file",
            "card.entities.id": "@kind",
        },
        needs=frozenset({"room_id"}),
        settle=_take_places,
        settled=frozenset({"seq"}),
        order=(("room_id", 1), ("seq", 1)),
    )

    class Settings:
        name = "messages"
        indexes: ClassVar[list[IndexModel]] = [
            IndexModel([("room_id", ASCENDING), ("seq", ASCENDING)], unique=True),
            IndexModel([("room_id", ASCENDING), ("sender_id", ASCENDING), ("client_msg_id", ASCENDING)], unique=True),
            IndexModel([("room_id", ASCENDING), ("rev", ASCENDING)]),
            IndexModel([("owner_id", ASCENDING), ("_id", DESCENDING)]),
            IndexModel([("owner_id", ASCENDING), ("room_id", ASCENDING), ("seq", DESCENDING)]),
            IndexModel([("created_at", DESCENDING)]),
            IndexModel([("mentions", ASCENDING), ("room_id", ASCENDING), ("seq", DESCENDING)]),
            # Threads are counted from it alone.
            IndexModel(
                [
                    ("room_id", ASCENDING),
                    ("thread_id", ASCENDING),
                    ("seq", ASCENDING),
                    ("deleted_at", ASCENDING),
                ],
                partialFilterExpression={"thread_id": {"$gt": ""}},
            ),
            IndexModel(
                [("room_id", ASCENDING), ("pinned", ASCENDING), ("seq", DESCENDING)],
                partialFilterExpression={"pinned": True},
            ),
        ]
