"""First answers to calls that carried an idempotency key, kept for a day."""

from __future__ import annotations

import hashlib
from typing import Any, ClassVar

from pymongo import ASCENDING, IndexModel

from hub.kernel.context import Call
from hub.kernel.operation import Operation
from hub.storage.documents import Stored

DAY = 24 * 3600


class Answer(Stored):
    """What a call was answered the first time."""

    answer: dict[str, Any]

    class Settings:
        name = "idempotency"
        indexes: ClassVar[list[IndexModel]] = [
            IndexModel([("created_at", ASCENDING)], expireAfterSeconds=DAY),
        ]


def answer_id(operation: Operation, call: Call) -> str:
    """One id for each actor, operation and key; of fixed length whatever the key."""
    parts = "\0".join((call.actor.person_id, call.actor.id, operation.name, call.idempotency_key or ""))
    return hashlib.sha256(parts.encode()).hexdigest()
