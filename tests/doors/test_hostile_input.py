"""Input that was made to break something is refused, never a fault of ours."""

from __future__ import annotations

import base64
import contextlib
import json
import time

import pytest

from hub.features.budget.imports.ofx_file import read
from hub.kernel.errors import OperationError
from tests.house import House, Person


@pytest.mark.parametrize("path", ["/%00", "/" + "a" * 3000, "/..%2f..%2fetc%2fpasswd", "/assets/%00.js"])
async def test_paths_that_no_file_can_have(house: House, path: str) -> None:
    async with house.http.get(house.base + path) as response:
        assert response.status in (200, 404, 503)
        assert "root:" not in await response.text()


async def test_input_nested_too_deeply(house: House, alice: Person) -> None:
    body = '{"title": ' + "[" * 1000 + "]" * 1000 + "}"
    headers = {"Content-Type": "application/json"}
    (await alice("POST", "/api/tasks", data=body, headers=headers)).refused("invalid")


@pytest.mark.parametrize("number", [2**63, 2**64 - 1])
async def test_cursors_with_numbers_that_the_database_has_not(alice: Person, number: int) -> None:
    cursor = base64.urlsafe_b64encode(json.dumps([number, number]).encode()).decode().rstrip("=")
    (await alice("GET", f"/api/projects?cursor={cursor}")).refused("invalid", 422)


async def test_numbers_that_the_database_has_not(alice: Person) -> None:
    room = (await alice("POST", "/api/rooms", {"kind": "private", "name": "r"})).ok()["id"]
    (await alice("GET", f"/api/rooms/{room}/messages?after_seq={10**30}")).refused("invalid", 422)


def test_a_statement_of_many_currencies_is_read_in_its_time() -> None:
    many = "<OFX>" + "<CURDEF>EUR\n" * 100_000 + "<STMTTRN><TRNAMT>1\n</STMTTRN>" * 5_000
    started = time.monotonic()
    with contextlib.suppress(OperationError):
        read(many)
    assert time.monotonic() - started < 60
