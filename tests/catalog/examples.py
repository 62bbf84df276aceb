"""Valid input for every operation: from its schema, and by hand only where the schema cannot tell."""

from __future__ import annotations

import copy
from collections.abc import Callable, Collection
from dataclasses import dataclass, field
from typing import Any

from hub.doors.schemas import Schemas
from hub.kernel.catalog import Catalog
from hub.kernel.operation import Door, Operation
from tests.house import Person

SOME_ID = "0123456789abcdef01234567"


@dataclass
class World:
    """What one person has made, so that every operation has something to work on."""

    owner: Person
    other: Person
    ids: dict[str, str] = field(default_factory=dict)

    @classmethod
    async def make(cls, owner: Person, other: Person) -> World:
        """One entity of each kind, made through the doors."""
        world = cls(owner, other)
        for kind in MAKERS:
            await world._make(kind)
        await world._prepare(MAKERS)
        return world

    async def renew(self, feature: str) -> None:
        """Make what an operation of that feature works on anew, and what hangs on it."""
        if feature == "user":
            self.other = await self.owner.house.person("other")
        kinds = [kind for kind, (path, _) in MAKERS.items() if kind == feature or f"{{{feature}}}" in path]
        if feature == "room":
            kinds.append("second_room")
        for kind in kinds:
            await self._make(kind)
        await self._prepare(kinds)

    async def _make(self, kind: str) -> None:
        path, body = MAKERS[kind]
        if kind not in ADMINS_ONLY or self.owner.user["role"] == "admin":
            self.ids[kind] = (await self.owner("POST", path.format(**self.ids), body)).ok()["id"]

    async def _prepare(self, kinds: Collection[str]) -> None:
        """What takes more than one request."""
        if "second_room" in kinds:
            member = {"user_id": self.other.id}
            (await self.owner("POST", f"/api/rooms/{self.ids['second_room']}/members", member)).ok()
        if "note" in kinds:
            note = self.ids["note"]
            (await self.owner("PATCH", f"/api/notes/{note}", {"content": "second text"})).ok()
            self.ids["revision"] = (await self.owner("GET", f"/api/notes/{note}/revisions")).ok()["items"][0]["id"]
        if "budget" in kinds:
            vendor = f"Vendor {self.ids['budget']}"
            content = STATEMENT.replace("Lunch & Co", vendor)
            imported = await self.owner("POST", "/api/budget/import", {"format": "csv", "content": content})
            self.ids["batch"] = imported.ok()["batch_id"]

    def id(self, kind: str) -> str:
        """The id of the world's entity of that kind."""
        return self.ids[kind]


STATEMENT = "date,vendor,amount\n2026-11-02,Lunch & Co,-12.50\n2026-11-03,Lunch & Co,-9.90\n"
MAKERS: dict[str, tuple[str, dict[str, Any]]] = {
    "project": ("/api/projects", {"name": "Website"}),
    "second_project": ("/api/projects", {"name": "Moving house"}),
    "task": ("/api/tasks", {"title": "Buy milk", "rrule": "FREQ=WEEKLY", "deadline": "2026-12-01"}),
    "second_task": ("/api/tasks", {"title": "Buy bread"}),
    "task_comment": ("/api/tasks/{task}/comments", {"text": "two bottles"}),
    "note": ("/api/notes", {"title": "Idea", "content": "text"}),
    "budget": ("/api/budget", {"date": "2026-11-21", "amount_cents": -4250, "vendor": "Leroy Merlin"}),
    "agenda": (
        "/api/agenda",
        {"summary": "Dentist", "start": "2026-11-27T09:00:00Z", "end": "2026-11-27T10:00:00Z"},
    ),
    "alarm": ("/api/alarms", {"title": "Wake up", "next_trigger_at": "2026-12-24T07:00:00Z"}),
    "room": ("/api/rooms", {"kind": "private", "name": "plans"}),
    "second_room": ("/api/rooms", {"kind": "private", "name": "more plans"}),
    "message": ("/api/rooms/{room}/messages", {"content": "hello", "client_msg_id": "first"}),
    "invitation": ("/api/invitations", {}),
    "token": ("/api/tokens", {"name": "bot", "scopes": ["read"]}),
}

ADMINS_ONLY = frozenset({"invitation"})

A_CALENDAR = (
    "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:x\r\nBEGIN:VEVENT\r\nUID:a@example.org\r\n"
    "DTSTART:20261127T090000Z\r\nSUMMARY:Fair\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n"
)

