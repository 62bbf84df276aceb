"""Archives of Panoramix: gzip NDJSON, as `panoramix export` writes it."""

from __future__ import annotations

import base64
import binascii
from collections.abc import Collection, Iterator, Mapping
from pathlib import Path
from typing import Any, cast

from hub.features.transfer.sources import BLOB, BadLine, Foreign, NotThisFormat
from hub.features.transfer.sources.lines import Lines, parsed

VERSION = 1
CHUNKS = "fs.chunks"
"""The collection of file bytes: `{"files_id", "n", "data": base64}`."""
END = "end"


class Archive:
    """An archive. Its first line says what it is, its last that it is whole.

    Args:
        path: Where it is.
        kinds: Collection names to kinds.
    """

    def __init__(self, path: Path, kinds: Mapping[str, str] | None = None) -> None:
        self._lines = Lines(path, most=None)
        self._kinds = kinds or {}
        self.cut = False
        self.last_whole = 0
        self.zone = "UTC"
        self.whole_instance = False
        self.person_id: str | None = None
        """Whose things it holds, if it holds one person's."""

    def read(self, kinds: Collection[str] | None = None) -> Iterator[Foreign | BadLine]:
        """See `Source.read`.

        Raises:
            NotThisFormat: It is no archive, or one of a newer Panoramix.
        """
        ended = begun = False
        for number, line in self._lines:
            found = parsed(number, line)
            if not begun:
                self._begin(found)
                begun = True
                continue
            if isinstance(found, BadLine):
                if kinds is None:
                    yield found
                continue
            if found.get("panoramix") is not None:
                ended = found.get("type") == END
                continue
            if found.get("type") in ("begin", END) and "doc" not in found:
                continue
            item = self._item(number, found, kinds)
            if item is not None:
                yield item
        if not begun:
            raise NotThisFormat("The file is no archive of Panoramix, or there is nothing in it.")
        self.last_whole = self._lines.last_whole
        self.cut = self._lines.cut or not ended

    def _begin(self, found: dict[str, Any] | BadLine) -> None:
        version = found.get("panoramix") if isinstance(found, dict) else None
        if not isinstance(version, int) or not isinstance(found, dict):
            raise NotThisFormat("The file is no archive of Panoramix: its first line does not say so.")
        if version > VERSION:
            raise NotThisFormat("The archive was made by a newer Panoramix than this one.")
        self.whole_instance = found.get("scope") == "all"
        person: Any = found.get("person")
        id: Any = cast("dict[str, Any]", person).get("id") if isinstance(person, dict) else None
        self.person_id = id if isinstance(id, str) else None

    def _item(self, number: int, found: dict[str, Any], kinds: Collection[str] | None) -> Foreign | BadLine | None:
        collection, doc = found.get("collection"), found.get("doc")
        shown = str(collection)[:60] if collection else ""
        if not isinstance(collection, str) or not isinstance(doc, dict):
            return BadLine(number, "is no line of an archive", shown) if kinds is None else None
        held = cast("dict[str, Any]", doc)
        kind = BLOB if collection == CHUNKS else self._kinds.get(collection)
        if kind is None:
            return BadLine(number, "nothing here knows what this is", shown) if kinds is None else None
        if kinds is not None and kind not in kinds:
            return None
        if kind == BLOB:
            return _piece(number, held)
        old_id = held.pop("id", None)
        if not isinstance(old_id, str):
            return BadLine(number, "has no id", shown) if kinds is None else None
        return Foreign(number, kind, old_id, held)


def _piece(number: int, doc: dict[str, Any]) -> Foreign | BadLine:
    id, n, data = doc.get("files_id"), doc.get("n"), doc.get("data")
    if not isinstance(id, str) or not isinstance(n, int) or not isinstance(data, str):
        return BadLine(number, "is no piece of a file", CHUNKS)
    try:
        return Foreign(number, BLOB, id, {"n": n, "data": base64.b64decode(data, validate=True)})
    except (binascii.Error, ValueError):
        return BadLine(number, "is no piece of a file", CHUNKS)
