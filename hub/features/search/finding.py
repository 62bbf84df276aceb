"""From what the engine found to what the caller may read: every right is checked again."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any, cast

from hub.features.accounts.access import named
from hub.features.rooms.access import room_ids_of
from hub.features.search.access import setup
from hub.features.search.asked import Words
from hub.features.search.schemas import Find, Found
from hub.features.search.snippets import marks, snippet
from hub.kernel.catalog import Entity
from hub.kernel.context import Ctx
from hub.kernel.errors import OperationError
from hub.storage.search.engine import Asked, Hit
from hub.storage.search.words import Question
from hub.storage.shares import scopes_of
from hub.storage.words import folded

Raw = Mapping[str, Any]
SPARE = 10
"""How many more than wanted are asked of the engine: some of them the caller may not see any more."""
DEEP = 150
"""How many are asked for once those were not enough."""
Ask = Callable[[Asked], Awaitable[Sequence[Hit]]]
MOST_NAMED = 20


def searched_kinds(ctx: Ctx) -> dict[str, Entity]:
    """The kinds that are searched and that the caller's token may read."""
    return {kind: entity for kind, entity in _all_kinds().items() if ctx.actor.may_read(kind)}


def _all_kinds() -> dict[str, Entity]:
    return {
        entity.kind: entity
        for entity in setup().catalog.entities.values()
        if entity.search is not None and entity.search.part_of is None and entity.visible is not None
    }


async def topics(ctx: Ctx) -> list[str]:
    """What the caller hears: their own, their projects', their rooms'. The engine looks at nothing else."""
    projects = (await scopes_of(ctx.work, ctx.person_id))[1:]
    rooms = await room_ids_of(ctx.person_id)
    return [
        f"user:{ctx.person_id}",
        *(f"project:{project}" for project in projects),
        *(f"room:{room}" for room in rooms),
    ]


async def wanted(ctx: Ctx, command: Find, words: Words) -> Asked | None:
    """What the engine is to look for; None where it cannot be anything of the caller's."""
    kinds = searched_kinds(ctx)
    asked = {*command.kinds, *words.kinds}
    people = [command.person_id] if command.person_id else []
    people += await _people(ctx, words)
    rooms = [command.room_id] if command.room_id else []
    projects = [command.project_id] if command.project_id else []
    for place in words.places:
        room, project = await _place(ctx, place)
        if room is None and project is None:
            words.unknown.append(f"in:{place}")
        rooms += [room] if room else []
        projects += [project] if project and not room else []
    looked_at = asked & kinds.keys() if asked else set(kinds)
    if not looked_at or len(set(rooms)) > 1 or len(set(projects)) > 1:
        return None
    since = [one for one in (command.from_, words.since) if one]
    until = [one for one in (command.to, words.until) if one]
    return Asked(
        text=words.text,
        scopes=await topics(ctx),
        # No filter where nothing would be kept out: it takes the engine a third of its time.
        kinds=sorted(looked_at) if looked_at != set(_all_kinds()) else (),
        project_id=projects[0] if projects else None,
        room_id=rooms[0] if rooms else None,
        people=people,
        has=command.has or words.has,
        since=milliseconds(max(since)) if since else None,
        until=milliseconds(min(until)) if until else None,
        limit=min(command.limit + SPARE, DEEP),
        words=command.by != "meaning",
        meaning=command.by != "words",
    )


async def found_by(ctx: Ctx, ask: Ask, asked: Asked, text: str, limit: int) -> list[Found]:
    """What the engine finds and the caller may read now.

    Args:
        ctx: Who asks.
        ask: The engine's `query`, or its `like` for some thing.
        asked: What is looked for.
        text: The words that are marked.
        limit: How many are wanted.
    """
    hits = await ask(asked)
    found = await readable(ctx, hits, text, limit)
    if len(found) < limit and len(hits) == asked.limit < DEEP:
        # Much of it is not the caller's any more, and the index does not know yet.
        found = await readable(ctx, await ask(replace(asked, limit=DEEP)), text, limit)
    return found


async def readable(ctx: Ctx, hits: Sequence[Hit], text: str, limit: int) -> list[Found]:
    """The first of the hits that the caller may read now, with what is stored of them now."""
    kinds = searched_kinds(ctx)
    left = [hit for hit in hits if hit.kind in kinds]
    question = Question(text)
    found: list[Found] = []
    # Seldom is one of them not to be read any more: only then is more than what is wanted looked at.
    while left and len(found) < limit:
        missing = limit - len(found)
        found += await _readable(ctx, kinds, left[:missing], question)
        left = left[missing:]
    return found


async def _readable(ctx: Ctx, kinds: Mapping[str, Entity], hits: Sequence[Hit], question: Question) -> list[Found]:
    of_kind: dict[str, list[Hit]] = {}
    for hit in hits:
        of_kind.setdefault(hit.kind, []).append(hit)
    found: dict[tuple[str, str], Found] = {}
    for kind, some in of_kind.items():
        for hit, raw, whole in await _stored(ctx, kinds[kind], some):
            found[kind, hit.id] = _shown(kinds[kind], hit, raw, whole, question)
    ordered = (found.get((hit.kind, hit.id)) for hit in hits)
    return [one for one in ordered if one is not None]


