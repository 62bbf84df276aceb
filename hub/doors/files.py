"""The door for file bytes: in by multipart or piece by piece, out by range; constant memory both ways.

Bytes are no operation's input or answer (architecture.md), so they pass here; but whose they are and what becomes of
them, operations decide: every request begins or ends with one, run through the pipeline as its caller.
"""

from __future__ import annotations

import re
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from typing import Any
from urllib.parse import unquote

import orjson
from aiohttp import BodyPartReader, web

from hub.doors.requests import address_of, request_id_of
from hub.features.files.kinds import INLINE
from hub.features.files.links import holder_of
from hub.features.files.names import disposition
from hub.features.files.operations import count_saved
from hub.features.files.schemas import OpenedFile, StoredFile, Upload
from hub.features.files.uploads import check_size, receive
from hub.kernel.context import Actor, Call, Origin
from hub.kernel.errors import Code, OperationError, conflict, invalid, unauthenticated
from hub.kernel.pipeline import Pipeline
from hub.storage.blobs import Blobs
from hub.storage.wire import as_json

PIECE = 64 * 1024
ASKED_AGAIN = 1024 * 1024
"""Bytes after which the caller's right is asked again: who is shut out hears no more."""
SANDBOX = "sandbox; default-src 'none'; style-src 'unsafe-inline'; img-src data:; media-src 'self'"
FOR_PDF = "default-src 'none'; object-src 'self'; style-src 'unsafe-inline'; frame-ancestors 'none'"
"""A sandboxed page may not start the browser's own viewer, which runs in a sandbox of its own."""
RANGE = re.compile(r"^bytes=(\d*)-(\d*)$")
FIELDS = ("project_id", "room_id", "name", "size")

Caller = Callable[[web.Request], Awaitable[Actor]]
"""The bearer of the request's token, or nobody."""
ActorFor = Callable[[str], Awaitable[Actor | None]]
"""An account as a caller; None where it may not call any more."""


class FilesDoor:
    """Takes and sends file bytes."""

    def __init__(self, pipeline: Pipeline, caller: Caller, actor_for: ActorFor) -> None:
        self._pipeline = pipeline
        self._caller = caller
        self._actor_for = actor_for

    def add_to(self, app: web.Application) -> None:
        """Add the routes."""
        app.router.add_post("/api/files", self._post)
        app.router.add_patch("/api/files/uploads/{id}", self._patch)
        app.router.add_get("/api/files/{id}/content", self._content)
        app.router.add_get("/api/files/{id}/thumbnail", self._thumbnail)

    async def _run(self, request: web.Request, actor: Actor, name: str, payload: Mapping[str, Any]) -> Any:
        call = Call(
            actor=actor,
            origin=Origin.REST,
            request_id=request_id_of(request),
            address=address_of(request),
            user_agent=request.headers.get("User-Agent", "")[:300],
        )
        return await self._pipeline.run(name, dict(payload), call)

    async def _post(self, request: web.Request) -> web.StreamResponse:
        """A whole file in one request: the fields first, then the part `file`."""
        actor = await self._caller(request)
        if not actor.id:
            raise unauthenticated()
        if request.content_type != "multipart/form-data":
            raise OperationError(
                Code.INVALID,
                "Send multipart/form-data with a part `file`, or begin with POST /api/files/uploads.",
                malformed=True,
            )
        if request.content_length is not None:
            # The envelope is small beside what is in it; the bytes themselves are counted too.
            check_size(max(0, request.content_length - PIECE))
        try:
            fields, part = await _until_the_file(request)
            begun = await self._run(request, actor, "file.begin_upload", fields)
            upload: Upload = begun.result
            try:
                upload = await receive(upload, _pieces_of(part))
            except BaseException:
                await self._give_up(request, actor, upload)
                raise
        except ValueError as fault:  # how aiohttp says that a part makes no sense
            raise OperationError(Code.INVALID, "The body is not what it says it is.", malformed=True) from fault
        return await self._made(request, actor, upload)

    async def _give_up(self, request: web.Request, actor: Actor, upload: Upload) -> None:
        """Nobody can go on with it: its id was never told."""
        await Blobs().remove([upload.id])
        await self._run(request, actor, "file.abort_upload", {"id": upload.id})

    async def _patch(self, request: web.Request) -> web.StreamResponse:
        """The next bytes of an upload, from the offset that the request names."""
        actor = await self._caller(request)
        upload: Upload = (
            await self._run(request, actor, "file.upload_state", {"id": request.match_info["id"]})
        ).result
        if not upload.complete:
            given = request.headers.get("Upload-Offset", "")
            if not given.isdecimal() or len(given) > 15:
                raise invalid("The header Upload-Offset says where the bytes go.", upload_offset="is a number")
            if int(given) != upload.offset:
                raise conflict(f"The upload goes on at {upload.offset}.", upload.model_dump(mode="json"))
            upload = await receive(upload, request.content.iter_chunked(PIECE))
        if upload.complete:
            return await self._made(request, actor, upload)
        answer = web.Response(body=as_json(upload), content_type="application/json")
        answer.headers["Upload-Offset"] = str(upload.offset)
        return answer

    async def _made(self, request: web.Request, actor: Actor, upload: Upload) -> web.StreamResponse:
        outcome = await self._run(request, actor, "file.create", {"upload_id": upload.id})
        file = outcome.result
        body = as_json(file) if isinstance(file, StoredFile) else orjson.dumps(dict(file))
        answer = web.Response(body=body, status=201, content_type="application/json")
        answer.headers["Upload-Offset"] = str(upload.offset)
        answer.headers["Location"] = f"/api/files/{upload.id}"
        if outcome.activity_id:
            answer.headers["X-Activity-Id"] = outcome.activity_id
        return answer

    async def _opener(self, request: web.Request) -> Actor:
        """Who opens a file: the bearer of a token, or the holder of a link.

        Raises:
            OperationError: `unauthenticated`.
        """
        given = request.query.get("s")
        if given is None:
            return await self._caller(request)
        holder = await self._actor_for(holder_of(request.match_info["id"], given, self._pipeline.clock.now()))
        if holder is None:
            raise unauthenticated("This link is not valid any more.")
        return holder

    async def _content(self, request: web.Request) -> web.StreamResponse:
        actor = await self._opener(request)
        file = await self._opened(request, actor)
        download = request.query.get("download") == "1"
        inline = file.mime_type in INLINE and not download
        headers = {
            "Content-Disposition": disposition(file.name, inline=inline),
            "Content-Security-Policy": FOR_PDF if inline and file.mime_type == "application/pdf" else SANDBOX,
            "Cross-Origin-Resource-Policy": "same-origin",
            "Accept-Ranges": "bytes",
            "ETag": f'"{file.sha256}"',
            # Kept, and asked about each time: who was shut out is refused before the browser shows its copy.
            "Cache-Control": "private, no-cache",
        }
        if download and request.method == "GET" and "Range" not in request.headers:
            await count_saved(request.match_info["id"], self._pipeline.clock.now())
        return await self._send(request, actor, file.blob_id, file.size, file.mime_type, headers)

    async def _thumbnail(self, request: web.Request) -> web.StreamResponse:
        actor = await self._opener(request)
        file = await self._opened(request, actor)
        blob = await Blobs().find(file.thumb_blob_id) if file.thumb_blob_id else None
        if blob is None:
            raise OperationError(Code.NOT_FOUND, "This file has no thumbnail.")
        headers = {
            "Content-Security-Policy": SANDBOX,
            "Cross-Origin-Resource-Policy": "same-origin",
            "ETag": f'"{blob.sha256}"',
            "Cache-Control": "private, no-cache",
        }
        return await self._send(request, actor, blob.id, blob.size, "image/webp", headers)

    async def _opened(self, request: web.Request, actor: Actor) -> OpenedFile:
        return (await self._run(request, actor, "file.open", {"id": request.match_info["id"]})).result

    async def _send(
        self, request: web.Request, actor: Actor, blob_id: str, size: int, mime: str, headers: Mapping[str, str]
    ) -> web.StreamResponse:
        etag = headers["ETag"]
        shown = {**headers, "X-Content-Type-Options": "nosniff", "Referrer-Policy": "same-origin"}
        if etag in request.headers.get("If-None-Match", ""):
            return web.Response(status=304, headers=shown)
        wanted = _range_of(request, size, etag)
        if wanted is None:
            shown["Content-Range"] = f"bytes */{size}"
            return web.Response(status=416, headers=shown)
        start, end, whole = wanted
        response = web.StreamResponse(status=200 if whole else 206, headers=shown)
        response.content_type = mime
        if mime.startswith("text/"):
            response.charset = "utf-8"
        response.content_length = end - start
        if not whole:
            response.headers["Content-Range"] = f"bytes {start}-{end - 1}/{size}"
        await response.prepare(request)
        if request.method == "HEAD":
            return response
        unasked = 0
        async for piece in Blobs().read(blob_id, start, end):
            if unasked >= ASKED_AGAIN:
                unasked = 0
                if not await self._still(request, actor):
                    # The length is said already, so only a cut line tells that this is not all of it.
                    if request.transport is not None:
                        request.transport.abort()
                    return response
            await response.write(piece)
            unasked += len(piece)
        await response.write_eof()
        return response

    async def _still(self, request: web.Request, actor: Actor) -> bool:
        try:
            await self._opened(request, actor)
        except OperationError:
            return False
        return True


