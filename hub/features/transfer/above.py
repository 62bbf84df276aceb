"""What stands above what among things of one kind: never in a circle, and never higher than a person could pile it.

A file can say anything, and so can a file together with what is here: A reports to B here, B reports to A there.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from hub.features.transfer.kinds import Kind
from hub.storage.portable import Above

Row = dict[str, Any]
Edges = dict[str, str | None]


async def straighten(
    kind: Kind, rows: Sequence[Row], *, session: Any = None, beside: Mapping[str, str | None] | None = None
) -> dict[str, str]:
    """Take out of rows that are about to be stored what would put them above themselves, or too high.

    What is stored is taken to be in order, and stays in order if this is asked of everything that is written.

    Args:
        kind: What they are.
        rows: As they will be stored; changed in place.
        session: The transaction that they are about to be stored in, if there is one already.
        beside: What stands above what that would be stored by now, were this no dry run.

    Returns:
        What was taken out, in words, by id; most often nothing.
    """
    above = kind.portable.above
    if above is None or not any(row.get(above.field) for row in rows):
        return {}
    held = await _Held.of(kind, above, rows, session, beside or {})
    lost: dict[str, str] = {}
    for row in rows:
        if why := held.place(row["_id"], row.get(above.field)):
            lost[row["_id"]] = f"{above.field} {why}: left out"
            row[above.field] = None
    return lost


class _Held:
    """The part of what is stored that some rows hang on, and those of the rows that have their place already."""

    def __init__(self, most: int) -> None:
        self._most = most
        self._edges: Edges = {}
        self._below: dict[str, int] = {}
        """How many levels stand beneath something."""

    @classmethod
    async def of(
        cls, kind: Kind, above: Above, rows: Sequence[Row], session: Any, beside: Mapping[str, str | None]
    ) -> _Held:
        self = cls(above.most)
        table, name = kind.document.rows(), above.field
        coming = {row["_id"] for row in rows}

        async def look(by: str, ids: Iterable[str]) -> list[tuple[str, str | None]]:
            found = table.find({by: {"$in": list(ids)}}, {name: 1}, session=session)
            return [(row["_id"], row.get(name)) async for row in found if row["_id"] not in coming]

        wanted = {row[name] for row in rows if row.get(name)} - coming
        for _ in range(above.most):
            self._edges |= {id: beside[id] for id in wanted if id in beside}
            self._edges |= dict(await look("_id", wanted - self._edges.keys()))
            wanted = {top for id in wanted if (top := self._edges.get(id))} - self._edges.keys() - coming
            if not wanted:
                break
        beneath = {row["_id"] for row in rows if row.get(name)}
        for _ in range(above.most):
            children = dict(await look(name, beneath))
            children |= {id: top for id, top in beside.items() if top in beneath and id not in coming}
            beneath = children.keys() - self._edges.keys()
            self._edges |= {id: children[id] for id in beneath}
            if not beneath:
                break
        for id in list(self._edges):
            self._lift(id)
        return self

    def place(self, id: str, top: str | None) -> str | None:
        """Put something beneath something else; or why it cannot stand there."""
        self._edges[id] = None
        if top is None:
            return None
        height, at = 1, top
        while at is not None:
            if at == id:
                return "leads back to itself"
            if height + self._below.get(id, 0) > self._most:
                return f"makes more than {self._most + 1} levels"
            height, at = height + 1, self._edges.get(at)
        self._edges[id] = top
        self._lift(id)
        return None

    def _lift(self, id: str) -> None:
        """Say upwards how much stands beneath."""
        at, height = self._edges.get(id), self._below.get(id, 0) + 1
        while at is not None and self._below.get(at, 0) < height <= self._most:
            self._below[at] = height
            at, height = self._edges.get(at), height + 1
