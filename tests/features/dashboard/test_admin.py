"""The dashboard of administrators: the instance in numbers, part by part, and nothing that anybody wrote."""

from __future__ import annotations

import json
from typing import Any

import pytest

from hub.features.dashboard import house as parts
from hub.features.dashboard.parts import LOST
from hub.kernel.errors import unavailable
from tests.house import House, Person

PATH = "/api/dashboard/admin"
PARTS = {
    "people",
    "activity",
    "hours",
    "refusals",
    "lag",
    "storage",
    "versions",
    "agent",
    "client_errors",
    "feed",
}


async def shown(house: House) -> dict[str, Any]:
    """What the administrator sees."""
    return (await house.admin("GET", PATH)).ok()


async def test_only_administrators_see_it(house: House, alice: Person) -> None:
    (await alice("GET", PATH)).refused("forbidden", 403)
    (await house.request("GET", PATH)).refused("unauthenticated", 401)
    guest = await house.person("guest")
    (await house.admin("PATCH", f"/api/users/{guest.id}", {"role": "guest"})).ok()
    (await guest("GET", PATH)).refused("forbidden", 403)


async def test_the_numbers_are_those_of_what_was_done(
    house: House, alice: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(parts, "MOST_DOERS", 10_000)  # others were busier here
    secret = "the code is 4711-quartz"
    before = await shown(house)
    assert before["failed"] == {} and set(before) == {*PARTS, "failed", "at"}
    room = (await alice("POST", "/api/rooms", {"kind": "private", "name": secret})).ok()["id"]
    for n in range(3):
        (await alice("POST", f"/api/rooms/{room}/messages", {"content": f"{secret} {n}"})).ok()
    (await alice("POST", "/api/notes", {"title": "A note", "content": secret})).ok()
    (await alice("GET", "/api/users/" + "0" * 24)).refused("not_found", 404)
    async with alice.socket():
        after = await shown(house)
        assert {"id": alice.id, "display_name": alice.user["display_name"], "connections": 1} in after["people"][
            "items"
        ]
        assert after["people"]["count"] == len(after["people"]["items"])
    (mine,) = [one for one in after["activity"]["items"] if one["id"] == alice.id]
    assert mine["messages"] == 3 and mine["actions"] >= 2
    assert len(after["hours"]) == 24 and [one["at"] for one in after["hours"]] == sorted(
        one["at"] for one in after["hours"]
    )
    said = sum(one["messages"] for one in after["hours"]) - sum(one["messages"] for one in before["hours"])
    assert said >= 3
    assert after["storage"]["documents"] > before["storage"]["documents"] and after["storage"]["disk_free_bytes"] > 0
    assert after["lag"]["changes_up"] and after["lag"]["runs_waiting"] == 0 and after["lag"]["worker"] == ""
    assert after["versions"]["mongodb"].count(".") == 2
    # What was written is nowhere in it.
    without = {name: part for name, part in after.items() if name != "feed"}
    assert "quartz" not in json.dumps(without)
    assert "quartz 0" not in json.dumps(after)


async def test_files_refusals_and_faults_are_counted(house: House, alice: Person) -> None:
    before = await shown(house)
    begun = (await alice("POST", "/api/files/uploads", {"name": "a.txt", "size": 5})).ok()["id"]
    (await alice("PATCH", f"/api/files/uploads/{begun}", data=b"bytes", headers={"Upload-Offset": "0"})).ok()
    note = (await house.admin("POST", "/api/notes", {"title": "Not yours"})).ok()["id"]
    (await alice("DELETE", f"/api/notes/{note}")).refused("not_found", 404)
    (await alice("POST", "/api/client-errors", {"message": "It broke"})).ok()
    after = await shown(house)
    assert after["storage"]["file_count"] == before["storage"]["file_count"] + 1
    assert after["storage"]["file_bytes"] == before["storage"]["file_bytes"] + 5
    refused = {one["code"]: one["count"] for one in after["refusals"]}
    earlier = {one["code"]: one["count"] for one in before["refusals"]}
    assert refused["not_found"] > earlier.get("not_found", 0)
    assert "It broke" in [one["message"] for one in after["client_errors"]["items"]]


@pytest.mark.parametrize("name", ["people", "hours", "storage", "agent"])
async def test_a_part_fails_alone(house: House, monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    async def broken(*_given: Any) -> Any:
        raise RuntimeError("the disk is gone")

    monkeypatch.setattr(parts, name, broken)
    found = await shown(house)
    assert found["failed"] == {name: LOST} and found[name] is None
    assert all(found[other] is not None for other in PARTS - {name})

    async def slow(*_given: Any) -> Any:
        raise unavailable("There is too much to be counted in time.")

    monkeypatch.setattr(parts, name, slow)
    assert (await shown(house))["failed"] == {name: "There is too much to be counted in time."}


async def test_a_token_shows_the_lists_that_it_may_read(house: House) -> None:
    made = {"name": "screen", "scopes": ["dashboard:read", "activity:read"]}
    token = (await house.admin("POST", "/api/tokens", made)).ok()["token"]
    found = (await house.request("GET", PATH, token=token)).ok()
    assert set(found["failed"]) == {"client_errors"} and found["feed"]["items"]
