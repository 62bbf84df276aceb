"""Who may see and change a situation: whose it is, and nobody else; what is beneath goes with it."""

from __future__ import annotations

from typing import TypeVar

from hub.features.situations.documents import (
    ActorDocument,
    NoteDocument,
    QuestionDocument,
    SituationDocument,
    SummaryDocument,
)
from hub.kernel.context import Ctx
from hub.kernel.errors import not_found
from hub.storage.shares import Access, Under

Part = TypeVar("Part", ActorDocument, NoteDocument, QuestionDocument, SummaryDocument)
_situations = Access(SituationDocument, "The situation")
authorize, access_situation, visible, audience = (
    _situations.authorize,
    _situations.fetch,
    _situations.visible,
    _situations.audience,
)
beneath = Under(SituationDocument, "situation_id", access_situation, audience)


async def access_part(ctx: Ctx, kind: type[Part], situation_id: str, id: str, *, write: bool = False) -> Part:
    """Something beneath a situation, if the caller may see that (or change it, with `write`).

    Raises:
        OperationError: `not_found`.
    """
    situation = await access_situation(ctx, situation_id, write=write)
    found = await ctx.work.load(kind, id)
    if found is None or found.situation_id != situation.id:
        raise not_found("This part of the situation")
    return found
