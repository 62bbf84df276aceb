"""What the mechanism must know of each kind that is carried, worked out from the catalog once."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, cast, get_args

from pydantic import BaseModel, ValidationError, create_model

from hub.features.transfer.forms import Form
from hub.kernel.catalog import Catalog, Entity
from hub.storage.documents import BOOKKEEPING, Owned, Stored
from hub.storage.portable import Portable

ACTOR, PERSON = "actor", "user"
NEVER = frozenset({"words", "scope", "revision_id"})
"""Fields that follow from others wherever they are."""
Path = tuple[str, ...]
SCALARS = frozenset({str, int, float, bool})


@dataclass(frozen=True, kw_only=True)
class Kind:
    """One kind that is carried."""

    name: str
    entity: Entity
    document: type[Stored]
    portable: Portable
    level: int
    """What it points at has a smaller one, circles apart."""
    paths: Sequence[tuple[Path, str]]
    """Where ids stand, and of which kind they are."""
    needs: frozenset[str]
    """Top-level ids without which it makes no sense."""
    leave: frozenset[str]
    times: frozenset[str]
    """Fields that are always an instant: plain text in archives."""
    incomparable: frozenset[str]
    """Fields that do not make two documents different: what is noted beside them, or follows from others."""
    form: Form
    fields: frozenset[str]
    """What a stored one has, beyond what is made here."""
    limits: type[BaseModel] | None
    """The limits that a person who makes such a thing is held to, for those fields that are given."""
    limited: Mapping[str, Any]
    """The fields with such limits, and what they say where nobody says anything."""

    @property
    def owned(self) -> bool:
        """Whether it is somebody's."""
        return issubclass(self.document, Owned) and not self.portable.instance

    def fault_of(self, doc: Mapping[str, Any]) -> str | None:
        """What a person would not be allowed to write; None if nothing."""
        if self.limits is None:
            return None
        said: dict[str, Any] = {}
        for name, default in self.limited.items():
            value = doc.get(name)
            if value is not None and type(value) in SCALARS and value != default:
                said[name] = value
        try:
            self.limits.__pydantic_validator__.validate_python(said)
        except ValidationError as fault:
            first = fault.errors()[0]
            return f"{first['loc'][0]}: {first['msg']}"
        return None


class Kinds:
    """All kinds that are carried, what is pointed at before what points."""

    def __init__(self, catalog: Catalog) -> None:
        self.catalog = catalog
        found = {
            entity.kind: entity
            for entity in catalog.entities.values()
            if cast("type[Stored]", entity.document).PORTABLE is not None
        }
        levels = _levels(found)
        made = [_kind(entity, catalog, levels[name]) for name, entity in found.items()]
        self.by_name = {one.name: one for one in sorted(made, key=lambda one: (one.level, one.name))}
        self.by_collection = {one.portable.collection: one for one in made}

    def __iter__(self) -> Iterator[Kind]:
        """The kinds in their order."""
        return iter(self.by_name.values())

    def pointing_at(self, name: str) -> Iterator[tuple[Kind, str]]:
        """The kinds with a field of their own, outside lists, that points at this one."""
        for kind in self:
            for path, target in kind.paths:
                if target == name and len(path) == 1 and path[0] in kind.entity.references:
                    yield kind, path[0]


def walk(doc: dict[str, Any], path: Path, to_new: Callable[[dict[str, Any], Any], Any]) -> None:
    """Replace what stands at a path, in every list on the way; what becomes None goes out of lists.

    Args:
        doc: Changed in place.
        path: Names, from the outside in.
        to_new: `(the mapping it stands in, value)` to the new value.
    """
    level: list[Any] = [doc]
    for name in path[:-1]:
        below: list[Any] = []
        for one in level:
            value: Any = cast("dict[str, Any]", one).get(name) if isinstance(one, dict) else None
            below += cast("list[Any]", value) if isinstance(value, list) else [value]
        level = below
    last = path[-1]
    for one in level:
        if not isinstance(one, dict) or cast("dict[str, Any]", one).get(last) is None:
            continue
        holder = cast("dict[str, Any]", one)
        value = holder[last]
        if isinstance(value, list):
            renewed = [to_new(holder, each) for each in cast("list[Any]", value)]
            holder[last] = [each for each in renewed if each is not None]
        else:
            holder[last] = to_new(holder, value)


def _levels(entities: Mapping[str, Entity]) -> dict[str, int]:
    """One more than the highest of what a kind points at; what closes a circle does not count."""
    found: dict[str, int] = {}
    asked: list[str] = []

    def level(name: str) -> int:
        if name in found:
            return found[name]
        asked.append(name)
        entity = entities[name]
        strong = [target for target in entity.references.values() if target in entities]
        portable = cast("type[Stored]", entity.document).PORTABLE
        weak = [target for target in (portable.ids.values() if portable else ()) if target in entities]
        people = [PERSON] if PERSON in entities else []
        below = [level(target) for target in (*people, *strong, *weak) if target not in asked]
        asked.pop()
        found[name] = 1 + max(below, default=-1)
        return found[name]

    for name in sorted(entities):
        level(name)
    return found


def _kind(entity: Entity, catalog: Catalog, level: int) -> Kind:
    document = cast("type[Stored]", entity.document)
    portable = document.PORTABLE
    assert portable is not None
    fields = document.model_fields
    ids = {**entity.references, **portable.ids}
    if "owner_id" in fields and "owner_id" not in ids:
        ids["owner_id"] = PERSON
    derived = NEVER - entity.references.keys()
    limits = _limits(entity, document, catalog)
    needs = portable.needs | ({entity.under} if entity.under else frozenset[str]())
    return Kind(
        name=entity.kind,
        entity=entity,
        document=document,
        portable=portable,
        level=level,
        paths=[(tuple(path.split(".")), target) for path, target in ids.items()],
        needs=needs,
        leave=portable.leave | derived,
        times=frozenset(name for name, one in fields.items() if _is_time(one.annotation)),
        incomparable=BOOKKEEPING | derived | portable.leave | entity.unrecorded | entity.noted | portable.settled,
        form=Form(document),
        fields=frozenset(fields) - {"id", "revision_id"},
        limits=create_model(f"{entity.kind}_limits", **limits) if limits else None,
        limited={name: fields[name].default for name in limits},
    )


def _is_time(annotation: Any) -> bool:
    return annotation is datetime or set(get_args(annotation)) == {datetime, type(None)}


def _limits(entity: Entity, document: type[Stored], catalog: Catalog) -> dict[str, Any]:
    """The input fields of the operation that makes such a thing, each by itself: what they say of one another
    holds for somebody who fills in a form.
    """
    makers = (catalog.operation(f"{entity.kind}.{verb}") for verb in ("create", "send", "scan"))
    made_by = next((maker for maker in makers if maker is not None), None)
    if made_by is None or document.PORTABLE is None or document.PORTABLE.instance:
        return {}
    return {
        name: (info.rebuild_annotation(), None)
        for name, info in made_by.input.model_fields.items()
        if name in document.model_fields and name not in BOOKKEEPING and not name.endswith("_id")
    }
