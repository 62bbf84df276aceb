"""Every operation through every door it has: same results, same refusals; strangers get nothing."""

from __future__ import annotations

import re
from functools import cache
from typing import Any

import pytest

from hub.doors.asyncapi import asyncapi
from hub.doors.openapi import openapi
from hub.kernel.catalog import Catalog
from hub.kernel.operation import Door, Effect, Operation
from hub.kernel.policies import anyone
from hub.main import FEATURES
from tests.catalog.examples import Examples, split
from tests.catalog.world import World, makers
from tests.house import House, Person, for_the_whole_run

CATALOG = Catalog(FEATURES)
ALL = list(CATALOG.operations.values())
BOTH_DOORS = [one for one in ALL if one.doors >= {Door.REST, Door.SOCKET}]
WITH_REST = [one for one in ALL if Door.REST in one.doors]
ENDS_THE_CALLER = {"session.revoke_others", "auth.logout", "account.change_password"}


def name_of(operation: Operation) -> str:
    return operation.name


@pytest.fixture
def examples(house: House) -> Examples:
    return Examples(house.hub.catalog)


async def new_world(house: House) -> World:
    """A world of a new administrator's, with somebody else beside."""
    owner = await house.person("owner")
    owner.user = (await house.admin("PATCH", f"/api/users/{owner.id}", {"role": "admin"})).ok()
    owner.token = for_the_whole_run(owner.token)
    return await World.make(owner, await house.person("other"))


_worlds: dict[str, World] = {}


async def world_of(house: House, name: str, operation: Operation) -> World:
    """The world of that name; what the operation is about to change is made anew in it."""
    world = _worlds.get(name)
    if world is None:
        world = _worlds[name] = await new_world(house)
    elif operation.effect is not Effect.READ:
        await world.renew(operation.feature)
    return world


@cache
def _rest_told() -> dict[str, Any]:
    return openapi(CATALOG)


@cache
def _socket_told() -> dict[str, Any]:
    return asyncapi(CATALOG)


@pytest.mark.parametrize("operation", ALL, ids=name_of)
def test_every_operation_is_documented(operation: Operation) -> None:
    assert len(operation.description.split()) >= 3 and operation.description[0].isupper()
    assert operation.summary.rstrip().endswith(".")
    if Door.REST in operation.doors:
        assert operation.route is not None
        described = _rest_told()["paths"][operation.route.path][operation.route.method.lower()]
        assert described["operationId"] == operation.name
    if Door.SOCKET in operation.doors:
        assert operation.name in _socket_told()["operations"]


@pytest.mark.parametrize("operation", WITH_REST, ids=name_of)
async def test_nobody_gets_in_without_a_token(house: House, examples: Examples, operation: Operation) -> None:
    world = house_world(house)
    method, path, body = split(operation, examples.of(operation, world))
    answer = await house.request(method, path, json=body)
    if operation.policy is anyone:
        assert answer.status != 500
        return
    answer.refused("unauthenticated", 401)
    (await house.request(method, path, json=body, token="forged.token.here")).refused("unauthenticated", 401)


def house_world(house: House) -> World:
    """A world without things, for refusals that come before any is looked up."""
    return World(house.admin, house.admin, dict.fromkeys(WORLD_KINDS, "0123456789abcdef01234567"))


WORLD_KINDS = ("revision", "batch", "second_upload", *makers())


@pytest.mark.parametrize("operation", BOTH_DOORS, ids=name_of)
async def test_both_doors_refuse_alike(house: House, alice: Person, examples: Examples, operation: Operation) -> None:
    """Extra fields, unknown ids and operators get the same code through both doors."""
    good = examples.of(operation, house_world(house))
    bad: list[dict[str, Any]] = [good, {**good, "owner_id": alice.id}, {**good, "surprise": 1}]
    bad += [
        {**good, name: {"$gt": ""}} for name in good if operation.route and name not in operation.route.parameters
    ]
    async with alice.socket() as socket:
        for given in bad:
            in_query = operation.route.method in ("GET", "DELETE")
            if in_query and given is not good and any(isinstance(value, dict) for value in given.values()):
                continue
            method, path, body = split(operation, given)
            over_http = await alice(method, path, body)
            ack = await socket.call(operation.name, given)
            code = None if over_http.status < 300 else over_http.body["code"]
            assert code == (None if ack["ok"] else ack["error"]["code"]), (given, over_http.body, ack)
            assert code != "internal"
            if given is not good:
                assert code in ("invalid", "forbidden"), (given, over_http.body)
            if operation.name in ENDS_THE_CALLER:
                break


@pytest.mark.parametrize("operation", [one for one in BOTH_DOORS if one.name not in ENDS_THE_CALLER], ids=name_of)
async def test_both_doors_answer_alike(house: House, examples: Examples, operation: Operation) -> None:
    """The same input in equal worlds gets equal answers, ids and times apart."""
    answers: list[Any] = []
    for door in (Door.REST, Door.SOCKET):
        world = await world_of(house, door.value, operation)
        given = examples.of(operation, world)
        if door is Door.REST:
            method, path, body = split(operation, given)
            answer = await world.owner(method, path, body)
            answers.append(answer.body if answer.status < 300 else {"code": answer.body["code"]})
        else:
            async with world.owner.socket() as socket:
                ack = await socket.call(operation.name, given)
            answers.append(ack["data"] if ack["ok"] else {"code": ack["error"]["code"]})
    if operation.name.startswith(("activity.", "search.", "dashboard.admin")):
        assert set(answers[0]) == set(answers[1]), "what has happened in the two worlds is not the same"
    elif operation.effect is Effect.READ and not operation.name.endswith((".list", ".export")):
        assert _masked(answers[0]) == _masked(answers[1])
    else:
        assert _shape(answers[0]) == _shape(answers[1])


@pytest.mark.parametrize(
    "operation",
    [one for one in BOTH_DOORS if one.route and "id" in one.route.parameters and one.feature in WORLD_KINDS],
    ids=name_of,
)
async def test_another_tenant_is_refused_and_changes_nothing(
    house: House, bob: Person, examples: Examples, operation: Operation
) -> None:
    world = await world_of(house, "tenant", operation)
    given = examples.of(operation, world)
    method, path, body = split(operation, given)
    before = await _stored(house, world)
    refused = await bob(method, path, body)
    assert refused.status in (403, 404) and refused.body["code"] in ("not_found", "forbidden"), refused.body
    async with bob.socket() as socket:
        ack = await socket.call(operation.name, given)
    assert not ack["ok"] and ack["error"]["code"] == refused.body["code"]
    assert await _stored(house, world) == before


async def _stored(house: House, world: World) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for entity in house.hub.catalog.entities.values():
        async for raw in entity.document.rows().find({"_id": {"$in": list(world.ids.values())}}):
            found[raw["_id"]] = raw
    return found


def _shape(value: Any) -> Any:
    if isinstance(value, dict):
        return {name: _shape(item) for name, item in value.items()}
    if isinstance(value, list):
        return [_shape(value[0])] if value else []
    return "null or value" if value is None or isinstance(value, str) else type(value).__name__


VARIES = re.compile(r"[0-9a-f]{24}|[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}|_\d+$|^\d{4}-\d\d-\d\dT.*")


def _masked(value: Any) -> Any:
    if isinstance(value, dict):
        return {name: _masked(item) for name, item in value.items() if name not in ("username", "seq", "unread")}
    if isinstance(value, list):
        return [_masked(item) for item in value]
    return VARIES.sub("…", value) if isinstance(value, str) else value
