"""Links through their doors."""

from __future__ import annotations

from typing import Any

import pytest

from tests.house import Person


async def make(person: Person, **fields: Any) -> dict[str, Any]:
    """A link of that person's."""
    return (await person("POST", "/api/links", {"url": "example.org", **fields})).ok()


@pytest.mark.parametrize(
    ("typed", "kept", "name"),
    [
        ("example.org/x", "https://example.org/x", "example.org"),
        (" HTTP://www.Example.org ", "http://www.Example.org", "example.org"),
        ("//example.org", "https://example.org", "example.org"),
        ("localhost:3000/a?b=c#d", "https://localhost:3000/a?b=c#d", "localhost:3000"),
        ("https://xn--bcher-kva.example/", "https://xn--bcher-kva.example/", "xn--bcher-kva.example"),
        ("https://bücher.example/été", "https://bücher.example/été", "bücher.example"),
        ("http://[::1]:8080/", "http://[::1]:8080/", "[::1]:8080"),
        ("example.org/a:b@c", "https://example.org/a:b@c", "example.org"),
    ],
)
async def test_an_address_is_kept_as_typed_with_a_scheme(alice: Person, typed: str, kept: str, name: str) -> None:
    made = await make(alice, url=typed)
    assert (made["url"], made["name"], made["clicks"], made["last_clicked_at"]) == (kept, name, 0, None)
    assert (await alice("GET", f"/api/links/{made['id']}")).ok() == made


@pytest.mark.parametrize(
    "typed",
    [
        "javascript:alert(1)",
        "JavaScript:alert(1)",
        "java\tscript:alert(1)",
        "\tjavascript:alert(1)",
        "javascript://example.org/%0aalert(1)",
        "data:text/html,<script>alert(1)</script>",
        "DATA:text/html;base64,xxxx",
        "file:///etc/passwd",
        "ftp://example.org",
        "vbscript:x",
        "mailto:a@example.org",
        "https://user:secret@example.org",
        "example.org@evil.example",
        "https://good.example\\@evil.example",
        "https://exa mple.org",
        "https://example.org/\x00",
        "https://example.org/\u202egnp.exe",
        "https://",
        "https:///path",
        "https://?x",
        "http://[::1",
        "https://example.org:99999",
        "https://example.org:port",
        "https://-",
        " ",
        "https://example.org/" + "x" * 2_000,
    ],
)
async def test_what_is_no_plain_web_address_is_refused(alice: Person, typed: str) -> None:
    made = await make(alice)
    assert "url" in (await alice("POST", "/api/links", {"url": typed})).refused("invalid", 422)["errors"]
    url = f"/api/links/{made['id']}"
    assert "url" in (await alice("PATCH", url, {"url": typed})).refused("invalid", 422)["errors"]
    assert (await alice("GET", url)).ok() == made


async def test_opening_counts_and_is_never_undone(alice: Person) -> None:
    first, second = await make(alice, name="First"), await make(alice, name="Second")
    changed = await alice("PATCH", f"/api/links/{first['id']}", {"name": "Premier"})
    for count in (1, 2):
        opened = (await alice("POST", f"/api/links/{first['id']}/open")).ok()
        assert opened == {"id": first["id"], "url": "https://example.org", "clicks": count}
    listed = (await alice("GET", "/api/links?sort=clicks")).ok()["items"]
    assert [(one["id"], one["clicks"]) for one in listed] == [(first["id"], 2), (second["id"], 0)]
    assert listed[0]["last_clicked_at"] is not None
    (await alice("POST", f"/api/activity/{changed.headers['X-Activity-Id']}/undo")).ok()
    after = (await alice("GET", f"/api/links/{first['id']}")).ok()
    assert (after["name"], after["clicks"]) == ("First", 2), "the clicks did not stand in the way, and stay"


async def test_links_are_found_changed_deleted_and_come_back(alice: Person, bob: Person) -> None:
    project = (await alice("POST", "/api/projects", {"name": "Site"})).ok()
    made = await make(alice, name="Été", description="à lire", project_id=project["id"])
    other = await make(alice, url="https://other.example")
    assert [one["id"] for one in (await alice("GET", "/api/links")).ok()["items"]] == [other["id"], made["id"]]
    for query in ("q=ete+LIRE", f"project_id={project['id']}", "q=example.org"):
        assert [one["id"] for one in (await alice("GET", f"/api/links?{query}")).ok()["items"]] == [made["id"]]
    url = f"/api/links/{made['id']}"
    stale = (await alice("PATCH", url, {"name": "x", "revision": 0})).refused("conflict", 409)
    assert stale["current"]["name"] == "Été"
    for method, path, body in (
        ("GET", url, None),
        ("PATCH", url, {"name": "Mine"}),
        ("POST", f"{url}/open", None),
        ("DELETE", url, None),
    ):
        (await bob(method, path, body)).refused("not_found", 404)
    (await bob("POST", "/api/links", {"url": "a.example", "project_id": project["id"]})).refused("not_found", 404)
    gone = await alice("DELETE", url)
    assert gone.ok() == {"id": made["id"], "deleted": True}
    (await alice("POST", f"/api/activity/{gone.headers['X-Activity-Id']}/undo")).ok()
    back = (await alice("GET", url)).ok()
    assert {name: back[name] for name in ("name", "url", "project_id")} == {
        name: made[name] for name in ("name", "url", "project_id")
    }


async def test_who_sees_a_link_hears_of_it(alice: Person, bob: Person) -> None:
    async with alice.socket() as hers, bob.socket() as his:
        made = await make(alice, name="Heard")
        heard = await hers.hear("link.created", lambda told: told["entity"]["id"] == made["id"])
        assert heard["entity"] == made
        await hers.ok("link.open", {"id": made["id"]})
        await hers.hear("link.updated", lambda told: told["entity"]["clicks"] == 1)
        await his.refused("link.open", {"id": made["id"]}, "not_found")
        assert not his.all("link.created")
