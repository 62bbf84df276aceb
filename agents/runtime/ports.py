"""What the runtime needs from the house around it; `hub.main` gives it the real things."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Protocol

from agents.language.outcome import Lookup, Speaker, Understood
from agents.language.outcome import Outcome as Understanding
from hub.kernel.context import Actor
from hub.kernel.events import Publish

Tell = Callable[[Publish], Awaitable[None]]
"""Sends one event that nothing stores, best effort."""


@dataclass(frozen=True, kw_only=True)
class RoomView:
    """What the trigger must know about the room that a message is in."""

    id: str
    kind: str
    member_ids: frozenset[str] = frozenset()

    def is_private_with(self, eko_id: str) -> bool:
        """True in a person's direct room with Eko, which nobody else reads."""
        return self.kind == "direct" and eko_id in self.member_ids and len(self.member_ids) <= 2


@dataclass(frozen=True, kw_only=True)
class MessageView:
    """What the trigger must know about a message that is about to be stored."""

    id: str
    room_id: str
    content: str
    sender_id: str
    sender_kind: str
    kind: str = "text"
    reply_to: str | None = None
    mentions: frozenset[str] = field(default_factory=frozenset[str])
    scopes: frozenset[str] | None = None
    """What the token that sent it allows; None for everything."""


class People(Protocol):
    """Who people are, with the rights that they have now."""

    async def actor(self, user_id: str) -> Actor | None:
        """The person as an actor; None when the account is gone or disabled."""
        ...


@dataclass(frozen=True, kw_only=True)
class Heard:
    """One earlier message of a room, for context."""

    id: str
    sender_id: str
    by_eko: bool
    content: str
    said_to: str | None = None
    """Of what Eko said: whom it answered."""
    run_id: str | None = None


class Rooms(Protocol):
    """Where Eko hears and speaks."""

    async def post(
        self,
        *,
        room_id: str,
        run_id: str,
        asker: Actor,
        content: str,
        key: str,
        card: Mapping[str, Any] | None = None,
    ) -> str | None:
        """Say something as Eko; the same key says it once. Returns the message's id."""
        ...

    async def direct_room(self, asker: Actor) -> str:
        """The asker's direct room with Eko, made if there is none yet."""
        ...

    async def recent(self, *, room_id: str, asker: Actor, before_id: str, limit: int) -> Sequence[Heard]:
        """What was said before a message, oldest first, as far as the asker may read it."""
        ...


class Language(Protocol):
    """The offline understanding of plain commands (`agents.language`)."""

    async def understand(self, sentence: str, speaker: Speaker, lookup: Lookup) -> Understanding:
        """What a sentence asks for."""
        ...

    async def slash(self, text: str, speaker: Speaker, lookup: Lookup) -> Understanding:
        """What a slash command asks for."""
        ...

    def reply(self, understood: Understood, results: Sequence[Mapping[str, Any]], speaker: Speaker) -> str:
        """The answer to a command that was carried out; holds what the results hold."""
        ...
