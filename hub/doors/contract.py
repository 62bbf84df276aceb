"""TypeScript types of every operation, generated from the catalog for the web app."""

from __future__ import annotations

import json
from typing import Any

from hub.doors.schemas import Schemas
from hub.kernel.catalog import Catalog
from hub.kernel.operation import Door

HEAD = "// Generated from the catalog by `panoramix contract`. Do not edit.\n/* eslint-disable */\n"


def typescript(catalog: Catalog) -> str:
    """One type for each schema, and `Operations`: name to input and output."""
    operations = [one for one in catalog.operations.values() if one.doors & {Door.REST, Door.SOCKET}]
    told = [entity for entity in catalog.entities.values() if not entity.silent]
    schemas = Schemas(operations, also=[entity.model for entity in told])
    parts = [HEAD]
    for name, schema in sorted(schemas.components.items()):
        parts.append(f"export type {name} = {_type(schema)};\n")
    parts.append("export interface Operations {")
    for one in sorted(operations, key=lambda one: one.name):
        shapes = f"input: {_type(schemas.input(one))}; output: {_type(schemas.output(one.output))}"
        parts.append(f'  "{one.name}": {{ {shapes} }};')
    parts.append("}\n\nexport interface Entities {")
    parts += [f'  "{entity.kind}": {_type(schemas.output(entity.model))};' for entity in told]
    parts.append("}\n\nexport const routes = {")
    for one in sorted(operations, key=lambda one: one.name):
        if one.route:
            parts.append(f'  "{one.name}": ["{one.route.method}", "{one.route.path}"],')
    parts.append("} as const;")
    return "\n".join(parts) + "\n"


def _type(schema: dict[str, Any]) -> str:
    if "$ref" in schema:
        return str(schema["$ref"]).rpartition("/")[2]
    if "const" in schema:
        return json.dumps(schema["const"])
    if "enum" in schema:
        return " | ".join(json.dumps(value) for value in schema["enum"])
    for key in ("anyOf", "oneOf"):
        if key in schema:
            return " | ".join(dict.fromkeys(_type(one) for one in schema[key]))
    match schema.get("type"):
        case list() as kinds:
            return " | ".join(_type({"type": kind}) for kind in kinds)
        case "string":
            return "string"
        case "integer" | "number":
            return "number"
        case "boolean":
            return "boolean"
        case "null":
            return "null"
        case "array":
            inner = _type(schema.get("items", {}))
            return f"({inner})[]" if " " in inner else f"{inner}[]"
        case "object":
            return _object(schema)
        case _:
            return "unknown"


def _object(schema: dict[str, Any]) -> str:
    properties = schema.get("properties")
    if not properties:
        extra = schema.get("additionalProperties")
        return f"Record<string, {_type(extra) if isinstance(extra, dict) else 'unknown'}>"
    needed = set(schema.get("required", []))
    fields = [f"  {name}{'' if name in needed else '?'}: {_type(field)};" for name, field in properties.items()]
    return "{\n" + "\n".join(fields) + "\n}"
