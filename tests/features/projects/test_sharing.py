"""Who has part in a project: giving, changing and taking it, and its refusals."""

from __future__ import annotations

from tests.house import House, Person


async def shared(alice: Person, bob: Person, role: str = "editor") -> str:
    """A project of Alice's that Bob has part in; returns its id."""
    project = (await alice("POST", "/api/projects", {"name": "Garden"})).ok()["id"]
    (await alice("PUT", f"/api/projects/{project}/members/{bob.id}", {"role": role})).ok()
    return project


async def test_a_member_sees_the_project_hears_it_and_is_shown_in_it(alice: Person, bob: Person) -> None:
    async with bob.socket() as bobs:
        project = await shared(alice, bob, "viewer")
        told = await bobs.hear("project.updated", lambda told: told["entity"]["id"] == project)
        assert told["entity"]["members"] == [
            {"user_id": alice.id, "role": "owner"},
            {"user_id": bob.id, "role": "viewer"},
        ]
        task = (await alice("POST", "/api/tasks", {"title": "Dig", "project_id": project})).ok()
        await bobs.hear("task.created", lambda told: told["entity"]["id"] == task["id"])
    async with bob.socket() as again:
        (await alice("POST", f"/api/tasks/{task['id']}/complete")).ok()
        await again.hear("task.updated", lambda told: told["entity"]["id"] == task["id"])
    members = (await bob("GET", f"/api/projects/{project}/members")).ok()["items"]
    assert {(one["user"]["id"], one["role"]) for one in members} == {(alice.id, "owner"), (bob.id, "viewer")}
    assert project in [one["id"] for one in (await bob("GET", "/api/projects")).ok()["items"]]


async def test_roles_are_refused_what_is_not_theirs(house: House, alice: Person, bob: Person) -> None:
    project = await shared(alice, bob, "editor")
    url = f"/api/projects/{project}"
    (await bob("PATCH", url, {"name": "Better garden"})).ok()
    (await bob("DELETE", url)).refused("forbidden", 403)
    (await bob("PUT", f"{url}/members/{bob.id}", {"role": "owner"})).refused("forbidden", 403)
    (await bob("DELETE", f"{url}/members/{alice.id}")).refused("forbidden", 403)
    (await alice("PUT", f"{url}/members/{bob.id}", {"role": "viewer"})).ok()
    (await bob("PATCH", url, {"name": "No"})).refused("forbidden", 403)
    (await bob("POST", f"{url}/move", {"after_id": project})).refused("forbidden", 403)
    stranger = await house.person("stranger")
    for method, path, body in (
        ("GET", url, None),
        ("PUT", f"{url}/members/{stranger.id}", {"role": "owner"}),
        ("GET", f"{url}/members", None),
        ("POST", f"{url}/leave", {}),
    ):
        (await stranger(method, path, body)).refused("not_found", 404)
    (await alice("PUT", f"{url}/members/0123456789abcdef01234567", {"role": "editor"})).refused("not_found", 404)
    (await alice("PUT", f"{url}/members/{bob.id}", {"role": "king"})).refused("invalid", 422)
    (await alice("DELETE", f"{url}/members/{stranger.id}")).refused("not_found", 404)


async def test_a_project_keeps_an_owner(alice: Person, bob: Person) -> None:
    project = await shared(alice, bob)
    url = f"/api/projects/{project}"
    (await alice("POST", f"{url}/leave")).refused("conflict", 409)
    (await alice("PUT", f"{url}/members/{alice.id}", {"role": "viewer"})).refused("conflict", 409)
    (await alice("PUT", f"{url}/members/{bob.id}", {"role": "owner"})).ok()
    (await alice("POST", f"{url}/leave")).ok()
    (await alice("GET", url)).refused("not_found", 404)
    (await bob("DELETE", url)).ok()


async def test_who_is_assigned_has_part_in_the_project(house: House, alice: Person, bob: Person) -> None:
    project = await shared(alice, bob)
    stranger = await house.person("stranger")
    task = {"title": "Dig", "project_id": project}
    (await alice("POST", "/api/tasks", {**task, "assignee_id": stranger.id})).refused("invalid", 422)
    made = (await alice("POST", "/api/tasks", {**task, "assignee_id": bob.id})).ok()["id"]
    (await alice("PATCH", f"/api/tasks/{made}", {"assignee_id": stranger.id})).refused("invalid", 422)
    other = (await alice("POST", "/api/tasks", {"title": "Rake", "assignee_id": stranger.id})).ok()["id"]
    (await alice("PATCH", f"/api/tasks/{other}", {"project_id": project})).refused("invalid", 422)
    assert (await stranger("GET", f"/api/tasks/{other}")).ok()["id"] == other


