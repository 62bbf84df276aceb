"""What the transfer feature hands over to the composition root."""

from __future__ import annotations

from hub.features.transfer import operations
from hub.features.transfer.access import audience, authorize
from hub.features.transfer.documents import TransferDocument
from hub.features.transfer.present import present_transfers
from hub.features.transfer.schemas import Transfer
from hub.kernel.catalog import Entity, Feature

FEATURE = Feature(
    name="transfer",
    operations=(
        operations.import_file,
        operations.export_data,
        operations.list_transfers,
        operations.get_transfer,
        operations.cancel_transfer,
        operations.undo_transfer,
        operations.delete_transfer,
    ),
    entities=(
        Entity(
            kind="transfer",
            document=TransferDocument,
            model=Transfer,
            present=present_transfers,
            audience=audience,
            authorize=authorize,
            label=lambda raw: str(raw.get("file_name") or raw.get("source") or ""),
            unrecorded=frozenset(
                {"phase", "done", "total", "size", "report", "cut_at", "beat_at", "finished_at", "batch_id"}
            ),
        ),
    ),
)
