"""The first look at a file: what is in it, whether it is whole, and under which ids it will stand here."""

from __future__ import annotations

import hashlib
import re
from array import array
from bisect import bisect_left
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Any

from hub.features.transfer.held import Held
from hub.features.transfer.kinds import Kinds
from hub.features.transfer.report import Report
from hub.features.transfer.sources import BLOB, Foreign, Note, Source
from hub.features.transfer.sources.archive import CHUNKS
from hub.features.transfer.values import OddValue
from hub.storage.blobs import CHUNK

OURS = re.compile(r"[0-9a-f]{24}")
STRANGE = re.compile(r"[$\x00-\x1f\x7f]")
LONGEST_ID = 200
PARTS = 256
AT_ONCE = 1_000


def stable_id(source: str, whom: str, kind: str, old_id: str) -> str:
    """The id here of something from elsewhere: the same whenever it comes again for the same person."""
    return hashlib.sha256("\0".join((source, whom, kind, old_id)).encode()).hexdigest()[:24]


def id_fault(old_id: Any) -> str | None:
    """Why something cannot be an id, if it cannot."""
    if not isinstance(old_id, str) or not old_id:
        return "has no id"
    if len(old_id) > LONGEST_ID or STRANGE.search(old_id):
        return "has an id that is none"
    return None


class IdSet:
    """Which ids there are, in eight bytes each: a file may have millions."""

    def __init__(self) -> None:
        self._parts = [array("q") for _ in range(PARTS)]
        self.twice: dict[int, bool] = {}
        """Of those that stand there more than once, whether the first was met."""
        self.count = 0

    def add(self, id: str) -> None:
        """Add one."""
        number = hash(id)
        self._parts[number % PARTS].append(number)
        self.count += 1

    def close(self) -> None:
        """All are there: from now on it can be asked."""
        for place, part in enumerate(self._parts):
            ordered = sorted(part)
            self.twice.update(dict.fromkeys((one for one, after in pairwise(ordered) if one == after), False))
            self._parts[place] = array("q", ordered)

    def __contains__(self, id: str) -> bool:
        number = hash(id)
        part = self._parts[number % PARTS]
        place = bisect_left(part, number)
        return place < len(part) and part[place] == number

    def again(self, id: str) -> bool:
        """Whether this one was met before in this reading; to be asked once for each that is met."""
        number = hash(id)
        if number not in self.twice:
            return False
        before, self.twice[number] = self.twice[number], True
        return before


@dataclass(slots=True)
class Bytes:
    """The bytes of one file, as they stand in the file."""

    digest: Any
    size: int = 0
    pieces: int = 0
    short: bool = False
    """A piece was shorter than a whole one: nothing may follow it."""
    broken: bool = False
    new_id: str = ""
    stored: bool = False
    """They are here already."""


@dataclass(kw_only=True)
class Survey:
    """What a first reading found."""

    ids: dict[str, IdSet] = field(default_factory=dict[str, IdSet])
    blobs: dict[str, Bytes] = field(default_factory=dict[str, Bytes])
    moved: dict[tuple[str, str], str] = field(default_factory=dict[tuple[str, str], str])
    """What has another id here than the rule says."""
    total: int = 0


Tell = Callable[[int], Awaitable[None]]
"""Told of every thousand documents; raises where nobody wants it any more."""


async def survey(source: Source, kinds: Kinds, report: Report, found: Survey, held: Held, tell: Tell) -> None:
    """Read a file for the first time; nothing is written.

    Args:
        source: The file.
        kinds: What is carried.
        report: Told of every bad line.
        found: Filled.
        held: Given every document that may come.
        tell: See `Tell`.

    Raises:
        NotThisFormat: The file is something else, or dangerous.
    """
    for item in source.read():
        found.total += 1
        if found.total % AT_ONCE == 0:
            await tell(found.total)
        if isinstance(item, Foreign):
            if item.kind == BLOB:
                _piece(found, item)
            else:
                _document(kinds, report, found, held, item)
        elif isinstance(item, Note):
            report.noted(item.collection, item.line, item.why)
        else:
            report.skipped(item.collection, item.line, item.why)
    for ids in found.ids.values():
        ids.close()
    for old_id, blob in found.blobs.items():
        if blob.broken:
            report.skipped(CHUNKS, 0, f"the bytes of {old_id[:60]} are not whole")


def _document(kinds: Kinds, report: Report, found: Survey, held: Held, item: Foreign) -> None:
    kind = kinds.by_name.get(item.kind)
    if kind is None:
        report.skipped(item.kind, item.line, "nothing here knows what this is")
        return
    if fault := id_fault(item.old_id):
        report.skipped(kind.portable.collection, item.line, fault)
        return
    try:
        held.add(kind, item)
    except OddValue as odd:
        report.skipped(kind.portable.collection, item.line, str(odd))
        return
    ids = found.ids.get(kind.name)
    if ids is None:
        ids = found.ids[kind.name] = IdSet()
    ids.add(item.old_id)


def _piece(found: Survey, item: Foreign) -> None:
    blob = found.blobs.get(item.old_id)
    if blob is None:
        blob = found.blobs[item.old_id] = Bytes(digest=hashlib.sha256())
    data: bytes = item.doc["data"]
    if blob.short or item.doc["n"] != blob.pieces or len(data) > CHUNK or id_fault(item.old_id):
        blob.broken = True
        return
    blob.pieces += 1
    blob.size += len(data)
    blob.short = len(data) < CHUNK
    blob.digest.update(data)
