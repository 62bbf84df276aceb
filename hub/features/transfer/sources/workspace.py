"""Workspace's database: an SQLite file, or the plain text of a PostgreSQL dump."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from hub.features.transfer.sources import (
    BadLine,
    Foreign,
    Note,
    NotThisFormat,
    values,
    workspace_disks,
    workspace_donations,
    workspace_kinds,
    workspace_loans,
    workspace_orders,
)
from hub.features.transfer.sources.reading import Doc, Made
from hub.features.transfer.sources.tables import Tables
from hub.features.transfer.sources.values import Unfit
from hub.features.transfer.sources.workspace_lines import Left
from hub.kernel.clock import Clock, SystemClock

KINDS: Mapping[str, frozenset[str]] = {
    "users": frozenset({"user"}),
    "messages": frozenset({"room", "membership", "message"}),
    "events": frozenset({"agenda", "note"}),
    "shortcuts": frozenset({"link", "note"}),
    "lots": frozenset({"lot", "note"}),
    "lot_items": frozenset({"lot_item"}),
    "commandes": frozenset({"order", "note"}),
    "prets_materiel": frozenset({"loan", "loan_item", "note"}),
    "dons": frozenset({"donation", "donation_item", "note"}),
    "disques_sessions": frozenset({"disk_session", "note"}),
    "disques_session_disks": frozenset({"disk"}),
}
"""Each table that is brought in, and the kinds that may come of it."""
NAMES = {"chat_messages": "messages", "items": "lot_items", "agenda_events": "events"}
"""Tables that were called otherwise in another version."""
LEARNT = frozenset(
    {"marques", "modeles", "shortcut_categories", "event_recurrences", "commande_lignes", "commande_products"}
)
"""Tables whose rows become part of what names them."""
LOOKED_AT = frozenset({"users", "messages", "lots", "commandes", "prets_materiel", "dons", "disques_sessions"})
"""Tables that are read twice: others must know of them first."""
OWN = "is about Workspace's own program, of no use here"
NOT_TAKEN = {
    "event_shares": "says who was shown an entry: an agenda is its owner's alone here",
    "notifications": "is a notice that was given already",
    "client_errors": OWN,
    "app_presets": OWN,
    "app_preset_apps": OWN,
    "folder_presets": OWN,
    "folder_globals": OWN,
    "commande_categories": "is a list of words: each order has its own",
    "sqlite_sequence": "",
}
"""Why others are not; the database's own need no word."""
MOST_PLACES = 200


@dataclass
class _Known:
    """What must be known of the whole database before its rows."""

    people: dict[str, str] = field(default_factory=dict[str, str])
    talk: dict[str, dict[str, int]] = field(default_factory=lambda: defaultdict(dict))
    last: dict[str, int] = field(default_factory=lambda: defaultdict(int))
    rules: dict[str, str] = field(default_factory=dict[str, str])
    named: dict[str, dict[str, str]] = field(default_factory=lambda: defaultdict(dict))
    """By table, the names of its rows."""
    owners: dict[str, str] = field(default_factory=dict[str, str])
    """Whose each lot is."""
    orders: set[str] = field(default_factory=set[str])
    lines: dict[str, list[tuple[int, dict[str, Any]]]] = field(default_factory=lambda: defaultdict(list))
    """By order, its lines and where they stand."""
    lent: Left = field(default_factory=dict[tuple[str, str], list[tuple[date, str]]])
    given: Left = field(default_factory=dict[tuple[str, str], list[tuple[date, str]]])
    sessions: dict[str, str] = field(default_factory=dict[str, str])
    """Whose each session of disks is."""


