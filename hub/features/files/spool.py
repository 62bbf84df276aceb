"""Puts the bytes of a file on disk for a process of its own to look at."""

from __future__ import annotations

import asyncio
from pathlib import Path

from hub.features.files.setup import setup
from hub.storage.blobs import Blobs


async def spool_folder() -> Path:
    """Where files lie while a process of their own looks at them."""
    folder = setup().spool
    await asyncio.to_thread(folder.mkdir, parents=True, exist_ok=True)
    return folder


async def spool(blob_id: str, path: Path) -> None:
    """Write stored bytes to a file that does not exist yet."""
    with await asyncio.to_thread(path.open, "wb") as file:
        async for piece in Blobs().read(blob_id):
            await asyncio.to_thread(file.write, piece)
