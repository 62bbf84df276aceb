"""What search remembers; it never leaves this feature but through `state.py`."""

from __future__ import annotations

from datetime import datetime
from typing import Any, ClassVar

from pymongo import IndexModel

from hub.storage.documents import Stored

STATE = "feed"


class SearchStateDocument(Stored):
    """How far the index follows what is stored. There is one, of the id `feed`."""

    token: dict[str, Any] | None = None
    """Of the change stream: what came up to here is in the index."""
    wanted: int = 0
    """How often somebody wanted everything indexed anew."""
    begun: int = 0
    """Which of these wishes was last begun, and which fulfilled."""
    ended: int = 0
    ended_at: datetime | None = None
    done: int = 0
    total: int = 0
    later: list[str] = []
    """Entries of imports in the activity: what they name is put in behind everything else."""

    @property
    def is_wanted(self) -> bool:
        """Whether a rebuild is wanted that has not begun."""
        return self.wanted > self.begun

    @property
    def is_under_way(self) -> bool:
        """Whether a rebuild has begun and not ended: also one that was broken off."""
        return self.begun > self.ended

    class Settings:
        name = "search_state"
        indexes: ClassVar[list[IndexModel]] = []
