"""How people speak about the hardware that they receive."""

from __future__ import annotations

from typing import Any

import pytest

from agents.language.outcome import Understood
from tests.agents.language.saying import calls, hear


@pytest.mark.parametrize(
    ("sentence", "operation", "arguments"),
    [
        ("find serial PF2X9ABC", "reception.trace", {"q": "PF2X9ABC"}),
        ("find the serial number 5CG-12 34", "reception.trace", {"q": "5CG-12 34"}),
        ("where is serial number PF2X9ABC?", "reception.trace", {"q": "PF2X9ABC"}),
        ("what happened to serial PF2X9ABC", "reception.history", {"serial": "PF2X9ABC"}),
        ("which lots are open?", "lot.list", {"state": "open"}),
        ("which lots are still open", "lot.list", {"state": "open"}),
        ("show me the finished lots", "lot.list", {"state": "finished"}),
        ("which lots have been collected", "lot.list", {"state": "recovered"}),
        ("show my lots", "lot.list", {}),
        ("create a lot for the Town Hall of Ivry", "lot.create", {"name": "the Town Hall of Ivry"}),
        ("create a new lot called School 12", "lot.create", {"name": "School 12"}),
        ("add a lot: Library, first floor", "lot.create", {"name": "Library, first floor"}),
        ("trouve le numéro de série PF2X9ABC", "reception.trace", {"q": "PF2X9ABC"}),
        ("cherche numéro de série PF2X9ABC", "reception.trace", {"q": "PF2X9ABC"}),
        ("où est le numéro de série PF2X9ABC ?", "reception.trace", {"q": "PF2X9ABC"}),
        ("quels lots sont ouverts ?", "lot.list", {"state": "open"}),
        ("quels sont les lots en cours", "lot.list", {"state": "open"}),
        ("montre les lots terminés", "lot.list", {"state": "finished"}),
        ("quels lots ont été récupérés", "lot.list", {"state": "recovered"}),
        ("montre mes lots", "lot.list", {}),
        ("crée un lot Mairie d’Ivry", "lot.create", {"name": "Mairie d’Ivry"}),
        ("ajoute un nouveau lot appelé École 12", "lot.create", {"name": "École 12"}),
        ("begin a disk session called Rack 4", "disk_session.create", {"name": "Rack 4"}),
        ("create a session of disks for the Town Hall", "disk_session.create", {"name": "the Town Hall"}),
        ("show my disk sessions", "disk_session.list", {}),
        ("commence une séance de disques Baie 4", "disk_session.create", {"name": "Baie 4"}),
        ("crée une séance d’effacement pour la mairie", "disk_session.create", {"name": "la mairie"}),
        ("montre mes séances de disques", "disk_session.list", {}),
        (
            "record a donation to the School of Ivry",
            "donation.create",
            {"direction": "given", "name": "the School of Ivry"},
        ),
        ("add a donation from the bank", "donation.create", {"direction": "received", "name": "the bank"}),
        ("show my donations", "donation.list", {}),
        ("which donations did we receive?", "donation.list", {"direction": "received"}),
        (
            "enregistre un don pour l’École d’Ivry",
            "donation.create",
            {"direction": "given", "name": "l’École d’Ivry"},
        ),
        ("ajoute un don de la banque", "donation.create", {"direction": "received", "name": "la banque"}),
        ("montre mes dons", "donation.list", {}),
        ("montre les dons reçus", "donation.list", {"direction": "received"}),
    ],
)
async def test_lots_and_serials(sentence: str, operation: str, arguments: dict[str, Any]) -> None:
    assert await calls(sentence) == [(operation, arguments)]


@pytest.mark.parametrize(
    "sentence",
    [
        "a lot of work",
        "there are lots of tasks",
        "don't create a lot for the school",
        "don't begin a disk session",
        "don't record a donation to the school",
    ],
)
async def test_what_is_no_lot(sentence: str) -> None:
    assert not isinstance(await hear(sentence), Understood)
