"""The record of what was done: written with every change, read as audit, feed and way back."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, ClassVar

from bson import BSON
from pymongo import ASCENDING, DESCENDING, IndexModel

from hub.kernel.catalog import Entity
from hub.kernel.context import Call
from hub.kernel.operation import Operation
from hub.storage.documents import BOOKKEEPING, Stored, scope_of

INLINE_BYTES = 1_000_000


@dataclass(frozen=True, kw_only=True)
class Change:
    """What a unit of work does to one document."""

    document: type[Stored]
    entity: Entity | None
    id: str
    change: str
    """created, updated or deleted."""
    before: Mapping[str, Any] | None
    after: Mapping[str, Any] | None

    @property
    def stored(self) -> Mapping[str, Any]:
        """The newest stored form there is."""
        return self.after if self.after is not None else self.before or {}

    @property
    def recorded(self) -> bool:
        """Whether it belongs in the activity: an entity, and more than its bookkeeping changed."""
        return self.entity is not None and (self.change != "updated" or bool(self.fields()))

    def fields(self) -> dict[str, dict[str, Any]]:
        """Field by field what was and what is; a secret's values are left out."""
        old, new = self.before or {}, self.after or {}
        secrets = self.entity.secrets if self.entity else frozenset[str]()
        skipped = BOOKKEEPING
        if self.entity and self.change != "deleted":
            skipped |= self.entity.unrecorded
        changed: dict[str, dict[str, Any]] = {}
        for name in sorted((old.keys() | new.keys()) - skipped):
            if self.change == "updated" and old.get(name) == new.get(name):
                continue
            changed[name] = {"secret": True} if name in secrets else {"before": old.get(name), "after": new.get(name)}
        return changed


class Activity(Stored):
    """One entry: who did what, through which door, and what it changed."""

    at: datetime
    operation: str
    effect: str
    actor: dict[str, Any]
    person_id: str
    """Whose rights counted."""
    on_behalf_of: str | None = None
    origin: str
    request_id: str
    run_id: str | None = None
    batch_id: str | None = None
    room_id: str | None = None
    project_id: str | None = None
    entity: dict[str, Any] | None = None
    changes: list[dict[str, Any]] = []
    """`{kind, id, label, change, fields, owner_id, scope, revision, created_at?}`, in order."""
    spilled: bool = False
    """The changes were too large and lie in `activity_changes`."""
    audience: list[str] = []
    """The people, and the projects whose members, may see it, beside administrators."""
    outcome: str = "ok"
    undoable: bool = False
    undone_by: str | None = None
    undoes: list[str] = []

    class Settings:
        name = "activity"
        indexes: ClassVar[list[IndexModel]] = [
            IndexModel([("audience", ASCENDING), ("_id", DESCENDING)]),
            IndexModel([("run_id", ASCENDING), ("_id", DESCENDING)], sparse=True),
            IndexModel([("changes.id", ASCENDING), ("_id", DESCENDING)]),
            IndexModel([("room_id", ASCENDING), ("_id", DESCENDING)]),
            IndexModel([("person_id", ASCENDING), ("_id", DESCENDING)]),
            IndexModel([("actor.id", ASCENDING), ("_id", DESCENDING)]),
            IndexModel([("operation", ASCENDING), ("_id", DESCENDING)]),
            IndexModel([("outcome", ASCENDING), ("_id", DESCENDING)]),
            IndexModel([("entity.kind", ASCENDING), ("_id", DESCENDING)]),
            IndexModel([("entity.id", ASCENDING), ("_id", DESCENDING)]),
            IndexModel(
                [("project_id", ASCENDING), ("_id", DESCENDING)],
                partialFilterExpression={"project_id": {"$type": "string"}},
            ),
            IndexModel(
                [("batch_id", ASCENDING)],
                partialFilterExpression={"batch_id": {"$type": "string"}},
            ),
        ]


class ActivityChanges(Stored):
    """Changes of one entry that are too large to stand in it, a piece of at most 1 MB each."""

    activity_id: str
    place: int
    changes: list[dict[str, Any]]

    class Settings:
        name = "activity_changes"
        indexes: ClassVar[list[IndexModel]] = [IndexModel([("activity_id", ASCENDING), ("place", ASCENDING)])]


