"""Importing budget lines, through the door."""

from __future__ import annotations

import asyncio
import base64
import io
import json
import zipfile
from datetime import date
from typing import Any

import pytest
from openpyxl import Workbook

from hub.features.accounts.access import actor_for
from hub.kernel.context import Call, Origin
from tests.house import House, Person

STATEMENT = """Compte;FR76 3000;;
Solde au 30/11/2026;1 234,56;;

Date;Libellé;Débit;Crédit
03/11/2026;CARREFOUR CITY;12,50;
04/11/2026;VIREMENT ACMÉ;;2 500,00
31/11/2026;PAS UN JOUR;1,00;
"""
OFX = """OFXHEADER:100
DATA:OFXSGML
<OFX><BANKMSGSRSV1><STMTTRNRS><STMTRS><CURDEF>USD
<BANKTRANLIST>
<STMTTRN><TRNTYPE>DEBIT<DTPOSTED>20261105120000[0:GMT]<TRNAMT>-45.10<FITID>77<NAME>AT&amp;T
</STMTTRN>
<STMTTRN><TRNTYPE>CREDIT<DTPOSTED>20261106<TRNAMT>+1,000.00<FITID>78<NAME>Client<MEMO>thanks</STMTTRN>
</BANKTRANLIST></STMTRS></STMTTRNRS></BANKMSGSRSV1></OFX>
"""


def b64(raw: bytes) -> str:
    """Bytes as they go over the wire."""
    return base64.b64encode(raw).decode()


def workbook(*rows: list[Any]) -> bytes:
    """An XLSX file with these rows."""
    book = Workbook()
    for row in rows:
        book.active.append(row)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


async def bring(person: Person, content: str, format: str = "csv", **more: Any) -> dict[str, Any]:
    """Import a file."""
    return (await person("POST", "/api/budget/import", {"format": format, "content": content, **more})).ok()


async def lines(person: Person) -> list[tuple[str, str, int, str]]:
    """What there is: day, vendor, amount, currency."""
    items = (await person("GET", "/api/budget?limit=200")).ok()["items"]
    return [(one["date"], one["vendor"], one["amount_cents"], one["currency"]) for one in items]


async def test_a_french_bank_statement_in_latin_1(alice: Person) -> None:
    body = {"format": "csv", "content": b64(STATEMENT.encode("latin-1")), "base64": True}
    shown = (await alice("POST", "/api/budget/import/preview", body)).ok()
    assert shown["mapping"] == {"date": "Date", "label": "Libellé", "spent": "Débit", "received": "Crédit"}
    assert (shown["found"]["delimiter"], shown["found"]["decimal"]) == ("semicolon", ",")
    assert (shown["rows"], shown["importable"]) == (3, 2) and await lines(alice) == []
    assert [(one["row"], one["category"]) for one in shown["lines"]] == [(5, "groceries"), (6, "")]
    done = (await alice("POST", "/api/budget/import", body)).ok()
    assert done["imported"] == 2 and [(one["row"], one["reason"]) for one in done["skipped"]] == [(7, "unreadable")]
    assert await lines(alice) == [
        ("2026-11-04", "VIREMENT ACMÉ", 250000, "EUR"),
        ("2026-11-03", "CARREFOUR CITY", -1250, "EUR"),
    ]


async def test_importing_again_brings_nothing_and_says_why(alice: Person) -> None:
    first = await bring(alice, STATEMENT)
    again = await bring(alice, STATEMENT)
    assert (again["imported"], again["batch_id"]) == (0, None)
    ids = {one["id"] for one in (await alice("GET", f"/api/budget?batch_id={first['batch_id']}")).ok()["items"]}
    assert {one["line_id"] for one in again["skipped"] if one["reason"] == "same_line"} == ids


