"""Who may see and change a note, and the one way to fetch one."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from hub.features.notes.documents import NoteDocument
from hub.kernel.context import Ctx
from hub.kernel.errors import not_found
from hub.storage.by_project import count_by_project, ids_in_project, newest_by_project, take_out_of_project

Raw = Mapping[str, Any]


async def authorize(ctx: Ctx, raw: Raw, write: bool) -> None:
    """A note is its owner's.

    Raises:
        OperationError: `not_found`, so that a stranger does not even learn that it exists.
    """
    if raw.get("owner_id") != ctx.person_id:
        raise not_found("The note")


async def access_note(ctx: Ctx, id: str, *, write: bool = False) -> NoteDocument:
    """The note with that id, if the caller may see it (or change it, with `write`).

    Raises:
        OperationError: `not_found` or `forbidden`.
    """
    found = await ctx.work.load(NoteDocument, id)
    if found is None:
        raise not_found("The note")
    await authorize(ctx, {"owner_id": found.owner_id, "project_id": found.project_id}, write)
    return found


def visible(ctx: Ctx) -> dict[str, Any]:
    """The filter for the notes that the caller may see."""
    return {"owner_id": ctx.person_id}


async def audience(raw: Raw) -> frozenset[str]:
    """The topics of those who may see a note."""
    return frozenset({f"user:{raw['owner_id']}"})


async def count_new_notes(project_ids: Sequence[str], since: datetime) -> dict[str, int]:
    """How many notes each project got since then."""
    return await count_by_project(NoteDocument, project_ids, {"created_at": {"$gte": since}})


async def newest_notes(project_ids: Sequence[str]) -> dict[str, datetime]:
    """When a note of each project was last changed."""
    return await newest_by_project(NoteDocument, project_ids)


async def notes_in(project_id: str) -> list[str]:
    """The ids of a project's notes."""
    return await ids_in_project(NoteDocument, project_id)


async def take_notes_out(ctx: Ctx, project_id: str, ids: Sequence[str]) -> None:
    """Have notes of a project that is being deleted stay, in no project."""
    await take_out_of_project(ctx, NoteDocument, project_id, ids)