class Workspace:
    """A database of Workspace; see `Source`. Lines are those of a dump, or the rows of an SQLite file.

    Attributes:
        cut: After a whole `read`: it stops in the middle.
        last_whole: After a whole `read`: the last row that is whole.
        zone: Where the clock of the workshop hangs: set it before `read`.
    """

    zone: str = "UTC"
    clock: Clock = SystemClock()

    def __init__(self, path: Path) -> None:
        self._tables = Tables(path)
        self._known: _Known | None = None
        self._nowhere: dict[tuple[str, str], list[int]] = {}
        self.cut = False
        self.last_whole = 0

    def read(self, kinds: Collection[str] | None = None) -> Iterator[Foreign | BadLine]:
        """Everything in the database; see `Source.read`."""
        known = self._known = self._known or self._look()
        wanted = None if kinds is None else frozenset(kinds)
        self._nowhere, told, others = {}, False, dict[str, list[int]]()
        for number, listed, row in self._tables.rows():
            name = NAMES.get(listed, listed)
            if wanted is not None and not wanted & KINDS.get(name, frozenset()):
                continue
            if isinstance(row, BadLine):
                yield BadLine(number, row.why, listed)
                continue
            if name not in KINDS:
                others.setdefault(listed, [number, 0])[1] += 1
                continue
            if name == "messages" and not told:
                told = True
                for made in workspace_kinds.rooms(known.talk, known.people, known.last):
                    if wanted is None or made.kind in wanted:
                        yield Foreign(number, made.kind, made.old_id, made.doc)
            for one in self._made(number, name, self._doc(row), known):
                if wanted is None or (isinstance(one, Foreign) and one.kind in wanted):
                    yield one
        self.cut, self.last_whole = self._tables.cut, self._tables.last_whole
        if wanted is None:
            yield from self._left_out(others)
            yield from _orphans(known)

    def _doc(self, row: dict[str, object]) -> Doc:
        return Doc(values.snaked(row), values.zone_of(self.zone, ZoneInfo("UTC")), self.clock.now())

    def _made(self, number: int, name: str, doc: Doc, known: _Known) -> Iterator[Foreign | BadLine]:
        try:
            for made in _converted(name, doc, known, self.zone):
                yield Foreign(number, made.kind, made.old_id, made.doc)
        except Unfit as fault:
            yield BadLine(number, str(fault), name)
            return
        for made in doc.more:
            yield Foreign(number, made.kind, made.old_id, made.doc)
        for lost in doc.lost:
            yield Note(number, lost, name)
        for unknown in doc.left():
            place = self._nowhere.get((name, unknown))
            if place is not None:
                place[1] += 1
            elif len(self._nowhere) < MOST_PLACES:
                self._nowhere[name, unknown] = [number, 1]

    def _left_out(self, others: Mapping[str, list[int]]) -> Iterator[BadLine]:
        for (name, unknown), (number, times) in self._nowhere.items():
            rows = "1 row" if times == 1 else f"{times} rows"
            yield Note(number, f"`{unknown[:60]}` has no place here: left out of {rows}", name)
        for table, (number, times) in others.items():
            why = NOT_TAKEN.get(table, "is of a table that nothing here knows")
            if table in LEARNT or not why:
                continue
            for _ in range(times):
                yield BadLine(number, why, table[:80])

    def _look(self) -> _Known:
        """Gather names, recurrences, whose the lots are, and who talked where."""
        known, any_table = _Known(), False
        for number, listed, row in self._tables.rows():
            if isinstance(row, BadLine):
                continue
            name = NAMES.get(listed, listed)
            any_table = any_table or name in KINDS
            if name in LEARNT or name in LOOKED_AT:
                try:
                    _learn(known, number, name, self._doc(row))
                except Unfit:
                    continue  # said when it is read
        for times in (*known.lent.values(), *known.given.values()):
            times.sort()
        if not any_table:
            raise NotThisFormat("It holds none of Workspace's tables.")
        return known


def _orphans(known: _Known) -> Iterator[BadLine]:
    for order, lines in known.lines.items():
        if order not in known.orders:
            for number, _ in lines:
                yield BadLine(number, "is of an order that is not in the file", "commande_lignes")


def _learn(known: _Known, number: int, name: str, doc: Doc) -> None:
    if name == "prets_materiel":
        workspace_loans.learn(doc, known.lent)
        return
    if name == "dons":
        workspace_donations.learn(doc, known.given)
        return
    if name == "commande_lignes":
        order, line = workspace_orders.line(doc)
        known.lines[order or ""].append((number, line))
        return
    if name == "event_recurrences":
        if found := workspace_kinds.rule(doc):
            known.rules[found[0]] = found[1]
        return
    if name == "messages":
        writer = doc.fields.get("user_id")
        (first, *more) = workspace_kinds.message(doc, {})
        room = first.doc["room_id"]
        known.talk[room].setdefault(values.ident(writer) or "", 0)
        known.last[room] += 1 + len(more)
        return
    id = doc.own_id()
    if name == "commandes":
        known.orders.add(id)
    elif name == "users":
        known.people[id] = doc.words(80, "display_name", "username")
    elif name == "lots":
        if owner := doc.id("user_id"):
            known.owners[id] = owner
    elif name == "disques_sessions":
        if owner := doc.id("user_id"):
            known.sessions[id] = owner
    else:
        known.named[name][id] = doc.words(200, "name")


def _converted(name: str, doc: Doc, known: _Known, zone: str) -> Iterator[Made]:
    match name:
        case "users":
            yield workspace_kinds.user(doc, zone)
        case "messages":
            yield from workspace_kinds.message(doc, known.people)
        case "events":
            yield workspace_kinds.event(doc, known.rules)
        case "shortcuts":
            yield workspace_kinds.shortcut(doc, known.named["shortcut_categories"])
        case "lots":
            yield workspace_kinds.lot(doc)
        case "commandes":
            lines = [line for _, line in known.lines.get(values.ident(doc.fields.get("id")) or "", [])]
            yield from workspace_orders.orders(doc, lines, known.named["commande_products"])
        case "prets_materiel":
            yield from workspace_loans.loan(doc, known.lent)
        case "dons":
            yield from workspace_donations.donation(doc, known.given)
        case "disques_sessions":
            yield workspace_disks.session(doc)
        case "disques_session_disks":
            yield workspace_disks.disk(doc, known.sessions)
        case _:
            yield workspace_kinds.lot_item(doc, known.owners, known.named["marques"], known.named["modeles"])