async def test_duplicates_by_line_then_by_invoice_and_kept_when_asked(alice: Person) -> None:
    await alice("POST", "/api/budget", {"date": "2026-11-01", "amount_cents": -1000, "vendor": "Dell SAS"})
    text = (
        "date,vendor,amount,invoice number\n"
        "2026-11-01,DELL,-10.00,A1\n"
        "2026-11-02,Dell,-10.00,A 1\n"
        "2026-11-05,Dell GmbH,-11.00,a1\n"
        "2026-11-02,dell,-10.00,A2\n"
    )
    done = await bring(alice, text)
    reasons = [(one["row"], one["reason"], one["same_as_row"]) for one in done["skipped"]]
    assert reasons == [(2, "same_line", None), (4, "same_invoice", 3), (5, "same_line", 3)]
    assert done["imported"] == 1
    kept = await bring(alice, text, keep_rows=[2, 4])
    assert kept["imported"] == 2 and {one["row"] for one in kept["skipped"]} == {3, 5}


async def test_amounts_that_add_up_are_imported_and_named(alice: Person) -> None:
    whole = (
        await alice("POST", "/api/budget", {"date": "2026-11-10", "amount_cents": -1200, "vendor": "Amazon"})
    ).ok()
    text = "date;vendor;amount\n2026-11-09;AMAZON;-5,00\n2026-11-12;Amazon;-7,00\n2026-11-13;Amazon;-7,00\n"
    shown = (await alice("POST", "/api/budget/import/preview", {"format": "csv", "content": text})).ok()
    done = await bring(alice, text)
    assert done["imported"] == 3 and done["skipped"] == []
    expected = {
        "vendor": "AMAZON",
        "rows": [2, 3],
        "line_ids": [whole["id"]],
        "amount_cents": -1200,
        "currency": "EUR",
    }
    assert done["candidates"] == shown["candidates"] == [expected]


async def test_json_of_either_spelling_and_of_our_own(alice: Person) -> None:
    done = await bring(
        alice,
        '[{"date":"2026-11-01","amountCents":-505,"vendor":"Free","vatCents":84},'
        '{"date":"2026-11-02","amount":-7.25,"vendor":"Orange","invoiceNumber":"F-1","currency":"usd"},'
        '{"date":"2026-11-02","amount":NaN,"vendor":"x"}]',
        "json",
    )
    assert done["imported"] == 2 and done["skipped"][0]["reason"] == "unreadable"
    assert await lines(alice) == [("2026-11-02", "Orange", -725, "USD"), ("2026-11-01", "Free", -505, "EUR")]
    own = (await alice("GET", "/api/budget")).body
    again = await bring(alice, json.dumps(own), "json")
    assert again["imported"] == 0 and len(again["skipped"]) == 2


async def test_ofx_with_open_elements(alice: Person) -> None:
    done = await bring(alice, OFX, "ofx")
    assert done["imported"] == 2
    assert await lines(alice) == [("2026-11-06", "Client", 100000, "USD"), ("2026-11-05", "AT&T", -4510, "USD")]
    (one,) = (await alice("GET", "/api/budget?vendor=client")).ok()["items"]
    assert (one["label"], one["source"]) == ("thanks", {"kind": "import", "ids": ["78"]})


async def test_xlsx_with_typed_cells_and_a_mapping(alice: Person) -> None:
    raw = workbook(["Quand", "Qui", "Combien", "Divers"], [date(2026, 11, 3), "Dell", 999.99, 5], [None] * 4, ["x"])
    mapping = {"date": "quand", "vendor": "Qui", "amount": "Combien"}
    done = await bring(alice, b64(raw), "xlsx", mapping=mapping, spending_is_positive=True)
    assert done["imported"] == 1 and [one["row"] for one in done["skipped"]] == [4]
    assert await lines(alice) == [("2026-11-03", "Dell", -99999, "EUR")]
    body = {"format": "xlsx", "content": b64(raw), "mapping": {"date": "nope"}}
    refused = (await alice("POST", "/api/budget/import", body)).refused("invalid", 422)
    assert "mapping.date" in refused["errors"]


async def test_an_import_goes_into_a_project_of_ones_own(alice: Person, bob: Person) -> None:
    mine, his = [(await one("POST", "/api/projects", {"name": "p"})).ok()["id"] for one in (alice, bob)]
    body = {"format": "csv", "content": STATEMENT, "project_id": his}
    (await alice("POST", "/api/budget/import", body)).refused("not_found", 404)
    assert await lines(alice) == []
    await bring(alice, STATEMENT, project_id=mine)
    assert len((await alice("GET", f"/api/budget?project_id={mine}")).ok()["items"]) == 2


