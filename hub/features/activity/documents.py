"""The record that an administrator looked at somebody's private values."""

from __future__ import annotations

from typing import ClassVar

from pymongo import ASCENDING, IndexModel

from hub.storage.documents import Owned


class Reveal(Owned):
    """A look. It belongs to the person whose values were shown, so that they find it in their activity."""

    activity_id: str
    seen_by: str

    class Settings:
        name = "activity_reveals"
        indexes: ClassVar[list[IndexModel]] = [IndexModel([("activity_id", ASCENDING)])]
