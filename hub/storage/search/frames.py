"""How the hub and the search process talk: a length in four bytes, then JSON, over a Unix socket."""

from __future__ import annotations

import asyncio
import struct
from typing import Any

import orjson

HEADER = struct.Struct("!I")
LARGEST = 64 << 20
SOCKET = "search.sock"


class Nonsense(Exception):
    """The other end does not speak as we do."""


async def read_frame(reader: asyncio.StreamReader) -> dict[str, Any]:
    """The next frame.

    Raises:
        asyncio.IncompleteReadError: The connection has ended.
        Nonsense: It is no frame of ours.
    """
    (size,) = HEADER.unpack(await reader.readexactly(HEADER.size))
    if size > LARGEST:
        raise Nonsense(f"a frame of {size} bytes")
    try:
        found: Any = orjson.loads(await reader.readexactly(size))
    except orjson.JSONDecodeError as fault:
        raise Nonsense("not JSON") from fault
    if not isinstance(found, dict):
        raise Nonsense("not an object")
    return found  # pyright: ignore[reportUnknownVariableType] - JSON


def frame(content: Any) -> bytes:
    """A frame with some content; dataclasses become objects."""
    body = orjson.dumps(content)
    return HEADER.pack(len(body)) + body
