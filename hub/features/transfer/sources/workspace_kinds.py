"""Workspace's people, chat, agenda, shortcuts and lots, as ours."""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping
from typing import Any

from hub.features.transfer.sources import organizer_kinds, panorama_rest, panorama_work, values
from hub.features.transfer.sources.reading import Doc, Made
from hub.features.transfer.sources.values import Unfit
from hub.storage.words import folded

TYPES = {
    "portable": "laptop",
    "laptop": "laptop",
    "pc portable": "laptop",
    "fixe": "desktop",
    "desktop": "desktop",
    "tour": "desktop",
    "unite centrale": "desktop",
    "uc": "desktop",
    "ecran": "screen",
    "screen": "screen",
    "moniteur": "screen",
}
STATES = {
    "reconditionne": "refurbished",
    "reconditionnes": "refurbished",
    "refurbished": "refurbished",
    "ok": "refurbished",
    "pour pieces": "for_parts",
    "pieces": "for_parts",
    "for parts": "for_parts",
    "for_parts": "for_parts",
    "hs": "dead",
    "mort": "dead",
    "dead": "dead",
    "autre": "other",
    "other": "other",
}
TO_DO = frozenset({"", "a faire", "todo", "to do", "en cours"})
RULES = {"daily": "DAILY", "weekly": "WEEKLY", "monthly": "MONTHLY", "yearly": "YEARLY"}
DELETED = "was deleted there"
UTC = "Z"


def user(doc: Doc, zone: str) -> Made:
    """An account; one that was deleted there is closed here."""
    doc.fields["disabled"] = bool(doc.take("deleted_at")) or doc.yes("disabled")
    doc.drop("deleted_at")
    return organizer_kinds.user(doc, zone)


def message(doc: Doc, people: Mapping[str, str]) -> list[Made]:
    """What was said in the chat. Who has no account any more keeps their name."""
    writer = doc.id("user_id", "sender_id")
    name = doc.words(80, "username", "pseudo") or people.get(writer or "", "")
    conversation = doc.id("conversation_id", "room_id")
    doc.drop("is_read", "avatar")
    doc.fields |= {
        "sender_id": writer or f"gone/{name}",
        "room_id": room_of(conversation),
        "content": doc.text("text", "message", "content"),
    }
    for name_of in ("created_at", "updated_at", "deleted_at"):
        _in_utc(doc, name_of)
    made = organizer_kinds.message(doc, {writer or f"gone/{name}": name})
    for one in made:
        one.doc["client_msg_id"] = one.doc["client_msg_id"].replace("organizer:", "workspace:", 1)
    return made


def room_of(conversation: str | None) -> str:
    """The id of the room that a conversation becomes; what is in none was said to all."""
    return f"chat/{conversation}" if conversation else "chat"


def rooms(talk: Mapping[str, Mapping[str, int]], people: Mapping[str, str], last: Mapping[str, int]) -> list[Made]:
    """The chat as rooms: one for all, and a private one for those who talked in a conversation.

    Args:
        talk: By room, who wrote there.
        people: Everybody.
        last: By room, the place of the last message: all that is old counts as read.
    """
    found: list[Made] = []
    for room, writers in talk.items():
        inside = list(people) if room == "chat" else [one for one in writers if one in people]
        name = "Workspace" if room == "chat" else f"Workspace {room.partition('/')[2]}"
        made: dict[str, Any] = {"name": name[:80], "kind": "public" if room == "chat" else "private"}
        if inside:
            made["owner_id"] = inside[0]
        found.append(Made("room", room, made))
        for person in inside:
            role = "owner" if person == inside[0] else "member"
            membership = {"room_id": room, "user_id": person, "role": role, "last_read_seq": last.get(room, 0)}
            found.append(Made("membership", f"{room}/{person}", membership))
    return found


def event(doc: Doc, rules: Mapping[str, str]) -> Made:
    """An entry of the agenda."""
    if doc.take("deleted_at"):
        raise Unfit(DELETED)
    id = values.ident(doc.fields.get("id")) or ""
    owner, category = doc.id("user_id"), doc.words(100, "category")
    for name in ("created_at", "updated_at"):
        _in_utc(doc, name)
    doc.drop("username", "start_time" if doc.fields.get("start") else "", "end_time" if doc.fields.get("end") else "")
    doc.fields |= {
        "start": doc.take("start", "start_time", "start_at"),
        "end": doc.take("end", "end_time", "end_at"),
        "rrule": rules.get(id),
        "uid": f"workspace:{id}",
    }
    if category:
        doc.fields["description"] = f"{doc.text('description')}\n\n{category}".strip()
    made = panorama_rest.event(doc)
    if owner:
        made.doc["owner_id"] = owner
    return made


