"""Reading a file for the second time, and bringing in what is in it."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from hub.features.transfer.above import straighten
from hub.features.transfer.held import Held
from hub.features.transfer.ids import Ids, Rights, pointed_at
from hub.features.transfer.kinds import Kind, Kinds
from hub.features.transfer.report import Report
from hub.features.transfer.rows import Maker, Unfit, differ
from hub.features.transfer.sources import BLOB, Foreign, Source
from hub.features.transfer.sources.archive import CHUNKS
from hub.features.transfer.surveying import Bytes, Survey, stable_id, survey
from hub.features.transfer.writing import Ready, Writer, put_bytes
from hub.storage.blobs import Blobs

BREATH = 100
"""Documents that are made ready in one go."""
PIECES_AT_ONCE = 16
ADMINS_ONLY = "belongs to everybody here: only an administrator's import brings it in"

Tell = Callable[[str, int, int], Awaitable[None]]
"""`(what is done, done, of how many)`; raises where nobody wants it any more."""


@dataclass(frozen=True, kw_only=True)
class Plan:
    """What an import is to do."""

    source_name: str
    source: Source
    person_id: str | None
    """To whom everything will belong; None for a whole instance, where it stays its owners'."""
    fallback_id: str | None
    at: datetime
    keep_ids: bool
    """It is an archive of ours."""
    author: Mapping[str, Any] | None = None
    """Who wrote what names no author."""
    dry_run: bool = False
    overwrite: bool = False


