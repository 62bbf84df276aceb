"""Nothing leaks: every kind that can be in a project, walked by those who have part in it and those who have not."""

from __future__ import annotations

import asyncio
import re
from dataclasses import dataclass

import pytest

from hub.feature_list import FEATURES
from hub.kernel.catalog import Entity
from hub.storage.shares import Scoped
from tests.catalog.world import features, makers
from tests.house import Answer, House, Person, Socket

WITHIN_S = 20
"""Generous: how fast it really is, is measured elsewhere; a test only waits for it."""
SHARED: list[Entity] = [
    entity for feature in FEATURES for entity in feature.entities if issubclass(entity.document, Scoped)
]


async def _make(person: Person, kind: str, project_id: str) -> Answer:
    """Have somebody make one in a project; by a feature's own `MAKE` where it takes more than one request."""
    path, body = makers()[kind]
    assert not re.search(r"{\w+}", path), f"{kind} hangs beneath something: it is no kind of its own"
    fields = {**body, "project_id": project_id}
    own = next((found.MAKE[kind] for found in features() if kind in getattr(found, "MAKE", {})), None)
    return await (own(person, fields) if own else person("POST", path, fields))


def _listed_at(kind: str) -> str:
    """Where things of that kind are listed: where they are made, unless their feature says otherwise."""
    own = (found.LISTED_AT[kind] for found in features() if kind in getattr(found, "LISTED_AT", {}))
    return next(own, makers()[kind][0])


@dataclass
class Circle:
    """A project of Anne's: an editor, a viewer, somebody who will be taken out, and a stranger."""

    anne: Person
    editor: Person
    viewer: Person
    removed: Person
    stranger: Person
    project: str

    @classmethod
    async def make(cls, house: House) -> Circle:
        """Five people, four of them with part in one project."""
        people = [await house.person(name) for name in ("anne", "editor", "viewer", "removed", "stranger")]
        anne = people[0]
        project = (await anne("POST", "/api/projects", {"name": "Shared"})).ok()["id"]
        circle = cls(*people, project=project)
        for person, role in ((circle.editor, "editor"), (circle.viewer, "viewer"), (circle.removed, "editor")):
            (await anne("PUT", circle.member(person), {"role": role})).ok()
        return circle

    def member(self, person: Person) -> str:
        """The path of somebody's part in the project."""
        return f"/api/projects/{self.project}/members/{person.id}"


