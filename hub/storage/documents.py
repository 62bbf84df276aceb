"""The base of every stored form, and how one becomes a MongoDB document and back."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime
from enum import Enum
from typing import TYPE_CHECKING, Any, ClassVar, TypeVar, cast

from beanie import Document
from bson import ObjectId
from pydantic import BaseModel, ConfigDict, Field
from pymongo.asynchronous.collection import AsyncCollection

from hub.kernel.context import Work
from hub.storage.portable import Portable

D = TypeVar("D", bound="Stored")
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
AS_THEY_ARE = frozenset({str, int, bool, float, type(None)})
BOOKKEEPING = frozenset({"_id", "revision", "created_at", "updated_at"})


def new_id() -> str:
    """A new id: 24 hex digits that grow with time."""
    return str(ObjectId())


class Stored(Document):  # type: ignore[misc]  # Beanie's metaclass is untyped
    """A stored document. Its id is a 24-digit hex string, also in MongoDB (docs/adr/0003)."""

    model_config = ConfigDict(defer_build=True, populate_by_name=True, extra="ignore", validate_assignment=False)
    GLANCED: ClassVar[frozenset[str] | None] = None
    """What matters to those who glance at one (`Work.glance`): the rest may be of long ago. None: not for glances."""
    PORTABLE: ClassVar[Portable | None] = None
    """How it is carried to another instance; None for what is not (tests/catalog/test_portable.py says why)."""
    ANYONES: ClassVar[frozenset[str]] = frozenset()
    """Fields that whoever sees one may change, whosever it is: undoing such a change asks for no more than that."""

    if TYPE_CHECKING:
        # Made by its name in our code, where type checkers would only take the alias.
        id: str = Field(default_factory=new_id)  # type: ignore[assignment]  # Beanie's default is ObjectId
    else:
        id: str = Field(default_factory=new_id, alias="_id")
        # Beanie looks at every attribute in Python, for documents that are parsed when they are looked at. Ours are
        # whole from the start, and what decides is read from them a hundred times for each client that comes back.
        __getattribute__ = object.__getattribute__
    revision: int = 0
    """Bumped by every update; what a unit of work read must still be there at its commit."""
    created_at: datetime = EPOCH
    updated_at: datetime = EPOCH

    def derive(self) -> None:
        """Set the fields that follow from others (such as folded words); called before every write."""

    def counters(self) -> Mapping[str, str]:
        """Field to the counter that it takes its value from, inside the transaction of every update."""
        return {}

    @classmethod
    async def settle(cls, work: Work, docs: Sequence[Stored]) -> None:
        """Make right, in the same unit of work, what follows from these in other documents (counts, whose they are).

        Operations that change such things call it themselves; undo and leaving a project do for every kind.

        Raises:
            OperationError: `conflict` where what has changed cannot stand beside the rest.
        """

    @classmethod
    def collection_name(cls) -> str:
        """The collection's name, known before there is a database."""
        return str(getattr(cls, "Settings").name)  # noqa: B009 - Beanie looks for this class by its name

    @classmethod
    def rows(cls) -> AsyncCollection[dict[str, Any]]:
        """The collection, for reads that page and for what Beanie does not do."""
        return cast("AsyncCollection[dict[str, Any]]", cls.get_pymongo_collection())  # pyright: ignore[reportUnknownMemberType] - Beanie leaves its type open


class Owned(Stored):
    """A stored document that belongs to an account."""

    owner_id: str


def scope_of(raw: Mapping[str, Any]) -> str | None:
    """Whose a stored thing is: a project's or a person's id; None if it is nobody's."""
    found = raw.get("scope") or raw.get("owner_id")
    return str(found) if found else None


def encode(doc: Stored) -> dict[str, Any]:
    """A document as MongoDB keeps it: dates as strings, enums as values, `_id` first."""
    plain = doc.model_dump(mode="python", exclude={"id", "revision_id"})
    return {"_id": doc.id, **{name: encoded(value) for name, value in plain.items()}}


def decode(kind: type[D], raw: Mapping[str, Any]) -> D:
    """The document that was stored."""
    return kind.model_validate(raw)


def to_wire(raw: Mapping[str, Any]) -> dict[str, Any]:
    """A stored mapping with `id` for `_id`, ready for a wire model."""
    return {"id": raw["_id"], **{name: value for name, value in raw.items() if name != "_id"}}


def encoded(value: Any) -> Any:
    """A value as MongoDB keeps it."""
    if type(value) in AS_THEY_ARE:
        return value
    match value:
        case Enum():
            return value.value
        case datetime():
            if value.tzinfo is not UTC:
                value = value.astimezone(UTC) if value.tzinfo else value.replace(tzinfo=UTC)
            odd = value.microsecond % 1000
            return value.replace(microsecond=value.microsecond - odd) if odd else value
        case date():
            return value.isoformat()
        case dict():
            return {str(key): encoded(item) for key, item in cast("dict[Any, Any]", value).items()}
        case list() | tuple():
            items = cast("list[Any]", value)
            return [item if type(item) in AS_THEY_ARE else encoded(item) for item in items]
        case set() | frozenset():
            return sorted(encoded(item) for item in cast("set[Any]", value))
        case BaseModel():
            return encoded(value.model_dump(mode="python"))
        case _:
            return value
