"""The search engine as the hub sees it: one protocol, whatever is behind it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Protocol


@dataclass(frozen=True, kw_only=True)
class Item:
    """Something to be found."""

    kind: str
    id: str
    title: str
    text: str
    scopes: Sequence[str]
    """The topics (`user:<id>`, `project:<id>`, `room:<id>`) whose hearers may see it. Only a first sieve: whoever
    asks has every right checked again on what is found."""
    project_id: str | None = None
    room_id: str | None = None
    people: Sequence[str] = ()
    has: Sequence[str] = ()
    """`link`, `file`, `image`, `checklist`, `task`."""
    at: int = 0
    """When, in milliseconds since 1970."""


@dataclass(frozen=True, kw_only=True)
class Asked:
    """What is looked for, and among what. Without a text, the newest of it."""

    text: str
    scopes: Sequence[str]
    kinds: Sequence[str] = ()
    """Only these; none named: all."""
    project_id: str | None = None
    room_id: str | None = None
    people: Sequence[str] = ()
    """Only what one of them wrote or is part of; none named: anybody."""
    has: str | None = None
    since: int | None = None
    until: int | None = None
    limit: int = 20
    words: bool = True
    meaning: bool = True


@dataclass(frozen=True, kw_only=True)
class Hit:
    """Something found, best first."""

    kind: str
    id: str
    start: int
    """Where in its text the piece begins that was found."""
    score: float
    by: str
    """`words`, `meaning` or `both`."""


@dataclass(frozen=True, kw_only=True)
class State:
    """How the index is."""

    where: str
    """`embedded`, or `server` for Qdrant elsewhere."""
    points: int
    with_meaning: int
    waiting: int
    """Pieces that have words and not yet their meaning."""
    model: str | None
    """What makes the vectors of meaning; None: words only."""
    why_not: str | None = None
    """Why there is no model."""
    complete: bool = False
    """Whether everything that is stored was once put in."""
    rebuilding: bool = False
    """Whether a second index is being made while this one serves."""
    kinds: dict[str, int] = field(default_factory=dict[str, int])
    """Pieces of each kind."""
    bytes: int = 0
    """On disk; 0 where that is not known."""


class Engine(Protocol):
    """Puts items in, and finds them. Every call may raise `unavailable`: then the rest of the hub goes on."""

    async def put(self, items: Sequence[Item], *, rebuilding: bool = False) -> None:
        """Have items found as they are now, by their words at once and by their meaning when there was time.

        Args:
            items: At most some hundreds.
            rebuilding: They are part of a rebuild, which need not be in the index that serves meanwhile.
        """
        ...

    async def remove(self, kind: str, ids: Sequence[str]) -> None:
        """Have things no longer found."""
        ...

    async def query(self, asked: Asked) -> Sequence[Hit]:
        """What is found, best first, each thing once."""
        ...

    async def like(self, kind: str, id: str, asked: Asked) -> Sequence[Hit]:
        """What means about the same as a thing, which is left out itself."""
        ...

    async def begin_rebuild(self) -> None:
        """Begin a second index, or begin the first one again if it never was complete."""
        ...

    async def finish_rebuild(self) -> None:
        """Everything was put in: serve from it as soon as its meanings are there too."""
        ...

    async def keep(self) -> None:
        """Return when everything put in so far is on disk."""
        ...

    async def state(self) -> State:
        """How the index is."""
        ...
