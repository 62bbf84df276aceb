"""Under which ids things from elsewhere stand here, and whether they may be pointed at."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from hub.features.transfer.kinds import ACTOR, PERSON, Kind, Kinds
from hub.features.transfer.sources import BLOB, Foreign
from hub.features.transfer.surveying import OURS, Survey, stable_id
from hub.kernel.context import Ctx
from hub.kernel.errors import OperationError

NOBODY = frozenset({"room", "system"})
"""What stands where ids of people do, and is none."""
Raw = Mapping[str, Any]


class Rights:
    """What the person for whom an import is done may see and write of what is here already.

    Args:
        person_id: That person; None where an administrator brings in everything.
        fresh: A new context for each look, so that nothing of a large import stays in memory.
    """

    def __init__(self, person_id: str | None, fresh: Callable[[], Ctx]) -> None:
        self.person_id = person_id
        self._fresh = fresh
        self._projects: dict[tuple[str, bool], bool] = {}

    async def may(self, kind: Kind, row: Raw, *, write: bool) -> bool:
        """Whether something may be seen, or written to; what is in one project is asked once."""
        if self.person_id is None or (kind.name == PERSON and not write):
            return True
        project = row["_id"] if kind.name == "project" else row.get("project_id")
        if not project and row.get("owner_id") == self.person_id and not kind.entity.under:
            return True
        if project and (project, write) in self._projects:
            return self._projects[project, write]
        try:
            await kind.entity.authorize(self._fresh(), row, write)
            allowed = True
        except OperationError:
            allowed = False
        if project:
            self._projects[project, write] = allowed
        return allowed


class Ids:
    """Old ids to new ones.

    Args:
        source: The format's name.
        kinds: What is carried.
        rights: Whose rights count.
        found: The survey, which this completes through `settle`.
        keep: The ids of an archive are ours already, and are kept where they are free or the person's own.
    """

    def __init__(self, source: str, kinds: Kinds, rights: Rights, found: Survey, *, keep: bool) -> None:
        self._source = source
        self._kinds = kinds
        self._rights = rights
        self._survey = found
        self._keep = keep
        self.bad: dict[str, set[str]] = {}
        """What stands in the file and has not come here, by kind, as its id here."""
        self._there: dict[tuple[str, str], bool] = {}
        """Whether something may be pointed at, as far as it was looked up for the documents at hand."""

    def new(self, kind: str, old_id: str) -> str:
        """The id that something has here, or would have."""
        moved = self._survey.moved.get((kind, old_id))
        if moved is not None:
            return moved
        if self._keep and OURS.fullmatch(old_id):
            return old_id
        return stable_id(self._source, self._rights.person_id or "", kind, old_id)

    def settles(self, kind: Kind) -> bool:
        """Whether things of a kind may be here already under another id than the rule says."""
        if kind.portable.own_id is not None:
            return False
        return self._keep if self._rights.person_id else kind.portable.same is not None

    async def settle(self, kind: Kind, items: list[Foreign]) -> None:
        """After the survey, for what `settles`: find what is here already, under whichever id."""
        if self._rights.person_id is None:
            assert kind.portable.same is not None
            docs = [self._mapped(kind, item) for item in items]
            same = await kind.portable.same(docs)
            self._survey.moved.update({(kind.name, old): new for old, new in same.items() if old != new})
            return
        ids = [item.old_id for item in items if OURS.fullmatch(item.old_id)]
        async for row in kind.document.rows().find({"_id": {"$in": ids}}):
            if not await self._rights.may(kind, row, write=False):
                id, person = row["_id"], self._rights.person_id
                self._survey.moved[kind.name, id] = stable_id(self._source, person, kind.name, id)

    def _mapped(self, kind: Kind, item: Foreign) -> dict[str, Any]:
        doc = {"_id": item.old_id, **item.doc}
        if kind.portable.remap is not None:
            kind.portable.remap(doc, lambda target, old: self.new(target, str(old)))
        return doc

    async def look_up(self, wanted: Mapping[str, set[str]]) -> None:
        """Find out which of some things, old ids by kind, may be pointed at.

        What the file brings may, in a whole import; for one person also that is asked, as it may be here already
        and somebody else's.
        """
        self._there = {}
        for name, olds in wanted.items():
            kind = self._kinds.by_name.get(name)
            if kind is None:
                continue
            asked = [self.new(name, old) for old in olds if self._rights.person_id or not self._comes(name, old)]
            if not asked:
                continue
            async for row in kind.document.rows().find({"_id": {"$in": asked}}):
                write = kind.name != PERSON
                self._there[name, row["_id"]] = await self._rights.may(kind, row, write=write)

    def _comes(self, kind: str, old_id: str) -> bool:
        ids = self._survey.ids.get(kind)
        return ids is not None and old_id in ids and self.new(kind, old_id) not in self.bad.get(kind, ())

    def resolve(self, kind: str, old_id: Any) -> str | None:
        """The id here of what is pointed at; None if it is neither in the file nor here."""
        if not isinstance(old_id, str):
            return None
        if kind == ACTOR:
            return self._actor(old_id)
        if kind == BLOB:
            blob = self._survey.blobs.get(old_id)
            return blob.new_id if blob is not None and not blob.broken else None
        new = self.new(kind, old_id)
        there = self._there.get((kind, new))
        if there is not None:
            return new if there else None
        return new if self._comes(kind, old_id) else None

    def _actor(self, old_id: str) -> str:
        """Who did something. In one person's import nobody else can have: it would be said in their name."""
        if old_id in NOBODY:
            return old_id
        return self._rights.person_id or self.new(PERSON, old_id)

    def refuse(self, kind: str, old_id: str) -> None:
        """Say that something in the file does not come here."""
        self.bad.setdefault(kind, set()).add(self.new(kind, old_id))


def pointed_at(kind: Kind, items: Sequence[Foreign]) -> dict[str, set[str]]:
    """What some documents point at: old ids by kind."""
    found: dict[str, set[str]] = {}
    for path, target in kind.paths:
        for item in items:
            if item.doc.get(path[0]) is not None:
                _gather(item.doc, path, target, found)
    return found


def _gather(node: Any, path: Sequence[str], target: str, found: dict[str, set[str]]) -> None:
    if isinstance(node, list):
        for one in node:  # pyright: ignore[reportUnknownVariableType] - JSON of any shape
            _gather(one, path, target, found)
        return
    if not isinstance(node, dict):
        return
    value: Any = node.get(path[0])  # pyright: ignore[reportUnknownMemberType, reportUnknownVariableType] - JSON
    if len(path) > 1:
        _gather(value, path[1:], target, found)
        return
    named: Any = node.get(target[1:]) if target.startswith("@") else target  # pyright: ignore[reportUnknownMemberType, reportUnknownVariableType] - JSON
    if isinstance(named, str) and named not in (ACTOR, BLOB):
        some: list[Any] = value if isinstance(value, list) else [value]
        found.setdefault(named, set()).update(one for one in some if isinstance(one, str))
