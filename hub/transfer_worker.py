"""The process that carries out one transfer, so that the hub's loop does nothing of it.

Run by the hub as `python -m hub.transfer_worker ID`, with what it needs to reach the database on standard input, and
by `panoramix import` and `panoramix export` in their own process.
"""

from __future__ import annotations

import asyncio
import json
import signal
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

from hub.collector import calm_collector
from hub.feature_list import FEATURES
from hub.features.accounts import access as accounts
from hub.features.files import setup as files
from hub.features.rooms.ready import ensure_lobby
from hub.features.transfer.work import Say, Workshop, carry_out
from hub.kernel.catalog import Catalog
from hub.kernel.clock import SystemClock
from hub.log import configure_logging
from hub.measures import Measures
from hub.migrations import MIGRATIONS
from hub.settings import Settings
from hub.storage.database import bind, prepare
from hub.storage.following import Following
from hub.storage.message_log import MessageLog
from hub.storage.mongo import MongoHandle, open_mongo
from hub.storage.read_cache import ReadCache
from hub.storage.unit_of_work import MongoStore


@asynccontextmanager
async def workshop(
    settings: Settings, mongo: MongoHandle, say: Say = lambda phase, done, total: None, *, ready: bool = False
) -> AsyncIterator[Workshop]:
    """What carrying out transfers needs: the catalog and the database, and no doors.

    Args:
        settings: The configuration.
        mongo: An open connection, which stays open.
        say: Told how far it is.
        ready: A hub has made the database ready, and runs.
    """
    clock = SystemClock()
    catalog = Catalog(FEATURES)
    # Nothing is followed here, so nothing is kept: every look is a read.
    cache = ReadCache(Following(mongo.database), (kind for kind in catalog.documents() if kind.GLANCED is not None))
    accounts.configure(settings, clock, cache)
    files.configure(settings, catalog)
    if ready:
        await bind(mongo.database, catalog)
    else:
        await prepare(mongo.database, catalog, migrations=MIGRATIONS)
        await ensure_lobby(clock)
        await accounts.ensure_bot()
    log = MessageLog(mongo.blocking, Measures())
    meta = await mongo.database["meta"].find_one({"_id": "schema"})
    calm_collector()
    yield Workshop(
        catalog=catalog,
        store=MongoStore(mongo.client, catalog, log, cache),
        clock=clock,
        spool=settings.data_dir / "spool",
        instance=f"{settings.base_url} (schema {meta['version'] if meta else 0})",
        say=say,
    )


async def _run(id: str, given: dict[str, Any]) -> None:
    settings = Settings(**given)
    configure_logging(settings.log_format, "warning")
    mongo = await open_mongo(settings)
    work = asyncio.current_task()
    assert work is not None
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, work.cancel)
    try:
        async with workshop(settings, mongo, ready=True) as shop:
            await carry_out(shop, id)
    finally:
        await mongo.stop()


def main() -> int:
    """Carry out the transfer whose id is the only argument."""
    given = json.loads(sys.stdin.read())
    given["data_dir"] = Path(given["data_dir"])
    try:
        asyncio.run(_run(sys.argv[1], given))
    except asyncio.CancelledError:
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