@pytest.mark.parametrize("entity", SHARED, ids=lambda entity: entity.kind)
async def test_what_is_in_a_project_is_its_members_and_nobody_elses(house: House, entity: Entity) -> None:
    kind = entity.kind
    circle = await Circle.make(house)
    base = _listed_at(kind)
    made = (await _make(circle.anne, kind, circle.project)).ok()
    theirs = (await _make(circle.removed, kind, circle.project)).ok()
    both = {made["id"], theirs["id"]}
    listed = f"{base}?project_id={circle.project}"

    async def seen(person: Person) -> set[str]:
        return {item["id"] for item in (await person("GET", listed)).ok()["items"]}

    async with (
        circle.viewer.socket() as viewers,
        circle.removed.socket() as removeds,
        circle.stranger.socket() as strangers,
    ):
        for person in (circle.anne, circle.editor, circle.viewer, circle.removed):
            assert await seen(person) == both
            assert (await person("GET", f"{base}/{made['id']}")).ok()["id"] == made["id"]
        # Who looks on reads and hears; who edits changes.
        change = {"project_id": circle.project}
        (await circle.viewer("PATCH", f"{base}/{made['id']}", change)).refused("forbidden", 403)
        (await _make(circle.viewer, kind, circle.project)).refused("forbidden", 403)
        (await circle.viewer("DELETE", f"{base}/{made['id']}")).refused("forbidden", 403)
        edited = await circle.editor("DELETE", f"{base}/{theirs['id']}")
        edited.ok()
        await _hears(viewers, f"{kind}.deleted", theirs["id"])
        (await circle.editor("POST", f"/api/activity/{edited.headers['X-Activity-Id']}/undo")).ok()
        await _hears(viewers, f"{kind}.created", theirs["id"])

        (await circle.anne("DELETE", circle.member(circle.removed))).ok()
        await removeds.hear("project.deleted", lambda told: told["entity"]["id"] == circle.project, WITHIN_S)
        removeds.forget()
        for outsider in (circle.removed, circle.stranger):
            assert await seen(outsider) == set()
            everything = {item["id"] for item in (await outsider("GET", base)).ok()["items"]}
            assert everything.isdisjoint(both), "what they made themselves stays with the project"
            for id in both:
                (await outsider("GET", f"{base}/{id}")).refused("not_found", 404)
                (await outsider("PATCH", f"{base}/{id}", {})).refused("not_found", 404)
                (await outsider("DELETE", f"{base}/{id}")).refused("not_found", 404)
                entries = (await outsider("GET", f"/api/activity?entity={id}")).ok()["items"]
                assert not [entry for entry in entries if entry["changes"]]
            (await _make(outsider, kind, circle.project)).refused("not_found", 404)
            (await outsider("GET", f"/api/projects/{circle.project}")).refused("not_found", 404)
        done = (await circle.editor("DELETE", f"{base}/{made['id']}")).headers["X-Activity-Id"]
        await _hears(viewers, f"{kind}.deleted", made["id"])
        for outsider in (circle.removed, circle.stranger):
            (await outsider("POST", f"/api/activity/{done}/undo")).refused("not_found", 404)
        for quiet in (removeds, strangers):
            # What is told in order reaches everyone before what is told later.
            await _later(house, quiet)
            told = str(quiet.heard)
            assert not any(id in told for id in (*both, circle.project)), told


@pytest.mark.parametrize("entity", SHARED, ids=lambda entity: entity.kind)
async def test_what_moves_out_of_a_project_is_gone_for_its_members(house: House, entity: Entity) -> None:
    circle = await Circle.make(house)
    base = _listed_at(entity.kind)
    made = (await _make(circle.anne, entity.kind, circle.project)).ok()["id"]
    async with circle.viewer.socket() as viewers:
        (await circle.anne("PATCH", f"{base}/{made}", {"project_id": None})).ok()
        await _hears(viewers, f"{entity.kind}.deleted", made)
        (await circle.editor("GET", f"{base}/{made}")).refused("not_found", 404)
        (await circle.anne("PATCH", f"{base}/{made}", {"project_id": circle.project})).ok()
        await _hears(viewers, f"{entity.kind}.updated", made)
        assert (await circle.viewer("GET", f"{base}/{made}")).ok()["project_id"] == circle.project
    # What somebody made who was taken out goes to whoever takes it out, and to nobody else.
    theirs = (await _make(circle.removed, entity.kind, circle.project)).ok()["id"]
    (await circle.anne("DELETE", circle.member(circle.removed))).ok()
    (await circle.anne("DELETE", f"/api/projects/{circle.project}")).ok()
    assert (await circle.anne("GET", f"{base}/{theirs}")).ok()["project_id"] is None
    (await circle.removed("GET", f"{base}/{theirs}")).refused("not_found", 404)
    (await circle.editor("GET", f"{base}/{made}")).refused("not_found", 404)


async def _hears(socket: Socket, event: str, id: str) -> None:
    await socket.hear(event, lambda told: told["entity"]["id"] == id, WITHIN_S)


async def _later(house: House, socket: Socket) -> None:
    """Wait until the socket has heard something that was told to everyone just now."""
    lobby = "000000000000000000000001"
    sent = (await house.admin("POST", f"/api/rooms/{lobby}/messages", {"content": "later"})).ok()["id"]
    async with asyncio.timeout(WITHIN_S):
        await socket.hear("message.created", lambda told: told["message"]["id"] == sent, WITHIN_S)
