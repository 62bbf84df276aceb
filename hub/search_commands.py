"""`panoramix search …`: the search index from the command line, beside a running hub or without one."""

from __future__ import annotations

import asyncio
import sys
from argparse import Namespace

from hub.features.search.schemas import CollectionInfo
from hub.kernel.context import SYSTEM, Call, Origin
from hub.kernel.errors import OperationError
from hub.kernel.pipeline import Pipeline
from hub.log import configure_logging
from hub.main import build
from hub.settings import Settings
from hub.storage.documents import new_id
from hub.storage.mongo import open_or_join_mongo

LOOK_S = 0.5
WIDTH = 30


def run(given: Namespace, settings: Settings) -> int:
    """Run one of the commands; return its exit status."""
    configure_logging(settings.log_format, "warning")
    try:
        return asyncio.run(_with_hub(settings, rebuild=given.command == "rebuild"))
    except OperationError as refusal:
        sys.stderr.write(f"{refusal.detail}\n")
        return 1


async def _with_hub(settings: Settings, *, rebuild: bool) -> int:
    mongo = await open_or_join_mongo(settings)
    try:
        hub = await build(settings, mongo=mongo)
        try:
            return await (_rebuild(hub.pipeline) if rebuild else _status(hub.pipeline))
        finally:
            await hub.stop()
    finally:
        await mongo.stop()


async def _status(pipeline: Pipeline) -> int:
    found = await _info(pipeline)
    if not found.up:
        sys.stdout.write(f"Search is away: {found.why}\n")
        return 1
    kinds = ", ".join(f"{count} {kind}" for kind, count in sorted(found.kinds.items())) or "nothing yet"
    meaning = (
        f"{found.with_meaning} by meaning ({found.model})" if found.model else f"no meaning: {found.why_no_model}"
    )
    sys.stdout.write(
        f"index     {found.where}, {found.bytes / 1e6:.1f} MB, {'complete' if found.complete else 'being made'}\n"
    )
    sys.stdout.write(f"pieces    {found.pieces} by words, {meaning}, {found.waiting} waiting\n")
    sys.stdout.write(f"kinds     {kinds}\n")
    return 0


async def _rebuild(pipeline: Pipeline) -> int:
    before = (await _info(pipeline)).last_rebuilt_at
    await _run(pipeline, "search.rebuild")
    while True:
        found = await _info(pipeline)
        share = found.rebuilt / found.rebuild_total if found.rebuild_total else 0.0
        bar = "█" * round(share * WIDTH)
        sys.stdout.write(f"\r{bar:<{WIDTH}} {found.rebuilt} of {found.rebuild_total}")
        sys.stdout.flush()
        if found.last_rebuilt_at != before and not found.rebuilding:
            sys.stdout.write("\n")
            return 0
        await asyncio.sleep(LOOK_S)


async def _info(pipeline: Pipeline) -> CollectionInfo:
    return CollectionInfo.model_validate(await _run(pipeline, "search.collection_info"))


async def _run(pipeline: Pipeline, operation: str) -> object:
    call = Call(actor=SYSTEM, origin=Origin.CLI, request_id=new_id())
    return (await pipeline.run(operation, {}, call)).result
