"""`/openapi.json`: the REST door described by OpenAPI 3.1, derived from the catalog."""

from __future__ import annotations

from typing import Any

from hub import __version__
from hub.doors.schemas import PROBLEM_NAME, Schemas, error_schema
from hub.kernel.catalog import Catalog
from hub.kernel.errors import MEANINGS, Code
from hub.kernel.operation import Door, Effect, Operation
from hub.kernel.policies import anyone

COMMON = (Code.INVALID, Code.RATE_LIMITED, Code.UNAVAILABLE, Code.INTERNAL)
SIGNED_IN = (Code.UNAUTHENTICATED, Code.FORBIDDEN)


def openapi(catalog: Catalog) -> dict[str, Any]:
    """The OpenAPI document of a catalog."""
    operations = [operation for operation in catalog.through(Door.REST) if operation.route]
    schemas = Schemas(operations)
    paths: dict[str, dict[str, Any]] = {}
    for operation in operations:
        assert operation.route is not None
        paths.setdefault(operation.route.path, {})[operation.route.method.lower()] = _described(operation, schemas)
    problem = error_schema()
    problem["required"] = ["type", "title", "status", *problem["required"]]
    problem["properties"] = {
        "type": {"type": "string"},
        "title": {"type": "string"},
        "status": {"type": "integer"},
        **problem["properties"],
    }
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "Panoramix",
            "version": __version__,
            "description": "Every operation of the hub that has a REST door. Derived from the catalog.",
            "license": {"name": "MIT", "identifier": "MIT"},
        },
        "servers": [{"url": "/"}],
        "tags": [{"name": feature.name} for feature in catalog.features],
        "paths": paths,
        "components": {
            "schemas": {**schemas.components, PROBLEM_NAME: problem},
            "securitySchemes": {"bearer": {"type": "http", "scheme": "bearer"}},
            "responses": {
                code.value: {
                    "description": MEANINGS[code].title,
                    "content": {
                        "application/problem+json": {"schema": {"$ref": f"#/components/schemas/{PROBLEM_NAME}"}}
                    },
                }
                for code in Code
            },
        },
        "security": [{"bearer": []}],
    }


def _described(operation: Operation, schemas: Schemas) -> dict[str, Any]:
    route = operation.route
    assert route is not None
    public = operation.policy is anyone
    # What anyone may try can still be refused: a wrong password, an invitation that has run out.
    codes = [*COMMON, *(() if public and operation.effect is Effect.READ else SIGNED_IN)]
    if route.parameters or (operation.input.model_fields and not public):
        # Also what a field names: the project of a new task.
        codes.append(Code.NOT_FOUND)
    if operation.effect is not Effect.READ:
        codes += [Code.CONFLICT, Code.TOO_LARGE]
    responses: dict[str, Any] = {
        str(route.status): {
            "description": "Done.",
            "content": {"application/json": {"schema": schemas.output(operation.output)}},
        }
    }
    for code in codes:
        responses[str(MEANINGS[code].http_status)] = {"$ref": f"#/components/responses/{code.value}"}
    if operation.effect is not Effect.READ:
        responses["400"] = {"$ref": f"#/components/responses/{Code.INVALID.value}"}
    described: dict[str, Any] = {
        "operationId": operation.name,
        "summary": operation.summary,
        "description": operation.description,
        "tags": [operation.feature],
        "x-effect": operation.effect.value,
        "x-undoable": operation.undoable,
        "responses": dict(sorted(responses.items())),
    }
    if public:
        described["security"] = []
    _add_input(described, operation, schemas)
    return described


def _add_input(described: dict[str, Any], operation: Operation, schemas: Schemas) -> None:
    route = operation.route
    assert route is not None
    schema = schemas.resolved(schemas.input(operation))
    properties: dict[str, Any] = schema.get("properties", {})
    required = set(schema.get("required", []))
    parameters: list[dict[str, Any]] = [
        {"name": name, "in": "path", "required": True, "schema": properties.get(name, {"type": "string"})}
        for name in route.parameters
    ]
    rest = {name: field for name, field in properties.items() if name not in route.parameters}
    if route.method in ("GET", "DELETE"):
        parameters += [
            {"name": name, "in": "query", "required": name in required, "schema": field}
            | ({"description": field["description"]} if "description" in field else {})
            for name, field in rest.items()
        ]
    elif rest:
        body = {key: value for key, value in schema.items() if key not in ("properties", "required", "title")}
        needed = sorted(required & set(rest))
        body |= {"properties": rest} | ({"required": needed} if needed else {})
        described["requestBody"] = {"required": bool(needed), "content": {"application/json": {"schema": body}}}
    if operation.idempotent:
        parameters.append(
            {
                "name": "Idempotency-Key",
                "in": "header",
                "required": False,
                "schema": {"type": "string", "minLength": 1, "maxLength": 200},
            }
        )
    if parameters:
        described["parameters"] = parameters
