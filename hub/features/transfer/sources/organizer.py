"""Exports of Organizer: one JSON object with a list for each collection, or a line for each document."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any, cast
from zoneinfo import ZoneInfo

import orjson

from hub.features.transfer.sources import BLOB, BadLine, Foreign, Note, NotThisFormat, organizer_kinds, values
from hub.features.transfer.sources.encoding import MARK, in_utf8
from hub.features.transfer.sources.files import found_beside, in_line, made
from hub.features.transfer.sources.items import Items
from hub.features.transfer.sources.lines import Lines, parsed
from hub.features.transfer.sources.reading import Doc, Made
from hub.features.transfer.sources.values import Unfit
from hub.kernel.clock import Clock, SystemClock

FOLDER = "uploads"
"""Where Organizer keeps files; put beside the export, they come along."""
KINDS: Mapping[str, frozenset[str]] = {
    "users": frozenset({"user"}),
    "rooms": frozenset({"room", "membership"}),
    "messages": frozenset({"message", "file", BLOB}),
    "files": frozenset({"file", BLOB}),
    "contacts": frozenset({"contact"}),
    "labels": frozenset({"note_label"}),
    "notes": frozenset({"note", "note_label"}),
}
"""Each collection, and the kinds that may come of it."""
NAMES = {"user": "users", "room": "rooms", "message": "messages", "contact": "contacts", "label": "labels"} | {
    name: name for name in KINDS
}
KEY = "is a key, or what keeps somebody signed in: people sign in here anew"
WHERE = "says where people were: that is not taken along"
NOT_TAKEN = {
    "refresh_tokens": KEY,
    "mcp_tokens": KEY,
    "push_tokens": KEY,
    "location_history": WHERE,
    "locations": WHERE,
    "tracks": WHERE,
}
MOST_PLACES = 200


@dataclass
class _Known:
    """What must be known of the whole export before its documents: a little of each person, room and label."""

    people: dict[str, str] = field(default_factory=dict[str, str])
    labels: dict[str, tuple[str, str | None, str | None]] = field(
        default_factory=dict[str, tuple[str, str | None, str | None]]
    )
    until: dict[str, dict[str, datetime]] = field(default_factory=lambda: defaultdict(dict))
    """By room and person, up to when they have read."""
    read: dict[str, dict[str, int]] = field(default_factory=lambda: defaultdict(dict))
    """By room and person, the place of the last message that they have read."""

    def has_read(self, room: str, person: str, place: int) -> None:
        """Somebody has read up to there."""
        people = self.read[room]
        people[person] = max(place, people.get(person, 0))


class Organizer:
    """An export of Organizer; see `Source`. What it has counts as lines: its first document is the first.

    Attributes:
        cut: After a whole `read`: it stops in the middle.
        last_whole: After a whole `read`: the number of the last document that is whole.
        zone: Where the clocks of its people hang: set it before `read`.
    """

    zone: str = "UTC"
    clock: Clock = SystemClock()

    def __init__(self, path: Path) -> None:
        self._path = path
        self._known: _Known | None = None
        self._nowhere: dict[tuple[str, str], list[int]] = {}
        self._labels: set[str] = set()
        self.cut = False
        self.last_whole = 0

    def read(self, kinds: Collection[str] | None = None) -> Iterator[Foreign | BadLine]:
        """Everything in the export; see `Source.read`."""
        if self._known is None:
            self._known = self._look()
        wanted = None if kinds is None else frozenset(kinds)
        now, zone = self.clock.now(), values.zone_of(self.zone, ZoneInfo("UTC"))
        self._nowhere, self._labels, seen = {}, set(), 0
        said: dict[str, datetime] = {}
        for number, name, found in self._documents():
            seen += 1
            if wanted is not None and not wanted & KINDS.get(name, frozenset()):
                continue
            if isinstance(found, BadLine):
                yield BadLine(number, found.why, name)
                continue
            if name not in KINDS:
                yield BadLine(number, NOT_TAKEN.get(name, "is of a collection that nothing here knows"), name[:80])
                continue
            for one in self._made(number, name, Doc(values.snaked(found), zone, now), said):
                if wanted is None or (isinstance(one, Foreign) and one.kind in wanted):
                    yield one
        if seen == 0:
            raise NotThisFormat("It holds nothing that Organizer exports.")
        if wanted is None:
            for (name, unknown), (number, times) in self._nowhere.items():
                documents = "1 document" if times == 1 else f"{times} documents"
                yield Note(number, f"`{unknown[:60]}` has no place here: left out of {documents}", name)

    def _made(self, number: int, name: str, doc: Doc, said: dict[str, datetime]) -> Iterator[Foreign | BadLine]:
        try:
            for made_one in self._converted(name, doc):
                if made_one.kind == "message":
                    self._in_order(made_one.doc, said, doc)
                yield Foreign(number, made_one.kind, made_one.old_id, made_one.doc)
        except Unfit as fault:
            yield BadLine(number, str(fault), name)
            return
        for more in doc.more:
            yield Foreign(number, more.kind, more.old_id, more.doc)
        for lost in doc.lost:
            yield Note(number, lost, name)
        for unknown in doc.left():
            if unknown not in ("__v", "updated_at", "created_at"):
                known = self._nowhere.get((name, unknown))
                if known is not None:
                    known[1] += 1
                elif len(self._nowhere) < MOST_PLACES:
                    self._nowhere[name, unknown] = [number, 1]

    def _converted(self, name: str, doc: Doc) -> Iterator[Made]:
        assert self._known is not None
        match name:
            case "users":
                yield organizer_kinds.user(doc, self.zone)
            case "rooms":
                id = values.ident(doc.fields.get("_id") or doc.fields.get("id")) or ""
                yield from organizer_kinds.room(doc, self._known.read.get(id, {}))
            case "messages":
                yield from self._message(doc)
            case "files":
                yield from self._file(doc)
            case "contacts":
                yield organizer_kinds.contact(doc)
            case "labels":
                yield from self._label(doc.own_id(), doc.id("created_by", "owner_id", "user_id"))
                doc.drop("name", "color")
            case _:
                yield from self._note(doc)

    def _message(self, doc: Doc) -> Iterator[Made]:
        """A message, after the file in it."""
        assert self._known is not None
        messages = organizer_kinds.message(doc, self._known.people)
        first = messages[0]
        if first.doc["kind"] == "file":
            yield from self._sent(doc, first)
        yield from messages

    def _sent(self, doc: Doc, message: Made) -> Iterator[Made]:
        """The file of a message; where its bytes are nowhere, the message says what it was."""
        url, name = doc.text("content", "file_url", "url"), doc.words(200, "file_name", "filename", "original_name")
        mime, size, uploaded = (
            doc.text("mime_type")[:100],
            doc.whole(0, 2**40, "file_size", "size"),
            doc.id("file_id"),
        )
        encoded = doc.take("content_base64", "data", "file_data")
        stored = url.partition("?")[0].rpartition("/")[2]
        told = message.doc
        id = uploaded or f"message:{message.old_id}"
        attached: dict[str, Any] = {
            "file_id": id,
            "name": name or stored or "file",
            "mime_type": mime,
            "size": size or 0,
        }
        if uploaded is None:
            known = {
                "name": attached["name"],
                "owner_id": told["owner_id"],
                "room_id": told["room_id"],
                "message_id": message.old_id,
                "sent_as": told["client_msg_id"],
                "created_at": told["created_at"],
            }
            try:
                if encoded is None and url.startswith("data:"):
                    encoded = url
                if encoded is not None:
                    pieces = in_line(id, encoded, known)
                else:
                    pieces = _from_folder(self._path, stored, id, known)
                for piece in pieces:
                    if piece.kind == "file":
                        attached |= {name: piece.doc[name] for name in ("mime_type", "size")}
                    yield piece
            except Unfit as fault:
                doc.lost.append(f"its file: {fault}")
                told["kind"] = "text"
                told["content"] = "\n\n".join(one for one in (told["content"], f"📎 {attached['name']}") if one)
                return
        told["attachments"] = [attached]
        told["kind"] = "text" if told["content"] else "file"

    def _file(self, doc: Doc) -> Iterator[Made]:
        id = doc.own_id()
        known: dict[str, Any] = {
            "name": doc.words(200, "name", "file_name", "original_name", "filename") or "file",
            "room_id": doc.id("room_id"),
            "message_id": doc.id("message_id"),
            **doc.stamps(),
        }
        if owner := doc.id("owner_id", "uploaded_by", "user_id", "created_by"):
            known["owner_id"] = owner
        doc.drop("size", "mime_type", "file_size")
        encoded = doc.take("content_base64", "data")
        if encoded is not None:
            yield from in_line(id, encoded, known)
        else:
            stored = doc.text("stored_file_name", "stored_name", "path", "url").rpartition("/")[2]
            yield from _from_folder(self._path, stored, id, known)

    def _note(self, doc: Doc) -> Iterator[Made]:
        """A note, after those of its labels that its owner has not had yet."""
        note, labels = organizer_kinds.note(doc)
        ids: list[str] = []
        for label in dict.fromkeys(labels):
            yield from self._label(label, note.doc["owner_id"])
            if f"{label}/{note.doc['owner_id']}" in self._labels:
                ids.append(f"{label}/{note.doc['owner_id']}")
            else:
                doc.lost.append(f"its label {label[:60]!r} is not in the file")
        if ids:
            note.doc["label_ids"] = ids
        yield note

    def _label(self, id: str, owner: str | None) -> Iterator[Made]:
        assert self._known is not None
        name, color, creator = self._known.labels.get(id, ("", None, None))
        owner = owner or creator
        if name and owner and f"{id}/{owner}" not in self._labels:
            self._labels.add(f"{id}/{owner}")
            yield Made("note_label", f"{id}/{owner}", organizer_kinds.label(name, color, owner))

    @staticmethod
    def _in_order(message: Mapping[str, Any], said: dict[str, datetime], doc: Doc) -> None:
        """A room's messages take their places as they come; one of the past keeps its time and is out of place."""
        room, at = message["room_id"], message["created_at"]
        if at < said.get(room, at):
            doc.lost.append("it is older than the message before it: it stands behind that all the same")
        said[room] = max(at, said.get(room, at))

    def _look(self) -> _Known:
        """Gather what must be known beforehand: names and labels first, then how far everybody has read."""
        known, zone = _Known(), values.zone_of(self.zone, ZoneInfo("UTC"))
        for _, name, found in self._documents({"users", "labels", "rooms"}):
            if not isinstance(found, BadLine):
                doc = Doc(values.snaked(found), zone, self.clock.now())
                try:
                    _learn(known, name, doc)
                except Unfit:
                    continue  # said when it is read
        places: Counter[str] = Counter()
        reading = {
            room: sorted(((at, who) for who, at in people.items()), reverse=True)
            for room, people in known.until.items()
        }
        for _, _, found in self._documents({"messages"}):
            if isinstance(found, BadLine):
                continue
            doc = Doc(values.snaked(found), zone, self.clock.now())
            readers = [values.text(values.plain(one)) for one in values.listed(doc.fields.get("read_by"))]
            try:
                messages = organizer_kinds.message(doc, {})
            except Unfit:
                continue  # said when it is read
            first = messages[0].doc
            room, waiting = first["room_id"], reading.get(first["room_id"], [])
            while waiting and waiting[-1][0] < first["created_at"]:
                known.has_read(room, waiting.pop()[1], places[room])
            places[room] += len(messages)
            for person in (first["owner_id"], *readers):
                known.has_read(room, person, places[room])
        for room, waiting in reading.items():
            for _, person in waiting:
                known.has_read(room, person, places[room])
        return known

    def _documents(self, only: Collection[str] | None = None) -> Iterator[tuple[int, str, dict[str, Any] | BadLine]]:
        """Number, collection and content of each document; only those of some collections, if they are named."""
        lines = Lines(self._path)
        number = 0
        if _in_lines(lines):
            for number, line in lines:
                whole = parsed(number, line if line is None else in_utf8(line))
                if isinstance(whole, BadLine):
                    yield number, "", whole
                    continue
                name, doc = whole.get("collection"), whole.get("doc")
                if isinstance(name, str) and isinstance(doc, dict) and (only is None or _named(name) in only):
                    yield number, _named(name), cast("dict[str, Any]", doc)
            self.cut, self.last_whole = lines.cut, lines.last_whole
            return
        items = Items(lines.pieces())
        for listed, item in items:
            number += 1
            name = _named(listed)
            if only is None or name in only:
                yield number, name, parsed(number, item if item is None else in_utf8(item))
        self.cut, self.last_whole = lines.cut or not items.ended, number


