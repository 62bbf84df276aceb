"""What is wrong before an operation is even found: every door answers with a code, and nothing is written."""

from __future__ import annotations

import io
from typing import Any

import pytest
import socketio

from tests.house import House, Person


@pytest.mark.parametrize(
    ("data", "content_type", "status"),
    [
        (b"{bad", "application/json", 400),
        (b"\xff\xfe", "application/json", 400),
        (b'{"title": "x"}', "text/plain", 400),
        (b"title=x", "application/x-www-form-urlencoded", 400),
        (b'{"title": NaN}', "application/json", 400),
        (b"[]", "application/json", 422),
        (b'"text"', "application/json", 422),
        (b"null", "application/json", 422),
        (b"", "application/json", 422),
        (b"   ", "text/plain", 422),
        (b"[" * 5000, "application/json", 400),
        (b'{"title": "\\ud800"}', "application/json", 400),
    ],
)
async def test_a_body_that_is_not_an_object_of_json(
    alice: Person, data: bytes, content_type: str, status: int
) -> None:
    answer = await alice("POST", "/api/tasks", data=data, headers={"Content-Type": content_type})
    answer.refused("invalid", status)
    assert answer.headers["Content-Type"].startswith("application/problem+json")
    assert answer.headers["X-Request-Id"] == answer.body["request_id"]
    assert (await alice("GET", "/api/tasks")).ok()["items"] == []


async def test_a_body_that_is_too_large(alice: Person) -> None:
    data = io.BytesIO(b'{"title": "' + b"y" * 9_000_000 + b'"}')
    (await alice("POST", "/api/tasks", data=data, headers={"Content-Type": "application/json"})).refused(
        "too_large", 413
    )


async def test_unknown_paths_methods_and_events(alice: Person) -> None:
    (await alice("GET", "/api/nothing")).refused("not_found", 404)
    (await alice("GET", "/api/tasks/not-an-id")).refused("invalid", 422)
    (await alice("GET", f"/api/tasks/{'0' * 24}")).refused("not_found", 404)
    assert (await alice("PATCH", "/api/tasks")).status in (404, 405)
    async with alice.socket() as hers:
        await hers.refused("nothing.at_all", {}, "not_found")
        await hers.refused("auth.login", {"username": "a", "password": "b"}, "not_found")
        await hers.refused("task.create", "text", "invalid")
        await hers.refused("task.create", [1], "invalid")
        await hers.refused("task.create", {"title": b"bytes"}, "invalid")
        await hers.refused("task.create", {"title": "x", "idempotency_key": 5}, "invalid")
        await hers.refused("task.create", None, "invalid")


@pytest.mark.parametrize("token", ["", "forged", "a.b.c", None, 5, "pnx_nothing"])
async def test_a_socket_without_a_good_token_is_refused_with_its_code(house: House, token: object) -> None:
    client = socketio.AsyncClient(reconnection=False)
    told: list[Any] = []
    client.on("connect_error", told.append)
    with pytest.raises(socketio.exceptions.ConnectionError):
        await client.connect(house.base, auth={"token": token}, transports=["websocket"])
    (refusal,) = told
    assert refusal["message"] == "unauthenticated" and refusal["data"]["code"] == "unauthenticated"
    assert refusal["data"]["detail"]


async def test_a_query_is_read_as_text_and_checked(alice: Person) -> None:
    for query in ("limit=many", "limit=0", "open=perhaps", "surprise=1", "status=$ne", "limit=1&limit=2"):
        (await alice("GET", f"/api/tasks?{query}")).refused("invalid", 422)
    (await alice("GET", "/api/tasks?q[$ne]=1")).refused("invalid", 422)
    (await alice("GET", "/api/tasks?q=.*(a|b){99}$")).ok()


async def test_operators_do_not_reach_the_database(house: House) -> None:
    body = {"username": {"$gt": ""}, "password": {"$gt": ""}}
    (await house.request("POST", "/api/auth/login", json=body)).refused("invalid", 422)
