"""Taking back what an import wrote, newest first, by the activity's own record of it."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Mapping, Sequence
from typing import Any, cast

from pymongo import DeleteOne, UpdateOne
from pymongo.errors import OperationFailure

from hub.features.transfer.kinds import PERSON, Kind, Kinds
from hub.features.transfer.report import Report
from hub.features.transfer.writing import PAUSES_S, TRANSIENT, take_place
from hub.kernel.clock import Clock
from hub.kernel.context import Call
from hub.kernel.operation import Operation
from hub.storage.activity import Activity, Change, changes_of, entry
from hub.storage.documents import BOOKKEEPING, encode, new_id

Raw = Mapping[str, Any]
Tell = Callable[[str, int, int], Awaitable[None]]
AT_ONCE = 1_000
CHANGED = "has been changed since"
USED = "is used by something newer"


class Undoer:
    """Undoes one batch.

    What has been changed since stays, and so does what something that stays points at: a project in which somebody
    has worked meanwhile. It is named in the report.
    """

    def __init__(self, kinds: Kinds, operation: Operation, call: Call, clock: Clock, tell: Tell) -> None:
        self.report = Report()
        self._kinds = kinds
        self._operation = operation
        self._call = call
        self._clock = clock
        self._tell = tell
        self._in_use: dict[str, list[dict[str, Any]]] = {}
        """What could not go, as something pointed at it: it is tried again once all the rest is gone."""
        self._parts: dict[str, list[dict[str, Any]]] = {}
        """Who has part in what: that goes last, and stays with what stays, or nobody would see it any more."""
        self._stayed: set[str] = set()
        self._gone = 0

    async def run(self, batch_id: str) -> None:
        """Undo what is recorded under a batch."""
        where = {"batch_id": batch_id, "outcome": "ok", "undone_by": None}
        total, done = await Activity.rows().count_documents(where), 0
        async for raw in Activity.rows().find(where).sort("_id", -1):
            await self._entry(raw)
            done += 1
            await self._tell("undoing", done, total)
        await self._again()
        for name, changes in self._parts.items():
            kind = self._kinds.by_name[name]
            going = await self._without_what_stays(kind, changes)
            for start in range(0, len(going), AT_ONCE):
                await self._kind(kind, going[start : start + AT_ONCE], None)

    async def _again(self) -> None:
        """Try what was in use, until no more goes: what used it may have gone meanwhile, and what used that."""
        before = -1
        while self._in_use and before != self._gone:
            before, waiting, self._in_use = self._gone, self._in_use, {}
            for kind in reversed(list(self._kinds)):
                changes = waiting.get(kind.name, [])
                for start in range(0, len(changes), AT_ONCE):
                    await self._kind(kind, changes[start : start + AT_ONCE], None)
        for name, changes in self._in_use.items():
            for change in changes:
                self._stays(self._kinds.by_name[name], change, USED)

    async def _entry(self, raw: Raw) -> None:
        by_kind: dict[str, list[dict[str, Any]]] = {}
        for change in await changes_of(raw):
            by_kind.setdefault(change["kind"], []).append(change)
        known: list[Kind] = []
        for kind in self._kinds:
            if kind.name in by_kind and kind.portable.own_id is not None:
                self._parts.setdefault(kind.name, []).extend(by_kind[kind.name])
            elif kind.name in by_kind:
                known.append(kind)
        for kind in reversed(known):
            await self._kind(kind, by_kind[kind.name], raw["_id"])

    async def _kind(self, kind: Kind, changes: Sequence[dict[str, Any]], entry_id: str | None) -> None:
        for pause in PAUSES_S:
            await asyncio.sleep(pause)
            try:
                await self._together(kind, changes, entry_id)
                return
            except OperationFailure as fault:
                if not fault.has_error_label(TRANSIENT):
                    raise
        for change in changes:
            self._stays(kind, change, "others keep changing this")

    async def _together(self, kind: Kind, changes: Sequence[dict[str, Any]], entry_id: str | None) -> None:
        ids = [change["id"] for change in changes]
        stored = {row["_id"]: row async for row in kind.document.rows().find({"_id": {"$in": ids}})}
        used = await self._used(kind, ids)
        told: list[Change] = []
        stays: list[tuple[dict[str, Any], str]] = []
        in_use: list[dict[str, Any]] = []
        for change in changes:
            row = stored.get(change["id"])
            if row is None:
                continue
            if row.get("revision") != change["revision"]:
                stays.append((change, CHANGED))
            elif change["change"] == "created" and change["id"] in used:
                in_use.append(change)
            elif change["change"] == "created":
                told.append(_change(kind, row, None))
            else:
                told.append(_change(kind, row, _before(change, row)))
        lost = await self._write(kind, told, entry_id) if told else {}
        # Only now: what is tried again is not reported twice.
        for change, why in stays:
            self._stays(kind, change, why)
        for why in lost.values():
            self.report.noted(kind.portable.collection, 0, why)
        if in_use:
            self._in_use.setdefault(kind.name, []).extend(in_use)
        self._gone += len(told)
        self.report.of(kind.portable.collection).written += len(told)

    async def _write(self, kind: Kind, told: Sequence[Change], entry_id: str | None) -> dict[str, str]:
        """Write what is told, in one transaction.

        Returns:
            What could not be as it had been, in words, by id.
        """
        rows = kind.document.rows()
        at = self._clock.now()
        async with rows.database.client.start_session() as session, await session.start_transaction():
            renewed = [(one.before or {}, cast("dict[str, Any]", one.after)) for one in told if one.after is not None]
            lost = await take_place(kind, renewed, session) if renewed else {}
            await rows.bulk_write([_back(one) for one in told], session=session)
            gone_ids = [change.id for change in told if change.after is None]
            if kind.portable.gone is not None and gone_ids:
                await kind.portable.gone(gone_ids, session)
            undoes = [entry_id] if entry_id else []
            made, spill = entry(
                self._operation, self._call, at=at, id=new_id(), changes=told, undoes=undoes, compact=True
            )
            await Activity.rows().insert_one(encode(made), session=session)
            for piece in spill:
                await type(piece).rows().insert_one(encode(piece), session=session)
            if entry_id is not None:
                gone = {"$set": {"undone_by": made.id}, "$inc": {"revision": 1}}
                await Activity.rows().update_one({"_id": entry_id}, gone, session=session)
        return lost

    async def _used(self, kind: Kind, ids: Sequence[str]) -> set[str]:
        """Those that something else points at; what is undone with them has gone before."""
        found: set[str] = set()
        for other, name in self._kinds.pointing_at(kind.name):
            async for row in other.document.rows().find({name: {"$in": list(ids)}}, {name: 1}):
                if other.portable.own_id is None:
                    found.add(row[name])
        if kind.name == PERSON:
            for other in self._kinds:
                if other.owned:
                    found.update(await other.document.rows().distinct("owner_id", {"owner_id": {"$in": list(ids)}}))
        return found

    async def _without_what_stays(self, kind: Kind, changes: Sequence[dict[str, Any]]) -> list[dict[str, Any]]:
        """Of the parts that people have in things, those in what is gone, or was here before."""
        ids = [change["id"] for change in changes]
        stay: set[str] = set()
        if self._stayed:
            async for row in kind.document.rows().find({"_id": {"$in": ids}}):
                if any(row.get(name) in self._stayed for name in kind.entity.references):
                    stay.add(row["_id"])
        return [change for change in changes if change["id"] not in stay]

    def _stays(self, kind: Kind, change: Raw, why: str) -> None:
        self._stayed.add(change["id"])
        label = change.get("label") or change["id"]
        self.report.skipped(kind.portable.collection, 0, f"“{label}” {why}")


def _before(change: Raw, row: Raw) -> dict[str, Any]:
    before = {name: field.get("before") for name, field in change["fields"].items() if "before" in field}
    doc = {**row, **before, "revision": row["revision"] + 1}
    return {name: value for name, value in doc.items() if name not in BOOKKEEPING or name == "revision"}


def _back(change: Change) -> DeleteOne | UpdateOne:
    before = change.before or {}
    same = {"_id": change.id, "revision": before.get("revision")}
    if change.after is None:
        return DeleteOne(same)
    fields = {name: value for name, value in change.after.items() if name not in ("_id", "created_at")}
    return UpdateOne(same, {"$set": fields})


def _change(kind: Kind, row: Raw, after: Raw | None) -> Change:
    return Change(
        document=kind.document,
        entity=kind.entity,
        id=row["_id"],
        change="deleted" if after is None else "updated",
        before=row,
        after=None if after is None else {**row, **after},
    )
