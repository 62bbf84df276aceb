"""An index: items in pieces in a store, their meanings made in the background. It runs in the search process."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from heapq import heappop, heappush
from typing import Any

from hub.storage.search.chunks import Chunk, chunks
from hub.storage.search.engine import Asked, Hit, Item
from hub.storage.search.fusion import fused, question_words
from hub.storage.search.store import Point, Scored, Sieve, Store, entity_key, point_id, text_hash
from hub.storage.search.words import words_of_query, words_of_text

PIECES_FOR_ONE = 3
"""How many pieces are looked at for each thing wanted: several may be of one thing."""
WAITING = "waiting"
"""Payload: the text of a piece that has no meaning yet, so that a restart forgets none."""


@dataclass(frozen=True, kw_only=True)
class Waiting:
    """A piece whose meaning is to be made."""

    id: str
    hash: str
    text: str


class Index:
    """One store with everything in it. Methods may be called from several threads.

    Args:
        store: Where the pieces are kept.
        meaning: Whether there is a model whose vectors belong in here.
        vectors_from: Another index whose vectors are taken over where the text is the same.
    """

    def __init__(self, store: Store, *, meaning: bool, vectors_from: Index | None = None) -> None:
        self._store = store
        self._meaning = meaning
        self._vectors_from = vectors_from
        self._lock = threading.RLock()
        self._queue: list[tuple[int, str]] = []
        self._queued: set[str] = set()
        if meaning:
            for kept in store.without_vector():
                self._wait(kept.id, len(str(kept.payload.get(WAITING, ""))))

    @property
    def waiting(self) -> int:
        """Pieces that have no meaning yet."""
        return len(self._queued)

    def put(self, items: Sequence[Item]) -> None:
        """Have items found as they are now; what says the same as before keeps its meaning."""
        with self._lock:
            keys = [entity_key(item.kind, item.id) for item in items]
            before = self._before(keys)
            fresh: list[Point] = []
            gone: list[str] = []
            for item, key in zip(items, keys, strict=True):
                old = before.pop(key, {})
                for chunk in chunks(item.text):
                    id = point_id(item.kind, item.id, chunk.number)
                    self._put_piece(item, chunk, id, old.pop(id, None), fresh)
                gone += old
            self._take_over(fresh)
            self._store.upsert(fresh)
            self._store.remove_ids(gone)
            self._queued -= set(gone)

    def _before(self, keys: Sequence[str]) -> dict[str, dict[str, Mapping[str, Any]]]:
        found: dict[str, dict[str, Mapping[str, Any]]] = {}
        for kept in self._store.kept(Sieve(entities=keys)) if keys else ():
            found.setdefault(str(kept.payload["entity"]), {})[kept.id] = kept.payload
        return found

    def _put_piece(
        self, item: Item, chunk: Chunk, id: str, before: Mapping[str, Any] | None, fresh: list[Point]
    ) -> None:
        about = {
            "kind": item.kind,
            "entity": entity_key(item.kind, item.id),
            "scopes": sorted(item.scopes),
            "project_id": item.project_id,
            "room_id": item.room_id,
            "people": sorted(item.people),
            "has": sorted(item.has),
            "at": item.at,
            "start": chunk.start,
            "hash": text_hash(item.title, chunk.text),
        }
        if before is not None and before.get("hash") == about["hash"]:
            # Not stored anew: that would drop its dense vector.
            if any(before.get(name) != value for name, value in about.items()):
                self._store.set_payload([id], about)
            return
        said = chunk.text if chunk.text.startswith(item.title) else f"{item.title}\n{chunk.text}"
        payload = {**about, WAITING: said} if self._meaning else about
        body = chunk.text.removeprefix(item.title) if chunk.number == 0 else chunk.text
        fresh.append(Point(id=id, words=words_of_text(body, item.title), vector=None, payload=payload))
        self._queued.discard(id)
        self._wait(id, len(said))

    def _take_over(self, fresh: list[Point]) -> None:
        """Give pieces the meaning that another index of the same model has of the same text."""
        if self._vectors_from is None or not fresh:
            return
        others = {kept.id: kept for kept in self._vectors_from._store.by_ids([one.id for one in fresh], vectors=True)}
        for place, point in enumerate(fresh):
            other = others.get(point.id)
            if other is None or other.vector is None or other.payload.get("hash") != point.payload["hash"]:
                continue
            payload = {name: value for name, value in point.payload.items() if name != WAITING}
            fresh[place] = Point(id=point.id, words=point.words, vector=other.vector, payload=payload)
            self._queued.discard(point.id)

    def remove(self, kind: str, ids: Sequence[str]) -> None:
        """Have things no longer found."""
        with self._lock:
            if ids:
                self._store.remove(Sieve(entities=[entity_key(kind, id) for id in ids]))

    def query(self, asked: Asked, vector: Sequence[float] | None, floor: float = -1.0) -> list[Hit]:
        """What is found, best first, each thing once.

        Args:
            asked: What is looked for.
            vector: The meaning of its text, if there is a model for it.
            floor: What is less alike in meaning is not found by it: it is there by chance.
        """
        words = words_of_query(asked.text) if asked.words else None
        words = words if words and words.indices else None
        limit = asked.limit * PIECES_FOR_ONE
        if not asked.scopes:
            return []
        if not asked.text.strip():
            with self._lock:
                return _things(self._store.newest(_sieve(asked), limit), asked.limit, _by_words)
        if words is None and vector is None:
            return []
        with self._lock:
            spoken = self._store.by_words(words, _sieve(asked), limit) if words is not None else []
            meant = self._store.by_meaning(vector, _sieve(asked), limit) if vector is not None else []
        meant = [one for one in meant if one.score >= floor]
        if vector is None:
            return _things(spoken, asked.limit, _by_words)
        found = fused(question_words(asked.text), spoken, meant)
        by_words, by_meaning = {one.id for one in spoken}, {one.id for one in meant}

        def by(piece: str) -> str:
            return "meaning" if piece not in by_words else "both" if piece in by_meaning else "words"

        return _things(found, asked.limit, by)

    def like(self, kind: str, id: str, asked: Asked) -> list[Hit]:
        """What means about the same as a thing; by its words where it has no meaning yet."""
        key = entity_key(kind, id)
        with self._lock:
            own = self._store.kept(Sieve(entities=[key]), vectors=True)
            own.sort(key=lambda kept: int(kept.payload["start"]))
            vector = next((kept.vector for kept in own if kept.vector is not None), None)
            words = None if vector is not None else words_of_query(asked.text[:400])
            if not own or (vector is None and not (words and words.indices)):
                return []
            sieve = _sieve(asked, not_entity=key)
            limit = asked.limit * PIECES_FOR_ONE
            if vector is not None:
                found = self._store.by_meaning(vector, sieve, limit)
            else:
                assert words is not None
                found = self._store.by_words(words, sieve, limit)
        return _things(found, asked.limit, lambda _piece: "words" if vector is None else "meaning")

    def next_waiting(self) -> Waiting | None:
        """The shortest piece that has no meaning yet."""
        with self._lock:
            while self._queue:
                _, id = heappop(self._queue)
                if id not in self._queued:
                    continue
                found = self._store.by_ids([id])
                self._queued.discard(id)
                if found and found[0].payload.get(WAITING):
                    payload = found[0].payload
                    return Waiting(id=id, hash=str(payload["hash"]), text=str(payload[WAITING]))
        return None

    def give_meaning(self, piece: Waiting, vector: Sequence[float]) -> None:
        """Store a piece's meaning, unless it says something else by now."""
        with self._lock:
            found = self._store.by_ids([piece.id])
            if found and found[0].payload["hash"] == piece.hash:
                self._store.set_vectors({piece.id: vector})
                self._store.set_payload([piece.id], {WAITING: None})

    def put_back(self, piece: Waiting) -> None:
        """Its meaning could not be made; it waits again."""
        self._wait(piece.id, len(piece.text))

    def counts(self) -> tuple[int, int, dict[str, int]]:
        """See `Store.counts`."""
        with self._lock:
            return self._store.counts()

    def flush(self) -> None:
        """Return when everything is on disk."""
        with self._lock:
            self._store.flush()

    def close(self) -> None:
        """Let go of the store."""
        with self._lock:
            self._store.close()

    def _wait(self, id: str, length: int) -> None:
        if self._meaning and id not in self._queued:
            self._queued.add(id)
            heappush(self._queue, (length, id))


def _sieve(asked: Asked, not_entity: str | None = None) -> Sieve:
    return Sieve(
        scopes=asked.scopes,
        kinds=asked.kinds,
        project_id=asked.project_id,
        room_id=asked.room_id,
        people=asked.people,
        has=asked.has,
        since=asked.since,
        until=asked.until,
        not_entity=not_entity,
    )


def _by_words(_piece: str) -> str:
    return "words"


def _things(found: Iterable[Scored], limit: int, by: Callable[[str], str]) -> list[Hit]:
    """Each thing once, at the place of its best piece."""
    hits: dict[str, Hit] = {}
    for one in found:
        key = str(one.payload["entity"])
        if key in hits:
            continue
        kind, _, id = key.partition("/")
        hits[key] = Hit(kind=kind, id=id, start=int(one.payload["start"]), score=one.score, by=by(one.id))
        if len(hits) == limit:
            break
    return list(hits.values())
