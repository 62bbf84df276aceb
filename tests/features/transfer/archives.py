"""Archives made by hand, and transfers driven through the doors."""

from __future__ import annotations

import gzip
import json
from collections.abc import Mapping, Sequence
from typing import Any

import aiohttp

from tests.house import Person

PATIENCE_S = 120
"""A process is started for each, perhaps on a machine that does much else."""
OVER = ("done", "failed", "cancelled", "undone")


def packed(*docs: tuple[str, Mapping[str, Any]] | bytes, scope: str = "mine", person: str | None = None) -> bytes:
    """An archive of some documents, `(collection, document)`; bytes are put in as a line just as they are."""
    lines = [json.dumps({"panoramix": 1, "scope": scope, "person": {"id": person} if person else None}).encode()]
    for one in docs:
        lines.append(one if isinstance(one, bytes) else json.dumps({"collection": one[0], "doc": one[1]}).encode())
    lines.append(json.dumps({"panoramix": 1, "type": "end"}).encode())
    return gzip.compress(b"\n".join(lines) + b"\n")


def unpacked(data: bytes) -> dict[tuple[str, str], dict[str, Any]]:
    """The documents of an archive by collection and id; pieces of bytes by theirs and their place."""
    found: dict[tuple[str, str], dict[str, Any]] = {}
    for line in gzip.decompress(data).splitlines():
        held = json.loads(line)
        if "doc" in held:
            doc = held["doc"]
            found[held["collection"], doc["id"] if "id" in doc else f"{doc['files_id']}.{doc['n']}"] = doc
    return found


async def upload(person: Person, data: bytes, name: str = "archive.ndjson.gz") -> str:
    """Put a file where an import can read it; returns its id."""
    form = aiohttp.FormData()
    form.add_field("file", data, filename=name)
    return (await person("POST", "/api/files", data=form)).ok()["id"]


async def ended(person: Person, started: Mapping[str, Any]) -> dict[str, Any]:
    """A transfer once it is over, heard of as everybody hears of it."""
    async with person.socket() as socket:
        now = (await person("GET", f"/api/transfers/{started['id']}")).ok()
        if now["status"] in OVER and now["revision"] > started["revision"]:
            return now
        told = await socket.hear(
            "transfer.updated",
            lambda event: event["entity"]["id"] == started["id"] and event["entity"]["status"] in OVER,
            timeout=PATIENCE_S,
        )
    return told["entity"]


async def bring_in(person: Person, data: bytes, **how: Any) -> dict[str, Any]:
    """Import bytes; returns what came of it."""
    wanted = {"source": "archive", "file_id": await upload(person, data), **how}
    return await ended(person, (await person("POST", "/api/transfers/import", wanted)).ok())


async def take_out(person: Person, scope: str = "mine") -> bytes:
    """Export; returns the archive."""
    made = await ended(person, (await person("POST", "/api/transfers/export", {"scope": scope})).ok())
    assert made["status"] == "done", made
    url = f"{person.house.base}/api/files/{made['file_id']}/content"
    async with person.house.http.get(url, headers={"Authorization": f"Bearer {person.token}"}) as answer:
        assert answer.status == 200
        return await answer.read()


def of(transfer: Mapping[str, Any], collection: str) -> dict[str, Any]:
    """What became of one collection."""
    return next(one for one in transfer["report"] if one["collection"] == collection)


def counts(transfer: Mapping[str, Any], name: str) -> dict[str, int]:
    """One count of every collection that it is not nothing in."""
    return {one["collection"]: one[name] for one in transfer["report"] if one[name]}


def whys(transfer: Mapping[str, Any], collection: str) -> Sequence[tuple[int, str]]:
    """What was skipped of a collection: line and reason."""
    return [(one["line"], one["why"]) for one in of(transfer, collection)["skipped"]]
