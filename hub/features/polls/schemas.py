"""The wire models of polls."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field, StringConstraints

from hub.storage.wire import ById, EntityOut, Id, Input, PageInput, Time, Title, Wire

Choice = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=200)]
OptionId = Annotated[str, StringConstraints(min_length=1, max_length=4)]


class PollOption(Wire):
    """One choice, and who chose it."""

    id: OptionId
    text: str
    user_ids: list[Id]


class Poll(EntityOut):
    """A question to a room."""

    room_id: Id
    message_id: Id
    question: str
    options: list[PollOption]
    multiple: bool
    closes_at: Time | None
    closed_at: Time | None
    voters: int
    """How many people have voted."""


class PollVote(EntityOut):
    """What one person chose: all of it, not only what changed."""

    poll_id: Id
    room_id: Id
    option_ids: list[OptionId]


class CreatePoll(Input):
    """A question with two to twelve choices. It is asked in a message of the caller's."""

    room_id: Id
    question: Title
    options: Annotated[list[Choice], Field(min_length=2, max_length=12)]
    multiple: bool = Field(default=False, description="Whether one may choose more than one.")
    closes_at: Time | None = Field(default=None, description="When it closes by itself, at most a year ahead.")
    client_msg_id: Annotated[str, StringConstraints(min_length=1, max_length=100)] | None = Field(
        default=None, description="Made by the client; asking again with it answers with the first poll."
    )


class ListPolls(PageInput):
    """Which polls to list; without filters all that the caller may see, newest first."""

    room_id: Id | None = None
    open: bool | None = None


class Vote(ById):
    """All that the caller chooses; nothing takes the vote back."""

    option_ids: Annotated[list[OptionId], Field(max_length=12)]


class ExpirePoll(ById):
    """Close a poll whose time has come."""

    due_at: Time
