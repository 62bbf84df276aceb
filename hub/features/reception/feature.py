"""What the reception hands over to the composition root."""

from __future__ import annotations

from hub.features.reception.disks import DISKS, SESSIONS
from hub.features.reception.donations import DONATION_ITEMS, DONATIONS
from hub.features.reception.known import known_of
from hub.features.reception.loans import LOAN_ITEMS, LOANS, give_out, take_back
from hub.features.reception.lots import ITEMS, LOTS, finish_lot, reopen_lot
from hub.features.reception.orders import ORDERS, known_of_orders
from hub.features.reception.tracing import history, trace
from hub.kernel.catalog import Feature

SHEETS = (LOTS, SESSIONS, ORDERS, LOANS, DONATIONS)
PIECES = (ITEMS, DISKS, LOAN_ITEMS, DONATION_ITEMS)

FEATURE = Feature(
    name="reception",
    operations=(
        *(made for kind in (*SHEETS, *PIECES) for made in kind.operations()),
        *(known_of(kind) for kind in PIECES),
        finish_lot,
        reopen_lot,
        known_of_orders,
        take_back,
        give_out,
        trace,
        history,
    ),
    entities=tuple(kind.entity() for kind in (*SHEETS, *PIECES)),
)
