"""Panorama's files: what is known of them is in its archive, their bytes are in a folder beside it or in the line."""

from __future__ import annotations

import base64
import binascii
import hashlib
import os
import stat
from collections.abc import Iterator
from pathlib import Path
from typing import Any, BinaryIO

from hub.features.files.kinds import HEAD, media_of, mime_of
from hub.features.transfer.sources import BLOB, values
from hub.features.transfer.sources.reading import Doc, Made
from hub.features.transfer.sources.values import Unfit
from hub.storage.blobs import CHUNK

FOLDER = "PanoramaFiles"
"""Where Panorama keeps files; put beside the archive, they come along."""
LARGEST = 50 * 1024 * 1024


def files(doc: Doc, archive: Path) -> Iterator[Made]:
    """The bytes of a file, piece by piece, and then the file.

    Raises:
        Unfit: Its bytes are nowhere.
    """
    id = doc.own_id()
    stored = doc.text("stored_file_name", "stored_name", "file_name", "filename")
    name = doc.words(200, "name", "original_name") or stored
    original = doc.words(200, "original_name")
    if original and "." not in name and "." in original:
        name = f"{name}.{original.rpartition('.')[2][:20]}"
    doc.drop("size", "mime_type", "original_name")  # the bytes themselves say it
    known: dict[str, Any] = {
        "name": name or "file",
        "project_id": doc.id("project_id"),
        "clicks": doc.whole(0, 10**9, "clicks", "clicks_count") or 0,
        "last_clicked_at": doc.instant("last_clicked_at"),
        **doc.stamps(),
    }
    encoded = doc.take("content_base64", "data", "content")
    if encoded is not None:
        yield from _in_line(id, encoded, known)
        return
    with _found(archive, stored) as file:
        yield from made(id, file, known)


def made(id: str, file: BinaryIO, known: dict[str, Any]) -> Iterator[Made]:
    """The pieces of a file's bytes, and the file as what is known of it and what its bytes say."""
    digest, size, n, head = hashlib.sha256(), 0, 0, b""
    while piece := file.read(CHUNK):
        head = head or piece[:HEAD]
        digest.update(piece)
        size += len(piece)
        yield Made(BLOB, id, {"n": n, "data": piece})
        n += 1
    if n == 0:
        yield Made(BLOB, id, {"n": 0, "data": b""})
    mime = mime_of(head, known["name"])
    told = {"mime_type": mime, "media": media_of(mime).value, "size": size, "sha256": digest.hexdigest()}
    yield Made("file", id, {**known, **told, "blob_id": id})


def _in_line(id: str, encoded: Any, known: dict[str, Any]) -> Iterator[Made]:
    try:
        whole = base64.b64decode(values.text(encoded).partition(";base64,")[2] or values.text(encoded), validate=True)
    except (binascii.Error, ValueError):
        raise Unfit("has bytes that are not base64") from None
    digest = hashlib.sha256(whole).hexdigest()
    for n, start in enumerate(range(0, max(len(whole), 1), CHUNK)):
        yield Made(BLOB, id, {"n": n, "data": whole[start : start + CHUNK]})
    mime = mime_of(whole[:HEAD], known["name"])
    told = {"mime_type": mime, "media": media_of(mime).value, "size": len(whole), "sha256": digest}
    yield Made("file", id, {**known, **told, "blob_id": id})


def _found(archive: Path, stored: str) -> BinaryIO:
    """The stored file: a plain one, directly in the folder, under its own name and no other."""
    if not stored or stored in (".", "..") or any(sign in stored for sign in "/\\\0"):
        raise Unfit("its bytes are not in the archive")
    try:
        handle = os.open(archive.parent / FOLDER / stored, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK)
    except OSError:
        raise Unfit(
            f"its bytes are not in the archive: put {stored[:100]!r} into a folder {FOLDER} beside it"
        ) from None
    found = os.fstat(handle)
    if not stat.S_ISREG(found.st_mode) or found.st_size > LARGEST:
        os.close(handle)
        raise Unfit(f"its bytes are more than {LARGEST // 1024**2} MB, or no plain file")
    return os.fdopen(handle, "rb")