async def test_a_deleted_project_comes_back_with_its_members(alice: Person, bob: Person) -> None:
    project = await shared(alice, bob)
    note = (await bob("POST", "/api/notes", {"title": "Bob's", "project_id": project})).ok()["id"]
    deleted = await alice("DELETE", f"/api/projects/{project}")
    deleted.ok()
    (await alice("GET", f"/api/notes/{note}")).refused("not_found", 404)
    assert (await bob("GET", f"/api/notes/{note}")).ok()["project_id"] is None
    (await alice("POST", f"/api/activity/{deleted.headers['X-Activity-Id']}/undo")).ok()
    assert (await bob("GET", f"/api/projects/{project}")).ok()["id"] == project
    assert (await alice("GET", f"/api/notes/{note}")).ok()["project_id"] == project


async def test_a_project_whose_only_owner_is_locked_out_goes_to_an_administrator(
    house: House, alice: Person, bob: Person
) -> None:
    project = await shared(alice, bob)
    alone = (await alice("POST", "/api/projects", {"name": "Private"})).ok()["id"]
    (await house.admin("POST", f"/api/users/{alice.id}/disable")).ok()
    roles = {one["user_id"]: one["role"] for one in (await bob("GET", f"/api/projects/{project}")).ok()["members"]}
    assert roles[house.admin.id] == "owner" and roles[bob.id] == "editor"
    (await house.admin("GET", f"/api/projects/{alone}")).refused("not_found", 404)


async def test_what_one_imported_is_the_projects_once_one_is_out(alice: Person, bob: Person) -> None:
    project = await shared(alice, bob)
    content = "date,vendor,amount\n2026-11-02,Shop,-12.50\n2026-11-03,Shop,-9.90\n"
    statement = {"format": "csv", "content": content, "project_id": project}
    batch = (await bob("POST", "/api/budget/import", statement)).ok()["batch_id"]
    lines = f"/api/budget?project_id={project}"
    (await alice("PUT", f"/api/projects/{project}/members/{bob.id}", {"role": "viewer"})).ok()
    for taken_out in (False, True):
        if taken_out:
            (await alice("DELETE", f"/api/projects/{project}/members/{bob.id}")).ok()
        (await bob("POST", f"/api/budget/import/{batch}/undo", {"changed_too": True})).refused("not_found", 404)
        department = {"vendor": "Shop", "department": "Bob's"}
        assert (await bob("POST", "/api/budget/vendors/department", department)).ok()["changed"] == 0
        stand = (await alice("GET", lines)).ok()["items"]
        assert [line["department"] for line in stand] == [None, None]
    # What he can no longer see is no duplicate of his either.
    again = (await bob("POST", "/api/budget/import", {"format": "csv", "content": content})).ok()
    assert again["imported"] == 2 and not again["candidates"]


async def test_who_looks_on_does_not_comment(alice: Person, bob: Person) -> None:
    project = await shared(alice, bob, "viewer")
    task = (await alice("POST", "/api/tasks", {"title": "Dig", "project_id": project})).ok()["id"]
    (await bob("POST", f"/api/tasks/{task}/comments", {"text": "no"})).refused("forbidden", 403)
    comment = (await alice("POST", f"/api/tasks/{task}/comments", {"text": "yes"})).ok()["id"]
    assert [one["id"] for one in (await bob("GET", f"/api/tasks/{task}/comments")).ok()["items"]] == [comment]
    (await bob("DELETE", f"/api/tasks/{task}/comments/{comment}")).refused("forbidden", 403)


async def test_subtasks_go_where_their_task_goes(house: House, alice: Person, bob: Person) -> None:
    project = await shared(alice, bob)
    task = (await alice("POST", "/api/tasks", {"title": "Garden"})).ok()["id"]
    subtask = (await alice("POST", "/api/tasks", {"title": "Dig", "parent_id": task})).ok()["id"]
    moved = await alice("PATCH", f"/api/tasks/{task}", {"project_id": project})
    moved.ok()
    assert (await bob("GET", f"/api/tasks/{subtask}")).ok()["project_id"] == project
    late = (await bob("POST", "/api/tasks", {"title": "Rake", "parent_id": task})).ok()
    assert late["project_id"] == project
    own = (await alice("POST", "/api/tasks", {"title": "Sow"})).ok()["id"]
    assert (await alice("PATCH", f"/api/tasks/{own}", {"parent_id": task})).ok()["project_id"] == project
    (await alice("PATCH", f"/api/tasks/{task}", {"project_id": None})).ok()
    (await bob("GET", f"/api/tasks/{subtask}")).refused("not_found", 404)
    stranger = await house.person("stranger")
    (await alice("PATCH", f"/api/tasks/{subtask}", {"assignee_id": stranger.id})).ok()
    (await alice("PATCH", f"/api/tasks/{task}", {"project_id": project})).refused("invalid", 422)


async def test_a_guest_has_no_part_in_projects(house: House, alice: Person) -> None:
    project = (await alice("POST", "/api/projects", {"name": "Garden"})).ok()["id"]
    guest = await house.person("guest")
    (await house.admin("PATCH", f"/api/users/{guest.id}", {"role": "guest"})).ok()
    path = f"/api/projects/{project}/members/{guest.id}"
    (await alice("PUT", path, {"role": "viewer"})).refused("invalid", 422)
