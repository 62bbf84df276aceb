"""JSON schemas of every operation's input and output, under names that do not collide."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any

from pydantic import BaseModel
from pydantic.json_schema import models_json_schema

from hub.kernel.errors import Code
from hub.kernel.operation import Operation

REF = "#/components/schemas/{model}"
PROBLEM_NAME = "Problem"


class Schemas:
    """The schemas of a set of operations: `components` and references into them."""

    def __init__(self, operations: Iterable[Operation], also: Iterable[type[BaseModel]] = ()) -> None:
        listed = list(operations)
        wanted: dict[tuple[type[BaseModel], Any], None] = {}
        for operation in listed:
            wanted[operation.input, "validation"] = None
            wanted[operation.output, "serialization"] = None
        for model in also:
            wanted[model, "serialization"] = None
        refs, found = models_json_schema(list(wanted), ref_template=REF)
        self._refs = {key: dict(ref) for key, ref in refs.items()}
        names = {name: _plain(name) for name in found.get("$defs", {})}
        self._names = names if len(set(names.values())) == len(names) else {name: name for name in names}
        self.components: dict[str, Any] = {
            self._names[name]: self._renamed(schema) for name, schema in found.get("$defs", {}).items()
        }

    def input(self, operation: Operation) -> dict[str, Any]:
        """A reference to an operation's input."""
        return self._renamed(self._refs[operation.input, "validation"])

    def output(self, model: type[BaseModel]) -> dict[str, Any]:
        """A reference to a model as it is answered."""
        return self._renamed(self._refs[model, "serialization"])

    def resolved(self, ref: dict[str, Any]) -> dict[str, Any]:
        """The schema that a reference stands for."""
        return self.components[ref["$ref"].rpartition("/")[2]] if "$ref" in ref else ref

    def _renamed(self, schema: Any) -> Any:
        if isinstance(schema, dict):
            return {
                key: REF.format(model=self._names.get(value.rpartition("/")[2], value.rpartition("/")[2]))
                if key == "$ref" and isinstance(value, str)
                else self._renamed(value)
                for key, value in schema.items()
            }
        return [self._renamed(item) for item in schema] if isinstance(schema, list) else schema


def error_schema() -> dict[str, Any]:
    """The schema of the error object that every door answers a refusal with."""
    return {
        "type": "object",
        "required": ["code", "detail", "errors", "request_id"],
        "properties": {
            "code": {"type": "string", "enum": [code.value for code in Code]},
            "detail": {"type": "string", "description": "One sentence for a person."},
            "errors": {
                "type": "object",
                "additionalProperties": {"type": "string"},
                "description": "Field to what is wrong with it.",
            },
            "request_id": {"type": "string"},
            "current": {"type": "object", "description": "The current state, for a stale revision."},
            "retry_after": {"type": "number", "description": "Seconds."},
        },
    }


def _plain(name: str) -> str:
    return re.sub(r"_+", "_", re.sub(r"[^A-Za-z0-9]+", "_", name)).strip("_")
