"""The wire models of messages."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated, Any, Literal

from pydantic import Field, StringConstraints

from hub.storage.wire import ById, Id, Input, SerialisedOnce, Several, Time, Wire

LONGEST = 16 * 1024
"""Bytes of UTF-8."""

ClientId = Annotated[str, StringConstraints(min_length=1, max_length=100)]
Emoji = Annotated[str, StringConstraints(min_length=1, max_length=64)]


class MessageKind(StrEnum):
    """What sort of message it is."""

    TEXT = "text"
    FILE = "file"
    SYSTEM = "system"
    AGENT = "agent"


class Sender(Wire):
    """Who wrote it."""

    kind: str
    id: str
    display_name: str
    on_behalf_of: str | None = None


class Reaction(Wire):
    """One emoji and who chose it."""

    emoji: str
    user_ids: list[str]


class CardEntity(Wire):
    """One thing that a run changed; each reader's client fetches it with that reader's own rights."""

    kind: str
    id: Id
    change: Literal["created", "updated", "deleted"]


class CardUndo(Wire):
    """What undoes the card."""

    run_id: Id


class Card(Wire):
    """What a command or the agent did, as references."""

    entities: list[CardEntity] = []
    undo: CardUndo | None = None
    approval_id: Id | None = None
    layer: str | None = None
    """Which layer understood it: slash, grammar or model."""
    duration_ms: int | None = None


class Message(SerialisedOnce):
    """A message, the same bytes for every reader."""

    id: Id
    room_id: Id
    seq: int
    sender: Sender
    kind: MessageKind
    content: str
    attachments: list[dict[str, Any]] = []
    reply_to: Id | None
    thread_id: Id | None = Field(default=None, description="What the thread of an answer began with.")
    reactions: list[Reaction]
    mentions: list[str]
    card: Card | None = None
    run_id: Id | None = None
    client_msg_id: str
    rev: int
    pinned: bool = False
    edited_at: Time | None
    deleted_at: Time | None
    created_at: Time
    updated_at: Time
    revision: int


class SentFile(Input):
    """A file that goes with a message."""

    file_id: Id


class SendMessage(Input):
    """A message to a room."""

    room_id: Id
    content: str = Field(description="Markdown, at most 16 KB; may be empty where there are attachments.")
    client_msg_id: ClientId | None = Field(
        default=None, description="Made by the client; sending it again answers with the first message."
    )
    reply_to: Id | None = None
    draft_at: Time | None = Field(
        default=None,
        description="The caller's draft in this room was sent: it ends, unless it was typed after this. "
        "Only with `client_msg_id`.",
    )
    # A tuple, because a list that is a default is copied for every message.
    attachments: Annotated[
        tuple[SentFile, ...],
        Field(max_length=10, description="Files that were uploaded, for this room or that the caller may see."),
    ] = ()


class AnswerMessage(Input):
    """What the agent says; only a run can."""

    room_id: Id
    content: str
    client_msg_id: ClientId
    reply_to: Id | None = None
    card: Card | None = None
    run_id: Id | None = None


class ListMessages(Input):
    """History: newest first before a seq, or oldest first after one."""

    room_id: Id
    before_seq: Annotated[int | None, Field(ge=0)] = None
    after_seq: Annotated[int | None, Field(ge=0)] = None
    limit: Annotated[int, Field(ge=1, le=200)] = 50
    pinned: bool | None = None


class SyncRoom(Input):
    """What was missed: messages after a seq, and older ones that changed after a rev."""

    room_id: Id
    after_seq: Annotated[int, Field(ge=0)]
    after_rev: Annotated[int | None, Field(ge=0)] = None
    limit: Annotated[int, Field(ge=1, le=200)] = 200


class Synced(SerialisedOnce):
    """The answer to `room.sync`: the same for everyone who asks the same of a room that stands there."""

    items: list[Message]
    changed: list[Message]
    seq: int
    rev: int
    more: bool


class EditMessage(ById):
    """New text for one's own message."""

    content: str
    revision: Annotated[int | None, Field(ge=0)] = None


class React(ById):
    """One emoji on one message."""

    emoji: Emoji


class AroundMessage(ById):
    """A message that one comes to by its address."""

    limit: Annotated[int, Field(ge=1, le=200, description="How many messages at most, itself included.")] = 50


class Around(Wire):
    """A stretch of a room's history, oldest first."""

    items: list[Message]
    earlier: bool = Field(description="More was said before the first.")
    later: bool = Field(description="More was said after the last.")


class ReadThread(ById):
    """A message of the thread, and where to read on."""

    after_seq: Annotated[int | None, Field(ge=0, description="`next_cursor` of the page before.")] = None
    limit: Annotated[int, Field(ge=1, le=200)] = 50


class Thread(Wire):
    """A thread: what it began with, and a page of the answers."""

    root: Message
    replies: int = Field(description="How many answers there are in all, without deleted ones.")
    items: list[Message]
    next_cursor: str | None = None


class ListThreads(Input):
    """Which of a room's threads to list."""

    room_id: Id
    roots: Annotated[
        list[Id],
        Several,
        Field(max_length=200, description="Only the threads that these messages began; none named: all."),
    ] = []
    before_seq: Annotated[int | None, Field(ge=0, description="`next_cursor` of the page before.")] = None
    limit: Annotated[int, Field(ge=1, le=100)] = 30


class ThreadSummary(Wire):
    """A thread, as a list shows it."""

    root: Message
    replies: int = Field(description="How many answers there are, without deleted ones.")
    last_reply: Message


class ThreadPage(Wire):
    """One page of threads."""

    items: list[ThreadSummary]
    next_cursor: str | None = None


class Version(Wire):
    """What a message said before an edit."""

    content: str
    edited_at: Time


class History(Wire):
    """The earlier versions of a message, oldest first."""

    items: list[Version]