def entry(
    operation: Operation,
    call: Call,
    *,
    at: datetime,
    id: str,
    changes: Sequence[Change] = (),
    outcome: str = "ok",
    undoes: Sequence[str] = (),
    scopes: Mapping[str, str] | None = None,
    compact: bool = False,
) -> tuple[Activity, list[ActivityChanges]]:
    """The entry for what an operation did or was refused, and the changes that do not fit in it.

    `scopes` says of changed documents, by id, whose they are, where that is not said in them. A `compact` entry
    leaves out the fields of what was created, and is undone with its whole batch by whoever wrote it (an import).
    """
    recorded = [change for change in changes if change.recorded]
    whose = {change.id: (scopes or {}).get(change.id) or scope_of(change.stored) for change in recorded}
    listed = [_listed(change, whose[change.id], compact=compact) for change in recorded]
    first = next((change for change in recorded if change.entity and not change.entity.silent), None)
    first = first or (recorded[0] if recorded else None)
    secret = any("secret" in field for change in listed for field in change["fields"].values())
    made = Activity(
        id=id,
        at=at,
        created_at=at,
        updated_at=at,
        operation=operation.name,
        effect=operation.effect.value,
        actor=call.actor.public(),
        person_id=call.actor.person_id,
        on_behalf_of=call.actor.on_behalf_of,
        origin=call.origin.value,
        request_id=call.request_id,
        run_id=call.run_id,
        batch_id=call.batch_id,
        room_id=(first.stored.get("room_id") if first else None) or call.room_id,
        project_id=first.stored.get("project_id") if first else None,
        entity=_reference(first),
        changes=listed,
        audience=sorted({scope for scope in whose.values() if scope} | {call.actor.person_id}),
        outcome=outcome,
        undoable=operation.undoable and bool(listed) and not secret and not compact,
        undoes=list(undoes),
    )
    spill = _spill(made)
    return made, spill


def _listed(change: Change, scope: str | None, *, compact: bool) -> dict[str, Any]:
    assert change.entity is not None
    listed: dict[str, Any] = {
        "kind": change.entity.kind,
        "id": change.id,
        "label": change.entity.label(change.stored)[:300],
        "change": change.change,
        "owner_id": change.stored.get("owner_id"),
        "scope": scope,
        "fields": {} if compact and change.change != "updated" else change.fields(),
    }
    listed["revision"] = change.stored.get("revision")
    if change.change == "deleted":
        listed["created_at"] = change.stored.get("created_at")
    return listed


def _reference(change: Change | None) -> dict[str, Any] | None:
    if change is None or change.entity is None:
        return None
    return {
        "kind": change.entity.kind,
        "id": change.id,
        "label": change.entity.label(change.stored)[:300],
        "change": change.change,
    }


def _spill(made: Activity) -> list[ActivityChanges]:
    if len(made.changes) < 2 and not made.changes:
        return []
    sizes = [len(BSON.encode({"c": change})) for change in made.changes]
    if sum(sizes) <= INLINE_BYTES:
        return []
    pieces: list[list[dict[str, Any]]] = [[]]
    room = INLINE_BYTES
    for change, size in zip(made.changes, sizes, strict=True):
        if pieces[-1] and size > room:
            pieces.append([])
            room = INLINE_BYTES
        pieces[-1].append(change)
        room -= size
    made.changes = []
    made.spilled = True
    return [
        ActivityChanges(activity_id=made.id, place=place, changes=piece, created_at=made.at)
        for place, piece in enumerate(pieces)
    ]


async def changes_of(raw: Mapping[str, Any]) -> list[dict[str, Any]]:
    """All changes of a stored entry, those that lie apart included."""
    if not raw.get("spilled"):
        return list(raw["changes"])
    pieces = ActivityChanges.rows().find({"activity_id": raw["_id"]}).sort("place", ASCENDING)
    return [change async for piece in pieces for change in piece["changes"]]
