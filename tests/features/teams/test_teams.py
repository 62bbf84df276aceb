"""Teams through their doors."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from typing import Any

from hub.features.people.documents import PersonDocument
from hub.storage.documents import encode
from tests.house import Person


async def team(owner: Person, name: str) -> dict[str, Any]:
    """A team of that owner's."""
    return (await owner("POST", "/api/teams", {"name": name})).ok()


async def people(owner: Person, count: int, team_id: str) -> Sequence[str]:
    """The ids of so many people in a team."""
    made = [
        (await owner("POST", "/api/people", {"first_name": f"P{n}", "team_id": team_id})).ok() for n in range(count)
    ]
    return [one["id"] for one in made]


async def members(owner: Person, team_id: str) -> set[str]:
    """The ids of those who are in a team."""
    return {one["id"] for one in (await owner("GET", f"/api/people?team_id={team_id}&limit=200")).ok()["items"]}


async def test_a_team_with_members_is_not_removed(alice: Person, bob: Person) -> None:
    made = await team(alice, "Équipe de vente")
    url = f"/api/teams/{made['id']}"
    assert [one["id"] for one in (await alice("GET", "/api/teams?q=equipe")).ok()["items"]] == [made["id"]]
    assert (await alice("PATCH", url, {"color": "#123456"})).ok()["color"] == "#123456"
    assert (await alice("GET", f"{url}/can-remove")).ok() == {"can_remove": True, "members": 0}
    [one, two] = await people(alice, 2, made["id"])
    assert (await alice("GET", f"{url}/can-remove")).ok() == {"can_remove": False, "members": 2}
    assert "2 people" in (await alice("DELETE", url)).refused("conflict", 409)["detail"]
    for method, path, body in (
        ("GET", url, None),
        ("PATCH", url, {"name": "x"}),
        ("GET", f"{url}/can-remove", None),
        ("POST", f"{url}/reassign", {"to_team_id": None}),
        ("DELETE", url, None),
    ):
        (await bob(method, path, body)).refused("not_found", 404)
    for id in (one, two):
        (await alice("PATCH", f"/api/people/{id}", {"team_id": None})).ok()
    gone = await alice("DELETE", url)
    assert gone.ok()["deleted"]
    (await alice("POST", f"/api/activity/{gone.headers['X-Activity-Id']}/undo")).ok()
    assert (await alice("GET", url)).ok()["name"] == "Équipe de vente"


async def test_members_are_reassigned_and_the_team_goes_in_one(alice: Person, bob: Person) -> None:
    old, new, foreign = await team(alice, "Old"), await team(alice, "New"), await team(bob, "Theirs")
    inside = set(await people(alice, 3, old["id"]))
    url = f"/api/teams/{old['id']}/reassign"
    refused = (await alice("POST", url, {"to_team_id": old["id"]})).refused("invalid", 422)
    assert "to_team_id" in refused["errors"]
    (await alice("POST", url, {"to_team_id": foreign["id"]})).refused("not_found", 404)
    (await alice("POST", url, {})).refused("invalid", 422)
    assert await members(alice, old["id"]) == inside, "a refusal changes nothing"
    done = await alice("POST", url, {"to_team_id": new["id"]})
    assert done.ok() == {"id": old["id"], "deleted": True, "moved": 3}
    assert await members(alice, new["id"]) == inside
    (await alice("GET", f"/api/teams/{old['id']}")).refused("not_found", 404)
    (await alice("POST", f"/api/activity/{done.headers['X-Activity-Id']}/undo")).ok()
    assert (await members(alice, old["id"]), await members(alice, new["id"])) == (inside, set())
    none = (await alice("POST", url, {"to_team_id": None})).ok()
    assert none["moved"] == 3
    assert [(await alice("GET", f"/api/people/{id}")).ok()["team_id"] for id in inside] == [None] * 3


async def test_who_joins_while_a_team_is_removed_is_never_left_in_none(alice: Person) -> None:
    for _ in range(5):
        made = await team(alice, "Short-lived")
        [id] = await people(alice, 1, made["id"])
        (await alice("PATCH", f"/api/people/{id}", {"team_id": None})).ok()
        joined, gone = await asyncio.gather(
            alice("PATCH", f"/api/people/{id}", {"team_id": made["id"]}), alice("DELETE", f"/api/teams/{made['id']}")
        )
        now = (await alice("GET", f"/api/people/{id}")).ok()["team_id"]
        if gone.status == 200:
            joined.refused("not_found")
            assert now is None
        else:
            gone.refused("conflict")
            assert (joined.status, now) == (200, made["id"])


async def test_a_thousand_members_go_in_parts_of_one_batch(alice: Person) -> None:
    old, new = await team(alice, "Crowd"), await team(alice, "Bigger")
    crowd = [PersonDocument(first_name=f"N{n}", owner_id=alice.id, team_id=old["id"]) for n in range(1_001)]
    for one in crowd:
        one.derive()
    await PersonDocument.rows().insert_many([encode(one) for one in crowd])
    moved = (await alice("POST", f"/api/teams/{old['id']}/reassign", {"to_team_id": new["id"]})).ok()
    assert moved["moved"] == 1_001
    assert await PersonDocument.rows().count_documents({"team_id": new["id"]}) == 1_001
    (await alice("GET", f"/api/teams/{old['id']}")).refused("not_found", 404)
