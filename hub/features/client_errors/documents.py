"""The stored form of client errors."""

from __future__ import annotations

from datetime import datetime
from typing import ClassVar

from pymongo import DESCENDING, IndexModel

from hub.storage.documents import Stored

KEPT_DAYS = 30


class ErrorGroup(Stored):
    """Reports of the same fault; its id is the fingerprint, its text the last report's."""

    message: str
    stack: str | None = None
    url: str | None = None
    where: str | None = None
    version: str | None = None
    user_agent: str = ""
    times: int = 0
    first_at: datetime
    person_ids: list[str] = []
    last_at: datetime

    class Settings:
        name = "client_errors"
        indexes: ClassVar[list[IndexModel]] = [
            IndexModel([("last_at", DESCENDING)], expireAfterSeconds=KEPT_DAYS * 24 * 3600)
        ]
