"""Who reports to whom: never in a circle."""

from __future__ import annotations

from typing import Any

from hub.features.people.access import access_person
from hub.features.people.documents import MOST_LEVELS, OrgDocument, PersonDocument
from hub.features.people.schemas import MOST_REPORTS, ReportingPerson, Reports
from hub.kernel.context import Ctx
from hub.kernel.errors import invalid
from hub.storage.documents import new_id


async def check_manager(ctx: Ctx, person_id: str, manager_id: str) -> None:
    """Let nobody be above themselves.

    Args:
        ctx: The call.
        person_id: Who gets a manager.
        manager_id: Who that is to be; one of the caller's people.

    Raises:
        OperationError: `not_found` for a manager who is not the caller's; `invalid` for a circle, and for more
            than 100 levels.
    """
    above: str | None = manager_id
    for level in range(MOST_LEVELS - 1):
        if above == person_id:
            raise invalid("Nobody can be above themselves.", manager_id="reports to this person, or is this person")
        manager = await access_person(ctx, above) if level == 0 else await ctx.work.load(PersonDocument, above)
        above = manager.manager_id if manager else None
        if above is None:
            return
    raise invalid("Reporting lines have 100 levels at most.", manager_id="has too many above them")


async def hold_lines(ctx: Ctx) -> OrgDocument:
    """The state of the caller's reporting lines, which nobody else changes until the caller's commit.

    Call it before looking at the lines, and after loading what changes: that is what the record is about.
    """
    found = await ctx.work.find(OrgDocument, {"owner_id": ctx.person_id}, limit=1)
    if found:
        return ctx.work.update(found[0], turn=found[0].turn + 1)
    return ctx.work.insert(OrgDocument(owner_id=ctx.person_id, state=new_id()))


async def change_lines(ctx: Ctx) -> None:
    """Hold the lines, and say that one of them changes: see `OrgDocument`."""
    ctx.work.update(await hold_lines(ctx), state=new_id())


async def reports_of(person: PersonDocument) -> Reports:
    """Everybody who reports to a person, directly first, at most 500."""
    shown = {"first_name": 1, "last_name": 1, "role": 1, "manager_id": 1}
    found: list[ReportingPerson] = []
    seen, level, depth = {person.id}, [person.id], 1
    while level and len(found) <= MOST_REPORTS:
        asked: dict[str, Any] = {"owner_id": person.owner_id, "manager_id": {"$in": level}}
        rows = await (
            PersonDocument.rows()
            .find(asked, shown)
            .sort([("sort_name", 1), ("_id", 1)])
            .limit(MOST_REPORTS + 1)
            .to_list(MOST_REPORTS + 1)
        )
        level = [row["_id"] for row in rows if row["_id"] not in seen]
        seen.update(level)
        found += [ReportingPerson.model_validate({**row, "id": row["_id"], "depth": depth}) for row in rows]
        depth += 1
    return Reports(items=found[:MOST_REPORTS], more=len(found) > MOST_REPORTS)