def _learn(known: _Known, name: str, doc: Doc) -> None:
    id = doc.own_id()
    if name == "users":
        known.people[id] = doc.words(80, "display_name", "full_name") or doc.words(80, "username", "name")
    elif name == "labels":
        creator = doc.id("created_by", "owner_id", "user_id")
        if label := doc.words(60, "name", "title"):
            known.labels[id] = (label, doc.color("color"), creator)
    else:
        for row in values.sequence_of(doc.take("members", "participants")):
            member = Doc(values.snaked(row), doc.zone, doc.now)
            person, until = member.id("user_id", "user", "id"), member.instant("last_read_at")
            if person and until:
                known.until[id][person] = until


def _named(listed: str) -> str:
    name = values.snake(listed)
    return NAMES.get(name, name)


def _in_lines(lines: Lines) -> bool:
    """Whether each line is a document of its own, with the name of its collection."""
    head = next(iter(lines.pieces()), b"").removeprefix(MARK).lstrip()
    first, newline, _ = head.partition(b"\n")
    if not newline or not first.startswith(b"{"):
        return False
    try:
        found: Any = orjson.loads(first)
    except orjson.JSONDecodeError:
        return False
    return isinstance(cast("dict[str, Any]", found).get("collection"), str)


def _from_folder(archive: Path, stored: str, id: str, known: dict[str, Any]) -> Iterator[Made]:
    with found_beside(archive, FOLDER, stored) as file:
        yield from made(id, file, known)
