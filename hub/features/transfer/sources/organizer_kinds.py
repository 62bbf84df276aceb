"""Organizer's people, rooms, messages, contacts, labels and notes, as ours."""

from __future__ import annotations

import re
import zlib
from collections.abc import Mapping
from typing import Any

from hub.features.accounts.schemas import RESERVED
from hub.features.messages.schemas import LONGEST
from hub.features.transfer.sources import values
from hub.features.transfer.sources.panorama_work import items
from hub.features.transfer.sources.reading import Doc, Made, cut
from hub.features.transfer.sources.values import Unfit
from hub.storage.documents import EPOCH
from hub.storage.words import folded

EKO = "eko"
ROOMS = {"lobby": "public", "public": "public", "private": "private", "direct": "direct", "dm": "direct"}
STATUSES = {"available": "available", "online": "available", "busy": "busy", "away": "away", "dnd": "dnd"}
HASH = re.compile(r"\$2[abxy]\$\d\d\$[./A-Za-z0-9]{53}|\$argon2id?\$[ -~]{20,300}")
USERNAME = re.compile(r"[a-z0-9_]{3,30}")
KINDS = {"image": "file", "audio": "file", "video": "file", "file": "file", "system": "system"}
DEFAULT_COLOR = "#1a1a1a"


def user(doc: Doc, zone: str) -> Made:
    """An account. Its password goes on working where the hash is one that can be checked here."""
    id = doc.own_id()
    name = doc.text("username", "login", "name").strip().lower()
    bot = doc.yes("is_bot", "bot") or name == EKO
    display = doc.words(80, "display_name", "full_name")
    username = _username(name or display, id, doc)
    display = "".join(char for char in display if char.isprintable()) or username
    if folded(display) in RESERVED and not bot:
        display = f"{display[:60]} ({username[:15]})"
    stored = doc.text("password_hash", "password")
    if stored and not HASH.fullmatch(stored):
        doc.lost.append("its password cannot be checked here: an administrator must reset it")
        stored = ""
    admin = doc.yes("is_admin") or doc.text("role").lower() == "admin"
    doc.drop("peer_id", "is_online", "is_tracking", "tracking_expires_at", "current_track_id", "app_version", "role")
    doc.drop("fcm_token", "push_token", "is_muted", "is_admin")
    made: dict[str, Any] = {
        "kind": "bot" if bot else "user",
        "username": username,
        "display_name": display,
        "email": doc.email("email"),
        "role": "admin" if admin and not bot else "member",
        "time_zone": zone,
        "status": doc.one_of(STATUSES, "available", "status"),
        "status_text": doc.words(140, "status_message", "status_text"),
        "status_until": doc.instant("status_expires_at", "status_until"),
        "last_seen_at": doc.instant("last_seen", "last_seen_at"),
        "disabled": doc.yes("disabled", "is_disabled", "banned"),
        "password_hash": None if bot else stored or None,
        **doc.stamps(),
    }
    return Made("user", id, made)


def room(doc: Doc, read: Mapping[str, int]) -> list[Made]:
    """A room with the people in it, and how far each has read. The lobby there is a public room here.

    Args:
        doc: The room.
        read: By person, the place of the last message that they have read.
    """
    id = doc.own_id()
    owner = doc.id("created_by", "owner_id", "creator_id")
    doc.drop("is_lobby", "last_message_at")
    kind = doc.one_of(ROOMS, "private", "type", "kind")
    members = [_member(row, doc) for row in values.listed(doc.take("members", "participants"))]
    people = list(dict.fromkeys(one["user_id"] for one in members if one["user_id"]))
    pair = None
    if kind == "direct":
        pair = "+".join(sorted(people)) if len(people) == 2 else None
        kind = kind if pair else "private"
    stamps = doc.stamps()
    made: dict[str, Any] = {
        "name": "" if kind == "direct" else doc.words(80, "name", "title") or "(–)",
        "kind": kind,
        "description": doc.text("description", "topic")[:1_000],
        "pair": pair,
        **stamps,
    }
    doc.drop("name")
    if owner or people:
        made["owner_id"] = owner or people[0]
    if owner and owner not in people and kind != "direct":
        members.append({"user_id": owner, "muted": False, "created_at": None})
    found = [Made("room", id, made)]
    for one in {one["user_id"]: one for one in members if one["user_id"]}.values():
        person = one["user_id"]
        membership = {
            "room_id": id,
            "user_id": person,
            "role": "owner" if person == owner and kind != "direct" else "member",
            "last_read_seq": read.get(person, 0),
            "muted": one["muted"],
            "created_at": one["created_at"] or stamps.get("created_at") or EPOCH,
        }
        found.append(Made("membership", f"{id}/{person}", membership))
    return found


