"""Rows that are made quickly are those that the stored classes make."""

from __future__ import annotations

import types
from datetime import UTC, date, datetime
from enum import Enum
from typing import Annotated, Any, Literal, Union, get_args, get_origin

import pytest
from pydantic import BaseModel, ValidationError

from hub.feature_list import FEATURES
from hub.features.transfer.forms import MADE_APART, Form
from hub.features.transfer.kinds import Kind, Kinds
from hub.kernel.catalog import Catalog
from hub.kernel.errors import OperationError
from hub.storage.documents import Stored, encode
from tests.house import House

KINDS = Kinds(Catalog(FEATURES))
SOME_ID = "0123456789abcdef01234567"
AT = datetime(2026, 2, 3, 4, 5, 6, 789_123, UTC)
VALUES: dict[Any, Any] = {str: "Été [[Là]]", int: 7, float: 2.5, bool: True, datetime: AT, date: date(2026, 2, 3)}
BY_NAME = {"time_zone": "Europe/Paris", "rrule": "FREQ=DAILY", "url": "https://example.org/"}
"""Where not every text will do."""


def _example(annotation: Any) -> Any:
    """Something that a field of this type may hold, as it stands in a file."""
    origin: Any = get_origin(annotation)
    if origin is Annotated:
        return _example(get_args(annotation)[0])
    if origin is Literal:
        return get_args(annotation)[0]
    if origin in (Union, types.UnionType):
        return _example(next(one for one in get_args(annotation) if one is not type(None)))
    if origin in (list, tuple, set, frozenset):
        return [_example(get_args(annotation)[0])]
    if origin is dict:
        return {"kind": "user", "at": AT, "more": [{"n": 1}]}
    if isinstance(annotation, type) and issubclass(annotation, Enum):
        return next(iter(annotation)).value
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return {name: _example(field.annotation) for name, field in annotation.model_fields.items()}
    return VALUES.get(annotation, "text")


def _documents(kind: Kind) -> list[dict[str, Any]]:
    """With everything, with only what must be there, with times as text, and with what may not be there."""
    fields = {name: info for name, info in kind.document.model_fields.items() if name not in MADE_APART}
    whole = {name: BY_NAME.get(name, _example(info.annotation)) for name, info in fields.items()}
    least = {name: whole[name] for name, info in fields.items() if info.is_required()}
    as_text = {name: value.isoformat() if isinstance(value, date) else value for name, value in whole.items()}
    return [whole, least, as_text, whole | {"created_at": "yesterday"}, whole | {"unheard_of": 1}, {}]


def _by_its_class(document: type[Stored], doc: dict[str, Any]) -> dict[str, Any]:
    found = document.model_validate({**doc, "_id": SOME_ID})
    found.derive()
    return encode(found)


@pytest.mark.parametrize("kind", list(KINDS), ids=lambda kind: kind.name)
async def test_a_quick_row_is_what_the_class_makes(house: House, kind: Kind) -> None:
    """Field by field and in their order; and what the one refuses the other refuses as well, for the same reason."""
    for doc in _documents(kind):
        try:
            expected = _by_its_class(kind.document, doc)
        except (ValueError, OperationError, KeyError, TypeError) as fault:
            with pytest.raises(type(fault)) as refused:
                Form(kind.document).make(SOME_ID, doc)
            if isinstance(fault, ValidationError):
                assert isinstance(refused.value, ValidationError)
                assert [one["loc"] for one in refused.value.errors()] == [one["loc"] for one in fault.errors()]
            continue
        row, made = Form(kind.document).make(SOME_ID, doc)
        assert row == expected and list(row) == list(expected)
        assert type(made) is kind.document and encode(made) == expected


async def test_one_row_is_not_in_the_next(house: House) -> None:
    """Lists that nobody gave are each their own."""
    form = Form(KINDS.by_name["task"].document)
    doc = {"title": "One", "rank": "V", "owner_id": SOME_ID}
    first, _ = form.make(SOME_ID, doc)
    first["tags"].append("changed")
    assert form.make(SOME_ID, doc)[0]["tags"] == []
