"""Questions that were asked before need no new vector."""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Sequence

from hub.storage.search.embedding import Embedder

KEPT = 2_000


class Remembering:
    """An embedder that remembers questions, and is asked one at a time."""

    def __init__(self, embedder: Embedder) -> None:
        self._embedder = embedder
        self._known: OrderedDict[str, Sequence[float]] = OrderedDict()
        self._turn = threading.Lock()
        self.name = embedder.name
        self.size = embedder.size
        self.remote = embedder.remote
        self.floor = embedder.floor

    def query(self, text: str) -> Sequence[float]:
        """See `Embedder.query`."""
        key = " ".join(text.split())
        with self._turn:
            known = self._known.get(key)
            if known is None:
                known = self._known[key] = self._embedder.query(key)
                if len(self._known) > KEPT:
                    self._known.popitem(last=False)
            else:
                self._known.move_to_end(key)
            return known

    def passage(self, text: str) -> Sequence[float]:
        """See `Embedder.passage`."""
        return self._embedder.passage(text)
