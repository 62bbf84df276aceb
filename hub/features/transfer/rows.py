"""One document of a file as it will be stored, or why it cannot be."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from pydantic import ValidationError

from hub.features.transfer.ids import Ids
from hub.features.transfer.kinds import Kind, Path, walk
from hub.features.transfer.sources import Foreign
from hub.features.transfer.values import from_json
from hub.kernel.errors import OperationError
from hub.storage.documents import Stored, encode

MADE_HERE = frozenset({"_id", "id", "revision_id"})
OWNER = ("owner_id",)


class Unfit(Exception):
    """A document that does not come here; says why."""


class Maker:
    """Makes stored documents of foreign ones.

    Args:
        ids: Old ids to new ones.
        person_id: To whom everything will belong; None where it stays its owners'.
        fallback_id: To whom what names no owner will belong.
        at: When the import began.
        keep: It is an archive of ours: revisions are kept.
        author: Who wrote what names no author, as an actor is shown.
    """

    def __init__(
        self,
        ids: Ids,
        *,
        person_id: str | None,
        fallback_id: str | None,
        at: datetime,
        keep: bool,
        author: dict[str, Any] | None = None,
    ) -> None:
        self._ids = ids
        self._person_id = person_id
        self._fallback_id = fallback_id
        self._at = at
        self._keep = keep
        self._author = author

    def make(self, kind: Kind, item: Foreign) -> tuple[dict[str, Any], Stored, list[str]]:
        """The row, the document that it was made of, and what was left out of it.

        Raises:
            Unfit: It cannot be stored, or must not.
        """
        notes: list[str] = []
        doc = self._plain(kind, item.doc, notes)
        self._map(kind, doc, notes)
        self._own(kind, doc)
        own_id = kind.portable.own_id
        id = own_id(doc) if own_id is not None else self._ids.new(kind.name, item.old_id)
        if kind.name == "user":
            doc["owner_id"] = id
        row, found = self._formed(kind, id, doc)
        return row, found, notes

    def as_it_stands(self, kind: Kind, item: Foreign) -> dict[str, Any] | None:
        """The row as the file has it, ids included; None if it makes no sense."""
        try:
            return self._formed(kind, item.old_id, self._plain(kind, dict(item.doc), []))[0]
        except Unfit:
            return None

    def _formed(self, kind: Kind, id: str, doc: dict[str, Any]) -> tuple[dict[str, Any], Stored]:
        """Validated, as everything that is stored.

        Raises:
            Unfit: It cannot be stored.
        """
        fault = kind.fault_of(doc)
        if fault:
            raise Unfit(fault)
        try:
            return kind.form.make(id, doc)
        except ValidationError as wrong:
            first = wrong.errors()[0]
            name = ".".join(str(part) for part in first["loc"])
            raise Unfit(f"{name}: {first['msg']}" if name else first["msg"]) from None
        except OperationError as wrong:
            raise Unfit(wrong.detail) from None
        except (ValueError, KeyError, TypeError, ArithmeticError) as wrong:
            # What follows from its fields cannot be worked out: a rule that makes no sense, a zone nobody knows.
            raise Unfit(f"makes no sense: {str(wrong)[:200]}") from None

    def _plain(self, kind: Kind, doc: dict[str, Any], notes: list[str]) -> dict[str, Any]:
        try:
            from_json(kind, doc)
        except ValueError as odd:
            raise Unfit(str(odd)) from None
        for name in doc.keys() - kind.fields:
            if name not in MADE_HERE:
                notes.append(f"nothing here knows “{name[:60]}”")
            del doc[name]
        revision = doc.get("revision")
        doc["revision"] = revision if self._keep and isinstance(revision, int) and revision > 0 else 1
        doc["created_at"] = doc.get("created_at") or self._at
        doc["updated_at"] = doc.get("updated_at") or doc["created_at"]
        return doc

    def _map(self, kind: Kind, doc: dict[str, Any], notes: list[str]) -> None:
        for path, target in kind.paths:
            if doc.get(path[0]) is None or (path == OWNER and kind.owned):
                continue

            def to_new(holder: dict[str, Any], old: Any, target: str = target, path: Path = path) -> str | None:
                named = str(holder.get(target[1:])) if target.startswith("@") else target
                new = self._ids.resolve(named, old)
                if new is None:
                    name = ".".join(path)
                    if name in kind.needs:
                        raise Unfit(f"{name} points at what is neither in the file nor here")
                    notes.append(f"{name} points at what is neither in the file nor here")
                return new

            walk(doc, path, to_new)
        for name in kind.needs:
            if not doc.get(name):
                raise Unfit(f"{name} is missing")
        if kind.portable.remap is not None:
            kind.portable.remap(doc, self._ids.resolve)

    def _own(self, kind: Kind, doc: dict[str, Any]) -> None:
        if "author" in kind.fields and not doc.get("author") and self._author is not None:
            doc["author"] = self._author
        if "owner_id" not in kind.fields or kind.name == "user":
            return
        given = doc.get("owner_id")
        if not kind.owned:
            doc["owner_id"] = given or self._fallback_id
        elif self._person_id is not None:
            doc["owner_id"] = self._person_id
        else:
            doc["owner_id"] = self._ids.resolve("user", given) if given else self._fallback_id
        if not doc["owner_id"]:
            raise Unfit("belongs to somebody who is neither in the file nor here")


def differ(kind: Kind, row: dict[str, Any], stored: dict[str, Any]) -> bool:
    """Whether two forms of one document say different things."""
    if not any(row[name] != stored.get(name) for name in row.keys() - kind.incomparable):
        return False
    # A field that came with a later version is missing in what was stored before it.
    whole = encode(kind.document.model_validate(stored))
    return any(row[name] != whole.get(name) for name in row.keys() - kind.incomparable)
