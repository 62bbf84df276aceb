"""Carrying out one transfer, in the process that was started for it or in that of a command."""

from __future__ import annotations

import time
from collections.abc import Awaitable, Callable
from contextlib import closing, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from hub.features.accounts.access import actor_for, names
from hub.features.files.access import access_file, keep_made
from hub.features.transfer.documents import TransferDocument
from hub.features.transfer.exporting import Whose, export
from hub.features.transfer.held import Held
from hub.features.transfer.ids import Rights
from hub.features.transfer.importing import Importer, Plan
from hub.features.transfer.kinds import Kinds
from hub.features.transfer.report import Report
from hub.features.transfer.schemas import Direction, Scope, TransferStatus
from hub.features.transfer.sources import NotThisFormat, Source
from hub.features.transfer.sources.archive import Archive
from hub.features.transfer.sources.known import ARCHIVE, SOURCES
from hub.features.transfer.undoing import Undoer
from hub.features.transfer.writing import Writer
from hub.kernel.catalog import Catalog
from hub.kernel.clock import Clock, Moment
from hub.kernel.context import SYSTEM, Actor, Call, Ctx, Origin
from hub.kernel.errors import OperationError
from hub.log import get_log
from hub.storage.blobs import Blobs
from hub.storage.documents import decode
from hub.storage.unit_of_work import MongoStore

log = get_log(__name__)
EVERY_S = 0.5
"""How often it is said how far it is."""
Write = Callable[[bytes], Awaitable[None]]
Say = Callable[[str, int, int], None]


class Cancelled(Exception):
    """Nobody wants it any more."""


@dataclass(frozen=True, kw_only=True)
class Workshop:
    """What carrying out a transfer needs of the process that it runs in."""

    catalog: Catalog
    store: MongoStore
    clock: Clock
    spool: Path
    """Where a file lies while it is read."""
    instance: str
    say: Say = lambda phase, done, total: None
    """Told how far it is, for who looks on in a terminal."""


async def carry_out(shop: Workshop, id: str, *, path: Path | None = None, write: Write | None = None) -> None:
    """Do what a stored transfer says, and store what came of it.

    Args:
        shop: See `Workshop`.
        id: The transfer's.
        path: The file to read, where it is not among the stored ones.
        write: Takes the bytes of an export, where they are not to be stored.
    """
    raw = await TransferDocument.rows().find_one({"_id": id})
    if raw is None:
        return
    job = _Job(shop, decode(TransferDocument, raw))
    undoing = job.doc.status is TransferStatus.UNDOING
    if not await job.begin():
        return
    try:
        if undoing:
            await job.undo()
            await job.end(TransferStatus.UNDONE)
        elif job.doc.direction is Direction.EXPORT:
            await job.export(write)
            await job.end(TransferStatus.DONE)
        else:
            await job.bring_in(path)
            await job.end(TransferStatus.DONE)
    except Cancelled:
        await job.end(TransferStatus.CANCELLED)
    except (NotThisFormat, OperationError) as fault:
        await job.end(TransferStatus.FAILED, str(fault) if isinstance(fault, NotThisFormat) else fault.detail)
    except Exception:  # a process's top: whoever waits must learn that it is over
        log.exception("transfer.failed", transfer=id)
        await job.end(TransferStatus.FAILED, "Something went wrong here. It has been logged.")


