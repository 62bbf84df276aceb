"""Lists without models: stored forms become what goes out, with nothing in between.

A page of fifty through pydantic costs the hub twice what reading it does. So lists read only the fields that
they show and put them in their place; what a field needs for that (times as text, defaults, parts of parts)
is worked out once, from the public model. Whatever a model would do beyond that is refused at import. Times are
put as text by the database.
"""

from __future__ import annotations

import types
from collections.abc import Awaitable, Callable, Collection, Mapping, Sequence
from datetime import date, datetime
from enum import Enum
from functools import cached_property
from typing import Annotated, Any, Generic, Literal, TypeVar, Union, cast, get_args, get_origin

import orjson
from pydantic import AwareDatetime, BaseModel
from pydantic.fields import FieldInfo
from pydantic_core import PydanticUndefined

from hub.storage.documents import Stored
from hub.storage.listing import NEWEST, Filter, Order, rows_of
from hub.storage.wire import Page, SerialisedOnce, iso

M = TypeVar("M", bound=BaseModel)
Raw = Mapping[str, Any]
Plain = dict[str, Any]
Convert = Callable[[Any], Any]
WITH_ZONE: Any = AwareDatetime
REQUIRED: Any = object()
"""Stands where a stored form that lacks the field is broken."""
AS_STORED = (str, int, date, Enum, dict, list)
"""Types whose values are stored as they go out: days and choices are text."""


class PlainPage(SerialisedOnce, Page[Any]):
    """A page whose items are as they go out."""

    @cached_property
    def json_bytes(self) -> bytes:
        """Itself as JSON."""
        return orjson.dumps({"items": self.items, "next_cursor": self.next_cursor})


class Shape(Generic[M]):
    """How the public form of a kind follows from the stored one.

    Args:
        model: The public form.
        document: The stored form; None where everything is made or has a default.
        made: Fields that the caller gives to `plain`, as they go out.

    Raises:
        TypeError: A field comes from nowhere, or the model does more than take and show its fields.
    """

    def __init__(self, model: type[M], document: type[Stored] | None = None, *, made: Collection[str] = ()) -> None:
        self.model = model
        self.document = document
        self.made = frozenset(made)
        stored = document.model_fields if document else {}
        self._taken: list[tuple[str, str, Any]] = []
        self._convert: list[tuple[str, Convert]] = []
        self.times: set[str] = set()
        """Fields that a list has the database put as text."""
        for name, field in _fields_of(model).items():
            if name in self.made:
                continue
            default = _default(field)
            if default is REQUIRED and name in stored:
                default = _default(stored[name])
            if default is REQUIRED and document is not None and name not in stored:
                raise TypeError(f"{model.__name__}.{name} comes from nowhere")
            self._taken.append((name, "_id" if document and name == "id" else name, _shown(default)))
            convert = _of_type(field.annotation)
            if convert is not None:
                self._convert.append((name, convert))
            if convert is _moment and _only_times(field.annotation):
                self.times.add(name)
        self.fields: dict[str, Any] = {
            key: _as_text(key) if name in self.times else 1 for name, key, _ in self._taken
        }
        """A projection to what is shown."""
        self._keys = frozenset(self.fields)
        self._left = [(name, convert) for name, convert in self._convert if name not in self.times]

    def plain(self, row: Raw, **made: Any) -> Plain:
        """One as it goes out: the model's fields by their names, times as text.

        Raises:
            KeyError: The stored form lacks what the model needs.
        """
        shown = {
            name: row[key] if default is REQUIRED else row.get(key, default) for name, key, default in self._taken
        }
        _apply(self._convert, shown)
        shown.update(made)
        return shown

    def listed(self, row: dict[str, Any], **made: Any) -> Plain:
        """The same for what has been read through `fields`, which becomes it: nothing is copied."""
        if row.keys() != self._keys:
            return self.plain(row, **made)
        row["id"] = row.pop("_id")
        if self._left:
            _apply(self._left, row)
        if made:
            row.update(made)
        return row

    def models(self, rows: Sequence[Raw], made: Sequence[Plain]) -> list[M]:
        """Many as models, for those who change or announce them."""
        return [self.model.model_validate(self.plain(row, **each)) for row, each in zip(rows, made, strict=True)]


async def plain_page(
    shape: Shape[M],
    where: Filter,
    *,
    limit: int,
    cursor: str | None,
    order: Order = NEWEST,
    made: Callable[[Sequence[Raw]], Awaitable[Sequence[Plain]]] | None = None,
    also: Collection[str] = (),
    fields: Mapping[str, Any] | None = None,
) -> Page[M]:
    """One page of a collection, as it goes out.

    Args:
        shape: What is listed.
        where: A filter made on our side from typed scalars.
        limit: Items at most.
        cursor: Where the page before ended.
        order: Fields and directions; `_id` is added to make it total.
        made: Of stored forms, whose times are text already, to what each shows beside what is stored or otherwise.
        also: Stored fields that `made` needs beside what is shown.
        fields: Projections of fields that are not shown as they are stored.

    Raises:
        OperationError: `invalid` for a cursor that is not one of ours.
    """
    assert shape.document is not None
    extra = [name for name in (*(name for name, _ in order), *also) if name not in shape.fields]
    rows, further = await rows_of(
        shape.document.rows(),
        where,
        limit=limit,
        cursor=cursor,
        order=order,
        fields={**shape.fields, **dict.fromkeys(extra, 1), **(fields or {})},
        times=shape.times,
    )
    if made is None:
        return plain_items([shape.listed(row) for row in rows], further)
    each = await made(rows)
    return plain_items([shape.listed(row, **its) for row, its in zip(rows, each, strict=True)], further)


