"""Uploads: how a file's bytes come in, in one request or, after a broken one, in several."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import timedelta

from hub.features.files.access import access_file
from hub.features.files.documents import FileDocument, UploadDocument
from hub.features.files.examine import examine
from hub.features.files.names import safe_name
from hub.features.files.present import present_file
from hub.features.files.schemas import BeginUpload, CreateFile, StoredFile, Upload
from hub.features.files.setup import MEGABYTE, setup
from hub.features.files.things import access_thing
from hub.features.projects.access import access_project
from hub.features.rooms.access import access_talk
from hub.kernel.context import Ctx
from hub.kernel.errors import OperationError, conflict, invalid, not_found, too_large
from hub.kernel.operation import DELETE, GET, POST, Effect, Rate, operation
from hub.kernel.policies import member, signed_in
from hub.storage.blobs import CHUNK, Blobs, BlobWriter
from hub.storage.wire import ById, Deleted

KEPT = timedelta(hours=24)
UPLOADING = Rate(per_second=5, burst=100)


@operation(
    "file.begin_upload",
    effect=Effect.WRITE,
    policy=signed_in,
    route=POST("/api/files/uploads", status=201),
    rate=UPLOADING,
    undoable=False,
)
async def begin_upload(ctx: Ctx, command: BeginUpload) -> Upload:
    """Begin an upload, to be filled with `PATCH /api/files/uploads/{id}`; it is kept for a day.

    It becomes a file by itself with its last byte.
    """
    if sum(map(bool, (command.project_id, command.room_id, command.belongs_to))) > 1:
        raise invalid("A file belongs to one thing.", project_id="or room_id or belongs_to, not several")
    if command.room_id:
        await access_talk(ctx, command.room_id)
    else:
        member(ctx)
    if command.project_id:
        await access_project(ctx, command.project_id, write=True)
    if command.belongs_to:
        await access_thing(ctx, command.belongs_to.kind, command.belongs_to.id, write=True)
    if command.size is not None:
        check_size(command.size)
    upload = UploadDocument(
        owner_id=ctx.person_id,
        name=safe_name(command.name),
        size=command.size,
        project_id=command.project_id,
        room_id=command.room_id,
        thing_kind=command.belongs_to.kind if command.belongs_to else None,
        thing_id=command.belongs_to.id if command.belongs_to else None,
        expires_at=ctx.now + KEPT,
    )
    return await _shown(ctx.work.insert(upload))


@operation("file.upload_state", effect=Effect.READ, policy=signed_in, route=GET("/api/files/uploads/{id}"))
async def upload_state(ctx: Ctx, command: ById) -> Upload:
    """Say how much of an upload is stored, to go on from there after a broken request."""
    return await _shown(await _access(ctx, command.id))


@operation(
    "file.abort_upload",
    effect=Effect.DESTROY,
    policy=signed_in,
    route=DELETE("/api/files/uploads/{id}"),
    undoable=False,
)
async def abort_upload(ctx: Ctx, command: ById) -> Deleted:
    """Give up an upload; what came is removed. A file that it has become stays."""
    upload = await _access(ctx, command.id)
    if not upload.made:
        # Removing twice does no harm, should the handler be run again.
        await Blobs().remove([upload.id])
    ctx.work.delete(upload)
    return Deleted(id=upload.id)


@operation(
    "file.create",
    effect=Effect.WRITE,
    policy=signed_in,
    route=POST("/api/files/uploads/{upload_id}/finish", status=201),
)
async def create_file(ctx: Ctx, command: CreateFile) -> StoredFile:
    """Make a file of an upload whose bytes are all there. Doing it twice answers with the first one.

    An upload does this by itself with its last byte; this is for when that answer was lost.
    """
    upload = await _access(ctx, command.upload_id)
    if upload.made:
        return await present_file(await access_file(ctx, upload.id))
    facts = upload.facts
    if facts is None:
        if upload.size != 0:
            raise conflict("The upload is not complete.", (await _shown(upload)).model_dump(mode="json"))
        facts = await examine(await (await Blobs().begin(upload.id)).finish(), upload.name)
    # Who could write there when the upload began may have lost that right since.
    if upload.project_id:
        await access_project(ctx, upload.project_id, write=True)
    if upload.thing_kind and upload.thing_id:
        await access_thing(ctx, upload.thing_kind, upload.thing_id, write=True)
    ctx.work.update(upload, made=True)
    made = FileDocument(
        id=upload.id,
        owner_id=upload.owner_id,
        name=upload.name,
        project_id=upload.project_id,
        room_id=upload.room_id,
        thing_kind=upload.thing_kind,
        thing_id=upload.thing_id,
        **facts,
    )
    return await present_file(ctx.work.insert(made))


async def receive(upload: Upload, pieces: AsyncIterator[bytes]) -> Upload:
    """Store bytes that come for an upload, from where it stands; outside the pipeline, as all file bytes are.

    What came before the line broke stays, in whole chunks, and the upload can go on from there.

    Args:
        upload: As `file.begin_upload` or `file.upload_state` answered its owner.
        pieces: The bytes; the size is unknown until they end where `upload.size` is None.

    Returns:
        The upload as it stands then.

    Raises:
        OperationError: `too_large` beyond the limit, and nothing of it is kept; `invalid` beyond the size that was
            said; `conflict` where another request writes to it.
    """
    writer = await Blobs().resume(upload.id)
    async for piece in pieces:
        try:
            _check_room(upload, writer, len(piece))
        except OperationError:
            await writer.abort()
            raise
        await writer.write(piece)
    if upload.size is not None and writer.taken < upload.size:
        return upload.model_copy(update={"offset": writer.offset})
    blob = await writer.finish()
    facts = await examine(blob, upload.name)
    await UploadDocument.rows().update_one({"_id": upload.id}, {"$set": {"facts": facts, "size": blob.size}})
    return upload.model_copy(update={"offset": blob.size, "size": blob.size, "complete": True})


def check_size(size: int) -> None:
    """Refuse what is larger than a file may be.

    Raises:
        OperationError: `too_large`.
    """
    if size > setup().most_bytes:
        raise too_large(f"A file has at most {setup().most_bytes // MEGABYTE} MB.")


def _check_room(upload: Upload, writer: BlobWriter, more: int) -> None:
    check_size(writer.taken + more)
    if upload.size is not None and writer.taken + more > upload.size:
        raise invalid("More bytes came than were announced.", size=f"was said to be {upload.size}")


async def _access(ctx: Ctx, id: str) -> UploadDocument:
    """The caller's own upload of that id.

    Raises:
        OperationError: `not_found`, also when it has expired.
    """
    found = await ctx.work.load(UploadDocument, id)
    if found is None or found.owner_id != ctx.person_id or found.expires_at <= ctx.now:
        raise not_found("The upload")
    return found


async def _shown(upload: UploadDocument) -> Upload:
    complete = upload.facts is not None or upload.made
    offset = (upload.size or 0) if complete else (await Blobs().resume(upload.id)).offset
    return Upload(
        id=upload.id,
        name=upload.name,
        size=upload.size,
        offset=offset,
        chunk_size=CHUNK,
        complete=complete,
        expires_at=upload.expires_at,
    )
