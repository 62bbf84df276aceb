"""Messages sent, as activity: who wrote where and when, never what. They are their own record."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from hub.features.activity.schemas import ActivityOut, EntityReference, Filters
from hub.features.messages.access import sent
from hub.kernel.context import Ctx, Role
from hub.storage.wire import Page

Raw = Mapping[str, Any]
SEND = "message.send"
ROUTES = frozenset({None, "message", SEND})


async def sent_messages(ctx: Ctx, wanted: Filters, limit: int, cursor: str | None) -> Page[ActivityOut]:
    """The part of a page that comes from the message log: an administrator's of all, others' of their own."""
    others = wanted.project or wanted.origin or wanted.kind not in (None, "message")
    if others or wanted.operation not in ROUTES or wanted.outcome not in (None, "ok"):
        return Page(items=[])
    own = None if ctx.actor.role is Role.ADMIN else ctx.person_id
    if own and wanted.actor not in (None, own):
        return Page(items=[])
    return await sent(
        _present,
        limit=limit,
        cursor=cursor,
        writer_id=own or wanted.actor,
        room_id=wanted.room,
        run_id=wanted.run,
        message_id=wanted.entity,
        since=wanted.from_,
        until=wanted.to,
        newer_than=wanted.after,
    )


async def _present(raws: Sequence[Raw]) -> list[ActivityOut]:
    return [present_sent(raw) for raw in raws]


def present_sent(raw: Raw) -> ActivityOut:
    """A stored message as an entry, without its content."""
    return ActivityOut(
        id=raw["_id"],
        created_at=raw["created_at"],
        updated_at=raw["created_at"],
        revision=1,
        owner_id=raw["owner_id"],
        at=raw["created_at"],
        operation=SEND,
        effect="write",
        actor=raw["sender"],
        on_behalf_of=raw["sender"].get("on_behalf_of"),
        origin="",
        request_id="",
        run_id=raw.get("run_id"),
        room_id=raw["room_id"],
        entity=EntityReference(kind="message", id=raw["_id"], label=f"#{raw['seq']}", change="created"),
        outcome="ok",
    )
