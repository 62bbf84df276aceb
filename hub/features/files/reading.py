"""The words of a file, read once its bytes are all there, for finding it by them."""

from __future__ import annotations

import asyncio
import sys
import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from hub.children import Child, ChildSpec
from hub.features.files.documents import TRANSFER, TextDocument
from hub.features.files.kinds import OFFICE
from hub.features.files.spool import spool, spool_folder
from hub.log import get_log

log = get_log(__name__)
WORKER = Path(__file__).with_name("text_worker.py")
MOST_BYTES = 25 * 1024 * 1024
"""Of a file that is read at all."""
MOST_CHARACTERS = 100_000
"""Of its text that are kept."""
PATIENCE_S = 25.0
READ_BY: Mapping[str, str] = {
    "application/pdf": "pdf",
    "application/json": "text",
    "text/calendar": "text",
    "text/csv": "text",
    "text/markdown": "text",
    "text/plain": "text",
    "text/tab-separated-values": "text",
    "text/vcard": "text",
    **dict.fromkeys(OFFICE.values(), "office"),
    "application/vnd.oasis.opendocument.text": "office",
    "application/vnd.oasis.opendocument.spreadsheet": "office",
    "application/vnd.oasis.opendocument.presentation": "office",
}
"""What reads which type."""
_turns = asyncio.Semaphore(1)


def is_readable(mime: str, size: int) -> bool:
    """Whether a file of that type and size has words that we can read."""
    return mime in READ_BY and 0 < size <= MOST_BYTES


async def read_text(blob_id: str, mime: str) -> None:
    """Read the words of a file and keep them; none where it cannot be opened or takes too much."""
    async with _turns:
        with tempfile.TemporaryDirectory(dir=await spool_folder()) as folder:
            path = Path(folder, "file")
            await spool(blob_id, path)
            text = await _read(path, READ_BY[mime])
    # Safe to repeat: the same bytes have the same words.
    await TextDocument.rows().update_one({"_id": blob_id}, {"$set": {"text": text}}, upsert=True)


async def texts(rows: Sequence[Mapping[str, Any]]) -> list[str]:
    """What files are found by: their name, then the words in them; what an export made by nothing.

    Files that came in by another way than an upload (an import) are read here, once.
    """
    readable = {row["blob_id"]: row["mime_type"] for row in rows if is_readable(row["mime_type"], row["size"])}
    known = await _kept(list(readable))
    for blob_id in readable.keys() - known.keys():
        await read_text(blob_id, readable[blob_id])
        known |= await _kept([blob_id])
    return [_said(row, known) for row in rows]


def _said(row: Mapping[str, Any], known: Mapping[str, str]) -> str:
    if row.get("thing_kind") == TRANSFER:
        return ""
    return f"{row['name']}\n{known.get(row['blob_id'], '')}".rstrip()


async def _kept(blob_ids: Sequence[str]) -> dict[str, str]:
    found = TextDocument.rows().find({"_id": {"$in": list(blob_ids)}}, {"text": 1})
    return {row["_id"]: row["text"] async for row in found}


async def _read(path: Path, kind: str) -> str:
    child = await Child.start(
        ChildSpec(
            name="text",
            command=(sys.executable, "-I", str(WORKER), str(path), kind, str(MOST_CHARACTERS)),
            environment={},
            output=path.with_name("errors"),
            pipes=True,
        )
    )
    try:
        async with asyncio.timeout(PATIENCE_S):
            said, _ = await child.process.communicate()
        # NUL is what MongoDB's own tools stumble over, and nobody looks for it.
        return said.decode("utf-8", "replace").replace("\0", "").strip()
    except TimeoutError:
        log.warning("file.text_not_read", reason="it takes too long")
        return ""
    finally:
        await child.stop(grace_s=1.0)
