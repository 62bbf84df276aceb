"""The catalog: every operation and every kind of entity of the features that main put together."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from pydantic import BaseModel

from hub.kernel.context import Ctx
from hub.kernel.events import Signal
from hub.kernel.jobs import Job
from hub.kernel.operation import Door, Operation, declaration

Raw = Mapping[str, Any]
"""A document as it is stored, `_id` included."""


@dataclass(frozen=True, kw_only=True)
class Searchable:
    """What search must know of a kind."""

    text: Callable[[Sequence[Raw]], Awaitable[Sequence[str]]]
    """The whole text of each; an empty one is not found."""
    people: Callable[[Raw], Sequence[str]] = lambda raw: ()
    """The accounts and people that it is about."""
    at: str = "updated_at"
    part_of: tuple[str, str] | None = None
    """`(field, kind)`: not found by itself but in that parent's text, of which a change of it is one."""
    order: Sequence[tuple[str, int]] = (("_id", 1),)
    """In which the parts of one parent follow each other."""


@dataclass(frozen=True, kw_only=True)
class Entity:
    """What the mechanisms (events, undo, audit, cards) must know about one kind of stored thing."""

    kind: str
    """The name in events, cards and activity, such as `task`."""
    document: type[Any]
    """The stored form; never leaves the feature but as raw mappings."""
    model: type[BaseModel]
    """The public form."""
    present: Callable[[Sequence[Raw]], Awaitable[Sequence[BaseModel]]]
    """Stored forms to public ones, many at once."""
    audience: Callable[[Raw], Awaitable[frozenset[str]]]
    """The topics whose subscribers may see it."""
    authorize: Callable[[Ctx, Raw, bool], Awaitable[None]]
    """`(ctx, stored, write)`: raises `not_found` or `forbidden`."""
    label: Callable[[Raw], str] = lambda raw: str(raw.get("title") or raw.get("name") or "")
    references: Mapping[str, str] = field(default_factory=dict[str, str])
    """Field to the kind that it points at; undoing a creation must not leave one dangling."""
    under: str | None = None
    """The reference that names what it hangs beneath: whose that is, it is."""
    secrets: frozenset[str] = frozenset()
    """Fields that are recorded as changed, without their values."""
    unrecorded: frozenset[str] = frozenset()
    """Fields that follow from others or move all the time: only a deletion records them."""
    noted: frozenset[str] = frozenset()
    """Fields that are recorded, and that an undo neither minds nor puts back (for when it last rang)."""
    announce: Callable[[Raw | None, Raw | None, BaseModel, Raw, frozenset[str]], Sequence[Signal]] | None = None
    """`(before, after, public, actor, audience)` to signals, where the common form does not fit."""
    silent: bool = False
    """No events at all (bookkeeping of the server, credentials)."""
    visible: Callable[[Ctx], Awaitable[Mapping[str, Any]]] | None = None
    """The filter for those that a caller may see; what is searched and carried away must have one."""
    search: Searchable | None = None


@dataclass(frozen=True, kw_only=True)
class Feature:
    """What one feature folder hands over."""

    name: str
    operations: Sequence[Callable[..., Any]]
    entities: Sequence[Entity] = ()
    documents: Sequence[type[Any]] = ()
    """Stored forms that are not entities of their own (counters, revisions, sessions)."""
    jobs: Sequence[Job] = ()
    """What the schedule does for it."""
    thoughts: Sequence[Any] = ()
    """What it has a model think about."""


class CatalogError(Exception):
    """Two features claim the same thing; raised at start-up with the culprit's name."""


class Catalog:
    """Operations by name, entities by kind and by document, in the order of the features."""

    def __init__(self, features: Sequence[Feature]) -> None:
        self.features = tuple(features)
        self.operations: dict[str, Operation] = {}
        self.entities: dict[str, Entity] = {}
        self.jobs: dict[str, Job] = {}
        self._by_document: dict[type[Any], Entity] = {}
        routes: dict[tuple[str, str], str] = {}
        slashes: dict[str, str] = {}
        for feature in features:
            for handler in feature.operations:
                declared = declaration(handler)
                self._claim(self.operations, declared.name, declared, declared.name)
                if declared.route:
                    shape = (declared.route.method, _shape(declared.route.path))
                    self._claim(routes, shape, declared.name, declared.name)
                for pattern in declared.slash:
                    self._claim(slashes, pattern.split()[0], declared.name, declared.name)
            for entity in feature.entities:
                self._claim(self.entities, entity.kind, entity, feature.name)
                self._by_document[entity.document] = entity
            for job in feature.jobs:
                self._claim(self.jobs, job.operation, job, feature.name)

    def operation(self, name: str) -> Operation | None:
        """The operation of that name, if there is one."""
        return self.operations.get(name)

    def entity_of(self, document: type[Any]) -> Entity | None:
        """The entity that is stored as that document, if any."""
        return self._by_document.get(document)

    def through(self, door: Door) -> Iterator[Operation]:
        """The operations that a door offers."""
        return (found for found in self.operations.values() if door in found.doors)

    def documents(self) -> list[type[Any]]:
        """Every stored form, for indexes."""
        return [
            document
            for feature in self.features
            for document in (*(entity.document for entity in feature.entities), *feature.documents)
        ]

    @staticmethod
    def _claim(taken: dict[Any, Any], key: Any, value: Any, culprit: str) -> None:
        if key in taken:
            raise CatalogError(f"{culprit}: {key!r} is already taken by {taken[key]!r}")
        taken[key] = value


def _shape(path: str) -> str:
    return "/".join("{}" if part.startswith("{") else part for part in path.split("/"))
