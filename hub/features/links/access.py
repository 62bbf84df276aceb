"""Who may see and change a link, and the one way to fetch one."""

from __future__ import annotations

from hub.features.links.documents import LinkDocument
from hub.storage.shares import Access

_access = Access(LinkDocument, "The link")
authorize, access_link, visible, audience = _access.authorize, _access.fetch, _access.visible, _access.audience
