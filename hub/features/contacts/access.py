"""Who may see and change a contact, and the one way to fetch one."""

from __future__ import annotations

from hub.features.contacts.documents import ContactDocument
from hub.storage.shares import Access

_access = Access(ContactDocument, "The contact")
authorize, access_contact, visible, audience = _access.authorize, _access.fetch, _access.visible, _access.audience
