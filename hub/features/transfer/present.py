"""Stored transfers to public ones."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from hub.features.transfer.documents import TransferDocument
from hub.features.transfer.schemas import Transfer
from hub.storage.documents import encode, to_wire


async def present_transfers(rows: Sequence[Mapping[str, Any]]) -> list[Transfer]:
    """Public transfers."""
    return [Transfer.model_validate(to_wire(row)) for row in rows]


async def present_transfer(doc: TransferDocument) -> Transfer:
    """The public form of one transfer."""
    return (await present_transfers([encode(doc)]))[0]
