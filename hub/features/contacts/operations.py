"""What can be done with contacts."""

from __future__ import annotations

from hub.features.accounts.access import name_of
from hub.features.contacts.access import access_contact, visible
from hub.features.contacts.documents import ContactDocument
from hub.features.contacts.present import CONTACT, made_of_contacts, present_contact
from hub.features.contacts.schemas import Contact, CreateContact, ListContacts, UpdateContact
from hub.kernel.context import Ctx
from hub.kernel.errors import conflict, invalid
from hub.kernel.operation import DELETE, GET, PATCH, POST, Effect, operation
from hub.kernel.policies import member
from hub.storage.doors import PROGRAMS_AND_EKO
from hub.storage.listing import where
from hub.storage.plain import plain_page
from hub.storage.wire import ById, Deleted, Page
from hub.storage.words import containing


@operation(
    "contact.create",
    effect=Effect.WRITE,
    policy=member,
    route=POST("/api/contacts", status=201),
    doors=PROGRAMS_AND_EKO,
)
async def create_contact(ctx: Ctx, command: CreateContact) -> Contact:
    """Keep an account at hand, under a name of the caller's own if they like.

    Each is kept once: keeping somebody again changes at most what they are called.
    """
    if command.user_id == ctx.person_id:
        raise invalid("Nobody is a contact of themselves.", user_id="is your own account")
    await name_of(command.user_id)
    kept = await ctx.work.find(ContactDocument, {"owner_id": ctx.person_id, "user_id": command.user_id}, limit=1)
    if kept:
        changes = {"nickname": command.nickname} if command.nickname else {}
        return await present_contact(ctx.work.update(kept[0], **changes))
    return await present_contact(
        ctx.work.insert(ContactDocument(**command.model_dump(), owner_id=ctx.person_id)),
    )


@operation("contact.list", effect=Effect.READ, policy=member, route=GET("/api/contacts"), doors=PROGRAMS_AND_EKO)
async def list_contacts(ctx: Ctx, command: ListContacts) -> Page[Contact]:
    """List the caller's contacts; closed accounts stay, marked."""
    return await plain_page(
        CONTACT,
        {**await visible(ctx), **where(user_id=command.user_id, words=containing(command.q))},
        made=made_of_contacts,
        limit=command.limit,
        cursor=command.cursor,
        order=(("_id", 1),),
    )


@operation("contact.get", effect=Effect.READ, policy=member, route=GET("/api/contacts/{id}"))
async def get_contact(ctx: Ctx, command: ById) -> Contact:
    """Show one contact."""
    return await present_contact(await access_contact(ctx, command.id))


@operation("contact.update", effect=Effect.WRITE, policy=member, route=PATCH("/api/contacts/{id}"))
async def update_contact(ctx: Ctx, command: UpdateContact) -> Contact:
    """Call a contact something else."""
    contact = await access_contact(ctx, command.id, write=True)
    if command.revision is not None and command.revision != contact.revision:
        raise conflict("The contact has changed meanwhile.", (await present_contact(contact)).model_dump(mode="json"))
    return await present_contact(ctx.work.update(contact, **command.changes()))


@operation(
    "contact.delete", effect=Effect.DESTROY, policy=member, route=DELETE("/api/contacts/{id}"), doors=PROGRAMS_AND_EKO
)
async def delete_contact(ctx: Ctx, command: ById) -> Deleted:
    """Keep an account at hand no longer. This can be undone."""
    ctx.work.delete(await access_contact(ctx, command.id, write=True))
    return Deleted(id=command.id)
