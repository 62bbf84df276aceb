"""Stored links to public ones."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from hub.features.links.documents import LinkDocument
from hub.features.links.schemas import Link
from hub.storage.documents import encode, to_wire
from hub.storage.plain import Shape

LINK = Shape(Link, LinkDocument)


async def present_links(rows: Sequence[Mapping[str, Any]]) -> list[Link]:
    """Public links."""
    return [Link.model_validate(to_wire(row)) for row in rows]


async def present_link(doc: LinkDocument) -> Link:
    """The public form of one link."""
    return (await present_links([encode(doc)]))[0]


async def text_of(rows: Sequence[Mapping[str, Any]]) -> list[str]:
    """What links are searched by."""
    return [f"{row['name']}\n{row['url']}\n{row['description']}" for row in rows]
