"""Archives of Panorama: gzip NDJSON with a begin, an end and the documents of each collection, under any of the
names that its fields have had."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any, cast
from zoneinfo import ZoneInfo

from hub.features.transfer.sources import (
    BLOB,
    BadLine,
    Foreign,
    Note,
    NotThisFormat,
    panorama_rest,
    panorama_work,
    values,
)
from hub.features.transfer.sources.encoding import in_utf8
from hub.features.transfer.sources.files import files
from hub.features.transfer.sources.lines import Lines, parsed
from hub.features.transfer.sources.reading import Doc, Made
from hub.features.transfer.sources.values import Unfit
from hub.kernel.clock import Clock, SystemClock

Convert = Callable[[Doc], Made | list[Made]]
CONVERTED: Mapping[str, tuple[Convert, frozenset[str]]] = {
    name: (convert, frozenset(kinds.split()))
    for name, convert, kinds in (
        ("projects", panorama_work.project, "project note"),
        ("tasks", panorama_work.task, "task note"),
        ("notes", panorama_work.note, "note"),
        ("noteSessions", panorama_work.session, "note_session note"),
        ("noteLines", panorama_work.line, "note_line"),
        ("links", panorama_work.link, "link note"),
        ("alarms", panorama_rest.alarm, "alarm"),
        ("teams", panorama_work.team, "team"),
        ("people", panorama_work.person, "person note"),
        ("situations", panorama_rest.situation, "situation note"),
        ("situationActors", panorama_rest.situation_actor, "situation_actor"),
        ("situationNotes", panorama_rest.situation_note, "situation_note note"),
        ("situationQuestions", panorama_rest.situation_questions, "situation_question note"),
        ("situationSummaries", panorama_rest.situation_summary, "situation_summary"),
        ("budgetLines", panorama_rest.budget_line, "budget note"),
        ("vendorsCache", panorama_rest.vendor, "budget_vendor"),
        ("chats", panorama_rest.chat, "note_session note_line"),
        ("userLogs", panorama_rest.journal_line, "journal note"),
        ("calendarEvents", panorama_rest.event, "agenda note"),
    )
}
"""How each collection becomes ours, and the kinds that may come of it."""
FILES = frozenset({BLOB, "file"})
CONNECTORS = "waits for the connectors"
SETTINGS = "is about how Panorama itself is set up, which means nothing here"
NOT_TAKEN: Mapping[str, str] = {
    "appPreferences": SETTINGS,
    "userPreferences": SETTINGS,
    "errors": "is a fault of Panorama's own program, of no use here",
    "vendorsIgnore": "says what Panorama's imports leave out; imports here propose, and leave nothing out",
    "mcpServers": CONNECTORS,
    "notionIntegrations": CONNECTORS,
    "notionTickets": CONNECTORS,
    "gmailMessages": CONNECTORS,
    "gmailTokens": "is a key to a mailbox: connect it here anew",
    "emailActionLogs": CONNECTORS,
}
NAMES: Mapping[str, str] = {
    **{values.snake(name): name for name in (*CONVERTED, *NOT_TAKEN, "files")},
    "calendar": "calendarEvents",
    "events": "calendarEvents",
    "journal": "userLogs",
}
"""Collections by their name in snake_case, and older names of some."""
OURS = frozenset({"user_id", "owner_id", "__v", "_rev", "rev", "revision", "search_indexed_at", "vectorized_at"})
"""Fields of every document that mean nothing in another program."""
MANY_LINES = 900
"""Lines of a chat that go into one session; it takes 999."""
FIELDS = 200
"""How many fields without a place are named."""


class Panorama:
    """An archive of Panorama; see `Source`.

    Attributes:
        cut: After a whole `read`: it stops in the middle: of a line, or of a collection.
        last_whole: After a whole `read`: the last line that is whole.
        zone: Where the clock of whom it is for hangs: set it before `read`.
    """

    zone: str = "UTC"
    clock: Clock = SystemClock()

    def __init__(self, path: Path) -> None:
        self._path = path
        self.cut = False
        self.last_whole = 0

    def read(self, kinds: Collection[str] | None = None) -> Iterator[Foreign | BadLine]:
        """Everything in the archive; see `Source.read`."""
        lines, reading = (
            Lines(self._path),
            _Reading(self._path, values.zone_of(self.zone, ZoneInfo("UTC")), self.clock),
        )
        wanted = None if kinds is None else frozenset(kinds)
        for number, line in lines:
            found = parsed(number, line)
            if isinstance(found, BadLine) and line is not None:
                found = parsed(number, in_utf8(line))
            if isinstance(found, BadLine):
                if wanted is None:
                    yield found
                continue
            for made in reading.line(number, found, wanted):
                if wanted is None or (isinstance(made, Foreign) and made.kind in wanted):
                    yield made
        if reading.seen == 0:
            raise NotThisFormat("It holds no line of an archive of Panorama.")
        if wanted is None:
            yield from reading.without_a_place()
        self.cut = lines.cut or bool(reading.open)
        self.last_whole = lines.last_whole


class _Reading:
    """What is remembered from line to line: little, whatever the size."""

    def __init__(self, path: Path, zone: ZoneInfo, clock: Clock) -> None:
        self.path, self.zone, self.now = path, zone, clock.now()
        self.open = ""
        self.seen = 0
        self.nowhere: dict[tuple[str, str], list[int]] = {}
        self.chats: Counter[str] = Counter()
        self.sessions: set[str] = set()

    def line(self, number: int, line: dict[str, Any], wanted: frozenset[str] | None) -> Iterator[Foreign | BadLine]:
        """What one line of the archive gives."""
        if "panoramix" in line and self.seen == 0:
            raise NotThisFormat("This is an archive of Panoramix, not of Panorama: import it as one.")
        said, mark = line.get("collection"), line.get("type")
        if not isinstance(said, str) or (mark is not None and mark not in ("begin", "end", "data")):
            yield BadLine(number, "is no line of an archive of Panorama")
            return
        self.seen += 1
        name = NAMES.get(values.snake(said), said)
        if mark in ("begin", "end"):
            self.open = name if mark == "begin" else ""
            return
        doc = line.get("doc", line.get("data"))
        if not isinstance(doc, dict):
            yield BadLine(number, "has no document", name[:80])
        elif name == "files":
            if wanted is None or wanted & FILES:
                yield from self._made(number, name, lambda told: files(told, self.path), cast("dict[str, Any]", doc))
        elif name in CONVERTED:
            convert, kinds = CONVERTED[name]
            if wanted is None or wanted & kinds:
                yield from self._made(number, name, convert, cast("dict[str, Any]", doc))
        else:
            yield BadLine(number, NOT_TAKEN.get(name, "is of a collection that nothing here knows"), name[:80])

    def _made(
        self, number: int, name: str, convert: Callable[[Doc], Made | Iterable[Made]], doc: dict[str, Any]
    ) -> Iterator[Foreign | BadLine]:
        told = Doc(values.snaked(doc), self.zone, self.now)
        try:
            found = convert(told)
            for made in (found,) if isinstance(found, Made) else found:
                made = self._placed(made)
                if made is not None:
                    yield Foreign(number, made.kind, made.old_id, made.doc)
        except Unfit as fault:
            yield BadLine(number, str(fault), name)
            return
        for made in told.more:
            yield Foreign(number, made.kind, made.old_id, made.doc)
        for lost in told.lost:
            yield Note(number, lost, name)
        for field in told.fields:
            if field not in OURS and not values.says_nothing(told.fields[field]):
                self._has_no_place(name, field, number)

    def _placed(self, made: Made) -> Made | None:
        """What needs to know other lines: sessions of chats that get too long."""
        if made.kind == "note_session" and made.old_id.startswith("chats/"):
            part = self.chats[made.old_id] // MANY_LINES
            id = made.old_id if part == 0 else f"{made.old_id}/{part + 1}"
            if id in self.sessions:
                return None
            self.sessions.add(id)
            return Made(made.kind, id, {**made.doc, "title": made.doc["title"] + (f" ({part + 1})" if part else "")})
        elif made.kind == "note_line" and (session := made.doc["session_id"]).startswith("chats/"):
            part = self.chats[session] // MANY_LINES
            self.chats[session] += 1
            if part:
                made.doc["session_id"] = f"{session}/{part + 1}"
        return made

    def _has_no_place(self, name: str, field: str, number: int) -> None:
        known = self.nowhere.get((name, field))
        if known is not None:
            known[1] += 1
        elif len(self.nowhere) < FIELDS:
            self.nowhere[name, field] = [number, 1]

    def without_a_place(self) -> Iterator[Note]:
        """The fields that were left out, each once."""
        for (name, field), (number, times) in self.nowhere.items():
            documents = "1 document" if times == 1 else f"{times} documents"
            yield Note(number, f"`{field[:60]}` has no place here: left out of {documents}", name)
