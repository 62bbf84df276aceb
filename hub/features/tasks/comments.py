"""Comments on tasks."""

from __future__ import annotations

from hub.features.tasks.access import access_task
from hub.features.tasks.documents import CommentDocument
from hub.features.tasks.present import COMMENT, present_comment
from hub.features.tasks.schemas import CommentTask, DeleteComment, ListComments, TaskComment
from hub.kernel.context import Ctx
from hub.kernel.errors import forbidden, not_found
from hub.kernel.operation import DELETE, GET, POST, Effect, operation
from hub.kernel.policies import member
from hub.storage.plain import plain_page
from hub.storage.wire import Deleted, Page


@operation("task.comment", effect=Effect.WRITE, policy=member, route=POST("/api/tasks/{id}/comments", status=201))
async def comment_task(ctx: Ctx, command: CommentTask) -> TaskComment:
    """Add a comment to a task."""
    task = await access_task(ctx, command.id, write=True)
    comment = CommentDocument(
        task_id=task.id,
        text=command.text,
        owner_id=task.owner_id,
        author=ctx.actor.public(),
    )
    return await present_comment(ctx.work.insert(comment))


@operation("task.comments", effect=Effect.READ, policy=member, route=GET("/api/tasks/{id}/comments"))
async def list_comments(ctx: Ctx, command: ListComments) -> Page[TaskComment]:
    """List the comments of a task, oldest first."""
    task = await access_task(ctx, command.id)
    return await plain_page(
        COMMENT,
        {"task_id": task.id},
        limit=command.limit,
        cursor=command.cursor,
        order=(("_id", 1),),
    )


@operation(
    "task.delete_comment",
    effect=Effect.DESTROY,
    policy=member,
    route=DELETE("/api/tasks/{id}/comments/{comment_id}"),
)
async def delete_comment(ctx: Ctx, command: DeleteComment) -> Deleted:
    """Delete a comment: one's own, or any on one's own task. This can be undone."""
    task = await access_task(ctx, command.id, write=True)
    comment = await ctx.work.load(CommentDocument, command.comment_id)
    if comment is None or comment.task_id != task.id:
        raise not_found("The comment")
    if ctx.person_id not in (task.owner_id, comment.author.get("on_behalf_of") or comment.author["id"]):
        raise forbidden("Only its author or the task's owner can delete a comment.")
    ctx.work.delete(comment)
    return Deleted(id=comment.id)


async def delete_comments_of(ctx: Ctx, task_id: str) -> None:
    """Delete all comments of a task that is being deleted."""
    async for raw in CommentDocument.rows().find({"task_id": task_id}):
        comment = await ctx.work.load(CommentDocument, raw["_id"])
        if comment is not None:
            ctx.work.delete(comment)
