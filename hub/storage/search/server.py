"""A Qdrant server, through `qdrant-client`. Imported by the search process only."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, cast

from qdrant_client import QdrantClient, models

from hub.storage.search.store import (
    KEYWORDS,
    MEANING,
    NUMBERS,
    WORDS,
    Kept,
    Payload,
    Point,
    Scored,
    Sieve,
)
from hub.storage.search.words import Sparse

PAGE = 1_000
PATIENCE_S = 30


def connect(url: str, key: str) -> QdrantClient:
    """The server at a URL."""
    return QdrantClient(url=url, api_key=key or None, timeout=PATIENCE_S, check_compatibility=False)


class ServerStore:
    """One collection of a server.

    Args:
        client: The server.
        name: The collection's name; it is made if there is none.
        size: Numbers of a dense vector; 0 for words only.
    """

    def __init__(self, client: QdrantClient, name: str, size: int) -> None:
        self._client = client
        self._name = name
        self._size = size
        if client.collection_exists(name):
            return
        half = models.Datatype.FLOAT16
        dense = {MEANING: models.VectorParams(size=size, distance=models.Distance.COSINE, datatype=half)}
        client.create_collection(
            name,
            vectors_config=dense if size else {},
            sparse_vectors_config={WORDS: models.SparseVectorParams(modifier=models.Modifier.IDF)},
        )
        for field in KEYWORDS:
            kind = models.KeywordIndexParams(type=models.KeywordIndexType.KEYWORD, is_tenant=field == "scopes")
            client.create_payload_index(name, field, kind, wait=True)
        for field in NUMBERS:
            client.create_payload_index(name, field, models.PayloadSchemaType.INTEGER, wait=True)

    @staticmethod
    def drop(client: QdrantClient, name: str) -> None:
        """Remove a collection, if it is there."""
        if client.collection_exists(name):
            client.delete_collection(name)

    def upsert(self, points: Sequence[Point]) -> None:
        """See `Store.upsert`."""
        if points:
            self._client.upsert(self._name, [_point(point) for point in points], wait=True)

    def set_vectors(self, vectors: Mapping[str, Sequence[float]]) -> None:
        """See `Store.set_vectors`."""
        given = [models.PointVectors(id=id, vector={MEANING: list(vector)}) for id, vector in vectors.items()]
        self._client.update_vectors(self._name, given, wait=True)

    def set_payload(self, ids: Sequence[str], payload: Payload) -> None:
        """See `Store.set_payload`."""
        self._client.set_payload(self._name, dict(payload), points=list(ids), wait=True)

    def remove(self, sieve: Sieve) -> None:
        """See `Store.remove`."""
        self._client.delete(self._name, models.FilterSelector(filter=_filter(sieve)), wait=True)

    def remove_ids(self, ids: Sequence[str]) -> None:
        """See `Store.remove_ids`."""
        if ids:
            self._client.delete(self._name, models.PointIdsList(points=list(ids)), wait=True)

    def kept(self, sieve: Sieve, *, vectors: bool = False) -> list[Kept]:
        """See `Store.kept`."""
        return self._all(_filter(sieve), vectors=vectors)

    def by_ids(self, ids: Sequence[str], *, vectors: bool = False) -> list[Kept]:
        """See `Store.by_ids`."""
        found = self._client.retrieve(self._name, list(ids), with_payload=True, with_vectors=vectors)
        return [_kept(record) for record in found]

    def without_vector(self) -> list[Kept]:
        """See `Store.without_vector`."""
        if not self._size:
            return []
        return self._all(models.Filter(must_not=[models.HasVectorCondition(has_vector=MEANING)]), vectors=False)

    def by_words(self, words: Sparse, sieve: Sieve, limit: int) -> list[Scored]:
        """See `Store.by_words`."""
        sparse = models.SparseVector(indices=words.indices, values=words.values)
        found = self._client.query_points(
            self._name,
            query=sparse,
            using=WORDS,
            query_filter=_filter(sieve),
            limit=limit,
            with_payload=True,
            with_vectors=[WORDS],
        )
        return [_scored(one) for one in found.points]

    def by_meaning(self, vector: Sequence[float], sieve: Sieve, limit: int) -> list[Scored]:
        """See `Store.by_meaning`."""
        found = self._client.query_points(
            self._name,
            query=list(vector),
            using=MEANING,
            query_filter=_filter(sieve),
            limit=limit,
            with_payload=True,
        )
        return [_scored(one) for one in found.points]

    def newest(self, sieve: Sieve, limit: int) -> list[Scored]:
        """See `Store.newest`."""
        order = models.OrderBy(key="at", direction=models.Direction.DESC)
        found, _ = self._client.scroll(
            self._name, scroll_filter=_filter(sieve), limit=limit, order_by=order, with_payload=True
        )
        return [Scored(id=str(one.id), score=0.0, payload=one.payload or {}) for one in found]

    def counts(self) -> tuple[int, int, dict[str, int]]:
        """See `Store.counts`."""
        whole = self._client.count(self._name, exact=True).count
        having = models.Filter(must=[models.HasVectorCondition(has_vector=MEANING)])
        meant = self._client.count(self._name, count_filter=having, exact=True).count if self._size else 0
        kinds = self._client.facet(self._name, "kind", limit=100, exact=True)
        return whole, meant, {str(hit.value): hit.count for hit in kinds.hits}

    def flush(self) -> None:
        """See `Store.flush`: the server has its own log on disk, and every change waited for it."""

    def close(self) -> None:
        """See `Store.close`: the connection is everybody's."""

    def _all(self, condition: models.Filter, *, vectors: bool) -> list[Kept]:
        found: list[Kept] = []
        after: Any = None
        while True:
            some, after = self._client.scroll(
                self._name,
                scroll_filter=condition,
                limit=PAGE,
                offset=after,
                with_payload=True,
                with_vectors=vectors,
            )
            found += [_kept(record) for record in some]
            if after is None:
                return found


