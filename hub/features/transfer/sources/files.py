"""Files of other programs: their bytes are in a folder beside the archive, or in the line that tells of them."""

from __future__ import annotations

import base64
import binascii
import hashlib
import io
import os
import shutil
import stat
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import IO, Any, BinaryIO

from hub.features.files.kinds import HEAD, media_of, mime_of
from hub.features.files.position import patches
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
        yield from in_line(id, encoded, known)
        return
    with found_beside(archive, FOLDER, stored) as file:
        yield from made(id, file, known)


def made(id: str, file: BinaryIO, known: dict[str, Any]) -> Iterator[Made]:
    """The pieces of a file's bytes, and the file as what is known of it and what its bytes say.

    As with every upload, a picture does not tell where it was taken.
    """
    head = file.read(HEAD)
    file.seek(0)
    mime = mime_of(head, known["name"])
    told = {**known, "mime_type": mime, "media": media_of(mime).value, "blob_id": id}
    if not mime.startswith("image/"):
        yield from _pieces(id, file, told)
        return
    with tempfile.NamedTemporaryFile() as copy:
        shutil.copyfileobj(file, copy)
        copy.flush()
        for place, blank in patches(Path(copy.name), mime):
            copy.seek(place)
            copy.write(blank)
            told["position_removed"] = True
        copy.seek(0)
        yield from _pieces(id, copy, told)


def _pieces(id: str, file: IO[bytes], told: dict[str, Any]) -> Iterator[Made]:
    digest, size, n = hashlib.sha256(), 0, 0
    while (piece := file.read(CHUNK)) or n == 0:
        digest.update(piece)
        size += len(piece)
        yield Made(BLOB, id, {"n": n, "data": piece})
        n += 1
    yield Made("file", id, {**told, "size": size, "sha256": digest.hexdigest()})


def in_line(id: str, encoded: Any, known: dict[str, Any]) -> Iterator[Made]:
    """The pieces of a file's bytes that stand in the document as base64, and the file.

    Raises:
        Unfit: They are no base64.
    """
    said = values.text(encoded)
    try:
        whole = base64.b64decode(said.partition(";base64,")[2] or said, validate=True)
    except (binascii.Error, ValueError):
        raise Unfit("has bytes that are not base64") from None
    yield from made(id, io.BytesIO(whole), known)


def found_beside(archive: Path, folder: str, stored: str) -> BinaryIO:
    """A stored file: a plain one, directly in the folder beside the archive, under its own name and no other.

    Raises:
        Unfit: There is none.
    """
    if not stored or stored in (".", "..") or any(sign in stored for sign in "/\\\0"):
        raise Unfit("its bytes are not in the archive")
    try:
        handle = os.open(archive.parent / folder / stored, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK)
    except OSError:
        raise Unfit(
            f"its bytes are not in the archive: put {stored[:100]!r} into a folder {folder} beside it"
        ) from None
    found = os.fstat(handle)
    if not stat.S_ISREG(found.st_mode) or found.st_size > LARGEST:
        os.close(handle)
        raise Unfit(f"its bytes are more than {LARGEST // 1024**2} MB, or no plain file")
    return os.fdopen(handle, "rb")
