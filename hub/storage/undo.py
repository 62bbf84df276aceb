"""Undo, for every kind of entity alike: put back what an entry changed, if it still stands."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, cast

from hub.kernel.catalog import Catalog, Entity
from hub.kernel.context import Ctx
from hub.kernel.errors import conflict, forbidden
from hub.kernel.pipeline import within_scope
from hub.storage.activity import Activity, changes_of
from hub.storage.documents import Stored, decode, encode
from hub.storage.unit_of_work import UnitOfWork

Raw = Mapping[str, Any]


async def undo(ctx: Ctx, catalog: Catalog, entries: Sequence[Activity]) -> int:
    """Undo entries, newest first, in the caller's unit of work.

    Returns:
        How many documents were put back.

    Raises:
        OperationError: `conflict` where an entry cannot be undone, was undone already, or where
            something has changed since (it says what); `not_found` or `forbidden` without the right
            to write.
    """
    work = cast(UnitOfWork, ctx.work)
    restored: list[tuple[Entity, Stored]] = []
    changed: dict[type[Stored], list[Stored]] = {}
    count = 0
    for found in sorted(entries, key=lambda one: one.id, reverse=True):
        if found.undone_by:
            raise conflict("This has been undone already.")
        if not found.undoable:
            raise conflict("This cannot be undone.")
        await _must_be_allowed(ctx, catalog, found)
        changes = [(_entity(catalog, change), change) for change in await changes_of(encode(found))]
        await _load_together(work, changes)
        # All rights are asked before anything is put back: a room's membership gives the right to the room.
        together = _together(changes)
        back = {(entity.kind, doc.id) for entity, doc in restored}
        back |= {(entity.kind, change["id"]) for entity, change in changes if change["change"] == "deleted"}
        returning: set[str] = set()
        for entity, change in changes:
            if change["change"] != "deleted":
                if _goes_back(entity, change, back):
                    await _must_be_untouched(ctx, entity, change)
                    returning.add(change["id"])
                else:
                    await _must_be_writable(ctx, entity, change)
            elif (entity.kind, change["id"]) not in together:
                # A membership that came back would give the right to come back.
                await entity.authorize(ctx, _as_deleted(change), True)
        for entity, change in reversed(changes):
            gone = await work.load(cast("type[Stored]", entity.document), change["id"])
            doc = await _put_back(ctx, catalog, entity, change)
            touched = doc or gone
            if touched is not None:
                changed.setdefault(type(touched), []).append(touched)
            if doc is not None and (change["change"] == "deleted" or change["id"] in returning):
                restored.append((entity, doc))
            count += 1
        work.update(found, undone_by=work.activity_id)
        work.undoes.append(found.id)
    for kind, docs in changed.items():
        await kind.settle(ctx.work, docs)
    for entity, doc in restored:
        await _must_belong(ctx, catalog, entity, doc)
    return count


async def _load_together(work: UnitOfWork, changes: Sequence[tuple[Entity, Raw]]) -> None:
    """Load what changes are about with one query for each kind: an import's entry has hundreds of lines."""
    ids: dict[type[Stored], list[str]] = {}
    for entity, change in changes:
        ids.setdefault(entity.document, []).append(change["id"])
    for kind, some in ids.items():
        await work.load_many(kind, some)


async def mark_undone(ctx: Ctx, batch_id: str, *, limit: int = 0) -> None:
    """Say of a batch of the caller's, or of some entries of it, that what this unit of work does has undone them."""
    work = cast(UnitOfWork, ctx.work)
    standing = {"batch_id": batch_id, "person_id": ctx.person_id, "outcome": "ok", "undone_by": None}
    for entry in await work.find(Activity, standing, limit=limit):
        work.update(entry, undone_by=work.activity_id)
        work.undoes.append(entry.id)


def _entity(catalog: Catalog, change: Raw) -> Entity:
    entity = catalog.entities.get(change["kind"])
    if entity is None:
        raise conflict(f"Nothing here knows what a {change['kind']} is any more.")
    return entity


def _together(changes: Sequence[tuple[Entity, Raw]]) -> set[tuple[str, str]]:
    """What was deleted with what it points at, and that: a room and those who were in it.

    The right to one may come of the other, so it can be asked only once all of it is back.
    """
    gone = {
        (entity.kind, change["id"]): (entity, change) for entity, change in changes if change["change"] == "deleted"
    }
    found: set[tuple[str, str]] = set()
    for key, (entity, change) in gone.items():
        raw = _as_deleted(change)
        targets = {(target, str(raw.get(name))) for name, target in entity.references.items()} & gone.keys()
        found |= targets | ({key} if targets else set())
    return found


def _goes_back(entity: Entity, change: Raw, back: set[tuple[str, str]]) -> bool:
    """Whether a change took something out of what this undo brings back, and so perhaps out of the caller's hands."""
    before = {name: change["fields"][name].get("before") for name in entity.references if name in change["fields"]}
    return any((entity.references[name], str(id)) in back for name, id in before.items())


