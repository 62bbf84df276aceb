"""The whole text of things: their own, and that of what they are made of (`Searchable.part_of`)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from hub.kernel.catalog import Catalog, Entity

Raw = Mapping[str, Any]
AT_ONCE = 500
"""Parts that are read in one go: twenty sheets may have twenty thousand, and others wait meanwhile."""


class Texts:
    """Whole texts; what is found of a thing is the same for the index as for who reads it.

    Args:
        catalog: Which kinds are searched, and which are parts of others.
    """

    def __init__(self, catalog: Catalog) -> None:
        self.parts: dict[str, list[tuple[Entity, str]]] = {}
        """Of a kind, the kinds of its parts and the field in which those name it."""
        for entity in catalog.entities.values():
            if entity.search is not None and entity.search.part_of is not None:
                field, kind = entity.search.part_of
                self.parts.setdefault(kind, []).append((entity, field))

    async def of(self, entity: Entity, rows: Sequence[Raw]) -> list[str]:
        """The text of each stored thing of one kind that is searched; empty where nothing is to be found of it."""
        assert entity.search is not None
        own = list(await entity.search.text(rows))
        if not rows or entity.kind not in self.parts:
            return own
        said: dict[str, list[str]] = {row["_id"]: [text] if text else [] for row, text in zip(rows, own, strict=True)}
        for part, field in self.parts[entity.kind]:
            assert part.search is not None
            order = [(field, 1), *part.search.order]
            found = part.document.rows().find({field: {"$in": list(said)}}).sort(order).batch_size(AT_ONCE)
            while some := await found.to_list(AT_ONCE):
                for row, text in zip(some, await part.search.text(some), strict=True):
                    if text:
                        said[row[field]].append(text)
        return ["\n".join(said[row["_id"]]) for row in rows]
