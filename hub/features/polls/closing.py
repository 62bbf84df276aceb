"""How a poll closes by itself: once, however many processes look, and everybody in the room is told."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from hub.features.polls.documents import PollDocument
from hub.features.polls.present import present_poll
from hub.features.polls.schemas import ExpirePoll, Poll
from hub.kernel.context import Ctx
from hub.kernel.errors import not_found
from hub.kernel.jobs import Job
from hub.kernel.operation import Effect, operation
from hub.kernel.policies import system_only

AT_ONCE = 500


@operation("poll.expire", effect=Effect.WRITE, policy=system_only, doors=frozenset(), undoable=False)
async def expire_poll(ctx: Ctx, command: ExpirePoll) -> Poll:
    """Close a poll whose time has come, unless it was closed before."""
    poll = await ctx.work.load(PollDocument, command.id)
    if poll is None:
        raise not_found("The poll")
    if poll.due_at == command.due_at and command.due_at <= ctx.now:
        ctx.work.update(poll, closed_at=command.due_at)
        poll.derive()
    return await present_poll(poll)


async def _next_at() -> datetime | None:
    due = {"due_at": {"$type": "date"}}
    found = await PollDocument.rows().find_one(due, {"due_at": 1}, sort=[("due_at", 1)])
    return found["due_at"] if found else None


async def _due(now: datetime) -> Sequence[Mapping[str, Any]]:
    found = PollDocument.rows().find({"due_at": {"$type": "date", "$lte": now}}, {"due_at": 1})
    rows = found.sort("due_at", 1).limit(AT_ONCE)
    return [{"id": row["_id"], "due_at": row["due_at"].isoformat()} async for row in rows]


JOB = Job(operation="poll.expire", next_at=_next_at, due=_due, woken_by=frozenset({PollDocument}))
