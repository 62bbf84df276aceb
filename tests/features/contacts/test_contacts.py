"""Contacts through their doors."""

from __future__ import annotations

import asyncio

from tests.house import House, Person


async def test_an_account_is_kept_once_under_a_name_of_ones_own(alice: Person, bob: Person) -> None:
    made = (await alice("POST", "/api/contacts", {"user_id": bob.id, "nickname": " Bobby "})).ok()
    assert (made["nickname"], made["username"], made["disabled"]) == ("Bobby", bob.username, False)
    assert (await alice("POST", "/api/contacts", {"user_id": bob.id})).ok() == made
    renamed = (await alice("POST", "/api/contacts", {"user_id": bob.id, "nickname": "Bo"})).ok()
    assert (renamed["id"], renamed["nickname"], renamed["revision"]) == (made["id"], "Bo", 2)
    url = f"/api/contacts/{made['id']}"
    assert (await alice("PATCH", url, {"nickname": ""})).ok()["nickname"] == ""
    assert (await alice("GET", f"/api/contacts?user_id={bob.id}")).ok()["items"][0]["id"] == made["id"]
    assert (await bob("GET", "/api/contacts")).ok()["items"] == []
    for method, body in (("GET", None), ("PATCH", {"nickname": "x"}), ("DELETE", None)):
        (await bob(method, url, body)).refused("not_found", 404)
    gone = await alice("DELETE", url)
    assert gone.ok()["deleted"]
    (await alice("POST", f"/api/activity/{gone.headers['X-Activity-Id']}/undo")).ok()
    assert (await alice("GET", url)).ok()["user_id"] == bob.id


async def test_neither_oneself_nor_nobody_is_a_contact(alice: Person) -> None:
    refused = (await alice("POST", "/api/contacts", {"user_id": alice.id})).refused("invalid", 422)
    assert "user_id" in refused["errors"]
    (await alice("POST", "/api/contacts", {"user_id": "0" * 24})).refused("not_found", 404)


async def test_two_at_once_make_one(alice: Person, bob: Person) -> None:
    answers = await asyncio.gather(*(alice("POST", "/api/contacts", {"user_id": bob.id}) for _ in range(3)))
    assert len({answer.ok()["id"] for answer in answers}) == 1
    assert len((await alice("GET", "/api/contacts")).ok()["items"]) == 1


async def test_a_closed_account_stays_marked(house: House, alice: Person) -> None:
    gone = await house.person("gone")
    made = (await alice("POST", "/api/contacts", {"user_id": gone.id})).ok()
    (await house.admin("POST", f"/api/users/{gone.id}/disable")).ok()
    assert (await alice("GET", f"/api/contacts/{made['id']}")).ok()["disabled"] is True
