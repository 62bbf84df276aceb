"""From the command line to a running hub: the database first, and everything of ours gone at the end."""

from __future__ import annotations

import asyncio
import errno
import importlib
import sys

from hub.cannot_start import CannotStart
from hub.log import get_log
from hub.settings import PREFIX, Settings
from hub.settings_reference import without_effect
from hub.storage.mongo import open_mongo
from hub.worker import say_ready
from hub.workers import serve_with_workers

log = get_log(__name__)

OPEN_FILES = 65536
_ADDRESS_FAULTS = {errno.EADDRINUSE, errno.EADDRNOTAVAIL, errno.EACCES}


def serve_until_told(settings: Settings, *, workers: int | None = None, worker: int | None = None) -> None:
    """Run the hub until SIGINT or SIGTERM; nothing of ours runs when this returns.

    Args:
        settings: The configuration.
        workers: How many processes shall share the port; this one for none of its own.
        worker: Which of them this process is, if it is one.

    Raises:
        CannotStart: something that is needed is missing, or the port is taken.
    """
    if sys.platform == "win32":
        asyncio.run(_serve(settings, workers, worker))
        return
    import uvloop

    _raise_open_files_limit()
    uvloop.run(_serve(settings, workers, worker))


async def _serve(settings: Settings, workers: int | None, worker: int | None) -> None:
    if worker is None:
        for name in without_effect(settings):
            log.warning("setting.without_effect", setting=name)
    try:
        if workers is not None:
            await serve_with_workers(settings, workers)
        else:
            await _serve_here(settings, worker)
    except OSError as error:
        if error.errno not in _ADDRESS_FAULTS:
            raise
        raise CannotStart(
            f"The hub cannot listen on {settings.host}:{settings.port}: {error.strerror}.",
            f"Stop what listens there, or choose with {PREFIX}HOST and {PREFIX}PORT.",
        ) from error


async def _serve_here(settings: Settings, worker: int | None) -> None:
    # The database takes a second to start and our own modules take one to load: both at once.
    opening = asyncio.create_task(open_mongo(settings), name="open mongo")
    try:
        main = await asyncio.to_thread(importlib.import_module, "hub.main")
        await main.serve(settings, mongo=await opening, worker=worker, ready=say_ready if worker else None)
    finally:
        # Also after Ctrl-C at any moment of the start.
        opening.cancel()
        await asyncio.wait({opening})
        if not opening.cancelled() and opening.exception() is None:
            await opening.result().stop()


def _raise_open_files_limit() -> None:
    """Allow ourselves more open files: every connected person needs one, and the usual limit is 1,024."""
    import resource

    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    wanted = OPEN_FILES if hard == resource.RLIM_INFINITY else min(OPEN_FILES, hard)
    if soft < wanted:
        resource.setrlimit(resource.RLIMIT_NOFILE, (wanted, hard))
