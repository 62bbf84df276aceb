"""What can be done with links."""

from __future__ import annotations

from hub.features.links.access import access_link, visible
from hub.features.links.addresses import host_of, web_address
from hub.features.links.documents import LinkDocument
from hub.features.links.present import LINK, present_link
from hub.features.links.schemas import CreateLink, Link, ListLinks, Opened, OpenLink, UpdateLink
from hub.features.projects.access import access_project
from hub.kernel.context import Ctx
from hub.kernel.errors import conflict
from hub.kernel.operation import DELETE, EVERYWHERE, GET, PATCH, POST, Effect, operation
from hub.kernel.policies import member
from hub.storage.listing import where
from hub.storage.plain import plain_page
from hub.storage.shares import moved
from hub.storage.wire import ById, Deleted, Page
from hub.storage.words import containing

ORDERS = {"created_at": (("_id", -1),), "clicks": (("clicks", -1),)}


@operation(
    "link.create",
    effect=Effect.WRITE,
    policy=member,
    route=POST("/api/links", status=201),
    doors=EVERYWHERE,
    slash=("/link {url}", "/lien {url}"),
)
async def create_link(ctx: Ctx, command: CreateLink) -> Link:
    """Keep a web address for the caller, or in a project that they can write to. Nothing is fetched from it."""
    if command.project_id:
        await access_project(ctx, command.project_id, write=True)
    url = web_address(command.url)
    link = LinkDocument(
        **command.model_dump(exclude={"url", "name"}),
        url=url,
        name=command.name or host_of(url),
        owner_id=ctx.person_id,
    )
    return await present_link(ctx.work.insert(link))


@operation(
    "link.list",
    effect=Effect.READ,
    policy=member,
    route=GET("/api/links"),
    doors=EVERYWHERE,
    slash=("/links", "/liens"),
)
async def list_links(ctx: Ctx, command: ListLinks) -> Page[Link]:
    """List the links that the caller may see, newest first or the most opened first."""
    return await plain_page(
        LINK,
        {**await visible(ctx), **where(project_id=command.project_id, words=containing(command.q))},
        limit=command.limit,
        cursor=command.cursor,
        order=ORDERS[command.sort],
    )


@operation("link.get", effect=Effect.READ, policy=member, route=GET("/api/links/{id}"), doors=EVERYWHERE)
async def get_link(ctx: Ctx, command: ById) -> Link:
    """Show one link."""
    return await present_link(await access_link(ctx, command.id))


@operation("link.update", effect=Effect.WRITE, policy=member, route=PATCH("/api/links/{id}"), doors=EVERYWHERE)
async def update_link(ctx: Ctx, command: UpdateLink) -> Link:
    """Change a link; only what is sent is changed."""
    link = await access_link(ctx, command.id, write=True)
    if command.revision is not None and command.revision != link.revision:
        raise conflict("The link has changed meanwhile.", (await present_link(link)).model_dump(mode="json"))
    changes = command.changes()
    if "url" in changes:
        changes["url"] = web_address(changes["url"])
    if changes.get("project_id"):
        await access_project(ctx, changes["project_id"], write=True)
    if "project_id" in changes:
        changes |= await moved(ctx, link, changes["project_id"])
    return await present_link(ctx.work.update(link, **changes))


@operation(
    "link.open",
    effect=Effect.WRITE,
    policy=member,
    route=POST("/api/links/{id}/open"),
    doors=EVERYWHERE,
    undoable=False,
)
async def open_link(ctx: Ctx, command: OpenLink) -> Opened:
    """Say where a link leads, and count that it was opened; whoever may see it may open it."""
    link = await access_link(ctx, command.id)
    ctx.work.update(link, clicks=link.clicks + 1, last_clicked_at=ctx.now)
    return Opened(id=link.id, url=link.url, clicks=link.clicks)


@operation("link.delete", effect=Effect.DESTROY, policy=member, route=DELETE("/api/links/{id}"), doors=EVERYWHERE)
async def delete_link(ctx: Ctx, command: ById) -> Deleted:
    """Delete a link. This can be undone."""
    ctx.work.delete(await access_link(ctx, command.id, write=True))
    return Deleted(id=command.id)
