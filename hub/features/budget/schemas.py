"""The wire models of budget lines, their totals and their envelopes. Those of imports are apart."""

from __future__ import annotations

from typing import Annotated, Any, Literal, Self

from pydantic import Field, StringConstraints, model_validator

from hub.features.budget.money import LARGEST, Cents, Currency
from hub.storage.wire import Date, EntityOut, Id, Input, PageInput, Text, UpdateInput, Wire


def _short(length: int) -> Any:
    return StringConstraints(strip_whitespace=True, max_length=length)


Name = Annotated[str, _short(300)]
Category = Annotated[str, _short(100)]
Number = Annotated[str, _short(100)]
Sign = Literal["spent", "received"]


class BudgetSource(Wire):
    """Where a line came from."""

    kind: Literal["message", "journal", "mail", "import"]
    ids: Annotated[list[Annotated[str, _short(300)]], Field(max_length=100)] = []


class BudgetLine(EntityOut):
    """A line of money spent (negative) or received."""

    date: Date
    vendor: str
    label: str
    category: str
    amount_cents: int
    vat_cents: int
    currency: str
    project_id: Id | None
    department: str | None
    invoice_id: str | None
    invoice_number: str | None
    notes: str
    source: BudgetSource | None
    batch_id: Id | None


class CreateLine(Input):
    """A new line."""

    date: Date | None = Field(default=None, description="Today if it is not said.")
    vendor: Name = Field(default="", description="Who was paid, or who paid.")
    label: Name = Field(default="", description="What it was for.")
    category: Category = Field(default="", description="Guessed from the vendor if it is not said.")
    amount_cents: Cents = Field(description="In hundredths; negative for what was spent.")
    vat_cents: Cents = Field(default=0, description="The VAT within the amount, in hundredths, kept as it is given.")
    currency: Currency | None = Field(default=None, description="ISO 4217; that of the last line if not said.")
    project_id: Id | None = None
    department: Name | None = Field(default=None, description="That of the vendor if it is not said.")
    invoice_id: Number | None = None
    invoice_number: Number | None = None
    notes: Text = ""
    source: BudgetSource | None = None


class UpdateLine(UpdateInput):
    """Changes to a line; only what is sent is changed."""

    date: Date = Date.min
    vendor: Name = ""
    label: Name = ""
    category: Category = ""
    amount_cents: Cents = 0
    vat_cents: Cents = 0
    currency: Currency = "EUR"
    project_id: Id | None = None
    department: Name | None = None
    invoice_id: Number | None = None
    invoice_number: Number | None = None
    notes: Text = ""


class LineFilter(Input):
    """Which lines."""

    q: Annotated[str | None, Field(max_length=200, description="Words in the vendor, label, notes or number.")] = None
    from_: Date | None = Field(default=None, alias="from", description="The first day.")
    to: Date | None = Field(default=None, description="The last day, itself included.")
    category: Category | None = None
    vendor: Name | None = Field(default=None, description="Whatever its case, accents and legal form.")
    project_id: Id | None = None
    department: Name | None = None
    sign: Sign | None = Field(default=None, description="Only what was spent, or only what was received.")
    currency: Currency | None = None
    batch_id: Id | None = Field(default=None, description="Only the lines of one import.")


class ListLines(PageInput, LineFilter):
    """Which lines to list, the latest first."""

    sort: Literal["date", "created_at"] = "date"


class Period(Input):
    """From one day to another, both included."""

    from_: Date | None = Field(default=None, alias="from", description="The first day.")
    to: Date | None = Field(default=None, description="The last day, itself included.")
    currency: Currency | None = Field(default=None, description="The one used most if it is not said.")

    @model_validator(mode="after")
    def _in_order(self) -> Self:
        if self.from_ and self.to and self.to < self.from_:
            raise ValueError("`to` is before `from`")
        return self


class Total(Wire):
    """A sum of lines."""

    total_cents: int = Field(description="What was received less what was spent.")
    spent_cents: int = Field(description="What was spent, as a positive number.")
    received_cents: int
    vat_cents: int
    count: int


class MonthTotal(Total):
    """The lines of a month that belong to a department."""

    month: str = Field(description="`YYYY-MM`.")
    department: str | None


class CategoryTotal(Total):
    """The lines of a category; an empty name for those without."""

    category: str


class ProjectTotal(Total):
    """The lines of a project."""

    project_id: Id | None
    name: str | None


class VendorTotal(Total):
    """The lines of a vendor, under the name that was used last."""

    vendor: str


class EnvelopeLeft(Wire):
    """What an envelope still holds."""

    category: str
    amount_cents: int = Field(description="For one month.")
    months: int = Field(description="How many months the period touches.")
    spent_cents: int
    left_cents: int = Field(description="Negative once more was spent than there was.")


class Summary(Wire):
    """Totals of one currency; amounts in different currencies are never added up."""

    currency: str
    currencies: list[str] = Field(description="All that occur in the period, the most used first.")
    total_cents: int
    spent_cents: int
    received_cents: int
    vat_cents: int
    count: int
    by_month_department: list[MonthTotal]
    by_category: list[CategoryTotal]
    by_project: list[ProjectTotal]
    by_vendor: list[VendorTotal] = Field(description="The 200 with the largest amounts.")
    envelopes: list[EnvelopeLeft] = Field(description="For the period's months; for this month if none is given.")


class SetEnvelope(Input):
    """What a category may cost in a month; null takes the envelope away."""

    category: Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=100)]
    amount_cents: Annotated[int, Field(ge=0, le=LARGEST, strict=True)] | None
    currency: Currency = "EUR"


class Envelope(EntityOut):
    """What a category may cost in a month."""

    category: str
    amount_cents: int | None = Field(description="Null: there is no envelope (any more).")
    currency: str


class SetVendorDepartment(Input):
    """The department of all that is paid to a vendor, from now on and before."""

    vendor: Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=300)]
    department: Name | None


class VendorDepartment(Wire):
    """A vendor's department, and how many lines it was set on."""

    vendor: str
    department: str | None
    changed: int


class Vendor(EntityOut):
    """What is known of a vendor."""

    name: str
    department: str | None


class ExportLines(LineFilter):
    """Which lines to export, and how."""

    format: Literal["csv", "tsv"] = "csv"


class BudgetFile(Wire):
    """A file as text."""

    content: str
    filename: str
    mime_type: str
    count: int
