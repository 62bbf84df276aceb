"""What is stored as the search engine takes it."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any

from hub.features.search.finding import milliseconds, moment, title_of
from hub.features.search.texts import Texts
from hub.kernel.catalog import Entity
from hub.storage.search.engine import Item

PROJECT = "project:"
LINK = re.compile(r"https?://\S", re.IGNORECASE)
Raw = Mapping[str, Any]


async def items_of(texts: Texts, entity: Entity, rows: Sequence[Raw]) -> list[Item]:
    """Stored things as the engine takes them; those without text are left out."""
    assert entity.search is not None
    made: list[Item] = []
    for raw, text in zip(rows, await texts.of(entity, rows), strict=True):
        if not text:
            continue
        at = moment(raw.get(entity.search.at)) or moment(raw.get("updated_at"))
        title = title_of(entity, raw)
        scopes = sorted(await entity.audience(raw))
        made.append(
            Item(
                kind=entity.kind,
                id=raw["_id"],
                # Of a message it is who wrote it, by which it is not to be found: that is what `from:` is for.
                title=title if text.startswith(title) else "",
                text=text,
                scopes=scopes,
                project_id=raw["_id"] if entity.kind == "project" else raw.get("project_id") or _project(scopes),
                room_id=raw.get("room_id"),
                people=[person for person in entity.search.people(raw) if person],
                has=_has(raw, text),
                at=milliseconds(at) if at else 0,
            )
        )
    return made


def _project(scopes: Sequence[str]) -> str | None:
    """The project of what has none of its own, from who hears it: of an attached file that of its thing."""
    return next((topic.removeprefix(PROJECT) for topic in scopes if topic.startswith(PROJECT)), None)


def _has(raw: Raw, text: str) -> list[str]:
    attached: Sequence[Raw] = raw.get("attachments") or ()
    images = any(str(one.get("mime_type", "")).startswith("image/") for one in attached)
    said = {
        "link": bool(LINK.search(text)),
        "file": bool(attached) or bool(raw.get("blob_id")),
        "image": images or str(raw.get("mime_type", "")).startswith("image/"),
        "checklist": bool(raw.get("items")),
        "task": any(one.get("kind") == "task" for one in (raw.get("card") or {}).get("entities", ())),
    }
    return [name for name, is_so in said.items() if is_so]
