"""How tests upload and fetch."""

from __future__ import annotations

import io
from dataclasses import dataclass
from typing import Any

import aiohttp
from PIL import Image

from hub.storage.blobs import CHUNK
from tests.house import Answer, House, Person

MEGABYTE = 1024 * 1024


@dataclass
class Got:
    """What a request for bytes got."""

    status: int
    body: bytes
    headers: Any


async def post(person: Person, data: Any, name: str = "note.txt", kind: str = "text/plain", **fields: str) -> Answer:
    """Upload in one request."""
    form = aiohttp.FormData()
    for field, value in fields.items():
        form.add_field(field, value)
    form.add_field("file", io.BytesIO(data) if isinstance(data, bytes) else data, filename=name, content_type=kind)
    return await person("POST", "/api/files", data=form)


async def fetch(house: House, path: str, token: str | None = None, **headers: str) -> Got:
    """Fetch bytes, with a token or, by a link, without."""
    given = {name.replace("_", "-"): value for name, value in headers.items()}
    if token:
        given["Authorization"] = f"Bearer {token}"
    async with house.http.get(house.base + path, headers=given) as response:
        return Got(response.status, await response.read(), response.headers)


async def content(person: Person, file_id: str, **headers: str) -> Got:
    """A file's bytes, as that person."""
    return await fetch(person.house, f"/api/files/{file_id}/content", person.token, **headers)


def picture(form: str = "PNG", size: tuple[int, int] = (1200, 800), **how: Any) -> bytes:
    """A picture."""
    out = io.BytesIO()
    Image.linear_gradient("L").resize(size).convert("RGB").save(out, form, **how)
    return out.getvalue()


def pattern(size: int) -> bytes:
    """Bytes of which no chunk is like another."""
    numbers = b"".join(number.to_bytes(4, "big") for number in range(CHUNK // 4))
    return b"".join((n.to_bytes(8, "big") + numbers)[:CHUNK] for n in range(size // CHUNK + 1))[:size]
