"""The fixture in memory, behind the operations' names: quick, for working on phrases.

The figures that count come from the real pipeline (`world.py`); this one applies calls as plainly as possible.
"""

import copy
from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from agents.evals.expectations import KINDS, NOTICED, Change
from agents.language.fold import fold
from agents.language.outcome import Call, with_results


class Memory:
    """The asker's entities, and the operations on them."""

    def __init__(self, fixture: Mapping[str, Any]) -> None:
        self.ids: dict[str, str] = {}
        self.entities: dict[str, dict[str, dict[str, Any]]] = {kind: {} for kind in KINDS}
        self._zone = ZoneInfo(fixture["time_zone"])
        self._next = 0
        for kind, section in (
            ("project", "projects"),
            ("task", "tasks"),
            ("note", "notes"),
            ("agenda", "agenda"),
            ("budget", "budget"),
            ("alarm", "alarms"),
        ):
            for key, fields in fixture[section].items():
                values = dict(fields)
                if "project" in values:
                    values["project_id"] = self.ids[values.pop("project")]
                if kind == "note":
                    values["items"] = [{"text": text, "checked": False} for text in values.get("items", [])]
                for name in ("start", "end", "next_trigger_at"):
                    if "T" in str(values.get(name, "")):
                        values[name] = self._wire(datetime.fromisoformat(values[name]).replace(tzinfo=self._zone))
                self.ids[key] = self._insert(kind, values)["id"]
        self._saved = copy.deepcopy(self.entities)

    async def reset(self) -> None:
        self.entities = copy.deepcopy(self._saved)

    async def lookup(self, operation: str, arguments: Mapping[str, Any]) -> Mapping[str, Any]:
        kind, _, verb = operation.partition(".")
        if kind in ("activity", "search"):
            return {"items": []}
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
            before, after = self._saved[kind], self.entities[kind]
            for key in {**before, **after}:
                if before.get(key) != after.get(key):
                    found.append(Change(kind, key, before.get(key), after.get(key)))
        return found

    def _insert(self, kind: str, values: Mapping[str, Any]) -> dict[str, Any]:
        self._next += 1
        entity = {**copy.deepcopy(NOTICED[kind]), **values, "id": f"{self._next:024x}", "revision": 1}
        self.entities[kind][entity["id"]] = entity
        return entity

    def _write(self, operation: str, arguments: dict[str, Any]) -> Mapping[str, Any]:
        kind, _, verb = operation.partition(".")
        if verb == "create":
            return self._insert(kind, arguments)
        entity = self.entities[kind][arguments.pop("id")]
        match verb:
            case "update":
                unknown = set(arguments) - set(NOTICED[kind]) - {"occurrence"}
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
            elif name == "open":
                if (entity["status"] in ("idea", "todo", "in_progress")) != value:
                    return False
            elif name == "sign":
                if (entity["amount_cents"] < 0) != (value == "spent"):
                    return False
            elif name in entity and kind != "agenda" and entity[name] != value:
                return False
        return True

    @staticmethod
    def _wire(moment: datetime) -> str:
        from agents.language.reading import instant

        return instant(moment)
