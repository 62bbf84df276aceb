"""What of an entry a reader is shown: their own things whole, an administrator the shape of the rest."""

from __future__ import annotations

import re
from collections.abc import Container, Mapping, Sequence
from datetime import UTC, datetime
from typing import Any

from hub.features.accounts.access import names
from hub.features.activity.schemas import ActivityOut
from hub.kernel.context import Ctx, Role
from hub.storage.activity import changes_of
from hub.storage.shares import scopes_of

Raw = Mapping[str, Any]
LISTED_CHANGES = 20
LONGEST_LISTED = 300
OPEN_KINDS = frozenset({"invitation", "session", "token", "user"})
"""What an administrator looks after anyway; anything else may be somebody's private thing."""
ID = re.compile(r"^[0-9a-f]{24}$")


async def present_listed(ctx: Ctx, raws: Sequence[Raw]) -> list[ActivityOut]:
    """Entries for a list: the first changes, long texts cut."""
    people = await _signers(raws)
    shown: list[ActivityOut] = []
    mine = frozenset(await scopes_of(ctx.work, ctx.person_id))
    for raw in raws:
        changes = list(raw["changes"])
        more = bool(raw.get("spilled")) or len(changes) > LISTED_CHANGES
        short = [_shortened(change) for change in changes[:LISTED_CHANGES]]
        one = _view(ctx.person_id, mine, ctx.actor.role is Role.ADMIN, raw, short, people)
        one.more_changes = more
        shown.append(one)
    return shown


async def present_whole(ctx: Ctx, raw: Raw, *, reveal: bool = False) -> ActivityOut:
    """One entry with all its changes; with `reveal`, other people's values too."""
    people = await _signers([raw])
    changes = await changes_of(raw)
    mine = frozenset(await scopes_of(ctx.work, ctx.person_id))
    return _view(ctx.person_id, mine, ctx.actor.role is Role.ADMIN, raw, changes, people, reveal=reveal)


def present_live(raw: Raw) -> ActivityOut:
    """An entry for the live view of all administrators: nobody's private values."""
    short = [_shortened(change) for change in raw["changes"][:LISTED_CHANGES]]
    return _view("", frozenset(), True, raw, short, {})


def hides(raw: Raw, changes: Sequence[Raw], person_id: str, mine: Container[str | None]) -> set[str]:
    """The owners of values in an entry that are not the reader's to see without asking; `mine` is whose they are."""
    if raw["person_id"] == person_id:
        return set()
    return {str(change.get("owner_id") or raw["person_id"]) for change in changes if _is_private(change, mine)}


def _view(
    person_id: str,
    mine: Container[str | None],
    is_admin: bool,
    raw: Raw,
    changes: Sequence[Raw],
    people: Mapping[str, dict[str, Any]],
    *,
    reveal: bool = False,
) -> ActivityOut:
    private = set[str]() if reveal else hides(raw, changes, person_id, mine)
    own = raw["person_id"] == person_id
    if not is_admin:
        # What one did in a project one sees for as long as one has part in it.
        changes = [change for change in changes if _whose(change) in mine or (own and not _shared(change))]
        private = set()
    changes = [_told(change) for change in changes]
    listed = [_hidden(change) if private and _is_private(change, mine) else _plain(change) for change in changes]
    owner = raw["person_id"] if ID.match(raw["person_id"]) else None
    return ActivityOut.model_validate(
        {
            **raw,
            "id": raw["_id"],
            "owner_id": owner,
            "actor": people.get(raw["_id"], raw["actor"]),
            "changes": listed,
            "entity": _entity(raw, listed),
            "hidden": bool(private),
        }
    )


def _entity(raw: Raw, listed: Sequence[Raw]) -> dict[str, Any] | None:
    """The main thing as it is listed: what was left out or hidden stays so."""
    main = raw.get("entity")
    if main is None:
        return None
    if not listed:
        # Spilled or refused: the reference alone, its label only where the entry is about nothing stored.
        return {"kind": main["kind"], "id": main["id"], "change": main.get("change")}
    found = next((change for change in listed if change["id"] == main["id"]), listed[0])
    return {name: found.get(name) for name in ("kind", "id", "label", "change")}


def _is_private(change: Raw, mine: Container[str | None]) -> bool:
    return change["kind"] not in OPEN_KINDS and _whose(change) not in mine


def _whose(change: Raw) -> str | None:
    return change.get("scope") or change.get("owner_id")


def _shared(change: Raw) -> bool:
    return change.get("scope") not in (None, change.get("owner_id"))


def _told(change: Raw) -> dict[str, Any]:
    """A change without the fields that were empty and stayed so (a new thing has many)."""
    fields = {
        name: field
        for name, field in change["fields"].items()
        if "secret" in field or field.get("before") is not None or field.get("after") is not None
    }
    return {**change, "fields": fields}


def _hidden(change: Raw) -> dict[str, Any]:
    return {
        **change,
        "label": "",
        "fields": {name: {"hidden": True} for name in change["fields"]},
    }


def _shortened(change: Raw) -> dict[str, Any]:
    fields = {name: {side: _cut(value) for side, value in field.items()} for name, field in change["fields"].items()}
    return {**change, "fields": fields}


def _cut(value: Any) -> Any:
    if isinstance(value, str) and len(value) > LONGEST_LISTED:
        return value[:LONGEST_LISTED] + "…"
    if isinstance(value, list | dict) and len(str(value)) > LONGEST_LISTED:
        return "…"
    return value


def _plain(value: Any) -> Any:
    """Stored values as the wire writes them: times in UTC with `Z`."""
    match value:
        case datetime():
            aware = value if value.tzinfo else value.replace(tzinfo=UTC)
            return aware.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")
        case dict():
            return {name: _plain(item) for name, item in value.items()}
        case list():
            return [_plain(item) for item in value]
        case _:
            return value


async def _signers(raws: Sequence[Raw]) -> dict[str, dict[str, Any]]:
    """For what was done before sign-in (registering, signing in): the account that it led to."""
    owners = {raw["_id"]: _led_to(raw["changes"]) for raw in raws if not raw["actor"].get("id") and raw["changes"]}
    known = await names([owner for owner in owners.values() if owner])
    return {
        id: {"kind": known[owner].kind, "id": owner, "display_name": known[owner].display_name}
        for id, owner in owners.items()
        if owner in known
    }


def _led_to(changes: Sequence[Raw]) -> str | None:
    # Registering with an invitation also changes the invitation, which is somebody else's.
    own = next((change for change in changes if change["kind"] in ("user", "session")), changes[0])
    return own.get("owner_id")
