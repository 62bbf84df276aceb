"""What the bytes of an upload are, found out once they are all there and before they become a file."""

from __future__ import annotations

import asyncio
import json
import sys
import tempfile
from pathlib import Path
from typing import Any

from hub.children import Child, ChildSpec
from hub.features.files.kinds import HEAD, media_of, mime_of
from hub.features.files.position import Patch, patches
from hub.features.files.reading import is_readable, read_text
from hub.features.files.schemas import Facts
from hub.features.files.spool import spool, spool_folder
from hub.log import get_log
from hub.storage.blobs import Blob, Blobs

log = get_log(__name__)
WORKER = Path(__file__).with_name("picture_worker.py")
SIDE = 720
"""Pixels of a thumbnail's longer side."""
MOST_PIXELS = 50_000_000
"""Of a picture that is opened at all; more is a bomb, or of no use as a thumbnail's source."""
PATIENCE_S = 40.0
PICTURES = frozenset(
    {"image/png", "image/jpeg", "image/gif", "image/webp", "image/avif", "image/bmp", "image/tiff", "image/heic"}
)
_turns = asyncio.Semaphore(2)


async def examine(blob: Blob, name: str) -> Facts:
    """Find out what an upload is; of a picture also its size, and take out where it was made; keep the words in it.

    Returns:
        The fields of a `FileDocument` that follow from its bytes.
    """
    head = b""
    async for piece in Blobs().read(blob.id, 0, HEAD):
        head += piece
    mime = mime_of(head, name)
    facts: Facts = {
        "mime_type": mime,
        "media": media_of(mime).value,
        "size": blob.size,
        "sha256": blob.sha256,
        "blob_id": blob.id,
    }
    if mime in PICTURES:
        async with _turns:
            facts |= await _picture(blob, mime)
    if is_readable(mime, blob.size):
        await read_text(blob.id, mime)
    return facts


async def _picture(blob: Blob, mime: str) -> Facts:
    with tempfile.TemporaryDirectory(dir=await spool_folder()) as folder:
        picture, thumbnail = Path(folder, "picture"), Path(folder, "thumbnail")
        await spool(blob.id, picture)
        facts: Facts = {}
        blanked = await asyncio.to_thread(_where_taken, picture, mime)
        if blanked:
            facts |= {"sha256": await Blobs().patch(blob.id, blanked), "position_removed": True}
        seen = await _look(picture, thumbnail)
        facts |= {name: seen[name] for name in ("width", "height") if name in seen}
        if seen.get("thumbnail"):
            writer = await Blobs().begin()
            await writer.write(await asyncio.to_thread(thumbnail.read_bytes))
            facts["thumb_blob_id"] = (await writer.finish()).id
        return facts


def _where_taken(picture: Path, mime: str) -> list[Patch]:
    return patches(picture, mime)


async def _look(picture: Path, thumbnail: Path) -> dict[str, Any]:
    """What the process of its own says of a picture; nothing where it cannot be opened or takes too much."""
    child = await Child.start(
        ChildSpec(
            name="picture",
            command=(sys.executable, "-I", str(WORKER), str(picture), str(thumbnail), str(SIDE), str(MOST_PIXELS)),
            environment={},
            output=picture.with_name("errors"),
            pipes=True,
        )
    )
    try:
        async with asyncio.timeout(PATIENCE_S):
            said, _ = await child.process.communicate()
        return json.loads(said) if said else {}
    except (TimeoutError, ValueError) as fault:
        log.warning("file.picture_not_opened", reason=type(fault).__name__)
        return {}
    finally:
        await child.stop(grace_s=1.0)
