"""Who may see and change a bookmark, and the one way to fetch one."""

from __future__ import annotations

from hub.features.bookmarks.documents import BookmarkDocument
from hub.storage.shares import Access

_access = Access(BookmarkDocument, "The bookmark")
authorize, access_bookmark, visible, audience = _access.authorize, _access.fetch, _access.visible, _access.audience