async def _until_the_file(request: web.Request) -> tuple[dict[str, Any], BodyPartReader]:
    """The fields of a form, and its part `file`, which has not been read yet.

    Raises:
        OperationError: `invalid`.
    """
    fields: dict[str, Any] = {}
    reader = await request.multipart()
    async for part in reader:
        if not isinstance(part, BodyPartReader):
            raise invalid("The input is not valid.", file="a form in a form makes no sense here")
        if part.name == "file":
            fields.setdefault("name", unquote(part.filename or "") or "file")
            return fields, part
        if part.name not in FIELDS:
            raise invalid("The input is not valid.", **{str(part.name)[:60]: "is not known, or comes after the file"})
        value = (await part.read_chunk(2_048)).decode("utf-8", "replace")
        if not part.at_eof() and await part.read_chunk(1):
            raise invalid("The input is not valid.", **{part.name: "is too long"})
        fields[part.name] = int(value) if part.name == "size" and value.isdecimal() and len(value) < 16 else value
    raise invalid("The input is not valid.", file="is needed")


async def _pieces_of(part: BodyPartReader) -> AsyncIterator[bytes]:
    while piece := await part.read_chunk(PIECE):
        yield piece


def _range_of(request: web.Request, size: int, etag: str) -> tuple[int, int, bool] | None:
    """What of a file is wanted: start, end (without), and whether that is all of it; None if there is no such part.

    One range at a time; several, or what is no range, get the whole (RFC 9110, 14.2).
    """
    given = RANGE.match(request.headers.get("Range", ""))
    if given is None or given.groups() == ("", "") or request.headers.get("If-Range", etag) != etag:
        return 0, size, True
    first, last = given.groups()
    if len(first) > 15 or len(last) > 15:
        return None
    if not first:
        start, end = max(0, size - int(last)), size
        return (start, end, False) if int(last) else None
    start, end = int(first), min(int(last) + 1, size) if last else size
    return None if start >= size or end <= start else (start, end, False)
