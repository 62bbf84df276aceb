"""What can be done with search."""

from __future__ import annotations

from functools import partial
from typing import Any, Literal

from hub.features.search.access import read_state, setup, want_rebuild
from hub.features.search.asked import take_apart
from hub.features.search.finding import SPARE, callers, found_by, searched_kinds, title_of, topics, wanted
from hub.features.search.schemas import CollectionInfo, Find, Results, SearchStatus, Similar
from hub.kernel.context import Ctx
from hub.kernel.errors import OperationError, not_found, unavailable
from hub.kernel.operation import EVERYWHERE, GET, POST, Effect, Rate, operation
from hub.kernel.policies import admin, signed_in
from hub.storage.doors import PROGRAMS_AND_EKO
from hub.storage.search.engine import Asked, State
from hub.storage.wire import Nothing, Ok


@operation(
    "search.find",
    effect=Effect.READ,
    policy=signed_in,
    route=GET("/api/search"),
    doors=EVERYWHERE,
    slash=("/search {q}", "/chercher {q}"),
    rate=Rate(per_second=8, burst=40),
)
async def find(ctx: Ctx, command: Find) -> Results:
    """Find messages, notes, tasks, projects, events, people and everything else that the caller may read.

    By words (in French and English, whatever their endings and accents) and by meaning. Newest first where `q` has
    only filters.
    """
    words = take_apart(command.q, ctx.now, ctx.zone)
    asked = await wanted(ctx, command, words)
    mode = _mode(command.by)
    if asked is None or (words.unknown and not words.text and len(words.unknown) == len(command.q.split())):
        return Results(items=[], mode=mode, unknown=words.unknown)
    items = await found_by(ctx, setup().engine.query, asked, words.text, command.limit)
    return Results(items=items, mode=mode, unknown=words.unknown)


@operation(
    "search.similar", effect=Effect.READ, policy=signed_in, route=GET("/api/search/similar"), doors=PROGRAMS_AND_EKO
)
async def similar(ctx: Ctx, command: Similar) -> Results:
    """Find what means about the same as something that the caller may read."""
    entity = searched_kinds(ctx).get(command.kind)
    if entity is None or entity.visible is None:
        raise not_found("It")
    raw = (await callers(ctx, entity, [command.id])).get(command.id)
    if raw is None:
        raise not_found("It")
    (text,) = await setup().texts.of(entity, [raw])
    asked = Asked(
        text=f"{title_of(entity, raw)} {text}"[:2_000],
        scopes=await topics(ctx),
        kinds=sorted(searched_kinds(ctx)),
        limit=command.limit + SPARE,
    )
    items = await found_by(ctx, partial(setup().engine.like, command.kind, command.id), asked, "", command.limit)
    return Results(items=items, mode=_mode("both"))


@operation("search.status", effect=Effect.READ, policy=signed_in, route=GET("/api/search/ai-status"))
async def status(ctx: Ctx, command: Nothing) -> SearchStatus:
    """Say how search is: by words alone or by meaning too, and how much is still to be read."""
    return SearchStatus.model_validate(await _status())


@operation("search.collection_info", effect=Effect.READ, policy=admin, route=GET("/api/search/collection-info"))
async def collection_info(ctx: Ctx, command: Nothing) -> CollectionInfo:
    """Say what is in the index."""
    found, state = await _status(), await read_state()
    inside = await setup().engine.state() if found["up"] else None
    return CollectionInfo(
        **found,
        where="server" if inside and inside.where == "server" else "embedded",
        kinds=inside.kinds if inside else {},
        bytes=inside.bytes if inside else 0,
        complete=bool(inside and inside.complete),
        last_rebuilt_at=state.ended_at,
    )


@operation("search.rebuild", effect=Effect.WRITE, policy=admin, route=POST("/api/search/rebuild"), undoable=False)
async def rebuild(ctx: Ctx, command: Nothing) -> Ok:
    """Put everything into the index anew, while the old one serves."""
    if setup().engine.missing:
        raise unavailable(f"Search is not there: {setup().engine.missing}.")
    await want_rebuild()
    return Ok()


async def _status() -> dict[str, Any]:
    engine, noted = setup().engine, await read_state()
    inside: State | None = None
    why = engine.missing
    if why is None:
        try:
            inside = await engine.state()
        except OperationError as away:
            why = away.detail
    meant = inside is not None and inside.model is not None
    return {
        "up": inside is not None,
        "why": why,
        "mode": "both" if meant else "words",
        "model": inside.model if inside else None,
        "why_no_model": inside.why_not if inside else None,
        "pieces": inside.points if inside else 0,
        "with_meaning": inside.with_meaning if inside else 0,
        "waiting": inside.waiting if inside else 0,
        "rebuilding": noted.is_under_way or noted.is_wanted or bool(inside and inside.rebuilding),
        "rebuilt": noted.done,
        "rebuild_total": noted.total,
    }


def _mode(by: Literal["words", "meaning", "both"]) -> Literal["words", "meaning", "both"]:
    return by if setup().engine.has_model else "words"