class _Job:
    def __init__(self, shop: Workshop, doc: TransferDocument) -> None:
        self.doc = doc
        self._shop = shop
        self._kinds = Kinds(shop.catalog)
        self._told = 0.0
        self._report: Report = Report()
        self._source: Source | None = None
        self._actor: Actor = SYSTEM

    async def begin(self) -> bool:
        """Say that it is being carried out; False where that was called off meanwhile."""
        undoing = self.doc.status is TransferStatus.UNDOING
        begun = TransferStatus.UNDOING if undoing else TransferStatus.RUNNING
        waiting = TransferStatus.UNDOING if undoing else TransferStatus.QUEUED
        found = await TransferDocument.rows().update_one(
            {"_id": self.doc.id, "status": waiting.value},
            {"$set": {"status": begun.value, "beat_at": self._shop.clock.now()}, "$inc": {"revision": 1}},
        )
        return found.matched_count == 1

    async def set(self, **fields: Any) -> None:
        """Store something about the transfer; everybody who may see it hears of it.

        Raises:
            Cancelled: Somebody asked for its end.
        """
        fields["beat_at"] = fields["updated_at"] = self._shop.clock.now()
        found = await TransferDocument.rows().find_one_and_update(
            {"_id": self.doc.id}, {"$set": fields, "$inc": {"revision": 1}}, {"cancel_requested": 1}
        )
        if found is None or (found["cancel_requested"] and self.doc.status is not TransferStatus.UNDOING):
            raise Cancelled

    async def end(self, status: TransferStatus, error: str | None = None) -> None:
        """Store what came of it."""
        cut = self._source is not None and self._source.cut
        with suppress(Cancelled):
            await self.set(
                status=status.value,
                error=error,
                report=self._report.as_list(),
                cut_at=self._source.last_whole if self._source is not None and cut else None,
                finished_at=self._shop.clock.now(),
            )

    async def _tell(self, phase: str, done: int, total: int) -> None:
        self._shop.say(phase, done, total)
        now = time.monotonic()
        if now - self._told < EVERY_S:
            return
        self._told = now
        await self.set(phase=phase, done=done, total=total, report=self._report.as_list())

    def _call(self) -> Call:
        origin = Origin.CLI if self.doc.by_hand else Origin.SYSTEM
        return Call(actor=self._actor, origin=origin, request_id=self.doc.id, batch_id=self.doc.batch_id)

    def _fresh(self) -> Ctx:
        """A context of its own: what it has looked at goes with it."""
        moment = Moment(self._shop.clock)

        async def apart(batch_id: str, part: Any) -> Any:
            raise NotImplementedError("nothing here works in parts of an operation")

        return Ctx(call=self._call(), clock=moment, work=self._shop.store.begin(moment), apart=apart)

    async def _begin(self) -> None:
        """Become who asked for it.

        Raises:
            OperationError: `forbidden`: they may not do anything any more.
        """
        if self.doc.owner_id == SYSTEM.id:
            return
        actor = await actor_for(self.doc.owner_id)
        if actor is None:
            raise NotThisFormat("Whoever asked for this may not do anything here any more.")
        if self.doc.scope is Scope.ALL and actor.role != "admin":
            raise NotThisFormat("Whoever asked for this is no administrator any more.")
        self._actor = actor

    async def undo(self) -> None:
        """Take back what was written."""
        await self._begin()
        done = self._shop.catalog.operations["transfer.undo"]
        undoer = Undoer(self._kinds, done, self._call(), self._shop.clock, self._tell)
        self._report = undoer.report
        await undoer.run(self.doc.batch_id)

    async def export(self, write: Write | None) -> None:
        """Make an archive."""
        await self._begin()
        person = None
        if self.doc.scope is Scope.MINE:
            account = (await names([self._actor.person_id]))[self._actor.person_id]
            person = {"id": account.id, "username": account.username}
        written = 0

        async def tell(collection: str, more: int) -> None:
            nonlocal written
            written += more
            count = self._report.of(collection)
            count.read += more
            count.written += more
            await self._tell("writing", written, 0)

        whose = Whose(person=person)
        if write is not None:
            size = await export(self._fresh(), self._kinds, whose, write, tell, instance=self._shop.instance)
            await self.set(size=size)
            return
        writer = await Blobs().begin()
        try:
            await export(self._fresh(), self._kinds, whose, writer.write, tell, instance=self._shop.instance)
            blob = await writer.finish()
        except BaseException:
            await writer.abort()
            raise
        now = self._shop.clock.now()
        name = f"panoramix-{'everything' if person is None else person['username']}-{now:%Y-%m-%d}.ndjson.gz"
        file_id = await keep_made(owner_id=self.doc.owner_id, transfer_id=self.doc.id, name=name, blob=blob, at=now)
        await self.set(size=blob.size, file_id=file_id, file_name=name)

    async def bring_in(self, path: Path | None) -> None:
        """Bring in what is in a file."""
        await self._begin()
        if path is not None:
            await self._read(path)
            return
        self._shop.spool.mkdir(parents=True, exist_ok=True)
        path = self._shop.spool / f"transfer-{self.doc.id}"
        try:
            file = await access_file(self._fresh(), self.doc.file_id or "")
            with path.open("wb") as out:
                async for piece in Blobs().read(file.blob_id):
                    out.write(piece)
            await self._read(path)
        finally:
            path.unlink(missing_ok=True)

    async def _read(self, path: Path) -> None:
        doc = self.doc
        if doc.source == ARCHIVE:
            source: Source = Archive(path, {name: kind.name for name, kind in self._kinds.by_collection.items()})
        else:
            source = SOURCES[doc.source](path)
        self._source = source
        source.zone = self._actor.time_zone
        whole = doc.scope is Scope.ALL
        person_id = None if whole else self._actor.person_id
        plan = Plan(
            source_name=doc.source,
            source=source,
            person_id=person_id,
            fallback_id=None if self._actor is SYSTEM else self._actor.person_id,
            at=self._shop.clock.now(),
            keep_ids=doc.source == ARCHIVE,
            author=None if self._actor is SYSTEM else self._actor.public(),
            dry_run=doc.dry_run,
            overwrite=doc.overwrite,
        )
        rights = Rights(person_id, self._fresh)
        done = self._shop.catalog.operations["transfer.import_file"]
        writer = Writer(self._shop.catalog, done, self._call(), self._shop.clock)
        with closing(Held(self._shop.spool)) as held:
            importer = Importer(plan, self._kinds, rights, writer, held, self._tell)
            self._report = importer.report
            await importer.run()
