"""Papers: what stands on them, and that they come as PDF to whoever may see the sheet."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from typing import Any

import pytest

from hub.features.reception.papers import Column, Fact, Paper
from hub.features.reception.pdf import drawn
from hub.kernel.context import Actor, ActorKind, Call, Origin, Role
from tests.features.reception.test_lots import READY, lot_of, scan
from tests.house import House, Person

AT = datetime(2026, 11, 22, 8, 0, tzinfo=UTC)


def paper(count: int, **fields: Any) -> Paper:
    """A paper with so many rows."""
    columns = [Column(head="Serial", width=20), Column(head="Notes", width=80), Column(head="€", width=9, right=True)]
    made = {
        "title": "Lot",
        "name": "Łódź, œuvre, 1 234 €",
        "locale": "fr",
        "facts": [Fact(name="Reçu le", says="22 novembre 2026")],
        "columns": columns,
        "rows": [[f"SN{n}", "Élodie a tout vérifié " * 6, "12,00 €"] for n in range(count)],
        "made": "Établi",
        "page": "Page {page} sur {pages}",
        **fields,
    }
    return Paper.model_validate(made)


def pages(pdf: bytes) -> int:
    """How many pages a PDF has."""
    assert pdf.startswith(b"%PDF-") and pdf.rstrip().endswith(b"%%EOF")
    return len(re.findall(rb"/Type /Page\b(?!s)", pdf))


def test_rows_go_on_from_page_to_page() -> None:
    assert pages(drawn(paper(1), AT)) == 1
    assert pages(drawn(paper(0), AT)) == 1
    several = pages(drawn(paper(90, last=["", "Sum", "1 080,00 €"], signed=["A", "B"]), AT))
    assert several > 2
    assert pages(drawn(paper(180), AT)) > several
    assert drawn(paper(3), AT) == drawn(paper(3), AT)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "x" * 5_000,
        "\u202egnp.exe\x00\x07",
        "日本語 العربية 🖨️",
        "a\nb\r\nc\td",
        "**not bold** __nor this__",
        "{nb}{page}",
    ],
)
def test_whatever_stands_in_it_is_drawn(text: str) -> None:
    odd = paper(2, name=text or "-", notes=text, rows=[[text, text, text]] * 2)
    assert pages(drawn(odd, AT)) >= 1


async def said_by(house: House, person: Person, operation: str, id: str) -> Paper:
    who = {"kind": ActorKind.USER, "id": person.id, "display_name": "x", "role": Role.MEMBER}
    actor = Actor(**who, locale="fr", time_zone="Europe/Paris")
    call = Call(actor=actor, origin=Origin.REST, request_id="test-print")
    found = (await house.hub.pipeline.run(operation, {"id": id}, call)).result
    assert isinstance(found, Paper)
    return found


async def test_a_lot_on_paper(house: House, alice: Person, bob: Person) -> None:
    lot = await lot_of(alice, "Mairie d’Ivry", received_on="2026-11-01", description="Troisième étage")
    (await scan(alice, lot, "PAP-1", type="laptop", brand="Lenovo", model="T480", os="Debian", **READY)).ok()
    (await scan(alice, lot, "PAP-2")).ok()
    said = await said_by(house, alice, "lot.print", lot["id"])
    assert (said.title, said.name, said.notes) == ("Bon de réception", "Mairie d’Ivry", "Troisième étage")
    assert [(fact.name, fact.says) for fact in said.facts] == [
        ("Reçu le", "1er novembre 2026"),
        ("Prêts", "1 sur 2"),
    ]
    assert said.rows == [
        ["1", "PAP-1", "Portable", "Lenovo T480", "Reconditionné", "Ada", "Debian"],
        ["2", "PAP-2", "", "", "", "", ""],
    ]
    path = f"/api/lots/{lot['id']}/pdf"
    async with house.http.get(house.base + path, headers={"Authorization": f"Bearer {alice.token}"}) as answer:
        assert answer.status == 200 and answer.content_type == "application/pdf"
        assert answer.headers["X-Content-Type-Options"] == "nosniff"
        assert "filename*=UTF-8''Hardware%20received%20Mairie" in answer.headers["Content-Disposition"]
        assert pages(await answer.read()) == 1
    (await bob("GET", path)).refused("not_found", 404)
    (await alice("GET", "/api/lots/000000000000000000000000/pdf")).refused("not_found", 404)
    (await alice("GET", "/api/lots/nonsense/pdf")).refused("invalid", 422)
    (await house.request("GET", path)).refused("unauthenticated", 401)
