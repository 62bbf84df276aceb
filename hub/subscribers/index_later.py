"""What an import writes is put into the index behind what people do, once nothing more of it comes.

Else a note that somebody writes meanwhile would be found only after a hundred thousand that nobody waits for. An
import writes the entry that names what it writes first in each of its transactions: from there the rest of the
transaction is known in the change stream, and left out. The entry's id is remembered until everything in it has
been put in.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Mapping, Sequence
from typing import Any

from hub.features.search.access import forget_later, read_state, remember_later
from hub.kernel.catalog import Catalog
from hub.storage.activity import Activity, changes_of

IMPORT = "transfer.import_file"
ENTRIES = Activity.collection_name()
WATCHED = {
    "operationType": "insert",
    "fullDocument.operation": IMPORT,
    "fullDocument.batch_id": {"$type": "string"},  # not the entry that says that somebody asked for one
}
"""Which changes of the activity are to be told beside those of what is searched."""
AT_ONCE = 200
CALM_S = 2.0
"""So long nothing more of an import must have come."""
LONGEST_S = 60.0
"""Then what has come is put in, however much still comes."""

Change = Mapping[str, Any]
Put = Callable[[str, Sequence[str]], Awaitable[None]]
"""`(collection, ids)`: put them in as they are stored now; what is not there any more goes out."""


class Later:
    """What waits to be put in.

    Args:
        catalog: What the kinds that an entry names are stored as.
        put: See `Put`.
        keep: Makes safe what was put in.
    """

    def __init__(self, catalog: Catalog, put: Put, keep: Callable[[], Awaitable[None]]) -> None:
        self._catalog = catalog
        self._put = put
        self._keep = keep
        self._transaction: Any = None
        self._first = self._last = 0.0
        """When the first entry came that waits, and the last."""
        self._more = asyncio.Event()
        self._more.set()
        self._taken = False
        self._task: asyncio.Task[None] | None = None

    def start(self) -> asyncio.Task[None]:
        """Put in what waits, from now on; whoever calls ends it."""
        self._task = asyncio.create_task(self._run(), name="index feed catches up")
        return self._task

    def check(self) -> bool:
        """Whether changes were taken since this was last asked.

        Raises:
            OperationError: The index is away: nothing is put in any more.
            PyMongoError: The database is.
        """
        if self._task is not None and self._task.done():
            self._task.result()
        taken, self._taken = self._taken, False
        return taken

    async def takes(self, change: Change) -> bool:
        """Whether a change is an import's, and nobody else's matter."""
        if change["ns"]["coll"] != ENTRIES:
            is_ours = self._transaction is not None and _transaction(change) == self._transaction
            self._taken = self._taken or is_ours
            return is_ours
        await remember_later(change["documentKey"]["_id"])
        self._transaction = _transaction(change)
        self._last = asyncio.get_running_loop().time()
        if not self._more.is_set():
            self._first = self._last
            self._more.set()
        return True

    async def _run(self) -> None:
        while True:
            await self._more.wait()
            await self._calm()
            self._more.clear()
            for id in (await read_state()).later:
                await self._entry(id)

    async def _calm(self) -> None:
        loop = asyncio.get_running_loop()
        while True:
            wait = min(self._last + CALM_S, self._first + LONGEST_S) - loop.time()
            if wait <= 0:
                return
            await asyncio.sleep(wait)

    async def _entry(self, id: str) -> None:
        raw = await Activity.rows().find_one({"_id": id})
        by_kind: dict[str, list[str]] = {}
        for change in await changes_of(raw) if raw else ():
            by_kind.setdefault(change["kind"], []).append(change["id"])
        for kind, ids in by_kind.items():
            entity = self._catalog.entities.get(kind)
            for start in range(0, len(ids) if entity else 0, AT_ONCE):
                assert entity is not None
                began = asyncio.get_running_loop().time()
                await self._put(entity.document.collection_name(), ids[start : start + AT_ONCE])
                # As much rest as work: whoever asks something is answered in between.
                await asyncio.sleep(asyncio.get_running_loop().time() - began)
        await self._keep()
        await forget_later(id)


def _transaction(change: Change) -> Any:
    """Which transaction a change is of; None if of none."""
    session = change.get("lsid")
    return (session, change.get("txnNumber")) if session else None
