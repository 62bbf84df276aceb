"""What the files feature hands over to the composition root."""

from __future__ import annotations

from hub.features.files import collection, operations, uploads
from hub.features.files.access import audience, authorize, visible
from hub.features.files.documents import FileDocument, SweepDocument, TextDocument, UploadDocument
from hub.features.files.present import present_files
from hub.features.files.reading import texts
from hub.features.files.schemas import StoredFile
from hub.kernel.catalog import Entity, Feature, Searchable
from hub.storage.blobs import BlobDocument, ChunkDocument

FEATURE = Feature(
    name="files",
    operations=(
        operations.list_files,
        operations.list_gallery,
        operations.get_file,
        operations.update_file,
        operations.attach_file,
        operations.delete_file,
        operations.sign_file,
        operations.open_file,
        uploads.begin_upload,
        uploads.upload_state,
        uploads.abort_upload,
        uploads.create_file,
        collection.sweep,
    ),
    entities=(
        Entity(
            kind="file",
            document=FileDocument,
            model=StoredFile,
            present=present_files,
            audience=audience,
            authorize=authorize,
            visible=visible,
            search=Searchable(text=texts, people=lambda raw: [raw["owner_id"]], at="created_at"),
            unrecorded=frozenset({"words", "scope", "clicks", "last_clicked_at"}),
            references={"project_id": "project", "room_id": "room"},
        ),
    ),
    documents=(UploadDocument, SweepDocument, TextDocument, BlobDocument, ChunkDocument),
    jobs=(collection.JOB,),
)
"""Files: what people upload, send in rooms and attach to things."""