async def test_a_column_of_projects_names_those_of_the_caller(alice: Person, bob: Person) -> None:
    trip, rest = [
        (await alice("POST", "/api/projects", {"name": name})).ok()["id"] for name in ("Été à Nice", "Rest")
    ]
    await bob("POST", "/api/projects", {"name": "His"})
    cells = {"a": "ETE A NICE", "b": "His", "c": "", "d": "été à nice"}
    text = "date,vendor,amount,project\n" + "".join(f"2026-11-01,{one},-1,{name}\n" for one, name in cells.items())
    done = await bring(alice, text, project_id=rest)
    assert done["unknown_projects"] == ["His"]
    found = {one["vendor"]: one["project_id"] for one in (await alice("GET", "/api/budget")).ok()["items"]}
    assert found == {"a": trip, "b": rest, "c": rest, "d": trip}


async def test_a_batch_of_several_pieces_is_undone_as_a_whole(alice: Person, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("hub.features.budget.imports.operations.PIECE", 3)
    text = "date,vendor,amount\n" + "".join(f"2026-11-{day:02d},V{day},-{day}.00\n" for day in range(1, 9))
    answer = await alice("POST", "/api/budget/import", {"format": "csv", "content": text})
    batch = answer.ok()["batch_id"]
    entries = [
        one for one in (await alice("GET", "/api/activity?operation=budget.import")).ok()["items"] if one["changes"]
    ]
    assert len(entries) == 3
    undone = (await alice("POST", f"/api/activity/{answer.headers['X-Activity-Id']}/undo")).ok()
    assert undone["restored"] == 8 and await lines(alice) == []
    assert (await bring(alice, text))["imported"] == 8
    (await alice("POST", f"/api/budget/import/{batch}/undo")).refused("not_found", 404)


async def test_taking_an_import_back_spares_what_was_changed_since_unless_asked(
    alice: Person, bob: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("hub.features.budget.imports.operations.PIECE", 1)
    imported = await alice("POST", "/api/budget/import", {"format": "csv", "content": STATEMENT})
    done, entry = imported.ok(), f"/api/activity/{imported.headers['X-Activity-Id']}"
    url = f"/api/budget/import/{done['batch_id']}/undo"
    (await bob("POST", url)).refused("not_found", 404)
    changed = (await alice("GET", "/api/budget")).ok()["items"][0]
    await alice("PATCH", f"/api/budget/{changed['id']}", {"category": "pay"})
    (await alice("POST", url)).refused("conflict", 409)
    assert len(await lines(alice)) == 2
    answer = await alice("POST", url, {"changed_too": True})
    assert answer.ok() == {"batch_id": done["batch_id"], "deleted": 2} and await lines(alice) == []
    assert (await alice("GET", entry)).ok()["undone_by"]
    (await alice("POST", f"/api/activity/{answer.headers['X-Activity-Id']}/undo")).ok()
    back = (await alice("GET", "/api/budget")).ok()["items"][0]
    assert (await alice("GET", entry)).ok()["undone_by"] is None
    assert (back["id"], back["category"], back["batch_id"]) == (changed["id"], "pay", done["batch_id"])


async def test_the_same_file_sent_twice_at_once_is_imported_once(alice: Person) -> None:
    done = await asyncio.gather(*(bring(alice, STATEMENT) for _ in range(4)))
    assert sorted(one["imported"] for one in done) == [0, 0, 0, 2]
    assert len(await lines(alice)) == 2


async def test_an_import_with_an_idempotency_key_is_done_once(alice: Person) -> None:
    body = {"format": "csv", "content": STATEMENT}
    headers = {"Idempotency-Key": "import-once"}
    first = (await alice("POST", "/api/budget/import", body, headers=headers)).ok()
    assert (await alice("POST", "/api/budget/import", body, headers=headers)).ok() == first


async def test_what_was_exported_is_known_when_it_comes_back(alice: Person) -> None:
    for vendor, label, cents in (("=SUM(A1)", "a;b", -1250), ("'quoted", 'say "hi"', 99), ("-x", "@y", -100_000_01)):
        await alice("POST", "/api/budget", {"vendor": vendor, "label": label, "amount_cents": cents})
    for locale in ("en", "fr"):
        await alice("PATCH", "/api/auth/me", {"locale": locale})
        for format in ("csv", "tsv"):
            file = (await alice("GET", f"/api/budget/export?format={format}")).ok()
            cells = [cell.strip('"') for row in file["content"].splitlines() for cell in row.split("\t")]
            assert not any(cell.startswith(("=", "@")) for cell in cells) and "'=SUM" in file["content"]
            done = await bring(alice, file["content"])
            assert done["imported"] == 0 and {one["reason"] for one in done["skipped"]} == {"same_line"}
            assert len(done["skipped"]) == 3


@pytest.mark.parametrize(
    ("format", "content"),
    [
        ("csv", ""),
        ("csv", "a,b\n1,2"),
        ("csv", "date;amount\n"),
        ("json", "{"),
        ("json", "[1,2]"),
        ("json", '{"a":' * 5000),
        ("json", '[{"date":"2026-01-01","amount":1e999999}]'),
        ("ofx", "<html>"),
        ("xlsx", "not base64!"),
        ("xlsx", b64(b"PK\x03\x04 nothing")),
        ("pdf", "x"),
        ("csv", {"$gt": ""}),
    ],
)
async def test_a_file_that_is_none_is_refused(alice: Person, format: str, content: Any) -> None:
    for path in ("/api/budget/import", "/api/budget/import/preview"):
        answer = await alice("POST", path, {"format": format, "content": content})
        if answer.status == 200:
            assert answer.body["skipped"] and not answer.body.get("imported")
        else:
            answer.refused("invalid", 422)
    assert await lines(alice) == []


def bomb(inside: bytes) -> bytes:
    """A workbook whose sheet is not what it seems."""
    out = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(workbook(["date"]))) as good,
        zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as bad,
    ):
        for part in good.infolist():
            bad.writestr(part, inside if part.filename.endswith("sheet1.xml") else good.read(part))
    return out.getvalue()


