"""Stored people to public ones."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from hub.features.people.documents import PersonDocument
from hub.features.people.schemas import Person
from hub.storage.documents import encode, to_wire
from hub.storage.plain import Shape
from hub.storage.wire import EntityOut

PERSON = Shape(Person, PersonDocument)


async def present_people(rows: Sequence[Mapping[str, Any]]) -> list[Person]:
    """Public people."""
    return [Person.model_validate(to_wire(row)) for row in rows]


async def present_person(doc: PersonDocument) -> Person:
    """The public form of one person."""
    doc.derive()  # the answer shows what the commit will store
    return (await present_people([encode(doc)]))[0]


async def present_orgs(rows: Sequence[Mapping[str, Any]]) -> list[EntityOut]:
    """States of reporting lines; nobody is shown more of them."""
    return [EntityOut.model_validate(to_wire(row)) for row in rows]


async def text_of(rows: Sequence[Mapping[str, Any]]) -> list[str]:
    """What people are searched by."""
    return ["\n".join(_said(row)) for row in rows]


def _said(row: Mapping[str, Any]) -> list[str]:
    about = (row["email"], row["role"], row["subteam"], row["notes"])
    return [f"{row['first_name']} {row['last_name']}".strip(), *row["aliases"], *(text for text in about if text)]
