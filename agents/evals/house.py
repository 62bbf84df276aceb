"""The fixture in a real hub: its pipeline, the real MongoDB, a clock that stands still."""

from collections.abc import Mapping, Sequence
from contextlib import AsyncExitStack
from datetime import datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, Self
from zoneinfo import ZoneInfo

from agents.evals.expectations import Change
from agents.evals.kinds import KINDS, shown
from agents.language.outcome import Call as Asked
from agents.language.outcome import with_results
from agents.language.reading import instant
from hub.kernel.context import ANYONE, Actor, ActorKind, Call, Origin, Role
from hub.main import Hub, build
from hub.settings import Settings

_ALSO_KEPT = ("shares", "poll_votes")
"""Collections that are put back besides those of the kinds: a deleted project takes its owner's share along."""
_TIMES = ("start", "end", "next_trigger_at", "at", "send_at")


class _Still:
    """A clock that always says the fixture's now."""

    def __init__(self, moment: datetime) -> None:
        self._moment = moment

    def now(self) -> datetime:
        return self._moment


class HouseWorld:
    """Entities of one person in a hub that serves hardly anybody else."""

    def __init__(self, hub: Hub, zone: ZoneInfo) -> None:
        self.ids: dict[str, str] = {}
        self._hub, self._zone = hub, zone
        self._stack = AsyncExitStack()
        self._actors: dict[str, Actor] = {}
        self._stored: dict[str, list[dict[str, Any]]] = {}
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
                "embeddings": "none",
            }
            hub = await build(Settings(**options), clock=_Still(now))
            stack.push_async_callback(hub.stop)
            # The clock stands still: what comes due would come due again and again.
            await hub.scheduler.stop()
            world = cls(hub, zone)
            await world._register("asker", {"username": "asker"}, fixture["time_zone"], Role.ADMIN)
            for key, fields in fixture["users"].items():
                await world._register(key, fields, fixture["time_zone"], Role.MEMBER)
            await world._load(fixture)
            world._stack = stack.pop_all()
            return world

    @property
    def whole(self) -> bool:
        """Whether things have all their fields, so that answers can be made of them."""
        return True

    @property
    def asker(self) -> str:
        """The id of whoever says the sentences."""
        return self._actors["asker"].id

    async def close(self) -> None:
        await self._stack.aclose()

    async def reset(self) -> None:
        """Put the fixture's documents back as they were."""
        if not self._touched:
            return
        for name, documents in self._stored.items():
            collection = self._hub.mongo.database[name]
            if await collection.find({}).to_list() == documents:
                continue
            await collection.delete_many({})
            if documents:
                await collection.insert_many([dict(document) for document in documents])
        self._hub.cache.forget_all()
        self._touched = False

    async def lookup(self, operation: str, arguments: Mapping[str, Any]) -> Mapping[str, Any]:
        """Run one operation as the asker."""
        return await self._run(operation, arguments, "asker")

    async def run(self, calls: tuple[Asked, ...]) -> Sequence[Mapping[str, Any]]:
        results: list[Mapping[str, Any]] = []
        for call in calls:
            self._touched = self._touched or not call.reads
            results.append(await self.lookup(call.operation, with_results(call.arguments, results)))
        return results

    async def changes(self) -> Sequence[Change]:
        if not self._touched:
            return []
        found: list[Change] = []
        for kind in KINDS:
            before, after = self._before[kind], await self._all_of(kind)
            for id in {**before, **after}:
                if before.get(id) != after.get(id):
                    found.append(Change(kind, id, before.get(id), after.get(id)))
        return found

    async def _register(self, key: str, fields: Mapping[str, Any], zone: str, role: Role) -> None:
        registration = {"password": "a good long password", "time_zone": zone, **fields}
        call = Call(actor=ANYONE, origin=Origin.REST, request_id="eval")
        made: Any = (await self._hub.pipeline.run("auth.register", registration, call)).result
        name = str(fields.get("display_name") or fields["username"])
        self.ids[key] = made.user.id
        self._actors[key] = Actor(kind=ActorKind.USER, id=made.user.id, display_name=name, role=role, time_zone=zone)

    async def _run(self, operation: str, arguments: Mapping[str, Any], who: str) -> Mapping[str, Any]:
        call = Call(actor=self._actors[who], origin=Origin.AGENT, request_id="eval")
        result = (await self._hub.pipeline.run(operation, dict(arguments), call)).result
        return result if isinstance(result, Mapping) else result.model_dump(mode="json")

    async def _load(self, fixture: Mapping[str, Any]) -> None:
        for key, fields in fixture["rooms"].items():
            self.ids[key] = str((await self.lookup("room.create", self._resolved(fields)))["id"])
        for key, fields in fixture["messages"].items():
            said = {"room_id": self.ids[fields["room"]], "content": fields["content"]}
            self.ids[key] = str((await self._run("message.send", said, fields["by"]))["id"])
        for kind, about in KINDS.items():
            for key, fields in fixture.get(about.section, {}).items():
                await self._make(kind, key, dict(fields), fixture)
        for kind, about in KINDS.items():
            document = self._hub.catalog.entities[about.stored or kind].document
            self._stored[document.get_collection_name()] = []
        for name in (*self._stored, *_ALSO_KEPT):
            self._stored[name] = await self._hub.mongo.database[name].find({}).to_list()
        self._before = {kind: await self._all_of(kind) for kind in KINDS}
        self._touched = False

    async def _make(self, kind: str, key: str, fields: dict[str, Any], fixture: Mapping[str, Any]) -> None:
        values = self._resolved(fields)
        if "project" in values:
            values["project_id"] = values.pop("project")
        serials = values.pop("items", []) if kind == "lot" else []
        if kind == "note" and "items" in values:
            values["items"] = [{"text": text} for text in values["items"]]
        if kind == "budget":
            values["currency"] = fixture["currency"]
        for name in _TIMES:
            if "T" in str(values.get(name, "")):
                values[name] = instant(datetime.fromisoformat(values[name]).replace(tzinfo=self._zone))
        if kind == "file":
            upload = await self.lookup("file.begin_upload", {"name": values["name"], "size": 0})
            kind, values = "file", {"upload_id": upload["id"]}
        self.ids[key] = str((await self.lookup(f"{kind}.create", values))["id"])
        for serial in serials:
            await self.lookup("lot_item.scan", {"lot_id": self.ids[key], "serial": serial})

    def _resolved(self, value: Any) -> Any:
        """The ids behind keys of the fixture, wherever they stand."""
        if isinstance(value, Mapping):
            return {name: self._resolved(one) for name, one in value.items()}
        if isinstance(value, list):
            return [self._resolved(one) for one in value]
        return self.ids.get(value, value) if isinstance(value, str) else value

    async def _all_of(self, kind: str) -> dict[str, Mapping[str, Any]]:
        if kind == "note_line":
            pages = [
                await self.lookup("note_session.lines", {"id": session["id"], "limit": 200})
                for session in (await self.lookup("note_session.list", {"limit": 200}))["items"]
            ]
        else:
            pages = [await self.lookup(f"{kind}.list", {"limit": 200})]
        return {item["id"]: shown(kind, item, self.asker) for page in pages for item in page["items"]}