def _scored(one: models.ScoredPoint) -> Scored:
    words = one.vector.get(WORDS) if isinstance(one.vector, dict) else None
    indices = words.indices if isinstance(words, models.SparseVector) else ()
    return Scored(id=str(one.id), score=one.score, payload=one.payload or {}, words=tuple(indices))


def _point(point: Point) -> models.PointStruct:
    sparse = models.SparseVector(indices=point.words.indices, values=point.words.values)
    vectors: dict[str, Any] = {WORDS: sparse}
    if point.vector is not None:
        vectors[MEANING] = list(point.vector)
    return models.PointStruct(id=point.id, vector=vectors, payload=dict(point.payload))


def _kept(record: models.Record) -> Kept:
    vectors = cast("dict[str, Any]", record.vector) if isinstance(record.vector, dict) else {}
    return Kept(id=str(record.id), payload=record.payload or {}, vector=vectors.get(MEANING))


def _filter(sieve: Sieve) -> models.Filter:
    must: list[Any] = []
    lists = {"scopes": sieve.scopes, "kind": sieve.kinds, "entity": sieve.entities, "people": sieve.people}
    must += [
        models.FieldCondition(key=name, match=models.MatchAny(any=list(given)))
        for name, given in lists.items()
        if given
    ]
    single = {"project_id": sieve.project_id, "room_id": sieve.room_id, "has": sieve.has}
    must += [
        models.FieldCondition(key=name, match=models.MatchValue(value=given))
        for name, given in single.items()
        if given
    ]
    if sieve.since is not None or sieve.until is not None:
        must.append(models.FieldCondition(key="at", range=models.Range(gte=sieve.since, lte=sieve.until)))
    away: list[Any] = []
    if sieve.not_entity is not None:
        away.append(models.FieldCondition(key="entity", match=models.MatchValue(value=sieve.not_entity)))
    return models.Filter(must=must, must_not=away)
