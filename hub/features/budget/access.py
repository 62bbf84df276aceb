"""Who may see and change a budget line, and the one way to fetch one."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from hub.features.budget.documents import LineDocument, VendorDocument
from hub.kernel.context import Ctx
from hub.storage.by_project import newest_by_project
from hub.storage.shares import Access

_access = Access(LineDocument, "The budget line")
access_line, visible = _access.fetch, _access.visible
authorize, audience = _access.authorize, _access.audience
own = Access(VendorDocument, "The vendor")
"""An envelope or a vendor is a person's own: it says what they mean to spend, and where."""


async def entered(ctx: Ctx, *, write: bool = False) -> dict[str, Any]:
    """The filter for the lines that the caller has entered and still may see (or change, with `write`).

    From these vendors are learned, and against these imports go; not from what others entered in a project.
    """
    return {**await visible(ctx, write=write), "owner_id": ctx.person_id}


async def newest_lines(project_ids: Sequence[str]) -> dict[str, datetime]:
    """When a budget line of each project was last changed."""
    return await newest_by_project(LineDocument, project_ids)
