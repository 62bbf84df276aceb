"""The stored forms of people; they never leave this feature."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any, ClassVar

from pymongo import ASCENDING, IndexModel

from hub.storage.documents import Owned, new_id
from hub.storage.portable import Above, Portable
from hub.storage.words import folded

MOST_LEVELS = 100
"""Of reporting lines."""


async def _hold(owners: Sequence[str], session: Any) -> None:
    """What an import or its undo changes of reporting lines is another state of them too; see `OrgDocument`."""
    for owner_id in owners:
        change = {
            "$set": {"state": new_id()},
            "$inc": {"turn": 1, "revision": 1},
            "$currentDate": {"updated_at": True},
            "$setOnInsert": {"_id": new_id()},
        }
        await OrgDocument.rows().update_one({"owner_id": owner_id}, change, upsert=True, session=session)


class PersonDocument(Owned):
    """A person as it is stored."""

    first_name: str = ""
    last_name: str = ""
    normalized_name: str = ""
    aliases: list[str] = []
    alias_keys: list[str] = []
    """The aliases, folded."""
    email: str | None = None
    role: str = ""
    notes: str = ""
    team_id: str | None = None
    subteam: str = ""
    manager_id: str | None = None
    arrival_date: date | None = None
    left: bool = False
    contact_only: bool = False
    account_id: str | None = None
    sort_name: str = ""
    """Last name, then first, folded: the order of lists."""
    words: str = ""
    """What a person is found by, folded."""

    def derive(self) -> None:
        """Fold the names anew."""
        self.normalized_name = folded(self.first_name, self.last_name)
        self.sort_name = folded(self.last_name, self.first_name)
        self.alias_keys = [folded(alias) for alias in self.aliases]
        self.words = folded(self.first_name, self.last_name, *self.aliases, self.email, self.role, self.subteam)

    PORTABLE = Portable(
        collection="people",
        ids={"account_id": "user"},
        leave=frozenset({"normalized_name", "alias_keys", "sort_name"}),
        above=Above(field="manager_id", most=MOST_LEVELS - 1, hold=_hold),
    )

    class Settings:
        name = "people"
        indexes: ClassVar[list[IndexModel]] = [
            IndexModel([("owner_id", ASCENDING), ("sort_name", ASCENDING), ("_id", ASCENDING)]),
            IndexModel([("owner_id", ASCENDING), ("normalized_name", ASCENDING)]),
            IndexModel([("team_id", ASCENDING)]),
            IndexModel([("manager_id", ASCENDING)]),
        ]


class OrgDocument(Owned):
    """Which state somebody's reporting lines are in: every change of one makes it another.

    It is what keeps them free of circles. Two changes at once would each see a graph without one and close it
    together, so each also changes this document and the second is run again. An undo puts the state back with
    the line, and is refused where the lines are in another state by now.
    """

    state: str
    turn: int = 0
    """Bumped by whatever looks at the lines and relies on what it saw until its commit."""

    class Settings:
        name = "orgs"
        indexes: ClassVar[list[IndexModel]] = [IndexModel([("owner_id", ASCENDING)], unique=True)]