Fill = Callable[[World], dict[str, Any]]
BY_HAND: dict[str, Fill] = {
    "task.update": lambda world: {"title": "Buy oat milk", "urgent": True},
    "task.move": lambda world: {"after_id": world.id("second_task")},
    "task.delete_comment": lambda world: {"id": world.id("task"), "comment_id": world.id("task_comment")},
    "project.move": lambda world: {"after_id": world.id("second_project")},
    "note.create": lambda world: {"title": "Shopping", "items": [{"text": "milk"}]},
    "note.restore_revision": lambda world: {"revision_id": world.id("revision")},
    "project.update": lambda world: {"name": "New website", "risk": "high"},
    "note.update": lambda world: {"title": "Better idea", "pinned": True},
    "budget.update": lambda world: {"amount_cents": -5000, "notes": "with tip"},
    "budget.import": lambda world: {
        "format": "csv",
        "content": STATEMENT.replace("Lunch & Co", f"Another {world.id('budget')}"),
    },
    "budget.preview_import": lambda world: {"format": "csv", "content": STATEMENT},
    "budget.undo_import": lambda world: {"batch_id": world.id("batch")},
    "agenda.import": lambda world: {"ics": A_CALENDAR},
    "agenda.update": lambda world: {"summary": "Dentist, again"},
    "alarm.update": lambda world: {"title": "Wake up now"},
    "agenda.create": lambda world: {
        "summary": "Lunch",
        "start": "2026-11-28T11:00:00Z",
        "end": "2026-11-28T12:00:00Z",
    },
    "alarm.create": lambda world: {"title": "Tea", "next_trigger_at": "2026-12-25T07:00:00Z"},
    "alarm.snooze": lambda world: {"minutes": 10},
    "room.create": lambda world: {"kind": "private", "name": "secret plans"},
    "room.update": lambda world: {"name": "better plans"},
    "room.add_member": lambda world: {"user_id": world.other.id},
    "room.remove_member": lambda world: {"id": world.id("second_room"), "user_id": world.other.id},
    "room.read": lambda world: {"id": world.id("room"), "seq": 1},
    "room.set_preferences": lambda world: {"muted": True},
    "message.send": lambda world: {"room_id": world.id("room"), "content": "hi", "client_msg_id": "parity"},
    "message.edit": lambda world: {"content": "hello again"},
    "message.react": lambda world: {"emoji": "👍"},
    "message.unreact": lambda world: {"emoji": "👍"},
    "account.update": lambda world: {"display_name": "Somebody else"},
    "token.create": lambda world: {"name": "second", "scopes": ["task:read"]},
    "user.create": lambda world: {"username": f"made_{world.id('task')[-12:]}", "password": "a good long password"},
    "user.get": lambda world: {"id": world.other.id},
    "user.update": lambda world: {"id": world.other.id, "display_name": "Renamed"},
    "user.disable": lambda world: {"id": world.other.id},
    "user.enable": lambda world: {"id": world.other.id},
}


class Examples:
    """Makes input from schemas."""

    def __init__(self, catalog: Catalog) -> None:
        self.operations = [one for one in catalog.operations.values() if one.doors & {Door.REST, Door.SOCKET}]
        self._schemas = Schemas(self.operations)

    def of(self, operation: Operation, world: World) -> dict[str, Any]:
        """Valid input for an operation on the world's things."""
        schema = self._schemas.resolved(self._schemas.input(operation))
        needed = schema.get("required", [])
        made = {name: self._value(operation, name, schema["properties"][name], world) for name in needed}
        by_hand = BY_HAND.get(operation.name)
        return made | (by_hand(world) if by_hand else {})

    def _value(self, operation: Operation, name: str, schema: dict[str, Any], world: World) -> Any:
        schema = copy.deepcopy(self._schemas.resolved(schema))
        if name == "id":
            return world.ids.get(operation.feature, SOME_ID)
        if name.endswith("_id"):
            return world.ids.get(name.removesuffix("_id"), SOME_ID)
        if "enum" in schema:
            return schema["enum"][0]
        for key in ("anyOf", "oneOf"):
            if key in schema:
                return self._value(operation, name, schema[key][0], world)
        match schema.get("format") or schema.get("type"):
            case "date":
                return "2026-11-27"
            case "date-time":
                return "2026-11-27T09:00:00Z"
            case "integer" | "number":
                return schema.get("minimum", 1)
            case "boolean":
                return True
            case "array":
                return []
            case "object":
                return {}
            case _:
                return "x" * schema.get("minLength", 0) or "example"


def split(operation: Operation, given: dict[str, Any]) -> tuple[str, str, dict[str, Any] | None]:
    """An operation's input as a request: method, path with query, and body."""
    from urllib.parse import quote, urlencode

    assert operation.route is not None
    rest = dict(given)
    path = operation.route.path
    for name in operation.route.parameters:
        path = path.replace(f"{{{name}}}", quote(str(rest.pop(name)), safe=""))
    if operation.route.method in ("GET", "DELETE"):
        return operation.route.method, path + (f"?{urlencode(rest, doseq=True)}" if rest else ""), None
    return operation.route.method, path, rest
