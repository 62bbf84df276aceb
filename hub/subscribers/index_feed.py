"""Keeps the search index up with what is stored: follows the changes from where it last was, in one process.

What is committed is in the change stream, so nothing is lost between a commit and its place in the index: the
token of the stream is stored only once the engine has what came before it. Put in twice, a thing is there once.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from pymongo.asynchronous.change_stream import AsyncChangeStream
from pymongo.errors import OperationFailure, PyMongoError

from hub.features.search.access import COLLECTION, read_state, write_state
from hub.features.search.texts import Texts
from hub.kernel.catalog import Catalog, Entity
from hub.kernel.clock import Clock
from hub.kernel.errors import OperationError
from hub.storage.database import Database
from hub.storage.ending import end
from hub.storage.following import of_collection
from hub.storage.search.engine import Engine, Item
from hub.subscribers.index_items import items_of
from hub.subscribers.index_later import ENTRIES, WATCHED, Later

log = logging.getLogger(__name__)
LARGEST_BATCH = 200
GATHER_S = 0.05
"""How long changes are gathered after the first."""
QUEUE = 2_000
AWAIT_MS = 1_000
KEEP_EVERY_S = 2.0
"""How often what is in the index is made safe against a power cut, and the token stored."""
PAUSE_S = 1.0
AWAY_S = 3.0
FORGOTTEN = (260, 280, 286)
"""The server does not know any more what happened since then (ChangeStreamFatalError, ChangeStreamHistoryLost)."""
WISH = {"updateDescription.updatedFields.wanted": {"$exists": True}}
"""Somebody wants everything indexed anew."""

Raw = Mapping[str, Any]
Change = Mapping[str, Any]


@dataclass(frozen=True, kw_only=True)
class Attached:
    """What hangs on things of many kinds, and is found by who may see those: it moves in the index when they do."""

    kind: str
    things: Collection[str]
    """The kinds that it hangs on."""
    to: Callable[[Sequence[str]], Awaitable[Sequence[Raw]]]
    """What is attached to any of the things with these ids."""


class IndexFeed:
    """Fills the index in the process that holds the schedule.

    Args:
        database: Where everything is stored.
        catalog: Which kinds are searched (`Entity.search`).
        engine: The index.
        holding: Set while this process is the one.
        clock: When a rebuild began and ended.
        attached: What is attached to things.
    """

    def __init__(
        self,
        *,
        database: Database,
        catalog: Catalog,
        engine: Engine,
        holding: asyncio.Event,
        clock: Clock,
        attached: Attached,
    ) -> None:
        self._database = database
        self._catalog = catalog
        self._engine = engine
        self._holding = holding
        self._clock = clock
        self._attached = attached
        known = [catalog.entities[kind] for kind in attached.things if kind in catalog.entities]
        self._things = frozenset(entity.document.collection_name() for entity in known)
        self._task: asyncio.Task[None] | None = None
        self._turn = asyncio.Lock()
        """Reading and putting in are one step: else what was read before a change could be put in after it."""
        self._rebuilding: asyncio.Task[None] | None = None
        self._checked = False
        """Whether the engine was asked if it has everything."""
        self._items: dict[str, Entity] = {}
        for entity in catalog.entities.values():
            if entity.search is not None and entity.search.part_of is None:
                self._items[entity.document.collection_name()] = entity
        self._texts = Texts(catalog)
        self._parts: dict[str, tuple[str, str]] = {
            part.document.collection_name(): (field, catalog.entities[kind].document.collection_name())
            for kind, parts in self._texts.parts.items()
            for part, field in parts
        }
        """The collections of parts: the field that names what they are parts of, and where that is stored."""

    def start(self) -> None:
        """Begin to follow, whenever this process is the one."""
        self._task = asyncio.create_task(self._run(), name="index feed")

    async def stop(self) -> None:
        """Stop; the next to follow goes on from here."""
        if self._task is not None:
            await end(self._task)

    async def _run(self) -> None:
        while True:
            await self._holding.wait()
            try:
                await self._follow()
            except PyMongoError as fault:
                if _is_forgotten(fault):
                    log.warning("the changes since the index was last filled are not known any more")
                    await _forgetfully(write_state(token=None))
                else:
                    log.warning("the index does not follow just now: %s", fault)
                await asyncio.sleep(PAUSE_S)
            except OperationError as away:
                log.warning("the index does not follow just now: %s", away.detail)
                await asyncio.sleep(AWAY_S)

    async def _follow(self) -> None:
        """Follow until another process is the one, or something is away."""
        state = await read_state()
        images = await self._keep_images()
        name = self._database.name
        wanted = [
            of_collection(name, *self._items, *self._parts),
            of_collection(name, COLLECTION) | WISH,
            of_collection(name, ENTRIES) | WATCHED,
        ]
        watched = await self._database.watch(
            [{"$match": {"$or": wanted}}],
            resume_after=state.token,
            full_document="updateLookup",
            full_document_before_change="whenAvailable" if images else None,
            max_await_time_ms=AWAIT_MS,
        )
        changes: asyncio.Queue[tuple[Change | None, Mapping[str, Any] | None]] = asyncio.Queue(QUEUE)
        async with watched as stream:
            later = Later(self._catalog, self._put_stored, self._engine.keep)
            reading = asyncio.create_task(self._read(stream, changes, later), name="index feed reads")
            catching_up = later.start()
            try:
                self._checked = False
                if state.token is None:
                    await write_state(token=stream.resume_token)
                if state.is_wanted or state.is_under_way or await self._is_first():
                    self._begin_rebuild()
                await self._put_in(changes, reading, later)
            finally:
                await end(*[task for task in (reading, catching_up) if task is not None])
                await self._end_rebuild()

    async def _keep_images(self) -> bool:
        """Have deletions of parts say what they were a part of; False where the server cannot."""
        try:
            for name in self._parts:
                await self._database.command("collMod", name, changeStreamPreAndPostImages={"enabled": True})
        except OperationFailure as fault:
            log.info("deleted parts stay findable until what they were in changes: %s", fault)
            return False
        return bool(self._parts)

    async def _is_first(self) -> bool:
        """Whether there is something to be found, and never was everything put in."""
        if (await read_state()).ended_at is not None:
            return False
        for entity in self._items.values():
            if await entity.document.rows().find_one({}, {"_id": 1}) is not None:
                return True
        return False

    async def _read(
        self, stream: AsyncChangeStream[dict[str, Any]], changes: asyncio.Queue[Any], later: Later
    ) -> PyMongoError | None:
        """Queue what changes, until another process is the one or the stream breaks off: then, why."""
        try:
            while stream.alive and self._holding.is_set():
                change = await stream.try_next()
                if change is None or not await later.takes(change):
                    await changes.put((change, stream.resume_token))
        except PyMongoError as fault:
            return fault
        return None

    async def _put_in(
        self,
        changes: asyncio.Queue[tuple[Change | None, Mapping[str, Any] | None]],
        reading: asyncio.Task[PyMongoError | None],
        later: Later,
    ) -> None:
        loop = asyncio.get_running_loop()
        token: Mapping[str, Any] | None = None
        unsaved = False
        saved_at = loop.time()
        while not (reading.done() and changes.empty()):
            batch, token = await self._batch(changes, reading, token)
            if batch:
                asked_for = any(change["ns"]["coll"] == COLLECTION for change in batch)
                touched = [change for change in batch if change["ns"]["coll"] != COLLECTION]
                if touched:
                    if not self._checked:
                        self._checked = True
                        if self._rebuilding is None and not (await self._engine.state()).complete:
                            self._begin_rebuild()
                    async with self._turn:
                        await self._put_batch(touched)
                    unsaved = True
                self._raise_from_rebuild()
                if asked_for and self._rebuilding is None and (await read_state()).is_wanted:
                    self._begin_rebuild()
            self._raise_from_rebuild()
            unsaved = later.check() or unsaved
            if unsaved and loop.time() - saved_at > KEEP_EVERY_S and self._rebuilding is None:
                await self._engine.keep()
                await write_state(token=token)
                unsaved, saved_at = False, loop.time()
        fault = await reading
        if fault is not None:
            raise fault

    async def _batch(
        self,
        changes: asyncio.Queue[tuple[Change | None, Mapping[str, Any] | None]],
        reading: asyncio.Task[PyMongoError | None],
        token: Mapping[str, Any] | None,
    ) -> tuple[list[Change], Mapping[str, Any] | None]:
        """The next changes, once there are some or nothing happens; and where the stream is after them."""
        batch: list[Change] = []
        waiting = asyncio.create_task(changes.get(), name="index feed waits")
        try:
            await asyncio.wait({waiting, reading}, return_when=asyncio.FIRST_COMPLETED)
            if not waiting.done():
                return batch, token
            change, token = waiting.result()
        finally:
            if not waiting.done():
                await end(waiting)
        if change is not None:
            batch.append(change)
            await asyncio.sleep(GATHER_S)
        while len(batch) < LARGEST_BATCH and not changes.empty():
            change, token = changes.get_nowait()
            if change is not None:
                batch.append(change)
        return batch, token

    async def _put_batch(self, batch: Sequence[Change]) -> None:
        """Put in what became of what changed: as it is now, whatever was in between. Whoever calls has the turn."""
        now: dict[str, dict[str, Raw | None]] = {}
        parents: dict[str, set[str]] = {}
        for change in batch:
            name, id = change["ns"]["coll"], change["documentKey"]["_id"]
            if name in self._items:
                now.setdefault(name, {})[id] = change.get("fullDocument")
            else:
                field, parent = self._parts[name]
                for image in (change.get("fullDocument"), change.get("fullDocumentBeforeChange")):
                    if image and image.get(field):
                        parents.setdefault(parent, set()).add(str(image[field]))
        for name, ids in parents.items():
            found = self._items[name].document.rows().find({"_id": {"$in": sorted(ids)}})
            now.setdefault(name, {}).update({row["_id"]: row async for row in found})
        await self._follow_things(batch, now)
        items: list[Item] = []
        for name, documents in now.items():
            entity = self._items[name]
            made = await items_of(self._texts, entity, [raw for raw in documents.values() if raw is not None])
            items += made
            gone = documents.keys() - {item.id for item in made}
            if gone:
                await self._engine.remove(entity.kind, sorted(gone))
        if items:
            await self._engine.put(items)

    async def _put_stored(self, name: str, ids: Sequence[str]) -> None:
        """Put in what is stored under these ids, as if it had just changed."""
        if name not in self._items and name not in self._parts:
            return
        async with self._turn:
            rows = self._database[name].find({"_id": {"$in": list(ids)}})
            there = {row["_id"]: row async for row in rows}
            place = {"coll": name}
            await self._put_batch(
                [{"ns": place, "documentKey": {"_id": id}, "fullDocument": there.get(id)} for id in ids]
            )

    async def _follow_things(self, batch: Sequence[Change], now: dict[str, dict[str, Raw | None]]) -> None:
        """Have what is attached to the things that changed looked at too: who may see it may be others now."""
        name = self._catalog.entities[self._attached.kind].document.collection_name()
        things = {str(change["documentKey"]["_id"]) for change in batch if change["ns"]["coll"] in self._things}
        known = now.setdefault(name, {})
        for raw in await self._attached.to(sorted(things)) if things else ():
            known[raw["_id"]] = raw

    def _begin_rebuild(self) -> None:
        self._rebuilding = asyncio.create_task(self._rebuild(), name="index rebuild")

    def _raise_from_rebuild(self) -> None:
        """What a rebuild that is over failed with, if it did."""
        if self._rebuilding is not None and self._rebuilding.done():
            over, self._rebuilding = self._rebuilding, None
            over.result()

    async def _end_rebuild(self) -> None:
        """Break off a rebuild; what one failed with before anybody asked is said here."""
        over, self._rebuilding = self._rebuilding, None
        if over is None:
            return
        if over.done() and not over.cancelled() and (fault := over.exception()) is not None:
            log.warning("the search index was not made anew: %s", fault)
        await end(over)

    async def _rebuild(self) -> None:
        """Put everything in anew, beside what changes meanwhile."""
        rows = [entity.document.rows() for entity in self._items.values()]
        total = sum([await one.estimated_document_count() for one in rows])
        wish = (await read_state()).wanted
        # From one on: a first one that is broken off must be known from one that never was.
        await write_state(wanted=max(wish, 1), begun=max(wish, 1), done=0, total=total)
        log.info("the search index is made anew", extra={"things": total})
        await self._engine.begin_rebuild()
        done = 0
        for entity in self._items.values():
            last = ""
            while True:
                async with self._turn:
                    found = entity.document.rows().find({"_id": {"$gt": last}}).sort("_id", 1).limit(LARGEST_BATCH)
                    some = await found.to_list(None)
                    if not some:
                        break
                    items = await items_of(self._texts, entity, some)
                    if items:
                        await self._engine.put(items, rebuilding=True)
                last, done = some[-1]["_id"], done + len(some)
                await write_state(done=done)
        await self._engine.finish_rebuild()
        await write_state(ended=max(wish, 1), ended_at=self._clock.now(), done=done, total=done)
        log.info("the search index has been made anew", extra={"things": done})


def _is_forgotten(fault: PyMongoError) -> bool:
    return fault.has_error_label("NonResumableChangeStreamError") or getattr(fault, "code", None) in FORGOTTEN


async def _forgetfully(writing: Any) -> None:
    try:
        await writing
    except PyMongoError as fault:
        log.warning("that could not be written down: %s", fault)
