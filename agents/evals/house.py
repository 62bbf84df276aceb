"""The fixture in a real hub: its pipeline, the real MongoDB, a clock that stands still."""

from collections.abc import Mapping, Sequence
from contextlib import AsyncExitStack
from datetime import datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, Self
from zoneinfo import ZoneInfo

from agents.evals.expectations import KINDS, Change
from agents.language.outcome import Call as Asked
from agents.language.outcome import with_results
from agents.language.reading import instant
from hub.kernel.context import ANYONE, Actor, ActorKind, Call, Origin, Role
from hub.main import Hub, build
from hub.settings import Settings

SECTIONS = (
    ("project", "projects"),
    ("task", "tasks"),
    ("note", "notes"),
    ("agenda", "agenda"),
    ("budget", "budget"),
    ("alarm", "alarms"),
)
_KEPT = ("projects", "tasks", "notes", "agenda", "budget_lines", "alarms", "shares")
"""The collections that are put back; a project that was deleted takes its owner's share in it along."""


class _Still:
    """A clock that always says the fixture's now."""

    def __init__(self, moment: datetime) -> None:
        self._moment = moment

    def now(self) -> datetime:
        return self._moment


class HouseWorld:
    """Entities of one person in a hub that serves nobody else."""

    def __init__(self, hub: Hub, actor: Actor, zone: ZoneInfo, stack: AsyncExitStack) -> None:
        self.ids: dict[str, str] = {}
        self._hub, self._actor, self._zone, self._stack = hub, actor, zone, stack
        self._documents: dict[str, list[dict[str, Any]]] = {}
        self._before: dict[str, dict[str, Mapping[str, Any]]] = {}
        self._touched = True

    @classmethod
    async def open(cls, fixture: Mapping[str, Any]) -> Self:
        """Start a hub in a folder of its own and load the fixture."""
        zone = ZoneInfo(fixture["time_zone"])
        now = datetime.fromisoformat(fixture["now"]).replace(tzinfo=zone)
        async with AsyncExitStack() as stack:
            folder = stack.enter_context(TemporaryDirectory(ignore_cleanup_errors=True))
            options: dict[str, Any] = {
                "_env_file": None,
                "data_dir": Path(folder),
                "registration": "open",
                "rate_limits": "off",
                "agent_provider": "none",
            }
            hub = await build(Settings(**options), clock=_Still(now))
            stack.push_async_callback(hub.stop)
            # The clock stands still: what comes due would come due again and again.
            await hub.scheduler.stop()
            registration = {
                "username": "asker",
                "password": "a good long password",
                "time_zone": fixture["time_zone"],
            }
            call = Call(actor=ANYONE, origin=Origin.REST, request_id="eval")
            made: Any = (await hub.pipeline.run("auth.register", registration, call)).result
            actor = Actor(
                kind=ActorKind.USER,
                id=made.user.id,
                display_name="asker",
                role=Role.ADMIN,
                time_zone=fixture["time_zone"],
            )
            world = cls(hub, actor, zone, AsyncExitStack())
            await world._load(fixture)
            world._stack = stack.pop_all()
            return world

    async def close(self) -> None:
        await self._stack.aclose()

    async def reset(self) -> None:
        """Put the fixture's documents back as they were."""
        if not self._touched:
            return
        for name, documents in self._documents.items():
            collection = self._hub.mongo.database[name]
            await collection.delete_many({})
            if documents:
                await collection.insert_many([dict(document) for document in documents])
        self._hub.cache.forget_all()
        self._touched = False

    async def lookup(self, operation: str, arguments: Mapping[str, Any]) -> Mapping[str, Any]:
        """Run one operation as the asker."""
        call = Call(actor=self._actor, origin=Origin.AGENT, request_id="eval")
        result = (await self._hub.pipeline.run(operation, dict(arguments), call)).result
        return result if isinstance(result, Mapping) else result.model_dump(mode="json")

    async def run(self, calls: tuple[Asked, ...]) -> Sequence[Mapping[str, Any]]:
        results: list[Mapping[str, Any]] = []
        for call in calls:
            self._touched = self._touched or not call.reads
            results.append(await self.lookup(call.operation, with_results(call.arguments, results)))
        return results

    async def changes(self) -> Sequence[Change]:
        if not self._touched:
            return []
        after = await self._everything()
        return [
            Change(kind, id, self._before[kind].get(id), after[kind].get(id))
            for kind in KINDS
            for id in {**self._before[kind], **after[kind]}
            if self._before[kind].get(id) != after[kind].get(id)
        ]

    async def _load(self, fixture: Mapping[str, Any]) -> None:
        for kind, section in SECTIONS:
            for key, fields in fixture[section].items():
                values = dict(fields)
                if "project" in values:
                    values["project_id"] = self.ids[values.pop("project")]
                if "items" in values:
                    values["items"] = [{"text": text} for text in values["items"]]
                if kind == "budget":
                    values["currency"] = fixture["currency"]
                for name in ("start", "end", "next_trigger_at"):
                    if "T" in str(values.get(name, "")):
                        values[name] = instant(datetime.fromisoformat(values[name]).replace(tzinfo=self._zone))
                self.ids[key] = str((await self.lookup(f"{kind}.create", values))["id"])
        for name in _KEPT:
            self._documents[name] = await self._hub.mongo.database[name].find({}).to_list()
        self._before = await self._everything()
        self._touched = False

    async def _everything(self) -> dict[str, dict[str, Mapping[str, Any]]]:
        found: dict[str, dict[str, Mapping[str, Any]]] = {}
        for kind in KINDS:
            items = (await self.lookup(f"{kind}.list", {"limit": 200}))["items"]
            found[kind] = {item["id"]: _settled(kind, item) for item in items}
        return found


def _settled(kind: str, entity: Mapping[str, Any]) -> Mapping[str, Any]:
    """An entity without what is computed from others (a project's health, its task counts)."""
    computed = {"health", "updated_at", "revision", "rank"} if kind == "project" else {"rank"}
    return {name: value for name, value in entity.items() if name not in computed}
