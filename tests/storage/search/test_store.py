"""One contract for both forms of Qdrant: the embedded shard, and what `qdrant-client` speaks to."""

from __future__ import annotations

import warnings
from collections.abc import Iterator
from pathlib import Path

import pytest
from qdrant_client import QdrantClient

from hub.storage.search.edge import EdgeStore
from hub.storage.search.engine import Asked, Item
from hub.storage.search.index import Index
from hub.storage.search.server import ServerStore
from hub.storage.search.store import Sieve, Store

ALICE, BOB, ROOM = "user:alice", "user:bob", "room:talk"


@pytest.fixture(params=["edge", "client"])
def store(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Store]:
    """An empty store. There is no server here: `qdrant-client` does what one would do, in memory."""
    if request.param == "edge":
        opened: Store = EdgeStore(tmp_path / "shard", 4)
    else:
        with warnings.catch_warnings():
            warnings.filterwarnings("ignore", "Payload indexes have no effect")
            opened = ServerStore(QdrantClient(":memory:"), "things", 4)
    yield opened
    opened.close()


@pytest.fixture
def index(store: Store) -> Index:
    return Index(store, meaning=True)


def item(id: str, text: str, *, scopes: tuple[str, ...] = (ALICE,), kind: str = "note", **more: object) -> Item:
    title = text.partition("\n")[0]
    return Item(kind=kind, id=id, title=title, text=text, scopes=scopes, **more)  # type: ignore[arg-type]


def by_words(index: Index, text: str, *scopes: str, **more: object) -> list[str]:
    asked = Asked(text=text, scopes=scopes or (ALICE,), **more)  # type: ignore[arg-type]
    return [hit.id for hit in index.query(asked, None)]


def give_meanings(index: Index, vectors: dict[str, list[float]]) -> None:
    while (piece := index.next_waiting()) is not None:
        index.give_meaning(piece, vectors[piece.text.partition("\n")[0]])


def test_words_are_found_in_whatever_form_and_only_within_the_scopes(index: Index) -> None:
    index.put([item("1", "Réunions de chantier"), item("2", "The meetings\nabout Berlin", scopes=(BOB, ROOM))])
    assert by_words(index, "reunion") == ["1"]
    assert by_words(index, "RÉUNION") == ["1"]
    assert by_words(index, "meeting") == []
    assert by_words(index, "meeting", BOB) == ["2"]
    assert by_words(index, "berlin chantier", ALICE, ROOM) != []
    assert by_words(index, "the of and") == []
    assert index.query(Asked(text="reunion", scopes=()), None) == []


def test_a_title_counts_for_more_than_a_text(index: Index) -> None:
    index.put([item("1", "Things\nthat we saw in Berlin, and more"), item("2", "Berlin\nwhere we saw more things")])
    assert by_words(index, "berlin") == ["2", "1"]


def test_what_is_put_in_again_is_as_it_is_now(index: Index) -> None:
    index.put([item("1", "Zebra")])
    index.put([item("1", "Okapi", scopes=(BOB,))])
    assert by_words(index, "zebra", ALICE, BOB) == []
    assert by_words(index, "okapi") == [] and by_words(index, "okapi", BOB) == ["1"]
    index.remove("note", ["1"])
    assert by_words(index, "okapi", BOB) == []
    assert index.counts()[0] == 0


def test_a_text_that_became_shorter_leaves_no_piece_behind(index: Index) -> None:
    long = "\n".join(f"Sentence number {number} of many others." for number in range(100)) + "\nThe zebra."
    index.put([item("1", long)])
    (hit,) = index.query(Asked(text="zebra", scopes=[ALICE]), None)
    assert long[hit.start :].endswith("The zebra.") and hit.start > 2_000
    index.put([item("1", "Short")])
    assert by_words(index, "zebra") == [] and index.counts()[0] == 1


def test_meaning_follows_and_outlives_what_does_not_change_the_text(index: Index) -> None:
    index.put([item("1", "Berlin"), item("2", "Paris")])
    assert index.waiting == 2
    give_meanings(index, {"Berlin": [1, 0, 0, 0], "Paris": [0, 1, 0, 0]})
    assert index.waiting == 0 and index.counts()[1] == 2
    moved = item("1", "Berlin", scopes=(BOB,), project_id="p")
    index.put([moved])
    assert index.waiting == 0, "only whose it is has changed"
    hits = index.query(Asked(text="capital", scopes=[BOB]), [0.9, 0.1, 0, 0])
    assert [(hit.id, hit.by) for hit in hits] == [("1", "meaning")]
    index.put([item("1", "Rome", scopes=(BOB,))])
    assert index.waiting == 1 and index.counts()[1] == 1


