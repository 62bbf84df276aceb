"""Threads: a message with what was answered to it, and to the answers.

An answer carries the id of the message that its thread began with (`thread_id`), which it has from the one that it
answers; nothing is written to that first message, so an answer costs no more than any other message.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from hub.features.messages.access import access_message
from hub.features.messages.documents import MessageDocument
from hub.features.messages.present import present
from hub.features.messages.schemas import ListThreads, ReadThread, Thread, ThreadPage, ThreadSummary
from hub.features.rooms.access import access_talk
from hub.kernel.context import Ctx
from hub.kernel.operation import GET, Effect, operation
from hub.kernel.policies import signed_in
from hub.storage.documents import encode
from hub.storage.doors import PROGRAMS_AND_EKO

Raw = Mapping[str, Any]
ANSWERS = {"$gt": ""}
"""What the thread of an answer is: the index knows only those."""
LIVING = {"$sum": {"$cond": [{"$eq": [{"$type": "$deleted_at"}, "date"]}, 0, 1]}}


@operation("message.thread", effect=Effect.READ, policy=signed_in, route=GET("/api/messages/{id}/thread"))
async def read_thread(ctx: Ctx, command: ReadThread) -> Thread:
    """Show the thread that a message began or is in: its first message, then the answers, oldest first."""
    found = await access_message(ctx, command.id)
    root = found
    if found.thread_id is not None:
        root = await ctx.work.load(MessageDocument, found.thread_id) or found
    inside: dict[str, Any] = {"room_id": root.room_id, "thread_id": root.id}
    after = {"seq": {"$gt": command.after_seq}} if command.after_seq is not None else {}
    rows = MessageDocument.rows().find({**inside, **after}).sort("seq", 1).limit(command.limit + 1)
    answers = await rows.to_list(command.limit + 1)
    items = [present(row) for row in answers[: command.limit]]
    counted = await _count(root.room_id, [root.id])
    return Thread(
        root=present(encode(root)),
        replies=counted[root.id]["replies"] if root.id in counted else 0,
        items=items,
        next_cursor=str(items[-1].seq) if len(answers) > command.limit else None,
    )


@operation(
    "room.threads",
    effect=Effect.READ,
    policy=signed_in,
    route=GET("/api/rooms/{room_id}/threads"),
    doors=PROGRAMS_AND_EKO,
)
async def list_threads(ctx: Ctx, command: ListThreads) -> ThreadPage:
    """List a room's threads, the one that was answered last first; or those that some messages began."""
    await access_talk(ctx, command.room_id)
    if command.roots:
        counted = await _count(command.room_id, command.roots)
        some = sorted(counted.values(), key=lambda one: -one["seq"])
        return ThreadPage(items=await _summaries(command.room_id, some, counted))
    some = await _latest(command.room_id, before_seq=command.before_seq, limit=command.limit + 1)
    shown = some[: command.limit]
    counted = await _count(command.room_id, [one["_id"] for one in shown])
    return ThreadPage(
        items=await _summaries(command.room_id, shown, counted),
        next_cursor=str(shown[-1]["seq"]) if len(some) > command.limit else None,
    )


async def _latest(room_id: str, *, before_seq: int | None, limit: int) -> list[dict[str, Any]]:
    """The threads of a room and their last seq, the newest first: one look into the index for each thread."""
    steps: list[dict[str, Any]] = [
        {"$match": {"room_id": room_id, "thread_id": ANSWERS}},
        {"$sort": {"room_id": -1, "thread_id": -1, "seq": -1}},
        {"$group": {"_id": "$thread_id", "seq": {"$first": "$seq"}}},
        {"$match": {"seq": {"$lt": before_seq}}} if before_seq is not None else {"$match": {}},
        {"$sort": {"seq": -1}},
        {"$limit": limit},
    ]
    return await (await MessageDocument.rows().aggregate(steps)).to_list(limit)


async def _count(room_id: str, roots: Sequence[str]) -> dict[str, Raw]:
    """How many answers that were not deleted threads have, and their last seq; from the index alone."""
    steps: list[dict[str, Any]] = [
        {"$match": {"room_id": room_id, "thread_id": {"$in": list(roots), **ANSWERS}}},
        {"$group": {"_id": "$thread_id", "replies": LIVING, "seq": {"$max": "$seq"}}},
    ]
    return {row["_id"]: row async for row in await MessageDocument.rows().aggregate(steps)}


async def _summaries(room_id: str, threads: Sequence[Raw], counted: Mapping[str, Raw]) -> list[ThreadSummary]:
    """Threads as they are listed; one whose answers are all deleted is none."""
    alive = [one for one in threads if one["_id"] in counted and counted[one["_id"]]["replies"]]
    if not alive:
        return []
    last_ones = {"room_id": room_id, "seq": {"$in": [one["seq"] for one in alive]}}
    # The first messages by their room too: one that an answer names wrongly is not shown elsewhere.
    first_ones = {"room_id": room_id, "_id": {"$in": [one["_id"] for one in alive]}}
    rows = [present(row) async for row in MessageDocument.rows().find({"$or": [first_ones, last_ones]})]
    by_id, by_seq = {row.id: row for row in rows}, {row.seq: row for row in rows}
    return [
        ThreadSummary(
            root=by_id[one["_id"]],
            replies=counted[one["_id"]]["replies"],
            last_reply=by_seq[one["seq"]],
        )
        for one in alive
        if one["_id"] in by_id and one["seq"] in by_seq
    ]
