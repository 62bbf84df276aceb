"""What the reception hands over to the composition root."""

from __future__ import annotations

from hub.features.reception.known import list_known
from hub.features.reception.lots import ITEMS, LOTS, finish_lot, reopen_lot
from hub.features.reception.orders import ORDERS, known_of_orders
from hub.features.reception.tracing import history, trace
from hub.kernel.catalog import Feature

SHEETS = (LOTS, ORDERS)
PIECES = (ITEMS,)

FEATURE = Feature(
    name="reception",
    operations=(
        *(made for kind in (*SHEETS, *PIECES) for made in kind.operations()),
        finish_lot,
        reopen_lot,
        list_known,
        known_of_orders,
        trace,
        history,
    ),
    entities=tuple(kind.entity() for kind in (*SHEETS, *PIECES)),
)
