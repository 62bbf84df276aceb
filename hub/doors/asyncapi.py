"""`/asyncapi.json`: the Socket.IO door described by AsyncAPI 3, derived from the catalog."""

from __future__ import annotations

from typing import Any

from pydantic import BaseModel

from hub import __version__
from hub.doors.schemas import Schemas, error_schema
from hub.kernel.catalog import Catalog, Entity
from hub.kernel.operation import Door

ID = {"type": "string", "pattern": "^[0-9a-f]{24}$"}
TEXT = {"type": "string"}
WHOLE = {"type": "integer"}
YES = {"type": "boolean"}


def _object(**fields: Any) -> dict[str, Any]:
    return {"type": "object", "required": list(fields), "properties": fields}


PRESENCE = _object(user_id=ID, status=TEXT, text=TEXT, until={"type": ["string", "null"]}, online=YES)
SENT_BY_CLIENTS: dict[str, dict[str, Any]] = {
    "typing.set": _object(room_id=ID, typing=YES),
    "presence.set": {
        "type": "object",
        "required": ["status"],
        "properties": {"status": {"enum": ["available", "busy", "away", "dnd"]}, "text": TEXT, "until": TEXT},
    },
    "presence.watch": _object(user_ids={"type": "array", "items": ID, "maxItems": 300}),
}
"""What is never stored, and so is no operation."""


def asyncapi(catalog: Catalog) -> dict[str, Any]:
    """The AsyncAPI document of a catalog."""
    operations = list(catalog.through(Door.SOCKET))
    told = [entity for entity in catalog.entities.values() if not entity.silent]
    schemas = Schemas(operations, also=[entity.model for entity in told])
    messages: dict[str, Any] = {}
    actions: dict[str, Any] = {}
    for operation in operations:
        messages[operation.name] = {"summary": operation.summary, "payload": schemas.input(operation)}
        messages[f"{operation.name}.ack"] = {"payload": _ack(schemas.output(operation.output))}
        actions[operation.name] = _action("receive", operation.name, operation.description, reply=True)
    for name, payload in SENT_BY_CLIENTS.items():
        messages[name] = {"payload": payload}
        messages[f"{name}.ack"] = {"payload": _ack({"type": "object"})}
        actions[name] = _action("receive", name, "Ephemeral: told to others, never stored.", reply=True)
    for name, payload in _events(told, schemas).items():
        key = f"event.{name}"
        messages[key] = {"name": name, "payload": payload}
        actions[key] = _action("send", key, f"The server sends `{name}`.")
    return {
        "asyncapi": "3.0.0",
        "info": {
            "title": "Panoramix",
            "version": __version__,
            "description": "Socket.IO at `/socket.io/`, namespace `/`, `auth: {token}`. A client emits an "
            "operation's name with one object and always gets an ack. Derived from the catalog.",
            "license": {"name": "MIT"},
        },
        "channels": {
            "socket": {"address": "/", "messages": {name: _ref("messages", name) for name in messages}},
        },
        "operations": actions,
        "components": {"messages": messages, "schemas": {**schemas.components, "Error": error_schema()}},
    }


def _events(told: list[Entity], schemas: Schemas) -> dict[str, Any]:
    by = _object(kind=TEXT, id=TEXT, display_name=TEXT)
    events: dict[str, Any] = {}
    for entity in told:
        if entity.announce is None:
            shown = schemas.output(entity.model)
            for happened in ("created", "updated", "deleted"):
                events[f"{entity.kind}.{happened}"] = _object(entity=shown, revision=WHOLE, by=by)
    return {**events, **_own_form(told, schemas)}


def _own_form(told: list[Entity], schemas: Schemas) -> dict[str, Any]:
    """The events whose form is their own (the wire page lists them)."""

    def model(kind: str) -> Any:
        found = next((entity.model for entity in told if entity.kind == kind), BaseModel)
        return schemas.output(found) if found is not BaseModel else {"type": "object"}

    written = ("created", "updated", "deleted")
    server = _object(name=TEXT, version=TEXT, time=TEXT)
    head = _object(seq=WHOLE, rev=WHOLE)
    reaction = _object(room_id=ID, message_id=ID, seq=WHOLE, rev=WHOLE, emoji=TEXT, user_id=ID)
    return {
        "ready": _object(user=model("user"), rooms={"type": "array"}, server=server),
        **{f"message.{what}": _object(room_id=ID, message=model("message")) for what in written},
        **{f"room.{what}": _object(room=model("room")) for what in written},
        "room.heads": _object(heads={"type": "object", "additionalProperties": head}),
        "room.read": _object(room_id=ID, user_id=ID, seq=WHOLE),
        **{
            f"project.member_{what}": _object(project_id=ID, member=model("project_member"), by={"type": "object"})
            for what in ("joined", "changed", "left")
        },
        "room.member_joined": _object(room_id=ID, user={"type": "object"}),
        "room.member_left": _object(room_id=ID, user={"type": "object"}),
        "draft.updated": _object(draft=_object(room_id=ID, content=TEXT, edited_at=TEXT)),
        "reaction.added": reaction,
        "reaction.removed": reaction,
        "typing": _object(room_id=ID, user_id=ID, typing=YES),
        "presence": PRESENCE,
        "presence.people": _object(people={"type": "array", "items": PRESENCE}, everyone=YES),
        "alarm.ringing": _object(alarm=model("alarm")),
        "alarm.stopped": _object(alarm=model("alarm")),
        "activity.created": _object(activity={"type": "object"}),
        **{f"run.{what}": _object(run={"type": "object"}) for what in ("started", "step", "finished")},
        "run.delta": _object(run_id=ID, room_id=ID, index=WHOLE, text=TEXT),
        **{
            f"approval.{what}": _object(id=ID, run_id=ID, room_id=ID, tool=TEXT, arguments={"type": "object"})
            for what in ("requested", "decided")
        },
        "session.revoked": _object(reason=TEXT),
    }


def _ack(data: dict[str, Any]) -> dict[str, Any]:
    return {
        "oneOf": [
            _object(ok={"const": True}, data=data),
            _object(ok={"const": False}, error={"$ref": "#/components/schemas/Error"}),
        ]
    }


def _action(action: str, name: str, description: str, *, reply: bool = False) -> dict[str, Any]:
    described: dict[str, Any] = {
        "action": action,
        "channel": {"$ref": "#/channels/socket"},
        "description": description,
        "messages": [{"$ref": f"#/channels/socket/messages/{_escaped(name)}"}],
    }
    if reply:
        described["reply"] = {
            "channel": {"$ref": "#/channels/socket"},
            "messages": [{"$ref": f"#/channels/socket/messages/{_escaped(name)}.ack"}],
        }
    return described


def _ref(part: str, name: str) -> dict[str, str]:
    return {"$ref": f"#/components/{part}/{_escaped(name)}"}


def _escaped(name: str) -> str:
    return name.replace("~", "~0").replace("/", "~1")
