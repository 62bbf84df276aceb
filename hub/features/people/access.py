"""Who may see and change a person, the one way to fetch one, and what other features may know of people."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from hub.features.people.documents import OrgDocument, PersonDocument
from hub.kernel.context import Ctx
from hub.storage.shares import Access
from hub.storage.words import folded

_access = Access(PersonDocument, "The person")
authorize, access_person, visible, audience = _access.authorize, _access.fetch, _access.visible, _access.audience
_orgs = Access(OrgDocument, "The organisation")
authorize_org, org_audience = _orgs.authorize, _orgs.audience


@dataclass(frozen=True, kw_only=True)
class PersonName:
    """A person as others refer to one."""

    id: str
    name: str
    left: bool


async def match_people(ctx: Ctx, names: Iterable[str]) -> dict[str, Sequence[PersonName]]:
    """The caller's people who have these names, by the names given; several where more than one does.

    A whole name counts before an alias, and that before a first or last name alone; case and accents do not count.
    """
    keys = {name: folded(name) for name in names}
    if not any(keys.values()):
        return dict.fromkeys(keys, ())
    rows = await PersonDocument.rows().find(await visible(ctx)).limit(5_000).to_list(5_000)
    return {name: _matching(rows, key) if key else () for name, key in keys.items()}


def _matching(rows: Sequence[Mapping[str, Any]], key: str) -> Sequence[PersonName]:
    for fits in (
        lambda row: row["normalized_name"] == key,
        lambda row: key in row["alias_keys"],
        lambda row: key in (folded(row["first_name"]), folded(row["last_name"])),
    ):
        found = [row for row in rows if fits(row)]
        if found:
            return [PersonName(id=row["_id"], name=name_of(row), left=row["left"]) for row in found]
    return ()


async def people_called(ids: Iterable[str]) -> dict[str, PersonName]:
    """What people are called and whether they are still there, by id; whoever asks had the right to name them."""
    wanted = sorted(set(ids))
    if not wanted:
        return {}
    rows = PersonDocument.rows().find({"_id": {"$in": wanted}}, {"first_name": 1, "last_name": 1, "left": 1})
    return {row["_id"]: PersonName(id=row["_id"], name=name_of(row), left=row["left"]) async for row in rows}


def name_of(raw: Mapping[str, Any]) -> str:
    """What a stored person is called."""
    return f"{raw.get('first_name') or ''} {raw.get('last_name') or ''}".strip()


async def team_members(team_id: str) -> list[str]:
    """The ids of those in a team."""
    rows = PersonDocument.rows().find({"team_id": team_id}, {"_id": 1}).sort("_id", 1)
    return [row["_id"] async for row in rows]


async def count_team(team_id: str) -> int:
    """How many are in a team."""
    return await PersonDocument.rows().count_documents({"team_id": team_id})


async def move_to_team(ctx: Ctx, ids: Sequence[str] | None, team_id: str, to_team_id: str | None) -> int:
    """Have people who are still in a team (those with these ids, or all) be in another, in the caller's unit of work.

    Returns:
        How many there were.
    """
    chosen = {"_id": {"$in": list(ids)}} if ids is not None else {}
    people = await ctx.work.find(PersonDocument, {**chosen, "team_id": team_id})
    for person in people:
        ctx.work.update(person, team_id=to_team_id)
    return len(people)
