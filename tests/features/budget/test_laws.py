"""Laws of reading amounts, dates and files, and of telling duplicates."""

from __future__ import annotations

import csv
import io
from contextlib import suppress
from datetime import date, timedelta
from itertools import combinations
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hub.features.budget.documents import fingerprint
from hub.features.budget.export import decimal_text
from hub.features.budget.imports import csv_file
from hub.features.budget.imports.amounts import NotAnAmount, cents, currency_in, decimal_mark
from hub.features.budget.imports.days import NotADay, day, day_order
from hub.features.budget.imports.duplicates import NEAR, Known, KnownLine, adding_up, candidates, sort_out
from hub.features.budget.imports.lines import FileLine, read_file
from hub.features.budget.imports.schemas import PreviewImport
from hub.features.budget.imports.text import decode
from hub.features.budget.money import LARGEST
from hub.features.budget.vendors import usual_category, vendor_key

DAY = date(2026, 11, 10)
amounts = st.integers(-LARGEST, LARGEST)
days = st.dates(date(2000, 1, 1), date(2099, 12, 31))


def line(row: int, cents: int, *, on: date = DAY, vendor: str = "Shop", invoice: str | None = None) -> FileLine:
    """A line of a file."""
    return FileLine(
        row=row,
        date=on,
        vendor=vendor,
        label="",
        category="",
        amount_cents=cents,
        vat_cents=0,
        currency="EUR",
        project="",
        department=None,
        invoice_number=invoice,
        invoice_id=None,
        notes="",
        reference="",
    )


def written(value: int, *, mark: str, thousands: str, sign: str, symbol: str) -> str:
    """An amount as somebody may write it."""
    units, hundredths = divmod(abs(value), 100)
    text = f"{units:,}".replace(",", thousands) + f"{mark}{hundredths:02d}"
    if value < 0:
        text = {"before": f"-{text}", "after": f"{text}-", "brackets": f"({text})", "typeset": f"−{text}"}[sign]
    return {"": text, "after": f"{text} €", "code": f"{text} EUR", "before": f"€{text}"}[symbol]


styles = st.fixed_dictionaries(
    {
        "mark": st.sampled_from([",", "."]),
        "thousands": st.sampled_from(["", " ", "\u00a0", "\u202f", "'"]),
        "sign": st.sampled_from(["before", "after", "brackets", "typeset"]),
        "symbol": st.sampled_from(["", "after", "code", "before"]),
    }
)


@given(amounts, styles)
def test_an_amount_is_read_as_it_was_written(value: int, style: dict[str, str]) -> None:
    if style["symbol"] == "before" and style["sign"] in ("after", "brackets"):
        style = {**style, "symbol": ""}
    text = written(value, **style)
    assert cents(text) == value
    assert cents(text, style["mark"]) == value  # type: ignore[arg-type]  # one of the two marks


@given(st.lists(amounts, min_size=1, max_size=20), st.sampled_from([(",", "."), (".", ","), (",", ""), (".", "")]))
def test_the_decimal_mark_of_a_column_is_found(values: list[int], marks: tuple[str, str]) -> None:
    mark, thousands = marks
    texts = [written(value, mark=mark, thousands=thousands, sign="before", symbol="") for value in values]
    assert decimal_mark(texts) == mark


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("1 234,56 €", 123456),
        ("1.234", 123400),
        ("1,5", 150),
        (".5", 50),
        ("12", 1200),
        ("1,234,567", 123456700),
        ("(12.50)", -1250),
        ("USD 3", 300),
        ("12,345.6", 1234560),
    ],
)
def test_amounts_by_hand(text: str, expected: int) -> None:
    assert cents(text) == expected


@pytest.mark.parametrize(
    "text", ["", "abc", "12abc", "1.2.3", "1,23,456", "--5", "1e5", "12 shoes", "٣", "99999999999999", "1.234,5.6"]
)
def test_what_is_no_amount(text: str) -> None:
    with pytest.raises(NotAnAmount):
        cents(text)


@given(st.text(max_size=30))
def test_any_text_is_an_amount_or_is_not(text: str) -> None:
    with suppress(NotAnAmount):
        assert abs(cents(text)) <= LARGEST
    assert currency_in(text) is None or len(currency_in(text) or "") == 3


@given(days, st.sampled_from(["%Y-%m-%d", "%d/%m/%Y", "%d.%m.%Y", "%d-%m-%Y", "%Y%m%d", "%Y%m%d120000", "%d/%m/%y"]))
def test_a_date_is_read_as_it_was_written(value: date, form: str) -> None:
    assert day(value.strftime(form)) == value


@given(st.lists(days, min_size=1), st.sampled_from(["dmy", "mdy"]))
def test_the_order_of_a_column_of_dates_is_never_wrong(values: list[date], order: Any) -> None:
    form = "%d/%m/%Y" if order == "dmy" else "%m/%d/%Y"
    texts = [value.strftime(form) for value in values]
    found = day_order(texts)
    assert found in (None, order)
    assert (found is None) == all(value.day <= 12 for value in values)
    assert [day(text, order) for text in texts] == values


@given(st.text(max_size=20))
def test_any_text_is_a_date_or_is_not(text: str) -> None:
    with suppress(NotADay):
        assert isinstance(day(text), date)


words = st.text(st.characters(codec="latin-1", exclude_categories=("Cc", "Zs")), min_size=1, max_size=12)
rows = st.lists(st.tuples(days, words, amounts), min_size=1, max_size=15)


