"""Types that every feature's wire models share: ids, times, pages, partial updates."""

from __future__ import annotations

from datetime import UTC, date, datetime
from functools import cached_property
from typing import Annotated, Any, Generic, TypeVar

from pydantic import (
    AfterValidator,
    AwareDatetime,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    PlainSerializer,
    StringConstraints,
)

Id = Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{24}$")]
"""24 hex digits."""


YEARS = (1900, 2200)
"""Beyond them lie mistakes, and the ends of the calendar where arithmetic fails."""


def iso(moment: datetime) -> str:
    """An instant as the wire shows it: ISO 8601 in UTC, to the millisecond, with `Z`."""
    return moment.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


def _milliseconds(moment: datetime) -> datetime:
    if not YEARS[0] <= moment.year <= YEARS[1]:
        raise ValueError(f"must be of the years {YEARS[0]} to {YEARS[1]}")
    moment = moment.astimezone(UTC)
    return moment.replace(microsecond=moment.microsecond // 1000 * 1000)


Time = Annotated[AwareDatetime, AfterValidator(_milliseconds), PlainSerializer(iso, when_used="json")]
"""An instant: ISO 8601 with a zone, answered in UTC with `Z`."""

Date = date
"""A day without a time: `YYYY-MM-DD`."""

Title = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=300)]
"""A title: 1 to 300 characters."""

Text = Annotated[str, StringConstraints(max_length=20_000)]
"""A description: at most 20,000 characters."""

Tag = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=60)]

Color = Annotated[str, StringConstraints(pattern=r"^#[0-9a-fA-F]{6}$")]
"""A colour: `#rrggbb`."""


def _parts(value: Any) -> Any:
    return value.split(",") if isinstance(value, str) else value


Several = BeforeValidator(_parts)
"""Marks a list in the input of an operation with a GET route: there it is one text with commas."""


class Input(BaseModel):
    """The base of every operation's input: nothing beyond its fields, no strings for numbers' sake.

    How one is validated is worked out when the first comes (`defer_build`), here and in `Wire` and `Stored`: of
    hundreds of forms a process uses few at once, and working all of them out took much of its start.
    """

    model_config = ConfigDict(defer_build=True, extra="forbid", frozen=True, str_max_length=1_200_000)


class Wire(BaseModel):
    """The base of every answer."""

    model_config = ConfigDict(defer_build=True, extra="ignore", from_attributes=True)


class SerialisedOnce(Wire):
    """An answer that many get: its JSON is made once. It is not changed after that."""

    @cached_property
    def json_bytes(self) -> bytes:
        """Itself as JSON."""
        return _json(self)


def as_json(answer: BaseModel) -> bytes:
    """An answer as JSON in UTF-8."""
    return answer.json_bytes if isinstance(answer, SerialisedOnce) else _json(answer)


def _json(answer: BaseModel) -> bytes:
    return answer.__pydantic_serializer__.to_json(answer, by_alias=True)


class EntityOut(Wire):
    """What every entity shows."""

    id: Id
    created_at: Time
    updated_at: Time
    revision: int
    owner_id: Id


class Nothing(Input):
    """An input without fields."""


class ById(Input):
    """An input that only names an entity."""

    id: Id


class Deleted(Wire):
    """The answer to a deletion."""

    id: Id
    deleted: bool = True


class Ok(Wire):
    """The answer of an operation that has nothing to say."""

    ok: bool = True


class PageInput(Input):
    """The paging part of a list's input."""

    limit: Annotated[int, Field(ge=1, le=200, description="How many items at most.")] = 50
    cursor: Annotated[str | None, Field(max_length=500, description="`next_cursor` of the page before.")] = None


class UpdateInput(ById):
    """The common part of a partial update: only what is sent is changed."""

    revision: Annotated[int | None, Field(ge=0, description="What was read; `conflict` if it is stale.")] = None

    def changes(self, *leave_out: str) -> dict[str, Any]:
        """The fields that were sent, but `id`, `revision` and the ones named."""
        return {
            name: getattr(self, name) for name in self.model_fields_set if name not in {"id", "revision", *leave_out}
        }


M = TypeVar("M", bound=BaseModel)


class Page(BaseModel, Generic[M]):
    """One page of a list."""

    items: list[M]
    next_cursor: str | None = None
