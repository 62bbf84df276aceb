"""Qdrant's engine in this process (`qdrant-edge-py`): a folder on disk. Imported by the search process only."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, cast

import qdrant_edge as q

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

MANY = 100_000
SHOWN = ["entity", "start"]
"""What is read of a piece that is found: reading all that is noted of it takes longer than finding it."""


class EdgeStore:
    """One shard.

    Args:
        folder: Where it is or shall be.
        size: Numbers of a dense vector; 0 for words only.
    """

    def __init__(self, folder: Path, size: int) -> None:
        self._size = size
        made = (folder / "edge_config.json").exists() or (folder / "segments").exists()
        if made:
            self._shard = q.EdgeShard.load(str(folder))
            return
        folder.mkdir(parents=True, exist_ok=True)
        half = q.VectorStorageDatatype.Float16
        dense = {MEANING: q.EdgeVectorParams(size=size, distance=q.Distance.Cosine, datatype=half)} if size else {}
        config = q.EdgeConfig(
            vectors=dense,
            sparse_vectors={WORDS: q.EdgeSparseVectorParams(modifier=q.Modifier.Idf)},
            # Measured: fast enough as it is up to 100,000 points, and optimising holds the interpreter for minutes.
            optimizers=q.EdgeOptimizersConfig(indexing_threshold=10_000_000),
            max_search_threads=1,
        )
        self._shard = q.EdgeShard.create(str(folder), config)
        for name in KEYWORDS:
            params = q.KeywordIndexParams(is_tenant=True) if name == "scopes" else q.PayloadSchemaType.Keyword
            self._shard.update(q.UpdateOperation.create_field_index(name, params))
        for name in NUMBERS:
            self._shard.update(q.UpdateOperation.create_field_index(name, q.PayloadSchemaType.Integer))

    def upsert(self, points: Sequence[Point]) -> None:
        """See `Store.upsert`."""
        if points:
            self._shard.update(q.UpdateOperation.upsert_points([self._point(point) for point in points]))

    def set_vectors(self, vectors: Mapping[str, Sequence[float]]) -> None:
        """See `Store.set_vectors`."""
        given = [q.PointVectors(id, {MEANING: list(vector)}) for id, vector in vectors.items()]
        self._shard.update(q.UpdateOperation.update_vectors(given))

    def set_payload(self, ids: Sequence[str], payload: Payload) -> None:
        """See `Store.set_payload`."""
        self._shard.update(q.UpdateOperation.set_payload(list(ids), dict(payload)))

    def remove(self, sieve: Sieve) -> None:
        """See `Store.remove`."""
        self._shard.update(q.UpdateOperation.delete_points_by_filter(_filter(sieve)))

    def remove_ids(self, ids: Sequence[str]) -> None:
        """See `Store.remove_ids`."""
        if ids:
            self._shard.update(q.UpdateOperation.delete_points(list(ids)))

    def kept(self, sieve: Sieve, *, vectors: bool = False) -> list[Kept]:
        """See `Store.kept`."""
        request = q.ScrollRequest(limit=MANY, filter=_filter(sieve), with_payload=True, with_vector=vectors)
        return [_kept(record) for record in self._shard.scroll(request)[0]]

    def by_ids(self, ids: Sequence[str], *, vectors: bool = False) -> list[Kept]:
        """See `Store.by_ids`."""
        found = self._shard.retrieve(list(ids), with_payload=True, with_vector=vectors)
        return [_kept(record) for record in found]

    def without_vector(self) -> list[Kept]:
        """See `Store.without_vector`."""
        if not self._size:
            return []
        lacking = q.Filter(must_not=[q.HasVectorCondition(MEANING)])
        request = q.ScrollRequest(limit=10 * MANY, filter=lacking, with_payload=True)
        return [_kept(record) for record in self._shard.scroll(request)[0]]

    def by_words(self, words: Sparse, sieve: Sieve, limit: int) -> list[Scored]:
        """See `Store.by_words`."""
        query = q.Query.Nearest(q.SparseVector(words.indices, words.values), using=WORDS)
        request = q.QueryRequest(
            limit=limit, query=query, filter=_filter(sieve), with_payload=SHOWN, with_vector=[WORDS]
        )
        return [_scored(point) for point in self._shard.query(request)]

    def by_meaning(self, vector: Sequence[float], sieve: Sieve, limit: int) -> list[Scored]:
        """See `Store.by_meaning`."""
        query = q.Query.Nearest(list(vector), using=MEANING)
        request = q.QueryRequest(limit=limit, query=query, filter=_filter(sieve), with_payload=SHOWN)
        return [_scored(point) for point in self._shard.query(request)]

    def newest(self, sieve: Sieve, limit: int) -> list[Scored]:
        """See `Store.newest`."""
        order = q.OrderBy("at", direction=q.Direction.Desc)
        request = q.ScrollRequest(limit=limit, filter=_filter(sieve), with_payload=SHOWN, order_by=order)
        return [
            Scored(id=str(one.id), score=0.0, payload=one.payload or {}) for one in self._shard.scroll(request)[0]
        ]

    def counts(self) -> tuple[int, int, dict[str, int]]:
        """See `Store.counts`."""
        count = self._shard.count
        whole = count(q.CountRequest(exact=True))
        meant = count(q.CountRequest(exact=True, filter=q.Filter(must=[q.HasVectorCondition(MEANING)])))
        kinds = self._shard.facet(q.FacetRequest("kind", limit=100, exact=True))
        return whole, meant if self._size else 0, {str(hit.value): int(hit.count) for hit in kinds.hits}

    def flush(self) -> None:
        """See `Store.flush`."""
        self._shard.flush()

    def close(self) -> None:
        """See `Store.close`."""
        self._shard.close()

    @staticmethod
    def _point(point: Point) -> q.Point:
        vectors: dict[str, Any] = {WORDS: q.SparseVector(point.words.indices, point.words.values)}
        if point.vector is not None:
            vectors[MEANING] = list(point.vector)
        return q.Point(point.id, vectors, dict(point.payload))


def _scored(point: Any) -> Scored:
    vectors = cast("dict[str, Any]", point.vector or {})
    words = vectors.get(WORDS)
    return Scored(
        id=str(point.id),
        score=float(point.score),
        payload=point.payload or {},
        words=tuple(words.indices) if words is not None else (),
    )


def _kept(record: q.Record) -> Kept:
    vectors: Any = record.vector or {}
    dense = vectors.get(MEANING) if isinstance(vectors, dict) else None  # pyright: ignore[reportUnknownMemberType, reportUnknownVariableType]
    return Kept(id=str(record.id), payload=record.payload or {}, vector=dense)  # pyright: ignore[reportUnknownArgumentType]


def _filter(sieve: Sieve) -> q.Filter:
    must: list[Any] = []
    lists = {"scopes": sieve.scopes, "kind": sieve.kinds, "entity": sieve.entities, "people": sieve.people}
    must += [q.FieldCondition(name, match=q.MatchAny(list(given))) for name, given in lists.items() if given]
    single = {"project_id": sieve.project_id, "room_id": sieve.room_id, "has": sieve.has}
    must += [q.FieldCondition(name, match=q.MatchValue(given)) for name, given in single.items() if given]
    if sieve.since is not None or sieve.until is not None:
        must.append(q.FieldCondition("at", range=q.RangeFloat(gte=sieve.since, lte=sieve.until)))
    away: list[Any] = []
    if sieve.not_entity is not None:
        away.append(q.FieldCondition("entity", match=q.MatchValue(sieve.not_entity)))
    return q.Filter(must=must, must_not=away)
