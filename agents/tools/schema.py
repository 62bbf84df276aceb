"""JSON schemas small enough for a prompt, made from the input models of operations."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, cast

from pydantic import BaseModel

Schema = dict[str, Any]
_LEFT_OUT = frozenset({"revision", "cursor", "source"})
"""Fields that a model has no business with: what was read, where a page ended, where text came from."""
_KEPT = (
    "type", "enum", "const", "format", "pattern", "minimum", "maximum", "minLength", "maxLength", "description",
)  # fmt: skip
_LONGEST_DESCRIPTION = 160
_NOISE = {"maxLength": 300, "pattern": 60}
_DEEPEST = 4


def compact_schema(model: type[BaseModel]) -> Schema:
    """The input of an operation as a compact schema of type object."""
    full = model.model_json_schema()
    return _object(full, cast("Schema", full.get("$defs", {})), _DEEPEST)


def _object(node: Mapping[str, Any], defs: Schema, depth: int) -> Schema:
    properties: Schema = {}
    for name, field in cast("Schema", node.get("properties", {})).items():
        if name not in _LEFT_OUT:
            properties[name] = _shrink(field, defs, depth - 1)
    made: Schema = {"type": "object", "properties": properties}
    required = [name for name in node.get("required", []) if name in properties]
    if required:
        made["required"] = required
    return made


def _shrink(node: Mapping[str, Any], defs: Schema, depth: int) -> Schema:
    node = _resolved(node, defs)
    if depth <= 0:
        return {"type": node.get("type", "string")}
    if node.get("type") == "object" and "properties" in node:
        return _described(_object(node, defs, depth), node)
    if node.get("type") == "array":
        items = cast("Schema", node.get("items", {}))
        return _described({"type": "array", "items": _shrink(items, defs, depth - 1)}, node)
    return {name: node[name] for name in _KEPT if name in node and not _is_noise(name, node[name])} | _short(node)


def _resolved(node: Mapping[str, Any], defs: Schema) -> Mapping[str, Any]:
    """Follow a reference, and take the one alternative of an optional field that is not null."""
    for _ in range(_DEEPEST):
        if "$ref" in node:
            target = defs.get(str(node["$ref"]).rpartition("/")[2], {})
            node = {**target, **{name: value for name, value in node.items() if name != "$ref"}}
        elif "anyOf" in node:
            options = [option for option in node["anyOf"] if option.get("type") != "null"]
            rest = {name: value for name, value in node.items() if name != "anyOf"}
            node = {**(options[0] if options else {}), **rest}
        else:
            break
    return node


def _is_noise(name: str, value: Any) -> bool:
    limit = _NOISE.get(name)
    if limit is None:
        return False
    return (value if isinstance(value, int) else len(str(value))) >= limit


def _described(made: Schema, node: Mapping[str, Any]) -> Schema:
    return made | _short(node)


def _short(node: Mapping[str, Any]) -> Schema:
    text = node.get("description")
    return {"description": str(text)[:_LONGEST_DESCRIPTION]} if text else {}