def rule(doc: Doc) -> tuple[str, str] | None:
    """The event that a recurrence is of, and the rule."""
    event_id, frequency = doc.id("event_id"), RULES.get(doc.text("frequency").strip().lower())
    if event_id is None or frequency is None:
        return None
    every, until = doc.whole(1, 1000, "interval") or 1, doc.day("end_date")
    parts = [f"FREQ={frequency}", f"INTERVAL={every}" if every > 1 else "", f"UNTIL={until:%Y%m%d}" if until else ""]
    return event_id, ";".join(part for part in parts if part)


def shortcut(doc: Doc, categories: Mapping[str, str]) -> Made:
    """A shortcut to a web page."""
    if doc.take("deleted_at"):
        raise Unfit(DELETED)
    owner, category = doc.id("user_id"), doc.id("category_id")
    doc.drop("position", "order_index", "icon")
    if category and (named := categories.get(category)):
        doc.fields["description"] = f"{doc.text('description')}\n\n{named}".strip()
    made = panorama_work.link(doc)
    if owner:
        made.doc["owner_id"] = owner
    return made


def lot(doc: Doc) -> Made:
    """A lot of hardware."""
    if doc.take("deleted_at"):
        raise Unfit(DELETED)
    id = doc.own_id()
    owner = doc.id("user_id")
    doc.drop("item_count", "status", "pdf_path")
    name, description = doc.titled(
        id, doc.text("name", "lot_name") or f"Lot {id}", doc.text("description", "lot_details")
    )
    stamps = doc.stamps()
    received = doc.day("received_at", "date")
    if received is None:
        received = stamps["created_at"].date() if "created_at" in stamps else None
    if received is None:
        raise Unfit("does not say when it was received")
    made: dict[str, Any] = {
        "name": name,
        "description": description,
        "received_on": received,
        "finished_at": doc.instant("finished_at"),
        "recovered_at": doc.instant("recovered_at"),
        **stamps,
    }
    if owner:
        made["owner_id"] = owner
    return Made("lot", id, made)


def lot_item(doc: Doc, owners: Mapping[str, str], brands: Mapping[str, str], models: Mapping[str, str]) -> Made:
    """A machine in a lot; whose the lot is, it is."""
    if doc.take("deleted_at"):
        raise Unfit(DELETED)
    id = doc.own_id()
    lot_id, serial = doc.id("lot_id"), _serial(doc.words(200, "serial_number", "serial"))
    if lot_id is None:
        raise Unfit("is in no lot")
    if not serial:
        raise Unfit("has no serial number")
    said, kind = values.words(doc.take("state"), 60), values.words(doc.take("type"), 60)
    state, changed = STATES.get(folded(said)), doc.instant("state_changed_at")
    technician, stamps = doc.words(100, "technician"), doc.stamps()
    brand, model = doc.id("marque_id", "brand_id") or "", doc.id("modele_id", "model_id") or ""
    notes = [doc.text("notes")[:1_500]]
    if state is None and folded(said) not in TO_DO:
        state = "other"
        notes.append(said)
    if kind and folded(kind) not in TYPES:
        notes.append(kind)
    doc.drop("entry_type", "entry_date", "entry_time", "date", "time")
    made: dict[str, Any] = {
        "lot_id": lot_id,
        "serial": serial,
        "type": TYPES.get(folded(kind), "other") if kind else None,
        "brand": brands.get(brand, doc.words(100, "marque", "brand"))[:100],
        "model": models.get(model, doc.words(100, "modele", "model"))[:100],
        "technician": technician,
        "state": state,
        "os": doc.words(100, "os"),
        "notes": "\n".join(one for one in notes if one),
        "ready_at": (changed or stamps.get("updated_at")) if state and technician else None,
        **stamps,
    }
    if owner := owners.get(lot_id):
        made["owner_id"] = owner
    return Made("lot_item", id, made)


def _serial(said: str) -> str:
    """A serial number as scanners give it: capitals, no spaces."""
    return "".join(unicodedata.normalize("NFKC", said).upper().split())


def _in_utc(doc: Doc, name: str) -> None:
    """The database's own clock is in UTC, and does not say so."""
    said = doc.fields.get(name)
    if isinstance(said, str) and len(said) >= 16 and said[-1].isdecimal() and "+" not in said:
        doc.fields[name] = said + UTC
