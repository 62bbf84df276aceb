"""What the two forms of Qdrant (the embedded shard, a server) must be able to do. It runs in the search process."""

from __future__ import annotations

import hashlib
import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

from hub.storage.search.words import Sparse

WORDS = "words"
MEANING = "meaning"
KEYWORDS = ("scopes", "kind", "entity", "project_id", "room_id", "people", "has")
NUMBERS = ("at",)

Payload = Mapping[str, Any]


@dataclass(frozen=True, kw_only=True)
class Point:
    """One piece of one item."""

    id: str
    words: Sparse
    vector: Sequence[float] | None
    payload: Payload


@dataclass(frozen=True, kw_only=True)
class Sieve:
    """Which points count; what is empty or None does not matter."""

    scopes: Sequence[str] = ()
    kinds: Sequence[str] = ()
    entities: Sequence[str] = ()
    not_entity: str | None = None
    project_id: str | None = None
    room_id: str | None = None
    people: Sequence[str] = ()
    has: str | None = None
    since: int | None = None
    until: int | None = None


@dataclass(frozen=True, kw_only=True)
class Scored:
    """A point that was found."""

    id: str
    score: float
    payload: Payload
    words: Sequence[int] = ()
    """Of one that was found by words: the numbers of all words in it."""


@dataclass(frozen=True, kw_only=True)
class Kept:
    """A point as it is stored."""

    id: str
    payload: Payload
    vector: Sequence[float] | None = None


class Store(Protocol):
    """Points with a payload, a sparse vector of words and perhaps a dense one of meaning."""

    def upsert(self, points: Sequence[Point]) -> None:
        """Store points; a point without a dense vector loses the one it had."""
        ...

    def set_vectors(self, vectors: Mapping[str, Sequence[float]]) -> None:
        """Give points their dense vectors."""
        ...

    def set_payload(self, ids: Sequence[str], payload: Payload) -> None:
        """Set some fields of points' payload."""
        ...

    def remove(self, sieve: Sieve) -> None:
        """Remove points."""
        ...

    def remove_ids(self, ids: Sequence[str]) -> None:
        """Remove points by their ids."""
        ...

    def kept(self, sieve: Sieve, *, vectors: bool = False) -> list[Kept]:
        """The points that count, in no order."""
        ...

    def by_ids(self, ids: Sequence[str], *, vectors: bool = False) -> list[Kept]:
        """Those of some points that are there."""
        ...

    def without_vector(self) -> list[Kept]:
        """The points that have no dense vector yet."""
        ...

    def by_words(self, words: Sparse, sieve: Sieve, limit: int) -> list[Scored]:
        """The best points by words (BM25), with the words that are in them."""
        ...

    def by_meaning(self, vector: Sequence[float], sieve: Sieve, limit: int) -> list[Scored]:
        """The best points by meaning; their score is the cosine."""
        ...

    def newest(self, sieve: Sieve, limit: int) -> list[Scored]:
        """The points that count, newest first."""
        ...

    def counts(self) -> tuple[int, int, dict[str, int]]:
        """How many points there are, how many with a dense vector, and of each kind."""
        ...

    def flush(self) -> None:
        """Return when everything is on disk."""
        ...

    def close(self) -> None:
        """Let go of it."""
        ...


def entity_key(kind: str, id: str) -> str:
    """How a thing is called in the payload of its pieces."""
    return f"{kind}/{id}"


def point_id(kind: str, id: str, number: int) -> str:
    """The id of a piece: known without asking."""
    return str(uuid.uuid5(uuid.NAMESPACE_OID, f"{kind}/{id}/{number}"))


def text_hash(title: str, text: str) -> str:
    """What tells that a piece says the same as before."""
    return hashlib.blake2b(f"{title}\0{text}".encode(), digest_size=12).hexdigest()