class Importer:
    """Carries out one import.

    While a thousand documents are written, and a thousand more, the next thousand are made ready.

    Args:
        plan: What is to be done.
        kinds: What is carried.
        rights: What the person may see and write.
        writer: Writes; not asked in a dry run.
        held: Where documents lie between the two readings; whoever made it closes it.
        tell: Told of progress.
    """

    def __init__(self, plan: Plan, kinds: Kinds, rights: Rights, writer: Writer, held: Held, tell: Tell) -> None:
        self.report = Report()
        self._plan = plan
        self._kinds = kinds
        self._rights = rights
        self._writer = writer
        self._held = held
        self._tell = tell
        self._survey = Survey()
        self._ids = Ids(plan.source_name, kinds, rights, self._survey, keep=plan.keep_ids)
        self._maker = Maker(
            self._ids,
            person_id=plan.person_id,
            fallback_id=plan.fallback_id,
            at=plan.at,
            keep=plan.keep_ids,
            author=dict(plan.author) if plan.author else None,
        )
        self._writing: list[asyncio.Task[None]] = []
        self._pieces: list[Foreign] = []
        self._unwritten: dict[str, dict[str, str | None]] = {}
        """In a dry run, what would stand above what by now."""
        self._done = 0

    async def run(self) -> None:
        """Survey the file, then bring in what is whole in it.

        Raises:
            NotThisFormat: The file is something else, or dangerous; nothing was written.
        """
        found = self._survey

        async def read(lines: int) -> None:
            await self._tell("reading", lines, 0)

        await survey(self._plan.source, self._kinds, self.report, found, self._held, read)
        person: Any = getattr(self._plan.source, "person_id", None)
        if self._plan.person_id is not None and person:
            found.moved["user", person] = self._plan.person_id
        for kind in filter(self._ids.settles, self._kinds):
            for some in self._held.batches(kind.name):
                await self._ids.settle(kind, some)
        await self._bring_bytes()
        try:
            for kind in self._kinds:
                for some in self._held.batches(kind.name):
                    await self._bring(kind, some)
                # What comes next may point at these: it is to be known which of them did not come.
                await self._written()
        finally:
            # Where it is broken off, what is half written is written or it is not.
            await asyncio.gather(*self._writing, return_exceptions=True)
        await self._mend()

    async def _bring_bytes(self) -> None:
        """Store the bytes of files, before the files that have them."""
        if not self._survey.blobs:
            return
        await self._place_bytes()
        for item in self._plan.source.read({BLOB}):
            if isinstance(item, Foreign):
                self._pieces.append(item)
                if len(self._pieces) == PIECES_AT_ONCE:
                    await self._put_pieces()
        await self._put_pieces()

    async def _place_bytes(self) -> None:
        """Decide where bytes go: what is here already under the same id with the same digest stays as it is.

        One person's import never writes under an id that the file chose: it could be somebody else's upload.
        """
        plan = self._plan
        for old_id, blob in self._survey.blobs.items():
            digest = blob.digest.hexdigest()
            blob.digest = digest
            for id in (old_id, stable_id(plan.source_name, plan.person_id or "", BLOB, f"{old_id}\0{digest}")):
                there = await Blobs().find(id)
                free = there is None and ((plan.keep_ids and plan.person_id is None) or id != old_id)
                if free or (there is not None and there.sha256 == digest):
                    blob.new_id, blob.stored = id, there is not None
                    break

    async def _put_pieces(self) -> None:
        """Write the pieces that wait, each where it goes; those of what is here already are only counted."""
        count = self.report.of(CHUNKS) if self._pieces else None
        by_blob: dict[str, list[tuple[int, bytes]]] = {}
        for item in self._pieces:
            blob = self._survey.blobs[item.old_id]
            assert count is not None
            count.read += 1
            if blob.broken or not blob.new_id:
                continue
            if blob.stored:
                count.unchanged += 1
            else:
                count.written += 1
                by_blob.setdefault(item.old_id, []).append((item.doc["n"], item.doc["data"]))
        self._done += len(self._pieces)
        self._pieces = []
        await self._tell(self._phase, self._done, self._survey.total)
        if self._plan.dry_run:
            return
        for old_id, pieces in by_blob.items():
            blob = self._survey.blobs[old_id]
            await put_bytes(blob.new_id, pieces, self._whole(blob, pieces))

    def _whole(self, blob: Bytes, pieces: list[tuple[int, bytes]]) -> tuple[int, str, datetime] | None:
        last = pieces[-1][0] == blob.pieces - 1
        return (blob.size, blob.digest, self._plan.at) if last else None

    @property
    def _phase(self) -> str:
        return "checking" if self._plan.dry_run else "writing"

    async def _bring(self, kind: Kind, items: list[Foreign]) -> None:
        count = self.report.of(kind.portable.collection)
        count.read += len(items)
        self._done += len(items)
        items = [item for item in items if not self._is_twice(kind, item)]
        if kind.portable.instance and self._plan.person_id is not None:
            for item in items:
                self._refuse(kind, item, ADMINS_ONLY)
        else:
            await self._bring_fit(kind, items)
        await self._tell(self._phase, self._done, self._survey.total)

    def _is_twice(self, kind: Kind, item: Foreign) -> bool:
        if not self._survey.ids[kind.name].again(item.old_id):
            return False
        self.report.skipped(kind.portable.collection, item.line, "its id stands in the file twice")
        return True

    async def _bring_fit(self, kind: Kind, items: list[Foreign]) -> None:
        items = await self._without_what_is_here(kind, items)
        await self._ids.look_up(pointed_at(kind, items))
        brought = "project_member" in self._survey.ids and self._plan.person_id is None
        beside = None if brought else kind.portable.beside
        fit: dict[str, Ready] = {}
        for place, item in enumerate(items):
            if place % BREATH == 0:
                await asyncio.sleep(0)  # what is being written goes on
            try:
                row, doc, notes = self._maker.make(kind, item)
            except Unfit as why:
                self._refuse(kind, item, str(why))
                continue
            if row["_id"] in fit:
                self._refuse(kind, item, "stands for the same as another line")
                continue
            for note in notes:
                self.report.noted(kind.portable.collection, item.line, note)
            fit[row["_id"]] = Ready(
                line=item.line, old_id=item.old_id, row=row, beside=beside(doc) if beside is not None else None
            )
        await self._written(0 if _looks_back(kind, fit.values()) else 1)
        await self._straighten(kind, fit.values())
        wanted = await self._wanted(kind, fit)
        if len(wanted) < len(fit):  # what is left out stands here as it does, not as the file says
            await self._straighten(kind, wanted)
        if not self._plan.dry_run:
            self._writing.append(asyncio.create_task(self._write(kind, wanted), name="transfer writes"))
        else:
            self._would_write(kind, wanted)

    async def _straighten(self, kind: Kind, some: Collection[Ready]) -> None:
        lost = await straighten(kind, [one.row for one in some], beside=self._unwritten.get(kind.name))
        for one in some:
            if one.row["_id"] in lost:
                self.report.noted(kind.portable.collection, one.line, lost[one.row["_id"]])

    def _would_write(self, kind: Kind, wanted: Sequence[Ready]) -> None:
        self._count(kind, wanted, {})
        if kind.portable.above is not None:
            field = kind.portable.above.field
            self._unwritten.setdefault(kind.name, {}).update((one.row["_id"], one.row[field]) for one in wanted)

    async def _written(self, most: int = 0) -> None:
        """Wait until no more than so many batches are being written."""
        while len(self._writing) > most:
            await self._writing[0]
            del self._writing[0]

    async def _write(self, kind: Kind, wanted: list[Ready]) -> None:
        self._count(kind, wanted, await self._writer.write(kind, wanted))

    def _count(self, kind: Kind, wanted: Sequence[Ready], left: Mapping[int, str]) -> None:
        count = self.report.of(kind.portable.collection)
        for ready in wanted:
            if ready.line in left:
                self.report.skipped(kind.portable.collection, ready.line, left[ready.line])
                if ready.before is None:
                    self._ids.refuse(kind.name, ready.old_id)
            elif ready.before is None:
                count.written += 1
            else:
                count.updated += 1

    async def _without_what_is_here(self, kind: Kind, items: list[Foreign]) -> list[Foreign]:
        """One person's archive that comes back where it was made: what still stands as it was needs nothing more,
        whoever else is named in it.
        """
        if not self._plan.keep_ids or self._plan.person_id is None:
            return items
        ids = [item.old_id for item in items if self._ids.new(kind.name, item.old_id) == item.old_id]
        stored = {row["_id"]: row async for row in kind.document.rows().find({"_id": {"$in": ids}})}
        left: list[Foreign] = []
        for item in items:
            row = self._maker.as_it_stands(kind, item) if item.old_id in stored else None
            if row is not None and not differ(kind, row, stored[item.old_id]):
                self.report.of(kind.portable.collection).unchanged += 1
            else:
                left.append(item)
        return left

    async def _wanted(self, kind: Kind, fit: dict[str, Ready]) -> list[Ready]:
        """Of what could be written, what is new here or is to be changed."""
        count = self.report.of(kind.portable.collection)
        stored = {row["_id"]: row async for row in kind.document.rows().find({"_id": {"$in": list(fit)}})}
        wanted: list[Ready] = []
        for id, ready in fit.items():
            before = stored.get(id)
            if before is None:
                wanted.append(ready)
            elif not differ(kind, ready.row, before):
                count.unchanged += 1
            elif self._plan.overwrite and await self._rights.may(kind, before, write=True):
                row = {**ready.row, "revision": before.get("revision", 0) + 1, "created_at": before["created_at"]}
                row |= {name: before[name] for name in kind.portable.settled}
                row["updated_at"] = self._plan.at
                wanted.append(Ready(line=ready.line, old_id=ready.old_id, row=row, before=before))
            else:
                self.report.skipped(kind.portable.collection, ready.line, "has been changed here since")
        return wanted

    def _refuse(self, kind: Kind, item: Foreign, why: str) -> None:
        self.report.skipped(kind.portable.collection, item.line, why)
        self._ids.refuse(kind.name, item.old_id)

    async def _mend(self) -> None:
        """Leave nothing that points at what did not come after all: of what comes later in the file, it is not known
        when something that points at it is written. What makes no sense without it goes.
        """
        if self._plan.dry_run:
            return
        for name, bad in self._ids.bad.items():
            rows = self._kinds.by_name[name].document.rows()
            there = {row["_id"] async for row in rows.find({"_id": {"$in": list(bad)}}, {"_id": 1})}
            gone = {"$in": list(bad - there)}
            for other, field in self._kinds.pointing_at(name):
                if field not in other.needs:
                    await other.document.rows().update_many({field: gone}, {"$set": {field: None}})
                    continue
                removed = (await other.document.rows().delete_many({field: gone})).deleted_count
                if removed:
                    count = self.report.of(other.portable.collection)
                    count.written -= removed
                    why = f"{removed} were left out with the {name} that they belong to"
                    self.report.skipped(other.portable.collection, 0, why)
                    count.skipped_count += removed - 1


def _looks_back(kind: Kind, some: Collection[Ready]) -> bool:
    """Whether what comes of a batch follows from what is stored of the one before it."""
    portable = kind.portable
    if portable.settle is not None or portable.own_id is not None or portable.same is not None:
        return True
    above = portable.above
    return above is not None and any(one.row[above.field] for one in some)
