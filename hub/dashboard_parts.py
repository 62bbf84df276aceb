"""Tells the dashboard what only the running process knows, and what Eko's runs took."""

from __future__ import annotations

from contextlib import AsyncExitStack
from datetime import datetime
from typing import TYPE_CHECKING, Any

from agents.runtime.documents import Run, RunStatus
from hub import __version__
from hub.features.dashboard.instance import Instance, Runs, configure
from hub.features.dashboard.instance_schemas import Agent, AgentCost, Lag
from hub.features.search.access import setup as search
from hub.kernel.errors import OperationError
from hub.storage.counting import HOUR, counted

if TYPE_CHECKING:
    from hub.main import Hub

SUMS = ("tokens_in", "tokens_out", "cost_microcents")


async def attach_dashboard(hub: Hub, _stops: AsyncExitStack) -> None:
    """Have the dashboard of administrators know this process."""
    database = hub.mongo.database

    async def lag() -> Lag:
        return Lag(
            worker=hub.measures.worker,
            messages_waiting=hub.message_log.waiting,
            batches_untold=hub.message_log.untold,
            changes_up=hub.following.up,
            changes_silent_seconds=round(hub.following.silent_s, 3),
            search_waiting=await _search_waiting(),
            runs_waiting=await Run.rows().count_documents({"status": RunStatus.QUEUED.value}),
        )

    async def mongodb() -> str:
        return str((await database.command("buildInfo"))["version"])

    async def stored() -> tuple[int, int, int]:
        found = await database.command("dbStats")
        return int(found["objects"]), int(found["dataSize"]), int(found["indexSize"])

    configure(
        Instance(
            version=__version__,
            mongodb=mongodb,
            started_at=hub.clock.now(),
            data_dir=hub.settings.data_dir,
            people=hub.presence.people,
            connections=lambda id: len(hub.realtime.by_person.get(id, ())),
            lag=lag,
            runs=_runs,
            stored=stored,
        )
    )


async def _search_waiting() -> int | None:
    engine = search().engine
    if engine.missing or not engine.up:  # asking would start it
        return None
    try:
        return (await engine.state()).waiting
    except OperationError:
        return None


async def _runs(day: datetime, month: datetime) -> Runs:
    rows = await counted(
        Run,
        month,
        {
            "_id": {"at": HOUR, "today": {"$gte": ["$created_at", day]}},
            "runs": {"$sum": 1},
            "failed": {"$sum": {"$cond": [{"$eq": ["$status", RunStatus.FAILED.value]}, 1, 0]}},
            "unpriced": {"$sum": {"$cond": [{"$eq": ["$cost_microcents", None]}, 1, 0]}},
            **{name: {"$sum": f"${name}"} for name in SUMS},
        },
    )
    by_hour: dict[datetime, int] = {}
    for row in rows:
        at = row["_id"]["at"]
        by_hour[at] = by_hour.get(at, 0) + row["runs"]
    today = [row for row in rows if row["_id"]["today"]]
    return Runs(by_hour=by_hour, agent=Agent(day=_cost(today), month=_cost(rows)))


def _cost(rows: list[dict[str, Any]]) -> AgentCost:
    names = ("runs", "failed", "unpriced", *SUMS)
    return AgentCost(**{name: sum(int(row[name]) for row in rows) for name in names})