async def test_a_zip_bomb_and_entities_are_refused_before_they_are_parsed(alice: Person) -> None:
    body = {"format": "xlsx", "content": b64(bomb(b" " * 80_000_000))}
    (await alice("POST", "/api/budget/import", body)).refused("too_large", 413)
    laughs = b'<!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;">]><worksheet>&b;</worksheet>'
    body["content"] = b64(bomb(laughs))
    (await alice("POST", "/api/budget/import", body)).refused("invalid", 422)


async def test_too_many_lines_are_refused(alice: Person) -> None:
    text = "d,a\n" + "2026-01-01,1\n" * 20_001
    (await alice("POST", "/api/budget/import", {"format": "csv", "content": text})).refused("too_large", 413)


async def test_bulk_work_can_be_looked_at_without_being_done(
    house: House, alice: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("hub.features.budget.imports.operations.PIECE", 2)
    monkeypatch.setattr("hub.features.budget.plans.PIECE", 2)
    monkeypatch.setattr("hub.features.projects.operations.AT_ONCE", 2)
    text = "date,vendor,amount\n" + "".join(f"2026-11-{day:02d},Shop,-{day}.00\n" for day in range(1, 6))
    project = (await alice("POST", "/api/projects", {"name": "p"})).ok()
    batch = (await bring(alice, text, project_id=project["id"]))["batch_id"]
    actor = await actor_for(alice.id)
    assert actor is not None
    call = Call(actor=actor, origin=Origin.AGENT, request_id="preview")
    for name, payload, changes in (
        ("budget.import", {"format": "csv", "content": text.replace("Shop", "Store")}, 5),
        ("budget.undo_import", {"batch_id": batch}, 5),
        ("budget.set_vendor_department", {"vendor": "shop", "department": "Ops"}, 5),
        ("project.delete", {"id": project["id"]}, 7),
    ):
        shown = (await house.hub.pipeline.run(name, payload, call, preview=True)).changes
        kinds = [change.entity.kind for change in shown if change.recorded and change.entity.kind != "budget_vendor"]
        assert len(kinds) == changes, (name, kinds)
    left = (await alice("GET", f"/api/budget?project_id={project['id']}")).ok()["items"]
    assert len(left) == 5 and all(one["department"] is None for one in left)
