"""What can be done with bookmarks."""

from __future__ import annotations

from hub.features.bookmarks.access import access_bookmark, visible
from hub.features.bookmarks.documents import BookmarkDocument
from hub.features.bookmarks.present import present_bookmark, present_bookmarks
from hub.features.bookmarks.schemas import Bookmark, CreateBookmark, ListBookmarks, UpdateBookmark
from hub.features.messages.access import access_living
from hub.kernel.context import Ctx
from hub.kernel.errors import conflict
from hub.kernel.operation import DELETE, GET, PATCH, POST, Effect, operation
from hub.kernel.policies import signed_in
from hub.storage.doors import PROGRAMS_AND_EKO
from hub.storage.listing import page, where
from hub.storage.wire import ById, Deleted, Page


@operation(
    "bookmark.create",
    effect=Effect.WRITE,
    policy=signed_in,
    route=POST("/api/bookmarks", status=201),
    doors=PROGRAMS_AND_EKO,
)
async def create_bookmark(ctx: Ctx, command: CreateBookmark) -> Bookmark:
    """Keep a message to come back to. Each is kept once: keeping it again changes at most the note."""
    message = await access_living(ctx, command.message_id)
    kept = await ctx.work.find(BookmarkDocument, {"owner_id": ctx.person_id, "message_id": message.id}, limit=1)
    if kept:
        changes = {"note": command.note} if command.note else {}
        return await present_bookmark(ctx.work.update(kept[0], **changes))
    made = BookmarkDocument(**command.model_dump(), room_id=message.room_id, owner_id=ctx.person_id)
    return await present_bookmark(ctx.work.insert(made))


@operation("bookmark.list", effect=Effect.READ, policy=signed_in, route=GET("/api/bookmarks"), doors=PROGRAMS_AND_EKO)
async def list_bookmarks(ctx: Ctx, command: ListBookmarks) -> Page[Bookmark]:
    """List the messages that the caller keeps; of rooms that they have left, without what was said."""
    return await page(
        BookmarkDocument,
        {**await visible(ctx), **where(message_id=command.message_id, room_id=command.room_id)},
        present_bookmarks,
        limit=command.limit,
        cursor=command.cursor,
    )


@operation("bookmark.get", effect=Effect.READ, policy=signed_in, route=GET("/api/bookmarks/{id}"))
async def get_bookmark(ctx: Ctx, command: ById) -> Bookmark:
    """Show one bookmark."""
    return await present_bookmark(await access_bookmark(ctx, command.id))


@operation("bookmark.update", effect=Effect.WRITE, policy=signed_in, route=PATCH("/api/bookmarks/{id}"))
async def update_bookmark(ctx: Ctx, command: UpdateBookmark) -> Bookmark:
    """Change the note of a bookmark."""
    bookmark = await access_bookmark(ctx, command.id, write=True)
    if command.revision is not None and command.revision != bookmark.revision:
        current = (await present_bookmark(bookmark)).model_dump(mode="json")
        raise conflict("The bookmark has changed meanwhile.", current)
    return await present_bookmark(ctx.work.update(bookmark, **command.changes()))


@operation(
    "bookmark.delete",
    effect=Effect.DESTROY,
    policy=signed_in,
    route=DELETE("/api/bookmarks/{id}"),
    doors=PROGRAMS_AND_EKO,
)
async def delete_bookmark(ctx: Ctx, command: ById) -> Deleted:
    """Keep a message no longer. This can be undone."""
    ctx.work.delete(await access_bookmark(ctx, command.id, write=True))
    return Deleted(id=command.id)
