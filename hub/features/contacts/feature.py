"""What the contacts feature hands over to the composition root."""

from __future__ import annotations

from hub.features.contacts import operations
from hub.features.contacts.access import audience, authorize, visible
from hub.features.contacts.documents import ContactDocument
from hub.features.contacts.present import present_contacts
from hub.features.contacts.schemas import Contact
from hub.kernel.catalog import Entity, Feature

FEATURE = Feature(
    name="contacts",
    operations=(
        operations.create_contact,
        operations.list_contacts,
        operations.get_contact,
        operations.update_contact,
        operations.delete_contact,
    ),
    entities=(
        Entity(
            kind="contact",
            document=ContactDocument,
            model=Contact,
            present=present_contacts,
            audience=audience,
            authorize=authorize,
            visible=visible,
            label=lambda raw: str(raw.get("nickname") or ""),
            unrecorded=frozenset({"words"}),
        ),
    ),
)
