"""The fixture in memory, behind the operations' names: quick, for working on phrases.

The figures that count come from the real pipeline (`world.py`); this one applies calls as plainly as possible.
"""

import copy
from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any, cast
from zoneinfo import ZoneInfo

from agents.evals.expectations import Change
from agents.evals.kinds import KINDS, shown
from agents.language.fold import fold
from agents.language.outcome import Call, with_results

ASKER = f"{1:024x}"


class Memory:
    """The asker's entities, and the operations on them."""

    def __init__(self, fixture: Mapping[str, Any]) -> None:
        self.ids: dict[str, str] = {}
        self.entities: dict[str, dict[str, dict[str, Any]]] = {kind: {} for kind in KINDS}
        self._zone = ZoneInfo(fixture["time_zone"])
        self._next = 0
        for number, key in enumerate((*fixture["users"], *fixture["rooms"], *fixture["messages"]), start=0xA00):
            self.ids[key] = f"{number:024x}"
        self.others: dict[str, list[dict[str, Any]]] = {
            "user": [{**one, "id": self.ids[key]} for key, one in fixture["users"].items()],
            "room": [self._room(fixture, key) for key in fixture["rooms"]],
            "message": [self._message(fixture, key, seq) for seq, key in enumerate(fixture["messages"], start=1)],
        }
        for kind, about in KINDS.items():
            for key, fields in fixture.get(about.section, {}).items():
                values = self._resolved(dict(fields))
                if "project" in values:
                    values["project_id"] = values.pop("project")
                if kind == "note":
                    values["items"] = [{"text": text, "checked": False} for text in values.get("items", [])]
                for name in ("start", "end", "next_trigger_at", "at", "send_at"):
                    if "T" in str(values.get(name, "")):
                        values[name] = self._wire(datetime.fromisoformat(values[name]).replace(tzinfo=self._zone))
                self.ids[key] = self._insert(kind, values)["id"]
        self._saved = copy.deepcopy(self.entities)

    @property
    def whole(self) -> bool:
        """Whether things have all their fields, so that answers can be made of them."""
        return False

    @property
    def asker(self) -> str:
        """The id of whoever says the sentences."""
        return ASKER

    async def reset(self) -> None:
        self.entities = copy.deepcopy(self._saved)

    async def lookup(self, operation: str, arguments: Mapping[str, Any]) -> Mapping[str, Any]:
        kind, _, verb = operation.partition(".")
        if kind in ("activity", "search", "dashboard") or verb in ("gallery", "reports", "threads", "history"):
            return {"items": []}
        if kind == "reception":
            q = str(arguments["q"]).upper()
            lots = self.entities["lot"].values()
            return {"items": [{"serial": one} for lot in lots for one in lot["items"] if q in one]}
        if kind in self.others:
            return self._other(kind, verb, arguments)
        if verb == "get":
            return self.entities[kind][arguments["id"]]
        if verb == "summary":
            lines = self.entities["budget"].values()
            return {"spent_cents": -sum(min(0, line["amount_cents"]) for line in lines)}
        return {
            "items": [
                copy.deepcopy(e) for e in self.entities.get(kind, {}).values() if self._fits(kind, e, arguments)
            ],
            "next_cursor": None,
        }

    async def run(self, calls: tuple[Call, ...]) -> list[Mapping[str, Any]]:
        results: list[Mapping[str, Any]] = []
        for call in calls:
            arguments = with_results(call.arguments, results)
            results.append(
                await self.lookup(call.operation, arguments) if call.reads else self._write(call.operation, arguments)
            )
        return results

    async def changes(self) -> list[Change]:
        found: list[Change] = []
        for kind in KINDS:
            before, after = (
                {id: shown(kind, one, ASKER) for id, one in world[kind].items()}
                for world in (self._saved, self.entities)
            )
            for key in {**before, **after}:
                if before.get(key) != after.get(key):
                    found.append(Change(kind, key, before.get(key), after.get(key)))
        return found

    def _insert(self, kind: str, values: dict[str, Any]) -> dict[str, Any]:
        self._next += 1
        if kind == "poll":
            values["options"] = [
                {"id": str(number), "text": text, "user_ids": []} for number, text in enumerate(values["options"], 1)
            ]
        if kind == "contact":
            user = next(one for one in self.others["user"] if one["id"] == values["user_id"])
            values = {"display_name": user["display_name"], **values}
        if kind == "link" and "://" not in values["url"]:
            values = {**values, "url": f"https://{values['url']}"}
        entity = {**copy.deepcopy(dict(KINDS[kind].noticed)), **values, "id": f"{self._next:024x}", "revision": 1}
        if kind == "note_session":
            entity |= {"started_at": f"2026-11-20T10:00:{self._next % 60:02}Z", "ended_at": None}
        self.entities[kind][entity["id"]] = entity
        return entity

    def _write(self, operation: str, arguments: dict[str, Any]) -> Mapping[str, Any]:
        kind, _, verb = operation.partition(".")
        if verb == "create":
            return self._insert(kind, arguments)
        if verb == "add_line":
            return self._insert("note_line", {"session_id": arguments["id"], "text": arguments["text"]})
        entity = self.entities[kind][arguments.pop("id")]
        match verb:
            case "update":
                unknown = set(arguments) - set(KINDS[kind].noticed) - {"occurrence"}
                assert not unknown, f"{operation} has no {unknown}"
                entity.update(arguments)
            case "delete":
                del self.entities[kind][entity["id"]]
            case "complete":
                entity["status"] = "done"
            case "reopen":
                entity["status"] = "todo"
            case "dismiss":
                entity["done"] = True
            case "snooze":
                due = datetime.fromisoformat(entity["next_trigger_at"])
                entity["snoozed_until"] = self._wire(due + timedelta(minutes=arguments["minutes"]))
            case "vote":
                for option in entity["options"]:
                    option["user_ids"] = [ASKER] if option["id"] in arguments["option_ids"] else []
            case "close":
                entity["closed_at"] = self._wire(datetime.now(self._zone))
            case "send_now":
                entity["status"] = "sent"
            case _:
                raise AssertionError(f"no operation {operation}")
        return entity

    def _fits(self, kind: str, entity: Mapping[str, Any], arguments: Mapping[str, Any]) -> bool:
        ranged = kind == "agenda" and "from" in arguments and not entity["rrule"]
        if ranged and not (entity["start"] < arguments["to"] and entity["end"] > arguments["from"]):
            return False
        for name, value in arguments.items():
            if name == "q":
                if fold(str(value)) not in fold(" ".join(str(v) for v in entity.values())):
                    return False
            elif name == "open" and kind == "poll":
                if bool(entity.get("closed_at")) == value:
                    return False
            elif name == "open":
                if (entity["status"] in ("idea", "todo", "in_progress")) != value:
                    return False
            elif name == "sign":
                if (entity["amount_cents"] < 0) != (value == "spent"):
                    return False
            elif name in entity and kind != "agenda" and entity[name] != value:
                return False
        return True

    def _resolved(self, value: Any) -> Any:
        """The ids behind keys of the fixture."""
        if isinstance(value, dict):
            return {name: self._resolved(one) for name, one in cast("dict[str, Any]", value).items()}
        return self.ids.get(value, value) if isinstance(value, str) else value

    def _room(self, fixture: Mapping[str, Any], key: str) -> dict[str, Any]:
        fields = fixture["rooms"][key]
        name = fields.get("name") or fixture["users"][fields["user_id"]]["display_name"]
        return {"id": self.ids[key], "name": name, "kind": fields["kind"], "last_read_seq": 0, "unread": 0}

    def _message(self, fixture: Mapping[str, Any], key: str, seq: int) -> dict[str, Any]:
        fields = fixture["messages"][key]
        at = {"id": self.ids[key], "room_id": self.ids[fields["room"]], "seq": seq, "kind": "text"}
        sender = {"id": self.ids[fields["by"]], "display_name": fixture["users"][fields["by"]]["display_name"]}
        return {**at, "content": fields["content"], "sender": sender, "created_at": "2026-11-21T08:00:00Z"}

    def _other(self, kind: str, verb: str, arguments: Mapping[str, Any]) -> Mapping[str, Any]:
        """What is there and changed by no sentence."""
        if verb == "get":
            return next(one for one in self.others[kind] if one["id"] == arguments["id"])
        room = arguments.get("room_id")
        return {"items": [one for one in self.others[kind] if room is None or one.get("room_id") == room]}

    @staticmethod
    def _wire(moment: datetime) -> str:
        from agents.language.reading import instant

        return instant(moment)