def message(doc: Doc, people: Mapping[str, str]) -> list[Made]:
    """A message; one that is longer than a message goes on in more of them.

    Args:
        doc: The message.
        people: The names of those who may have written it.
    """
    id = doc.own_id()
    room_id, sender = doc.id("room_id", "room"), doc.id("sender_id", "sender", "user_id", "from")
    if room_id is None:
        raise Unfit("is in no room")
    if sender is None:
        raise Unfit("does not say who wrote it")
    kind = KINDS.get(doc.text("type", "kind").lower(), "text")
    said = doc.text("caption", "content" if kind != "file" else "caption", "text").strip()
    doc.drop("status", "read_by", "delivered_to", "client_source", "is_read", "room", "sender", "file_deleted")
    stamps = doc.stamps()
    if "created_at" not in stamps:
        raise Unfit("does not say when")
    if not said and kind != "file":
        raise Unfit("says nothing")
    name = people.get(sender, "")
    system = kind == "system"
    told: dict[str, Any] = {
        "room_id": room_id,
        "sender_id": "system" if system else sender,
        "sender": {"kind": "system", "id": "system", "display_name": "Organizer"}
        if system
        else {"kind": "agent" if folded(name) == EKO else "user", "id": sender, "display_name": name},
        "owner_id": sender,
        "kind": kind,
        "reply_to": doc.id("reply_to", "reply_to_id", "parent_id"),
        "edited_at": doc.instant("edited_at"),
        "deleted_at": doc.instant("deleted_at"),
        "pinned": doc.yes("pinned", "is_pinned"),
        **stamps,
    }
    if doc.yes("is_deleted", "deleted") and told["deleted_at"] is None:
        told["deleted_at"] = stamps["updated_at"]
    reactions = _reactions(doc)
    pieces = _pieces(said) or [""]
    return [
        Made(
            "message",
            id if n == 0 else f"{id}/{n}",
            {
                **told,
                "content": piece,
                "client_msg_id": f"organizer:{id}"[:90] + (f"/{n}" if n else ""),
                "reactions": reactions if n == 0 else [],
                "attachments": [],
            },
        )
        for n, piece in enumerate(pieces)
    ]


def contact(doc: Doc) -> Made:
    """A person whom somebody keeps at hand."""
    doc.drop("_id", "id")
    owner, person = doc.id("user_id", "owner_id"), doc.id("contact_id", "contact_user_id")
    if owner is None or person is None:
        raise Unfit("does not say who knows whom")
    made = {"owner_id": owner, "user_id": person, "nickname": doc.words(80, "nickname"), **doc.stamps()}
    return Made("contact", f"{owner}/{person}", made)


def label(name: str, color: str | None, owner: str) -> dict[str, Any]:
    """A label for the notes of one person: there everybody shared all of them."""
    return {"owner_id": owner, "name": name, "color": color}


def note(doc: Doc) -> tuple[Made, list[str]]:
    """A note or a checklist, and the labels on it; it is whose who made it."""
    id = doc.own_id()
    owner = doc.id("created_by", "owner_id", "user_id")
    if owner is None:
        raise Unfit("does not say whose it is")
    content, rest = cut(doc.text("content", "text"))
    if rest:
        doc.lost.append("it is longer than what a note holds: its end is left out")
    lines = items(doc)
    title, above = doc.titled(id, doc.text("title"), "")
    if title == "(–)":
        title = values.words(values.first_line(content, *(one["text"] for one in lines)), 300) or title
    doc.drop("type", "order")
    if doc.fields.get("color") == DEFAULT_COLOR:
        doc.drop("color")
    if assigned := doc.id("assigned_to"):
        doc.lost.append(f"it was given to the account {assigned!r}: notes have no assignee here")
    labels = [label for one in values.listed(doc.take("labels", "label_ids")) if (label := values.ident(one))]
    stamps = doc.stamps()
    made: dict[str, Any] = {
        "owner_id": owner,
        "title": title,
        "content": f"{above}\n\n{content}".strip() if above else content,
        "items": lines,
        "pinned": doc.yes("is_pinned", "pinned"),
        "archived": doc.yes("is_archived", "archived"),
        "written_at": stamps.get("updated_at", EPOCH),
        **stamps,
    }
    return Made("note", id, made), labels


def _username(said: str, id: str, doc: Doc) -> str:
    if said == EKO or (USERNAME.fullmatch(said) and said not in RESERVED):
        return said
    clean = re.sub(r"[^a-z0-9_]+", "_", folded(said)).strip("_")[:24] or "user"
    made = f"{clean}_{zlib.crc32(id.encode()) % 0xFFFF:04x}"
    doc.lost.append(f"its name {said[:40]!r} cannot be one here: it is {made!r}")
    return made


def _member(row: Any, doc: Doc) -> dict[str, Any]:
    if not isinstance(row, dict) or "$oid" in row:
        return {"user_id": values.ident(row), "muted": False, "created_at": None}
    told = Doc(values.snaked(row), doc.zone, doc.now)  # pyright: ignore[reportUnknownArgumentType] - JSON
    return {
        "user_id": told.id("user_id", "user", "id"),
        "muted": told.yes("muted", "is_muted"),
        "created_at": told.instant("joined_at", "created_at"),
    }


def _reactions(doc: Doc) -> list[dict[str, Any]]:
    found: dict[str, list[str]] = {}
    for row in values.sequence_of(doc.take("reactions")):
        told = values.snaked(row)
        emoji = values.text(told.get("emoji")).strip()
        if not emoji or len(emoji) > 64:
            continue
        for person in (told.get("user_id"), *values.listed(told.get("user_ids"))):
            if (who := values.ident(person)) and who not in found.setdefault(emoji, []):
                found[emoji].append(who)
    return [{"emoji": emoji, "user_ids": people} for emoji, people in found.items() if people]


def _pieces(said: str) -> list[str]:
    """A text in pieces that messages take, in bytes; between characters."""
    if len(said) * 4 <= LONGEST:
        return [said] if said else []
    encoded, found = said.encode(), list[str]()
    while encoded:
        piece = encoded[:LONGEST].decode(errors="ignore")
        found.append(piece)
        encoded = encoded[len(piece.encode()) :]
    return found