async def _stored(ctx: Ctx, entity: Entity, hits: Sequence[Hit]) -> list[tuple[Hit, Raw, str]]:
    rows = await callers(ctx, entity, [hit.id for hit in hits])
    kept = [(hit, rows[hit.id]) for hit in hits if hit.id in rows]
    texts = await setup().texts.of(entity, [raw for _, raw in kept])
    return [(hit, raw, text) for (hit, raw), text in zip(kept, texts, strict=True) if text]


async def callers(ctx: Ctx, entity: Entity, ids: Sequence[str]) -> dict[str, Raw]:
    """Those of the things with these ids that the caller may read now, as they are stored."""
    assert entity.visible is not None
    condition = {"$and": [{"_id": {"$in": list(ids)}}, dict(await entity.visible(ctx))]}
    rows: dict[str, Raw] = {row["_id"]: row async for row in entity.document.rows().find(condition)}
    return rows | await _one_by_one(ctx, entity, [id for id in ids if id not in rows])


async def _one_by_one(ctx: Ctx, entity: Entity, ids: Sequence[str]) -> dict[str, Raw]:
    """What hangs on a thing is that thing's people's, which no filter can say: an attached file."""
    found: dict[str, Raw] = {}
    if not ids:
        return found
    async for row in entity.document.rows().find({"_id": {"$in": list(ids)}, "thing_id": {"$ne": None}}):
        try:
            await entity.authorize(ctx, row, False)
        except OperationError:
            continue  # theirs no more, or never: the index is a moment behind
        found[row["_id"]] = row
    return found


def _shown(entity: Entity, hit: Hit, raw: Raw, text: str, question: Question) -> Found:
    assert entity.search is not None
    title = title_of(entity, raw)
    lead = len(title) if text.startswith(title) else 0
    part = snippet(text[lead:].lstrip(), question, max(0, min(hit.start, len(text)) - lead))
    project = raw["_id"] if entity.kind == "project" else raw.get("project_id")
    return Found(
        kind=entity.kind,
        id=raw["_id"],
        title=title,
        snippet=part.text,
        marks=part.marks,
        title_marks=marks(title, question),
        score=round(hit.score, 6),
        by=cast("Any", hit.by),
        at=moment(raw.get(entity.search.at)) or raw.get("updated_at"),
        project_id=project,
        room_id=raw.get("room_id"),
    )


def title_of(entity: Entity, raw: Raw) -> str:
    """What it is called; of a message, who wrote it."""
    sender = raw.get("sender")
    if isinstance(sender, Mapping):
        return str(cast("Raw", sender).get("display_name") or "")
    return entity.label(raw)


def moment(value: Any) -> datetime | None:
    """A stored time, or day, as a time."""
    if isinstance(value, str):
        try:
            value = datetime.fromisoformat(value)
        except ValueError:
            return None
    if isinstance(value, datetime):
        return value if value.tzinfo else value.replace(tzinfo=UTC)
    if isinstance(value, date):
        return datetime(value.year, value.month, value.day, tzinfo=UTC)
    return None


def milliseconds(value: datetime) -> int:
    """A time as the index keeps it."""
    return round(value.timestamp() * 1000)


async def _people(ctx: Ctx, words: Words) -> list[str]:
    """The accounts and people after `from:`; of a name that is nobody's it is said."""
    found: list[str] = []
    for typed in words.people:
        name = folded(typed).lstrip("@")
        if name in ("me", "moi"):
            found.append(ctx.person_id)
            continue
        ids = [account.id for account in (await named([name])).values()] or await _called(ctx, name)
        if not ids:
            words.unknown.append(f"from:{typed}")
        found += ids
    return found


async def _called(ctx: Ctx, name: str) -> list[str]:
    """Accounts and people whose name has that word."""
    ids: list[str] = []
    for kind in ("user", "person"):
        entity = setup().catalog.entities.get(kind)
        if entity is None or not ctx.actor.may_read(kind):
            continue
        mine = dict(await entity.visible(ctx)) if entity.visible else {"role": {"$exists": True}}
        async for row in entity.document.rows().find(mine).limit(2_000):
            label = folded(entity.label(row), str(row.get("display_name") or ""))
            if name == label or name in label.split():
                ids.append(row["_id"])
    return ids[:MOST_NAMED]


async def _place(ctx: Ctx, name: str) -> tuple[str | None, str | None]:
    """The room or else the project of that name, among the caller's: `(room_id, project_id)`."""
    plain = folded(name).lstrip("#")
    entities = setup().catalog.entities
    room = entities.get("room")
    if room is not None and ctx.actor.may_read("room"):
        mine = {"_id": {"$in": await room_ids_of(ctx.person_id)}}
        found = await _best_named(room, mine, plain)
        if found:
            return found, None
    project = entities.get("project")
    if project is not None and project.visible is not None and ctx.actor.may_read("project"):
        return None, await _best_named(project, dict(await project.visible(ctx)), plain)
    return None, None


async def _best_named(entity: Entity, mine: dict[str, Any], plain: str) -> str | None:
    begins: str | None = None
    async for row in entity.document.rows().find(mine, {"name": 1, "kind": 1}):
        name = folded(str(row.get("name") or row.get("kind") or ""))
        if name == plain:
            return str(row["_id"])
        if begins is None and plain and name.startswith(plain):
            begins = str(row["_id"])
    return begins
