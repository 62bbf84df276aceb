"""The stored form of budget lines and what goes with them; it never leaves this feature."""

from __future__ import annotations

import hashlib
from datetime import date
from typing import Any, ClassVar

from pymongo import ASCENDING, DESCENDING, IndexModel

from hub.features.budget.vendors import vendor_key
from hub.storage.documents import Owned
from hub.storage.portable import Portable
from hub.storage.shares import Scoped
from hub.storage.words import folded


class LineDocument(Scoped):
    """A budget line as it is stored."""

    date: date
    vendor: str = ""
    label: str = ""
    category: str = ""
    amount_cents: int
    vat_cents: int = 0
    currency: str
    department: str | None = None
    invoice_id: str | None = None
    invoice_number: str | None = None
    notes: str = ""
    source: dict[str, Any] | None = None
    batch_id: str | None = None
    """The import that brought it."""
    vendor_key: str = ""
    category_key: str = ""
    fingerprint: str = ""
    """The same for lines of the same day, amount and vendor."""
    invoice_key: str | None = None
    words: str = ""

    def derive(self) -> None:
        """Set what lines are found and compared by."""
        super().derive()
        self.vendor_key = vendor_key(self.vendor)
        self.category_key = folded(self.category)
        self.fingerprint = fingerprint(self.date, self.amount_cents, self.currency, self.vendor, self.label)
        self.invoice_key = invoice_key(self.invoice_number)
        self.words = folded(self.vendor, self.label, self.category, self.notes, self.invoice_number)

    PORTABLE = Portable(
        collection="budgetLines",
        leave=frozenset({"vendor_key", "category_key", "fingerprint", "invoice_key"}),
    )

    class Settings:
        name = "budget_lines"
        indexes: ClassVar[list[IndexModel]] = [
            IndexModel([("scope", ASCENDING), ("date", DESCENDING), ("_id", DESCENDING)]),
            IndexModel([("owner_id", ASCENDING), ("_id", DESCENDING)]),
            IndexModel([("owner_id", ASCENDING), ("vendor_key", ASCENDING), ("date", DESCENDING)]),
            IndexModel([("owner_id", ASCENDING), ("fingerprint", ASCENDING)]),
            IndexModel([("owner_id", ASCENDING), ("invoice_key", ASCENDING)]),
            IndexModel([("project_id", ASCENDING), ("updated_at", DESCENDING)]),
            IndexModel([("batch_id", ASCENDING)], sparse=True),
        ]


DERIVED = frozenset({"scope", "vendor_key", "category_key", "fingerprint", "invoice_key", "words"})


class EnvelopeDocument(Owned):
    """What a category may cost in a month."""

    category: str
    category_key: str = ""
    amount_cents: int
    currency: str

    def derive(self) -> None:
        """Fold the category, by which lines are found."""
        self.category_key = folded(self.category)

    PORTABLE = Portable(collection="budgetEnvelopes", leave=frozenset({"category_key"}))

    class Settings:
        name = "budget_envelopes"
        indexes: ClassVar[list[IndexModel]] = [
            IndexModel([("owner_id", ASCENDING), ("category_key", ASCENDING), ("currency", ASCENDING)], unique=True),
        ]


class VendorDocument(Owned):
    """What is known of a vendor."""

    name: str
    vendor_key: str = ""
    department: str | None = None

    def derive(self) -> None:
        """Set what the vendor is found by."""
        self.vendor_key = vendor_key(self.name)

    PORTABLE = Portable(collection="vendorsCache", leave=frozenset({"vendor_key"}))

    class Settings:
        name = "budget_vendors"
        indexes: ClassVar[list[IndexModel]] = [
            IndexModel([("owner_id", ASCENDING), ("vendor_key", ASCENDING)], unique=True),
        ]


class ImportsDocument(Owned):
    """How many pieces of imports an account has had: changed by each, so that no two look for duplicates at once."""

    pieces: int = 0

    class Settings:
        name = "budget_imports"
        indexes: ClassVar[list[IndexModel]] = [IndexModel([("owner_id", ASCENDING)], unique=True)]


def fingerprint(day: date, amount_cents: int, currency: str, vendor: str, label: str) -> str:
    """The hash of day, amount and normalised vendor; where there is no vendor the label stands for it."""
    parts = (day.isoformat(), str(amount_cents), currency, vendor_key(vendor) or f"label:{vendor_key(label)}")
    return hashlib.sha256("\0".join(parts).encode()).hexdigest()


def invoice_key(number: str | None) -> str | None:
    """An invoice number without case and spaces; None if there is none."""
    return folded(number).replace(" ", "") or None if number else None
