"""Who may see and change an event, and the one way to fetch one."""

from __future__ import annotations

from hub.features.agenda.documents import EventDocument
from hub.storage.shares import Access

_access = Access(EventDocument, "The event")
authorize, access_event, visible, audience = _access.authorize, _access.fetch, _access.visible, _access.audience
