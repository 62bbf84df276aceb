"""A kind's stored form, made without what its class does for each: of a hundred thousand that is most of the work.

The fields, what they may hold and their defaults are those of the class, checked by the same validator; what follows
from them is worked out by the class itself. A class that does more than that when one of it is made is asked itself.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import UnionType
from typing import Any, Union, get_args, get_origin

from beanie import Document
from pydantic import BaseModel, ConfigDict, create_model

from hub.storage.documents import AS_THEY_ARE, Stored, encode, encoded

MADE_APART = frozenset({"id", "revision_id"})


class Form:
    """Makes stored documents of one class.

    Args:
        document: The class.
    """

    def __init__(self, document: type[Stored]) -> None:
        self._document = document
        self._plain = _plain(document)
        self._odd = [name for name, info in document.model_fields.items() if _is_odd(name, info.annotation)]
        """The fields that are not stored just as they are."""

    def make(self, id: str, doc: Mapping[str, Any]) -> tuple[dict[str, Any], Stored]:
        """The row and the document, derived fields included.

        Raises:
            ValidationError: A field holds what it may not.
            OperationError: What follows from the fields cannot be.
            ValueError: The same.
        """
        if self._plain is None:
            found = self._document.model_validate({**doc, "_id": id})
            found.derive()
            return encode(found), found
        fields = self._plain.__pydantic_validator__.validate_python(doc).__dict__
        found = _bare(self._document, fields)
        fields["id"] = id
        found.derive()
        row = {"_id": id, **fields}
        del row["id"]
        for name in self._odd:
            value = row[name]
            if value is not None:
                row[name] = encoded(value)
        return row, found


def _plain(document: type[Stored]) -> type[BaseModel] | None:
    """The same fields in a model of their own; None where the class does more than have them."""
    own, beanies = document.__pydantic_decorators__, Document.__pydantic_decorators__
    checks = own.validators or own.field_validators or own.model_validators.keys() - beanies.model_validators.keys()
    if checks or document.__init__ is not Document.__init__:
        return None
    fields: dict[str, Any] = {}
    for name, info in document.model_fields.items():
        if name in MADE_APART:
            continue
        fields[name] = (info.rebuild_annotation(), info)
    return create_model(document.__name__, __config__=ConfigDict(extra="ignore"), **fields)


def _is_odd(name: str, annotation: Any) -> bool:
    if name in MADE_APART or annotation in AS_THEY_ARE:
        return False
    return get_origin(annotation) not in (Union, UnionType) or not AS_THEY_ARE.issuperset(get_args(annotation))


def _bare(document: type[Stored], fields: dict[str, Any]) -> Stored:
    """A document with these fields, as pydantic's own copies are made."""
    made = document.__new__(document)
    for name, value in (
        ("__dict__", fields),
        ("__pydantic_fields_set__", set[str]()),
        ("__pydantic_extra__", None),
        ("__pydantic_private__", None),
    ):
        object.__setattr__(made, name, value)
    return made
