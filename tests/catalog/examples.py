"""Valid input for every operation: from its schema, and by hand only where the schema cannot tell."""

from __future__ import annotations

import copy
from functools import cache
from typing import Any

from hub.doors.schemas import Schemas
from hub.kernel.catalog import Catalog
from hub.kernel.operation import Door, Operation
from tests.catalog.world import World, by_hand

SOME_ID = "0123456789abcdef01234567"


class Examples:
    """Makes input from schemas."""

    def __init__(self, catalog: Catalog) -> None:
        self._schemas = _schemas(catalog)

    def of(self, operation: Operation, world: World) -> dict[str, Any]:
        """Valid input for an operation on the world's things."""
        schema = self._schemas.resolved(self._schemas.input(operation))
        needed = schema.get("required", [])
        made = {name: self._value(operation, name, schema["properties"][name], world) for name in needed}
        fill = by_hand().get(operation.name)
        return made | (fill(world) if fill else {})

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


@cache
def _schemas(catalog: Catalog) -> Schemas:
    """Put together once a run: it takes half a second of processor time, and every operation asks."""
    return Schemas([one for one in catalog.operations.values() if one.doors & {Door.REST, Door.SOCKET}])


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
