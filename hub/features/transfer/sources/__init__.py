"""What the readers of foreign files give: documents in our shapes, with the ids of where they come from."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol

BLOB = "blob"
"""The kind of a piece of file bytes: `old_id` names the bytes, `doc` is `{"n": place from 0, "data": bytes}`.

Pieces of one blob come one after the other and in order, each but the last of `hub.storage.blobs.CHUNK` bytes.
"""


@dataclass(frozen=True, slots=True)
class Foreign:
    """One document of the file."""

    line: int
    """Where it stands, counted from 1: a line, or a row of a table."""
    kind: str
    """The entity's kind here (`task`), or `BLOB`."""
    old_id: str
    """Its id in the file."""
    doc: dict[str, Any]
    """Our stored fields, plain JSON values (times as ISO strings or datetimes), ids and references still the file's.

    Without `_id`. Without `owner_id` it belongs to whom the import is for; with one, to that account of the file.
    What follows from other fields (`scope`, `words`) is left out. `created_at` and `updated_at` where known.
    """


@dataclass(frozen=True, slots=True)
class BadLine:
    """Something in the file that cannot be read, or has no place here: it is reported, and the rest goes on."""

    line: int
    why: str
    """In plain words, for who imports: "is not JSON", "waits for connectors"."""
    collection: str = ""
    """What the file calls it, where that is known."""


@dataclass(frozen=True, slots=True)
class Note(BadLine):
    """Something that got lost of a document that comes all the same: it is said, and nothing is skipped."""


class NotThisFormat(Exception):
    """The file as a whole is not what it should be (no gzip, no SQLite, a bomb); says what is wrong."""


class Source(Protocol):
    """A file, open for reading as often as needed. Opens nothing before `read`."""

    cut: bool
    """After a whole `read`: the file stops in the middle."""
    last_whole: int
    """After a whole `read`: the last line that is whole."""
    zone: str
    """Set before `read`: where the clock of whom it is for hangs, for times that do not say it."""

    def __init__(self, path: Path) -> None: ...

    def read(self, kinds: Collection[str] | None = None) -> Iterator[Foreign | BadLine]:
        """Everything in the file in its order, or only documents of these kinds (then without bad lines).

        Memory does not grow with the file. What a kind points at may come later in the file.

        Raises:
            NotThisFormat: The file is something else, or dangerous.
        """
        ...
