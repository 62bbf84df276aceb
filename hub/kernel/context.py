"""Who is calling, through which door, and what the call may use: one `Ctx` per call."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Any, Protocol, TypeVar
from zoneinfo import ZoneInfo

from pydantic import BaseModel

from hub.kernel.clock import Clock
from hub.kernel.events import Signal


class ActorKind(StrEnum):
    """What sort of being acts."""

    USER = "user"
    BOT = "bot"
    AGENT = "agent"
    VISITOR = "visitor"
    CONNECTOR = "connector"
    SYSTEM = "system"


class Role(StrEnum):
    """What an account may do in the instance as a whole."""

    ADMIN = "admin"
    MEMBER = "member"
    GUEST = "guest"
    BOT = "bot"


class Origin(StrEnum):
    """The door a call came through."""

    REST = "rest"
    SOCKET = "socket"
    SLASH = "slash"
    AGENT = "agent"
    MCP = "mcp"
    SCHEDULE = "schedule"
    CONNECTOR = "connector"
    CLI = "cli"
    SYSTEM = "system"


@dataclass(frozen=True, kw_only=True)
class Actor:
    """Who acts. An agent acts on behalf of a person and has that person's rights, never more."""

    kind: ActorKind
    id: str
    display_name: str
    role: Role | None = None
    on_behalf_of: str | None = None
    locale: str = "en"
    time_zone: str = "UTC"
    scopes: frozenset[str] | None = None
    """None for everything the role may; else names such as `read`, `write`, `task:read`, `task:write`."""
    session_id: str | None = None

    @property
    def person_id(self) -> str:
        """The account whose rights count."""
        return self.on_behalf_of or self.id

    def may_read(self, *features: str) -> bool:
        """Whether the caller's scopes cover reading all of these features; of none named, everything there is."""
        scopes = self.scopes
        if scopes is None or "read" in scopes:
            return True
        return bool(features) and all(f"{feature}:read" in scopes for feature in features)

    def public(self) -> dict[str, Any]:
        """The actor as the wire page shows it."""
        shown: dict[str, Any] = {"kind": self.kind.value, "id": self.id, "display_name": self.display_name}
        if self.on_behalf_of:
            shown["on_behalf_of"] = self.on_behalf_of
        return shown


ANYONE = Actor(kind=ActorKind.USER, id="", display_name="")
"""The actor of a call without credentials: no id, no role."""

SYSTEM = Actor(kind=ActorKind.SYSTEM, id="system", display_name="Panoramix", role=Role.ADMIN)


NOTHING: dict[str, Any] = {}


@dataclass(slots=True)
class Reply:
    """What a call sets beside its answer; only the REST door has a use for it."""

    cookies: dict[str, tuple[str, int]] = field(default_factory=NOTHING.copy)
    """Cookie role to (value, seconds to live; 0 removes it)."""


# Not frozen, like all that is made anew for each call: that would make one cost ten times as much.
@dataclass(kw_only=True, slots=True, eq=False)
class Call:
    """How a door introduces a call to the pipeline. It is never changed."""

    actor: Actor
    origin: Origin
    request_id: str
    idempotency_key: str | None = None
    run_id: str | None = None
    room_id: str | None = None
    batch_id: str | None = None
    tainted: bool = False
    """The run that makes this call has read text from outside."""
    address: str = ""
    """The caller's network address, for limits before sign-in."""
    user_agent: str = ""
    cookies: Mapping[str, str] = field(default_factory=NOTHING.copy)
    reply: Reply = field(default_factory=Reply)
    admitted: Callable[[], None] = field(default=lambda: None)
    """Called by an operation once its place in the order is taken, so that the next call may start."""


Doc = TypeVar("Doc")
A = TypeVar("A", bound=BaseModel)


class Work(Protocol):
    """The unit of work as an operation sees it: everything it wants to change, until the commit."""

    async def load(self, kind: type[Doc], id: str) -> Doc | None:
        """The document with that id, as this unit of work sees it; None if there is none."""
        ...

    async def glance(self, kind: type[Doc], id: str) -> Doc | None:
        """The document as of now or of a moment ago; None if there is none. For deciding, never for changing.

        It costs no read of the database most of the time. What this process has committed, and what this
        unit of work would, is always seen; what others committed, within a second.
        """
        ...

    async def glance_all(self, kind: type[Doc], field: str, value: str) -> Sequence[Doc]:
        """The documents with a value in an indexed field, as `glance` sees them; for kinds that seldom change."""
        ...

    async def find(self, kind: type[Doc], where: Mapping[str, Any], *, limit: int = 0) -> list[Doc]:
        """The stored documents that match (at most `limit`, 0 for all), as this unit of work sees them."""
        ...

    def insert(self, doc: Doc) -> Doc:
        """Have the document stored at the commit."""
        ...

    def update(self, doc: Doc, **changes: Any) -> Doc:
        """Set fields, now in the object and at the commit in the database."""
        ...

    def delete(self, doc: Any) -> None:
        """Have the document removed at the commit."""
        ...

    async def append(self, entry: Doc) -> Doc:
        """Append to a log right away; durable, and in its place in the order, when this returns."""
        ...

    def signal(self, signal: Signal) -> None:
        """Have a signal carried out after the commit."""
        ...


class Parts(Protocol):
    """Runs bulk work part by part."""

    async def __call__(self, batch_id: str, part: Callable[[Ctx], Awaitable[A]]) -> A:
        """Run one part in a unit of work of its own; see `Ctx.apart`."""
        ...


@dataclass(kw_only=True, slots=True, eq=False)
class Ctx:
    """What an operation may use. One per call, and never changed."""

    call: Call
    clock: Clock
    work: Work
    apart: Parts
    """`await ctx.apart(batch_id, part)` runs `part(ctx)` in a unit of work of its own, committed when it returns.

    For bulk work (architecture.md): each part changes at most 1,000 documents and gets one activity
    entry, all of them under one batch id. A part may be run again after a write conflict. An operation
    that works in parts changes nothing itself, so that it is never run again; nor does an idempotency
    key cover its parts, so they must be safe to repeat.
    """

    @property
    def actor(self) -> Actor:
        """Who acts."""
        return self.call.actor

    @property
    def person_id(self) -> str:
        """The account whose rights count and who owns what is made."""
        return self.call.actor.person_id

    @property
    def now(self) -> datetime:
        """The time of this call in UTC, the same however often it is asked for."""
        return self.clock.now()

    @property
    def zone(self) -> ZoneInfo:
        """The person's time zone."""
        return ZoneInfo(self.call.actor.time_zone)
