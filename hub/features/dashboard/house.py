"""The parts of an administrator's dashboard: numbers of the whole instance, nothing that anybody wrote."""

from __future__ import annotations

import asyncio
import platform
import shutil
from datetime import UTC, timedelta
from pathlib import Path

from hub.features.accounts.access import names
from hub.features.activity.operations import list_activity
from hub.features.activity.queries import refused_since, tally_since
from hub.features.activity.schemas import ListActivity
from hub.features.client_errors.operations import list_client_errors
from hub.features.client_errors.schemas import ListClientErrors
from hub.features.dashboard.instance import instance
from hub.features.dashboard.instance_schemas import (
    Agent,
    Connected,
    Doer,
    Doers,
    Faults,
    Feed,
    Hour,
    Lag,
    People,
    Refusal,
    Storage,
    Versions,
)
from hub.features.messages.access import written_since
from hub.kernel.context import Ctx
from hub.storage.blobs import stored_bytes

DAY, MONTH = timedelta(hours=24), timedelta(days=30)
MOST_PEOPLE = 200
MOST_DOERS = 20
SHOWN = 8


async def people() -> People:
    """Who is connected now, to whichever process."""
    here = instance()
    known = await names(here.people())
    items = [
        Connected(id=one.id, display_name=one.display_name, connections=here.connections(one.id))
        for one in sorted(known.values(), key=lambda one: one.display_name.casefold())
    ]
    return People(count=len(items), items=items[:MOST_PEOPLE])


async def doers(ctx: Ctx) -> Doers:
    """How much everybody did and wrote in the last 24 hours; never what."""
    done, written = await asyncio.gather(tally_since(ctx.now - DAY), written_since(ctx.now - DAY))
    known = await names({*done, *written.by_writer})
    items: list[Doer] = []
    for id, one in known.items():
        actions, acted_at = done.get(id, (0, None))
        messages, wrote_at = written.by_writer.get(id, (0, None))
        last_at = max(at for at in (acted_at, wrote_at) if at is not None)
        items.append(Doer(id=id, display_name=one.display_name, actions=actions, messages=messages, last_at=last_at))
    items.sort(key=lambda one: (-one.actions - one.messages, one.display_name.casefold()))
    return Doers(items=items[:MOST_DOERS], count=len(items))


async def hours(ctx: Ctx) -> list[Hour]:
    """Messages and runs of each of the last 24 hours, this one included."""
    last = ctx.now.astimezone(UTC).replace(minute=0, second=0, microsecond=0)
    first = last - timedelta(hours=23)
    written, runs = await asyncio.gather(written_since(first), instance().runs(first, first))
    return [
        Hour(at=at, messages=written.by_hour.get(at, 0), runs=runs.by_hour.get(at, 0))
        for at in (first + timedelta(hours=n) for n in range(24))
    ]


async def refusals(ctx: Ctx) -> list[Refusal]:
    """What was refused in the last 24 hours, by why."""
    found = await refused_since(ctx.now - DAY)
    return [Refusal(code=code, count=count) for code, count in sorted(found.items(), key=lambda one: -one[1])]


async def lag() -> Lag:
    """How far this process is behind."""
    return await instance().lag()


async def storage() -> Storage:
    """How much is stored, and how much room is left."""
    here = instance()
    (documents, data, indexes), (count, size) = await asyncio.gather(here.stored(), stored_bytes())
    free = await asyncio.to_thread(_free, here.data_dir)
    return Storage(
        documents=documents,
        data_bytes=data,
        index_bytes=indexes,
        file_count=count,
        file_bytes=size,
        disk_free_bytes=free,
    )


async def versions() -> Versions:
    """What runs here, and since when."""
    here = instance()
    return Versions(
        panoramix=here.version,
        python=platform.python_version(),
        mongodb=await here.mongodb(),
        started_at=here.started_at,
    )


async def agent(ctx: Ctx) -> Agent:
    """What Eko's runs took in a day and in thirty."""
    return (await instance().runs(ctx.now - DAY, ctx.now - MONTH)).agent


async def client_errors(ctx: Ctx) -> Faults:
    """What went wrong in browsers last."""
    found = await list_client_errors(ctx, ListClientErrors(limit=SHOWN))
    return Faults(items=found.items, more=found.next_cursor is not None)


async def feed(ctx: Ctx) -> Feed:
    """What was done last, with no more of it than the activity shows."""
    return Feed(items=(await list_activity(ctx, ListActivity(limit=SHOWN))).items)


def _free(folder: Path) -> int | None:
    try:
        return shutil.disk_usage(folder).free
    except OSError:
        return None
