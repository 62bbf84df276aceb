"""Asking a room, voting and closing."""

from __future__ import annotations

from datetime import datetime, timedelta

from hub.features.messages.draft import append, draft
from hub.features.messages.later import must_may_send
from hub.features.messages.mentions import mentions_in
from hub.features.messages.schemas import Card, CardEntity
from hub.features.polls.access import access_poll, must_be_open, visible
from hub.features.polls.documents import PollDocument, PollVoteDocument, id_from, vote_id
from hub.features.polls.present import present_poll, present_standing
from hub.features.polls.schemas import CreatePoll, ListPolls, Poll, Vote
from hub.features.rooms.access import access_talk
from hub.kernel.context import Ctx
from hub.kernel.errors import conflict, invalid
from hub.kernel.operation import EVERYWHERE, GET, POST, Effect, Rate, operation
from hub.kernel.policies import signed_in
from hub.storage.documents import new_id
from hub.storage.listing import page
from hub.storage.wire import ById, Page
from hub.storage.words import folded

FURTHEST = timedelta(days=366)


@operation(
    "poll.create",
    effect=Effect.WRITE,
    policy=signed_in,
    route=POST("/api/polls", status=201),
    doors=EVERYWHERE,
    rate=Rate(per_second=1, burst=30),
    undoable=False,
)
async def create_poll(ctx: Ctx, command: CreatePoll) -> Poll:
    """Ask a room a question with two to twelve choices, in a message of the caller's; deleting that takes it back."""
    must_may_send(ctx)
    await access_talk(ctx, command.room_id)
    _check(command, ctx.now)
    # Asked again by whoever heard no answer, it is the same poll in the same message.
    again = command.client_msg_id or ctx.call.idempotency_key
    id = id_from("poll", command.room_id, ctx.person_id, again) if again else new_id()
    entry = draft(
        ctx,
        room_id=command.room_id,
        content=command.question,
        client_msg_id=f"poll:{id}",
        reply_to=None,
        mentions=await mentions_in(command.question),
        card=Card(entities=[CardEntity(kind="poll", id=id, change="created")]).model_dump(mode="json"),
    )

    async def part(part: Ctx) -> Poll:
        """The poll first, so that whoever sees the message finds it."""
        poll = await part.work.load(PollDocument, id)
        if poll is None:
            poll = part.work.insert(
                PollDocument(
                    id=id,
                    room_id=command.room_id,
                    message_id=str(entry.row["_id"]),
                    question=command.question,
                    options=[{"id": str(n), "text": text} for n, text in enumerate(command.options, 1)],
                    multiple=command.multiple,
                    closes_at=command.closes_at,
                    owner_id=part.person_id,
                )
            )
        poll.derive()
        return await present_poll(poll)

    poll = await ctx.apart(new_id(), part)
    entry.row["_id"] = poll.message_id
    await append(ctx, entry)
    return poll


@operation("poll.list", effect=Effect.READ, policy=signed_in, route=GET("/api/polls"), doors=EVERYWHERE)
async def list_polls(ctx: Ctx, command: ListPolls) -> Page[Poll]:
    """List the polls of the rooms that the caller is in, newest first."""
    conditions = await visible(ctx)
    if command.room_id is not None:
        await access_talk(ctx, command.room_id)
        conditions = {"room_id": command.room_id}
    if command.open is not None:
        closed = {"$or": [{"closed_at": {"$ne": None}}, {"closes_at": {"$ne": None, "$lte": ctx.now}}]}
        conditions |= {"$nor": [closed]} if command.open else closed
    return await page(PollDocument, conditions, present_standing, limit=command.limit, cursor=command.cursor)


@operation("poll.get", effect=Effect.READ, policy=signed_in, route=GET("/api/polls/{id}"), doors=EVERYWHERE)
async def get_poll(ctx: Ctx, command: ById) -> Poll:
    """Show a poll with who chose what."""
    return await present_poll(await access_poll(ctx, command.id))


@operation("poll.vote", effect=Effect.WRITE, policy=signed_in, route=POST("/api/polls/{id}/vote"), doors=EVERYWHERE)
async def vote(ctx: Ctx, command: Vote) -> Poll:
    """Choose in an open poll; it replaces what the caller chose before, and nothing takes the vote back."""
    poll = await access_poll(ctx, command.id)
    must_be_open(poll, ctx.now)
    chosen = list(dict.fromkeys(command.option_ids))
    if not set(chosen) <= {option["id"] for option in poll.options}:
        raise invalid("The input is not valid.", option_ids="is no choice of this poll")
    if len(chosen) > 1 and not poll.multiple:
        raise invalid("The input is not valid.", option_ids="this poll takes one choice")
    mine = await ctx.work.load(PollVoteDocument, vote_id(poll.id, ctx.person_id))
    if not chosen and mine is not None:
        ctx.work.delete(mine)
    elif chosen and mine is not None and mine.option_ids != chosen:
        ctx.work.update(mine, option_ids=chosen, cast_at=ctx.now)
    elif chosen and mine is None:
        ctx.work.insert(
            PollVoteDocument(
                id=vote_id(poll.id, ctx.person_id),
                poll_id=poll.id,
                room_id=poll.room_id,
                option_ids=chosen,
                cast_at=ctx.now,
                owner_id=ctx.person_id,
            )
        )
    return await present_poll(poll, (ctx.person_id, chosen))


@operation("poll.close", effect=Effect.WRITE, policy=signed_in, route=POST("/api/polls/{id}/close"), doors=EVERYWHERE)
async def close_poll(ctx: Ctx, command: ById) -> Poll:
    """Close a poll, as who asked it or as an administrator; undoing that opens it again."""
    poll = await access_poll(ctx, command.id, write=True)
    if poll.closed_at is not None:
        raise conflict("This poll is closed.")
    ctx.work.update(poll, closed_at=ctx.now)
    poll.derive()
    return await present_poll(poll)


def _check(command: CreatePoll, now: datetime) -> None:
    """Refuse choices that look the same, and a time that is none.

    Raises:
        OperationError: `invalid`.
    """
    if len({folded(text) or text for text in command.options}) < len(command.options):
        raise invalid("The input is not valid.", options="two choices are the same")
    if any("\x00" in text for text in (command.question, *command.options)):
        raise invalid("The input is not valid.", question="holds a character that is no text")
    if command.closes_at is not None and not now < command.closes_at <= now + FURTHEST:
        raise invalid("The input is not valid.", closes_at="must lie ahead, at most a year")
