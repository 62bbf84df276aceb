"""What a note said before: kept at every change of its text, spread over time, and bounded."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from hub.features.notes.documents import NoteDocument, RevisionDocument
from hub.features.notes.schemas import NoteItem
from hub.kernel.context import Ctx

TEXT = ("title", "content", "items")
KEPT = 100
KEPT_BYTES = 8_000_000
NEWEST_KEPT = 10


async def keep_revision(ctx: Ctx, note: NoteDocument, changes: dict[str, Any]) -> None:
    """Keep what a note says if `changes` would have it say something else."""
    if all(name not in changes or changes[name] == getattr(note, name) for name in TEXT):
        return
    kept = RevisionDocument(
        note_id=note.id,
        owner_id=note.owner_id,
        title=note.title,
        content=note.content,
        items=list(note.items),
        note_revision=note.revision,
        written_at=note.written_at,
        author=ctx.actor.public(),
        size=text_bytes(note.title, note.content, note.items),
    )
    changes["written_at"] = ctx.now
    await _make_room(ctx, note.id, kept.size)
    ctx.work.insert(kept)


async def delete_revisions_of(ctx: Ctx, note_id: str) -> None:
    """Delete all that a note, which is being deleted, ever said."""
    for kept in await ctx.work.find(RevisionDocument, {"note_id": note_id}):
        ctx.work.delete(kept)


def text_bytes(title: str, content: str, items: Sequence[NoteItem]) -> int:
    """The size of a note's text in UTF-8."""
    return sum(len(text.encode("utf-8")) for text in (title, content, *(item.text for item in items)))


def superfluous(kept: Sequence[tuple[str, datetime, int]], coming: int) -> list[str]:
    """Which revisions go so that what is kept stays within its bounds.

    The newest always stay. Of the older ones it is always the one soonest followed by the next that
    goes, so that what remains is spread over the note's whole life.

    Args:
        kept: Id, time and bytes of each revision, oldest first.
        coming: The bytes of the one that is about to be added.
    """
    left = list(kept)
    gone: list[str] = []
    while len(left) > NEWEST_KEPT and (len(left) >= KEPT or sum(size for _, _, size in left) + coming > KEPT_BYTES):
        gaps = [(left[place + 1][1] - left[place][1], place) for place in range(len(left) - NEWEST_KEPT)]
        gone.append(left.pop(min(gaps)[1])[0])
    return gone


async def _make_room(ctx: Ctx, note_id: str, coming: int) -> None:
    rows = RevisionDocument.rows().find({"note_id": note_id}, {"created_at": 1, "size": 1}).sort("_id", 1)
    for id in superfluous([(row["_id"], row["created_at"], row["size"]) async for row in rows], coming):
        old = await ctx.work.load(RevisionDocument, id)
        if old is not None:
            ctx.work.delete(old)