@given(rows, st.sampled_from([";", ",", "\t", "|"]), st.sampled_from([",", "."]), st.booleans(), st.booleans())
def test_a_csv_is_read_whatever_its_delimiter_mark_encoding_and_preamble(
    given_rows: list[tuple[date, str, int]], delimiter: str, mark: str, preamble: bool, latin: bool
) -> None:
    out = io.StringIO(newline="")
    if preamble:
        out.write("Bank\n\n")
    writer = csv.writer(out, delimiter=delimiter)
    writer.writerow(["Date", "Vendor", "Amount"])
    for on, vendor, value in given_rows:
        # What a spreadsheet would take for a formula is exported with an apostrophe; see the export's own test.
        writer.writerow([on.strftime("%d/%m/%Y"), f"x{vendor}", decimal_text(value, comma=mark == ",")])
    raw = out.getvalue().encode("latin-1" if latin else "utf-8")
    text, _ = decode(raw)
    file = PreviewImport(format="csv", content=text, day_first=True)
    read = read_file(file, currency="EUR", locale="en")
    assert not read.skipped
    found = [(one.date, one.amount_cents) for one in read.lines]
    assert found == [(on, value) for on, _, value in given_rows]
    vendors = [f"x{vendor}" for _, vendor, _ in given_rows]
    # Bytes that are valid UTF-8 by chance are taken for it: nothing can tell.
    if not latin or text == out.getvalue():
        assert [one.vendor for one in read.lines] == vendors


@given(st.text(max_size=200))
def test_any_text_is_a_table_or_is_refused(text: str) -> None:
    from hub.kernel.errors import OperationError

    try:
        table = csv_file.read(text)
    except OperationError:
        return
    assert all(len(row.cells) == len(table.columns) for row in table.rows)


@given(st.text(max_size=30))
def test_a_vendors_key_is_the_same_however_it_is_written(name: str) -> None:
    key = vendor_key(name)
    assert vendor_key(key) == key
    assert vendor_key(f"  {name} ") == key
    if key:
        assert vendor_key(f"{key} SARL") == key


def test_vendors_by_hand() -> None:
    assert vendor_key("Société Générale, S.A.") == "societe generale s a"
    assert vendor_key("SAS") == "sas"
    assert usual_category("LEROY MERLIN 1234") == "hardware"
    assert usual_category("Unknown", "facture EDF") == "energy"


file_lines = st.lists(
    st.tuples(
        st.sampled_from([-500, -700, -1200, 100]), st.integers(0, 4), st.sampled_from(["Shop", "shop SAS", "Rail"])
    ),
    max_size=12,
).map(lambda found: [line(row, c, on=DAY + timedelta(days=d), vendor=v) for row, (c, d, v) in enumerate(found, 1)])


@given(file_lines, file_lines)
def test_no_line_is_lost_and_none_is_imported_twice(first: list[FileLine], second: list[FileLine]) -> None:
    once = sort_out(first, Known())
    known = Known(fingerprints={one.fingerprint: f"{one.row:024}" for one in once.new})
    then = sort_out(second, known)
    for lines, done in ((first, once), (second, then)):
        assert sorted([one.row for one in done.new] + [one.row for one in done.skipped]) == [one.row for one in lines]
    prints = [one.fingerprint for one in (*once.new, *then.new)]
    assert len(prints) == len(set(prints)) and set(prints) == {one.fingerprint for one in (*first, *second)}
    assert sort_out(first, known).new == []
    everything = frozenset(one.row for one in second)
    assert list(sort_out(second, known, everything).new) == second


@given(file_lines, st.sampled_from([-1200, -1700, 100, 200]))
def test_what_adds_up_does_and_nothing_smaller_is_missed(lines: list[FileLine], total: int) -> None:
    whole = line(99, total)
    found = adding_up(whole, lines)
    near = [one for one in lines if abs(one.date - DAY) <= NEAR and 0 < abs(one.amount_cents) < abs(total)]
    if found:
        assert len(found) >= 2 and sum(one.amount_cents for one in found) == total
        assert all(one in near for one in found)
    else:
        pairs = combinations(near, 2)
        assert all(one.amount_cents + other.amount_cents != total for one, other in pairs)


def test_candidates_go_both_ways_and_stay_with_one_vendor() -> None:
    stored = [
        KnownLine(id="a" * 24, date=DAY, vendor_key="shop", amount_cents=-500, currency="EUR"),
        KnownLine(id="b" * 24, date=DAY, vendor_key="shop", amount_cents=-700, currency="EUR"),
        KnownLine(id="c" * 24, date=DAY, vendor_key="rail", amount_cents=-900, currency="EUR"),
    ]
    new = [line(1, -1200), line(2, -400, vendor="Rail"), line(3, -500, vendor="Rail"), line(4, 1200)]
    found = candidates(new, stored)
    assert [(one.rows, one.line_ids) for one in found] == [([1], ["a" * 24, "b" * 24]), ([2, 3], ["c" * 24])]


def test_a_fingerprint_tells_days_amounts_currencies_and_vendors_apart() -> None:
    same = fingerprint(DAY, -1, "EUR", "Shop SAS", "a")
    assert same == fingerprint(DAY, -1, "EUR", "SHOP", "b")
    others = [
        fingerprint(DAY + timedelta(days=1), -1, "EUR", "Shop", ""),
        fingerprint(DAY, 1, "EUR", "Shop", ""),
        fingerprint(DAY, -1, "USD", "Shop", ""),
        fingerprint(DAY, -1, "EUR", "Shops", ""),
        fingerprint(DAY, -1, "EUR", "", "Shop"),
    ]
    assert len({same, *others}) == 6
