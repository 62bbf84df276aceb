"""Which notes lead to a note, and having them still do so when it is called something else."""

from __future__ import annotations

from typing import Any

from hub.features.notes.access import access_note, visible
from hub.features.notes.documents import NoteDocument
from hub.features.notes.history import keep_revision, text_bytes
from hub.features.notes.linking import around, can_be_named, renamed
from hub.features.notes.schemas import CONTENT_BYTES, SHOWN_IN_LISTS, Backlink, NoteItem, OfNote
from hub.kernel.context import Ctx
from hub.kernel.errors import OperationError, invalid, too_large
from hub.kernel.operation import EVERYWHERE, GET, Effect, operation
from hub.kernel.policies import member
from hub.storage.listing import page
from hub.storage.wire import Page
from hub.storage.words import folded

MOST_RENAMED = 500
_FIELDS = {
    "title": 1,
    "project_id": 1,
    "updated_at": 1,
    "items": 1,
    "content": {"$substrCP": ["$content", 0, SHOWN_IN_LISTS]},
}


@operation(
    "note.backlinks", effect=Effect.READ, policy=member, route=GET("/api/notes/{id}/backlinks"), doors=EVERYWHERE
)
async def list_backlinks(ctx: Ctx, command: OfNote) -> Page[Backlink]:
    """List the notes that lead to a note with `[[its title]]`, those that the caller may see, newest first."""
    note = await access_note(ctx, command.id)
    key = folded(note.title)

    async def present(rows: Any) -> list[Backlink]:
        texts = [[row["content"], *(item["text"] for item in row["items"])] for row in rows]
        return [
            Backlink(
                id=row["_id"],
                title=row["title"],
                project_id=row["project_id"],
                updated_at=row["updated_at"],
                excerpt=around(some, key),
            )
            for row, some in zip(rows, texts, strict=True)
        ]

    return await page(
        NoteDocument,
        {**await visible(ctx), "links": key, "_id": {"$ne": note.id}},
        present,
        limit=command.limit,
        cursor=command.cursor,
        fields=_FIELDS,
    )


async def rename_links(ctx: Ctx, note: NoteDocument, changes: dict[str, Any]) -> None:
    """Have the caller's notes that name a note by its title name it by the one that it gets in `changes`.

    Its own text is changed there too. Where another note of the caller's has the old title, what names it still
    leads somewhere, and is left.

    Raises:
        OperationError: `invalid` for a title that no link can say; `too_large` beyond 500 notes.
    """
    key, title = folded(note.title), changes["title"]
    if not key or folded(title) == key:
        return
    if not can_be_named(title):
        raise invalid("A title that others link to has no square brackets.", title="has square brackets")
    mine = await visible(ctx)
    if await NoteDocument.rows().find_one({**mine, "title_key": key, "_id": {"$ne": note.id}}, {"_id": 1}):
        return
    wanted = {**mine, "owner_id": ctx.person_id, "links": key}
    naming = await ctx.work.find(NoteDocument, wanted, limit=MOST_RENAMED + 1)
    if len(naming) > MOST_RENAMED:
        raise too_large(f"More than {MOST_RENAMED} notes lead here: rename it without changing them.")
    for other in naming:
        if other.id == note.id:
            for name, value in _renamed(other, key, title).items():
                changes.setdefault(name, value)
        elif await _may_write(ctx, other):
            written = _renamed(other, key, title)
            if text_bytes(other.title, written["content"], written.get("items", other.items)) > CONTENT_BYTES:
                continue  # What a note cannot hold is not written by the back door: it goes on naming the old title.
            await keep_revision(ctx, other, written)
            ctx.work.update(other, **written)


def _renamed(note: NoteDocument, key: str, title: str) -> dict[str, Any]:
    items = [NoteItem(text=renamed(item.text, key, title), checked=item.checked) for item in note.items]
    fresh: dict[str, Any] = {"content": renamed(note.content, key, title)}
    # A line of a checklist is short: one that would become too long stays as it is.
    fits = all(len(item.text) <= 2_000 for item in items)
    return {**fresh, "items": items} if fits else fresh


async def _may_write(ctx: Ctx, note: NoteDocument) -> bool:
    """Whether the caller, who may see it, may change it: who has come to only look on in a project may not."""
    try:
        await access_note(ctx, note.id, write=True)
    except OperationError:
        return False
    return True