def plain_items(items: list[Plain], next_cursor: str | None) -> PlainPage:
    """A page of what is made already as it goes out."""
    return PlainPage.model_construct(items=items, next_cursor=next_cursor)


def read_time(shown: datetime | str) -> datetime:
    """An instant as it is stored, or as a list has read it."""
    return shown if isinstance(shown, datetime) else datetime.fromisoformat(shown)


def _fields_of(model: type[BaseModel]) -> Mapping[str, FieldInfo]:
    """A model's fields, if it does nothing but have them.

    Raises:
        TypeError: It has serialisers, validators, computed fields or aliases of its own.
    """
    own = model.__pydantic_decorators__
    kinds = ("validators", "field_validators", "root_validators", "model_validators")
    shows = ("field_serializers", "model_serializers", "computed_fields")
    if any(getattr(own, kind) for kind in (*kinds, *shows)):
        raise TypeError(f"{model.__name__} does more than take and show its fields")
    for name, field in model.model_fields.items():
        if field.alias is not None or field.serialization_alias is not None:
            raise TypeError(f"{model.__name__}.{name} is shown by another name")
    return model.model_fields


def _default(field: FieldInfo) -> Any:
    if field.default is not PydanticUndefined:
        return field.default
    return field.default_factory() if field.default_factory is not None else REQUIRED  # type: ignore[call-arg]  # ours take nothing


def _shown(value: Any) -> Any:
    """A default as it goes out."""
    if value is REQUIRED:
        return value
    match value:
        case BaseModel():
            return value.model_dump(mode="json")
        case Enum():
            return value.value
        case datetime():
            return iso(value)
        case date():
            return value.isoformat()
        case list() | tuple():
            return [_shown(one) for one in cast("list[Any]", value)]
        case _:
            return value


def _as_text(field: str) -> Raw:
    """What has the database show a time as the wire does: here each would cost more than the rest of its row."""
    return {"$dateToString": {"date": f"${field}", "format": "%Y-%m-%dT%H:%M:%S.%LZ"}}


def _only_times(kind: Any) -> bool:
    """Whether a field holds nothing but a time, or nothing."""
    if get_origin(kind) is Annotated:
        return _only_times(get_args(kind)[0])
    among = [one for one in get_args(kind) if one is not type(None)] or [kind]
    return len(among) == 1 and (among[0] is kind or _only_times(among[0]))


def _apply(converts: Sequence[tuple[str, Convert]], shown: Plain) -> None:
    for name, convert in converts:
        value = shown[name]
        if value is not None:
            shown[name] = convert(value)


def _of_type(kind: Any) -> Convert | None:
    """What a stored value of that type needs to go out; None if nothing.

    Raises:
        TypeError: It is a type that nobody has thought of.
    """
    origin: Any = get_origin(kind)
    if origin is Annotated:
        return _of_type(get_args(kind)[0])
    if origin is Literal or kind is Any:
        return None
    if origin in (Union, types.UnionType):
        return _of_any([one for one in get_args(kind) if one is not type(None)])
    if origin in (list, tuple):
        return _each(_of_type(get_args(kind)[0]))
    if origin is dict:
        return _each_value(_of_type(get_args(kind)[1]))
    if isinstance(kind, type):
        return _of_class(cast("type[Any]", kind))
    raise TypeError(f"no plain form of {kind!r} is known")


def _of_class(kind: type[Any]) -> Convert | None:
    if issubclass(kind, datetime) or kind is WITH_ZONE:
        return _moment
    if issubclass(kind, BaseModel):
        return Shape(kind).plain
    if issubclass(kind, float):
        return float
    if issubclass(kind, AS_STORED):
        return None
    raise TypeError(f"no plain form of {kind.__name__} is known")


def _of_any(kinds: Sequence[Any]) -> Convert | None:
    """Of a value that may be of several types: times tell themselves from days, which are text."""
    converts = {convert for convert in map(_of_type, kinds) if convert is not None}
    if len(converts) > 1:
        raise TypeError(f"no plain form of one of {kinds!r} is known")
    return converts.pop() if converts else None


def _moment(value: Any) -> Any:
    return iso(value) if isinstance(value, datetime) else value


def _each(convert: Convert | None) -> Convert | None:
    if convert is None:
        return None
    return lambda values: [None if value is None else convert(value) for value in values]


def _each_value(convert: Convert | None) -> Convert | None:
    if convert is None:
        return None
    return lambda values: {key: None if value is None else convert(value) for key, value in values.items()}