def test_a_meaning_that_comes_too_late_is_not_kept(index: Index) -> None:
    index.put([item("1", "Berlin")])
    piece = index.next_waiting()
    assert piece is not None
    index.put([item("1", "Paris")])
    index.give_meaning(piece, [1, 0, 0, 0])
    assert index.counts()[1] == 0 and index.waiting == 1


def test_words_and_meaning_are_fused(index: Index) -> None:
    index.put([item("1", "Berlin"), item("2", "Paris"), item("3", "Capital")])
    give_meanings(index, {"Berlin": [1, 0, 0, 0], "Paris": [0.8, 0.6, 0, 0], "Capital": [0, 1, 0, 0]})
    hits = index.query(Asked(text="capital", scopes=[ALICE]), [0.6, 0.8, 0, 0])
    assert [hit.id for hit in hits][:2] == ["3", "2"] or [hit.id for hit in hits][:2] == ["2", "3"]
    assert {hit.id: hit.by for hit in hits} == {"1": "meaning", "2": "meaning", "3": "both"}


def test_what_is_less_alike_than_the_floor_is_found_by_its_words_only(index: Index) -> None:
    index.put([item("1", "Berlin"), item("2", "Paris"), item("3", "Capital")])
    give_meanings(index, {"Berlin": [1, 0, 0, 0], "Paris": [0.8, 0.6, 0, 0], "Capital": [-1, 0, 0, 0]})
    asked = Asked(text="capital", scopes=[ALICE])
    hits = index.query(asked, [0.6, 0.8, 0, 0], 0.7)
    assert {hit.id: hit.by for hit in hits} == {"2": "meaning", "3": "words"}
    assert index.query(Asked(text="okapi", scopes=[ALICE]), [0, 0, 1, 0], 0.7) == []
    assert [hit.id for hit in index.query(Asked(text="x", scopes=[ALICE], words=False), [1, 0, 0, 0], 0.9)] == ["1"]


def test_filters(index: Index) -> None:
    index.put(
        [
            item("1", "Stone", project_id="p", people=("marie",), at=1_000, has=("link",)),
            item("2", "Stone", room_id="r", kind="message", people=("paul",), at=2_000),
            item("3", "Stone", at=3_000),
        ]
    )
    assert set(by_words(index, "stone")) == {"1", "2", "3"}
    assert by_words(index, "stone", kinds=["message"]) == ["2"]
    assert by_words(index, "stone", project_id="p") == ["1"]
    assert by_words(index, "stone", room_id="r") == ["2"]
    assert by_words(index, "stone", people=["marie", "paul"], until=1_500) == ["1"]
    assert set(by_words(index, "stone", since=2_000)) == {"2", "3"}
    assert by_words(index, "stone", has="link") == ["1"]
    assert by_words(index, "", since=1_000) == ["3", "2", "1"], "without words, the newest first"


def test_similar_things_are_near_in_meaning_and_not_the_thing_itself(index: Index) -> None:
    index.put([item("1", "Berlin"), item("2", "Paris"), item("3", "Zebra"), item("4", "Rome", scopes=(BOB,))])
    vectors = {"Berlin": [1, 0, 0, 0], "Paris": [0.9, 0.1, 0, 0], "Zebra": [0, 0, 1, 0], "Rome": [1, 0, 0, 0]}
    give_meanings(index, {name: list(map(float, vector)) for name, vector in vectors.items()})
    hits = index.like("note", "1", Asked(text="Berlin", scopes=[ALICE], limit=2))
    assert [hit.id for hit in hits] == ["2", "3"]


def test_a_new_index_takes_meanings_over_where_the_text_is_the_same(
    index: Index, tmp_path: Path, store: Store
) -> None:
    index.put([item("1", "Berlin"), item("2", "Paris")])
    give_meanings(index, {"Berlin": [1, 0, 0, 0], "Paris": [0, 1, 0, 0]})
    anew = Index(EdgeStore(tmp_path / "new", 4), meaning=True, vectors_from=index)
    anew.put([item("1", "Berlin"), item("2", "Lyon")])
    assert anew.waiting == 1 and anew.counts()[:2] == (2, 1)
    assert store.kept(Sieve(entities=["note/2"]), vectors=True)[0].vector is not None
    anew.close()


def test_what_waits_is_known_after_a_restart(tmp_path: Path) -> None:
    first = Index(EdgeStore(tmp_path / "shard", 4), meaning=True)
    first.put([item("1", "Berlin")])
    first.flush()
    first.close()
    second = Index(EdgeStore(tmp_path / "shard", 4), meaning=True)
    assert second.waiting == 1
    give_meanings(second, {"Berlin": [1, 0, 0, 0]})
    assert second.counts()[1] == 1
    second.close()