async def _must_be_untouched(ctx: Ctx, entity: Entity, change: Raw) -> None:
    """Nobody has changed it since: what its owner wrote by himself meanwhile goes back to nobody else.

    The right to it is asked once all is back.
    """
    doc = await ctx.work.load(cast("type[Stored]", entity.document), change["id"])
    if doc is None:
        raise conflict(f"“{change['label']}” has been deleted since.")
    if doc.revision != change.get("revision"):
        await entity.authorize(ctx, encode(doc), True)


async def _must_be_writable(ctx: Ctx, entity: Entity, change: Raw) -> None:
    kind = cast("type[Stored]", entity.document)
    doc = await ctx.work.load(kind, change["id"])
    if doc is None:
        raise conflict(f"“{change['label']}” has been deleted since.")
    anyones = change["change"] == "updated" and change["fields"].keys() <= kind.ANYONES
    await entity.authorize(ctx, encode(doc), not anyones)


async def _must_be_allowed(ctx: Ctx, catalog: Catalog, entry: Activity) -> None:
    """Whoever may not do a thing may not undo it either: neither with their role nor with their token.

    To undo an undo is to do again what that one undid, so the same is asked of it.
    """
    asked, seen = [entry], set[str]()
    while asked:
        one = asked.pop()
        seen.add(one.id)
        done = catalog.operation(one.operation)
        if done is None:
            raise conflict("Nothing here knows how this was done any more.")
        done.policy(ctx)
        within_scope(done, ctx)
        for id in one.undoes:
            undone = await ctx.work.load(Activity, id) if id not in seen else None
            if undone is not None:
                asked.append(undone)
    if entry.undoes and ctx.actor.scopes is not None and "write" not in ctx.actor.scopes:
        # What an undo wrote may be anything.
        raise forbidden("This token does not have the scope write.")


async def _put_back(ctx: Ctx, catalog: Catalog, entity: Entity, change: Raw) -> Stored | None:
    """Undo one change; returns what is there afterwards, to be checked when all is back."""
    kind = cast("type[Stored]", entity.document)
    doc = await ctx.work.load(kind, change["id"])
    if change["change"] == "deleted":
        if doc is not None:
            raise conflict(f"“{change['label']}” is there again already.")
        return ctx.work.insert(decode(kind, _as_deleted(change)))
    if doc is None:
        raise conflict(f"“{change['label']}” has been deleted since.")
    _must_stand(entity, change, encode(doc))
    if change["change"] == "created":
        await _must_not_be_used(ctx, catalog, entity, change)
        ctx.work.delete(doc)
        return None
    previous = {name: field["before"] for name, field in change["fields"].items() if name not in entity.noted}
    back = decode(kind, {**encode(doc), **previous})
    return ctx.work.update(doc, **{name: getattr(back, name) for name in previous})


def _as_deleted(change: Raw) -> dict[str, Any]:
    fields = {name: field["before"] for name, field in change["fields"].items()}
    return {
        "_id": change["id"],
        "created_at": change["created_at"],
        "revision": change["revision"],
        **fields,
    }


async def _must_belong(ctx: Ctx, catalog: Catalog, entity: Entity, doc: Stored) -> None:
    """What came back may be written by the caller, and what it points at is there."""
    raw = encode(doc)
    for name, target in entity.references.items():
        pointed = catalog.entities.get(target)
        if raw.get(name) and pointed and await ctx.work.load(pointed.document, raw[name]) is None:
            raise conflict(f"The {target} that “{entity.label(raw)}” belonged to is gone.")
    await entity.authorize(ctx, raw, True)


def _must_stand(entity: Entity, change: Raw, current: Raw) -> None:
    """Every field that the entry wrote still holds what was written."""
    written = {name: field["after"] for name, field in change["fields"].items() if name not in entity.noted}
    moved = [name for name, after in written.items() if current.get(name) != after]
    if moved:
        names = ", ".join(name.replace("_", " ") for name in moved)
        raise conflict(
            f"“{change['label']}” has changed since: {names}.", {name: current.get(name) for name in moved}
        )


async def _must_not_be_used(ctx: Ctx, catalog: Catalog, entity: Entity, change: Raw) -> None:
    """Nothing that would stay behind points at what is about to go."""
    work = cast(UnitOfWork, ctx.work)
    for other in catalog.entities.values():
        for name, target in other.references.items():
            if target != entity.kind:
                continue
            kind = cast("type[Stored]", other.document)
            pointing = await kind.rows().find({name: change["id"]}, {"_id": 1}).to_list(1000)
            going = work.going(kind)
            if any(row["_id"] not in going for row in pointing):
                raise conflict(f"“{change['label']}” has a {other.kind} in it now.")
