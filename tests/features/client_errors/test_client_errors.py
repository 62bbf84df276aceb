"""What went wrong in browsers: taken from anyone, grouped, shown to administrators."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest

from tests.house import House, Person

URL = "/api/client-errors"


async def test_the_same_fault_is_one_group(house: House, alice: Person, bob: Person) -> None:
    def report(line: int) -> dict[str, Any]:
        return {
            "message": f"Cannot read task {alice.id} of undefined",
            "stack": f"TypeError\n at render (app.js:{line}:7)",
            "url": "https://hub.example.org/tasks?q=private#secret",
            "version": "1",
            "where": "window",
        }

    first = (await alice("POST", URL, report(1))).ok()["fingerprint"]
    assert (await bob("POST", URL, report(22))).ok()["fingerprint"] == first
    assert (await house.request("POST", URL, json=report(3))).ok()["fingerprint"] == first
    await asyncio.gather(*(alice("POST", URL, report(4)) for _ in range(4)))
    groups = (await house.admin("GET", URL)).ok()["items"]
    (group,) = [one for one in groups if one["id"] == first]
    assert (group["count"], group["people"]) == (7, 2)
    assert group["url"] == "https://hub.example.org/tasks", "what somebody typed is not kept"
    (await house.admin("DELETE", f"{URL}/{first}")).ok()
    (await house.admin("DELETE", f"{URL}/{first}")).refused("not_found", 404)


async def test_only_administrators_read_them(alice: Person, house: House) -> None:
    (await alice("GET", URL)).refused("forbidden", 403)
    (await house.request("GET", URL)).refused("unauthenticated", 401)


@pytest.mark.parametrize(
    "wrong",
    [{"message": ""}, {"message": "x" * 2001}, {"stack": "x" * 16_001}, {"message": {"$gt": ""}}, {"count": 9}],
    ids=["empty", "long", "long stack", "operator", "extra"],
)
async def test_reports_refuse(house: House, wrong: dict[str, Any]) -> None:
    (await house.request("POST", URL, json={"message": "boom", **wrong})).refused("invalid", 422)
