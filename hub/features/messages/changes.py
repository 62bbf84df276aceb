"""Editing, deleting, reacting to and pinning messages; each change takes the next `rev` of the room."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from pydantic import BaseModel

from hub.features.messages.access import access_living
from hub.features.messages.checks import check_content
from hub.features.messages.documents import MessageDocument
from hub.features.messages.mentions import mentions_in
from hub.features.messages.moderation import take_away
from hub.features.messages.present import present_message
from hub.features.messages.schemas import EditMessage, History, Message, MessageKind, React, Version
from hub.kernel.context import Ctx, Role
from hub.kernel.errors import conflict, forbidden
from hub.kernel.events import Publish, Signal
from hub.kernel.operation import DELETE, GET, PATCH, PUT, Effect, operation
from hub.kernel.policies import signed_in
from hub.storage.wire import ById

Raw = Mapping[str, Any]
MOST_REACTIONS = 30


@operation("message.edit", effect=Effect.WRITE, policy=signed_in, route=PATCH("/api/messages/{id}"))
async def edit_message(ctx: Ctx, command: EditMessage) -> Message:
    """Change the text of one's own message; what it said before is kept."""
    content = check_content(command.content)
    message = await access_living(ctx, command.id)
    _own(ctx, message)
    if command.revision is not None and command.revision != message.revision:
        raise conflict("The message has changed meanwhile.", present_message(message).model_dump(mode="json"))
    if message.kind is not MessageKind.TEXT:
        raise forbidden("Only text can be edited.")
    if content != message.content:
        before = {"content": message.content, "edited_at": message.edited_at or message.created_at}
        ctx.work.update(
            message,
            content=content,
            mentions=await mentions_in(content),
            history=[*message.history, before][-50:],
            edited_at=ctx.now,
        )
    return present_message(message)


@operation("message.delete", effect=Effect.DESTROY, policy=signed_in, route=DELETE("/api/messages/{id}"))
async def delete_message(ctx: Ctx, command: ById) -> Message:
    """Delete a message, one's own or as an administrator; a tombstone keeps its place. This can be undone."""
    message = await access_living(ctx, command.id)
    if ctx.actor.role is not Role.ADMIN:
        _own(ctx, message)
    await take_away(ctx, message)
    return present_message(message)


@operation(
    "message.react",
    effect=Effect.WRITE,
    policy=signed_in,
    route=PUT("/api/messages/{id}/reactions/{emoji}"),
    undoable=False,
)
async def react(ctx: Ctx, command: React) -> Message:
    """Put an emoji on a message. Doing it twice changes nothing."""
    message = await access_living(ctx, command.id)
    reactions = {one["emoji"]: list(one["user_ids"]) for one in message.reactions}
    people = reactions.setdefault(command.emoji, [])
    if len(reactions) > MOST_REACTIONS:
        raise conflict("This message has as many different reactions as fit.")
    if ctx.person_id not in people:
        people.append(ctx.person_id)
        ctx.work.update(message, reactions=_listed(reactions))
    return present_message(message)


@operation(
    "message.unreact",
    effect=Effect.WRITE,
    policy=signed_in,
    route=DELETE("/api/messages/{id}/reactions/{emoji}"),
    undoable=False,
)
async def unreact(ctx: Ctx, command: React) -> Message:
    """Take one's emoji off a message."""
    message = await access_living(ctx, command.id)
    reactions = {one["emoji"]: list(one["user_ids"]) for one in message.reactions}
    if ctx.person_id in reactions.get(command.emoji, []):
        reactions[command.emoji].remove(ctx.person_id)
        ctx.work.update(message, reactions=_listed(reactions))
    return present_message(message)


@operation("message.pin", effect=Effect.WRITE, policy=signed_in, route=PUT("/api/messages/{id}/pin"))
async def pin_message(ctx: Ctx, command: ById) -> Message:
    """Pin a message in its room; whoever is in it can. This can be undone."""
    return present_message(ctx.work.update(await access_living(ctx, command.id), pinned=True))


@operation("message.unpin", effect=Effect.WRITE, policy=signed_in, route=DELETE("/api/messages/{id}/pin"))
async def unpin_message(ctx: Ctx, command: ById) -> Message:
    """Unpin a message; whoever is in its room can. This can be undone."""
    return present_message(ctx.work.update(await access_living(ctx, command.id), pinned=False))


@operation("message.history", effect=Effect.READ, policy=signed_in, route=GET("/api/messages/{id}/history"))
async def message_history(ctx: Ctx, command: ById) -> History:
    """Show what an edited message said before."""
    message = await access_living(ctx, command.id)
    return History(items=[Version.model_validate(version) for version in message.history])


def announce(
    before: Raw | None, after: Raw | None, public: BaseModel, by: Raw, audience: frozenset[str]
) -> Sequence[Signal]:
    """What changed, as the event that the wire page names for it."""
    assert isinstance(public, Message)
    if before is None or after is None:
        return ()
    if before["reactions"] != after["reactions"] and before["deleted_at"] == after["deleted_at"]:
        return [
            Publish(
                name=name,
                audience=audience,
                payload={
                    "room_id": public.room_id,
                    "message_id": public.id,
                    "seq": public.seq,
                    "rev": public.rev,
                    "emoji": emoji,
                    "user_id": user_id,
                },
            )
            for name, emoji, user_id in _moved(before["reactions"], after["reactions"])
        ]
    gone = before["deleted_at"] is None and after["deleted_at"] is not None
    payload = {"room_id": public.room_id, "message": public.model_dump(mode="json")}
    return (Publish(name="message.deleted" if gone else "message.updated", audience=audience, payload=payload),)


def _moved(before: list[Raw], after: list[Raw]) -> list[tuple[str, str, str]]:
    was = {(one["emoji"], user_id) for one in before for user_id in one["user_ids"]}
    now = {(one["emoji"], user_id) for one in after for user_id in one["user_ids"]}
    added = [("reaction.added", *pair) for pair in sorted(now - was)]
    return added + [("reaction.removed", *pair) for pair in sorted(was - now)]


def _listed(reactions: dict[str, list[str]]) -> list[dict[str, Any]]:
    return [{"emoji": emoji, "user_ids": people} for emoji, people in reactions.items() if people]


def _own(ctx: Ctx, message: MessageDocument) -> None:
    if ctx.person_id != message.owner_id:
        raise forbidden("Only its writer can change a message.")
