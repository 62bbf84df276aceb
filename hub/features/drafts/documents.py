"""The stored form of drafts; it never leaves this feature. They are nobody's activity, so no entity."""

from __future__ import annotations

import hashlib
from datetime import datetime
from typing import Any, ClassVar

from pymongo import ASCENDING, DESCENDING, IndexModel

from hub.storage.documents import Owned

KEPT_S = 30 * 24 * 3600
"""How long it is known that a draft ended, for a device that comes back with an older one."""


class DraftDocument(Owned):
    """One person's draft in one room. Without text it has ended, and says only when."""

    room_id: str
    content: str
    edited_at: datetime
    """By the clock of the device that it was typed on, but never in the future: the last one counts."""

    def __init__(self, **fields: Any) -> None:
        fields.setdefault("_id", fields.get("id") or draft_id(fields["room_id"], fields["owner_id"]))
        fields.pop("id", None)
        super().__init__(**fields)

    class Settings:
        name = "drafts"
        indexes: ClassVar[list[IndexModel]] = [
            IndexModel([("owner_id", ASCENDING), ("edited_at", DESCENDING), ("_id", DESCENDING)]),
            IndexModel([("room_id", ASCENDING)]),
            IndexModel(
                [("edited_at", ASCENDING)], expireAfterSeconds=KEPT_S, partialFilterExpression={"content": ""}
            ),
        ]


def draft_id(room_id: str, user_id: str) -> str:
    """The id of a person's draft in a room: there can only be one, and it is found without a search."""
    return hashlib.sha256(f"draft/{room_id}/{user_id}".encode()).hexdigest()[:24]
