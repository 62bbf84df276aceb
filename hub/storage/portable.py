"""How kinds of things are carried from one instance to another (docs/adr/0019-transfer-in-a-process.md).

A kind says so on its stored form, and nothing else is needed: what it points at is known from its entity.

    class LinkDocument(Scoped):
        PORTABLE = Portable(collection="links")
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

NewId = Callable[[str, Any], str | None]
"""`(kind, id in the file)` to the id here; None for what is neither in the file nor here."""


@dataclass(frozen=True, kw_only=True)
class Above:
    """That things of a kind stand above one another, which must come to an end."""

    field: str
    """Which points at what stands above."""
    most: int
    """How many may stand above one."""
    hold: Callable[[Sequence[str], Any], Awaitable[None]] | None = None
    """`(owners, session)`: has nobody else change what stands above what is theirs before the transaction ends."""


@dataclass(frozen=True, kw_only=True)
class Portable:
    """How documents of one kind stand in an archive, and what must be known to put them somewhere else."""

    collection: str
    """Its name in archives; Panorama's where that has one. Unique."""
    ids: Mapping[str, str] = field(default_factory=dict[str, str])
    """Fields with ids, beyond `owner_id` and the entity's `references`: a path with dots, through lists too, to the
    kind it points at. `@name` for a kind that the neighbouring field `name` says; `actor` for the id in an actor."""
    needs: frozenset[str] = frozenset()
    """Top-level fields with ids without which it makes no sense; what it hangs beneath (`Entity.under`) always is."""
    leave: frozenset[str] = frozenset()
    """Fields that are not carried: what follows from others or belongs to this instance alone (`words` never is)."""
    instance: bool = False
    """It belongs to the instance (accounts, rooms, what was said): only administrators bring it in."""
    own_id: Callable[[Mapping[str, Any]], str] | None = None
    """Its id, where that follows from what it points at."""
    remap: Callable[[dict[str, Any], NewId], None] | None = None
    """Gives new ids to what `ids` cannot say, in place."""
    same: Callable[[Sequence[Mapping[str, Any]]], Awaitable[Mapping[str, str]]] | None = None
    """Which of some documents of a file are here already under another id: id in the file to id here."""
    carried: Mapping[str, Any] = field(default_factory=dict[str, Any])
    """A filter: only these are put into archives."""
    settle: Callable[[list[dict[str, Any]], Any], Awaitable[None]] | None = None
    """`(rows, session)`: the last say on rows, as they are stored, inside the transaction that is about to insert
    them: gives places in an order that only the database knows, and keeps what stands beside them right."""
    renew: Callable[[list[dict[str, Any]], Any], Awaitable[None]] | None = None
    """`(rows, session)`: the same for rows that are about to take the place of stored ones."""
    gone: Callable[[Sequence[str], Any], Awaitable[None]] | None = None
    """`(ids, session)`: what must follow when they are taken back, in the same transaction."""
    above: Above | None = None
    """What stands above what, for a kind whose documents do."""
    settled: frozenset[str] = frozenset()
    """The fields that `settle` gives; they do not make two documents different."""
    beside: Callable[[Any], Any] | None = None
    """What must be stored with a document where the file does not bring it: the owner's share of a project."""
    order: Sequence[tuple[str, int]] = (("_id", 1),)
    """The order in archives, of an index."""
    mine: Callable[[Any], Awaitable[Mapping[str, Any]]] | None = None
    """`(ctx)`: the filter for what a person takes along, where that is not what `Entity.visible` says."""
    secret: frozenset[str] = frozenset()
    """Fields that only the archive of a whole instance holds."""
