"""The index that serves and, while everything is indexed anew, the one that will. It runs in the search process.

Each index is of one model. When another model is wanted, the old index goes on serving while the new one is filled;
it is thrown away once the new one has as much. The first index of all serves from the beginning.
"""

from __future__ import annotations

import json
import shutil
import threading
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from hub.storage.search.embedding import Embedder
from hub.storage.search.engine import Asked, Hit, Item, State
from hub.storage.search.index import Index, Waiting
from hub.storage.search.store import Store

VERSION = 2
"""Of what is put in of an item, and how; another number means that everything is indexed anew."""
LITTLE_LEFT = 0.02
"""A new index takes over when no more than this part of it waits for its meaning."""
Open = Callable[[str, int], Store]
"""`(name, size of a vector)` opens a store, made if there is none."""


class Shelf:
    """What is in the search folder.

    Args:
        folder: Where the note of which index serves is kept.
        open_store: Opens a store by name.
        drop_store: Removes one by name.
        embedder: The model that is wanted, if there is one.
        why_not: Why there is none.
    """

    def __init__(
        self,
        folder: Path,
        *,
        open_store: Open,
        drop_store: Callable[[str], None],
        embedder: Embedder | None,
        why_not: str | None = None,
        where: str = "embedded",
    ) -> None:
        self._lock = threading.RLock()
        self._note = folder / "serving.json"
        self._open_store = open_store
        self._drop_store = drop_store
        self._embedder = embedder
        self._why_not = why_not
        self._where = where
        self._next: Index | None = None
        self._next_name = ""
        self._filled = False
        noted = self._read()
        self._complete = bool(noted.get("complete"))
        self._number = int(noted.get("number", 0))
        if not noted or (not self._complete and not self._fits(noted)):
            self._number += 1
            noted = self._write(self._name(), complete=False)
            self._complete = False
        self._current_name = str(noted["name"])
        self._current_model = noted["model"]
        self._current = self._index(self._current_name, int(noted["size"]))
        self.outdated = not self._fits(noted)
        """Whether what serves was made by another model or another version of us."""

    def put(self, items: Sequence[Item], *, rebuilding: bool) -> None:
        """See `Engine.put`: what changes goes into both, what is indexed anew only into the new one."""
        with self._lock:
            if self._next is not None:
                self._next.put(items)
            if self._next is None or not rebuilding:
                self._current.put(items)

    def remove(self, kind: str, ids: Sequence[str]) -> None:
        """See `Engine.remove`."""
        with self._lock:
            for index in self._all():
                index.remove(kind, ids)

    def query(self, asked: Asked) -> list[Hit]:
        """See `Engine.query`; by words alone while the model does not answer."""
        vector: Sequence[float] | None = None
        floor = -1.0
        if asked.meaning and asked.text.strip() and self._embedder is not None and self._speaks():
            try:
                vector, floor = self._embedder.query(asked.text), self._embedder.floor
            except OSError:
                vector = None
        with self._lock:
            return self._current.query(asked, vector, floor)

    def like(self, kind: str, id: str, asked: Asked) -> list[Hit]:
        """See `Engine.like`."""
        with self._lock:
            return self._current.like(kind, id, asked)

    def begin_rebuild(self) -> None:
        """See `Engine.begin_rebuild`."""
        with self._lock:
            if not self._complete:
                return
            self._forget_next()
            self._number += 1
            self._next_name = self._name()
            self._drop_store(self._next_name)
            same = self._current if self._speaks() else None
            self._next = self._index(self._next_name, self._size, vectors_from=same)
            self._filled = False

    def finish_rebuild(self) -> None:
        """See `Engine.finish_rebuild`."""
        with self._lock:
            if self._next is None:
                self._complete = True
                self._write(self._current_name, complete=True)
                self.outdated = False
            else:
                self._filled = True
                self.settle()

    @property
    def has_model(self) -> bool:
        """Whether questions are understood by their meaning."""
        return self._embedder is not None and self._speaks()

    def settle(self) -> None:
        """Let the new index serve if it has everything."""
        with self._lock:
            self._settle()

    def _settle(self) -> None:
        if self._next is None or not self._filled:
            return
        points, meant, _ = self._next.counts()
        worse = self._current.counts()[1] > 0 and points - meant > points * LITTLE_LEFT
        if self._embedder is not None and worse:
            return
        old, old_name = self._current, self._current_name
        self._current, self._current_name, self._next = self._next, self._next_name, None
        self._current_model = self._model
        self._write(self._current_name, complete=True)
        self.outdated = False
        old.close()
        self._drop_store(old_name)

    def make_one_meaning(self) -> bool:
        """Make the meaning of one piece; False if none waits or the model does not answer."""
        if self._embedder is None:
            return False
        with self._lock:
            index, piece = self._piece()
        if index is None or piece is None:
            return False
        try:
            vector = self._embedder.passage(piece.text)
        except OSError:
            index.put_back(piece)
            return False
        with self._lock:
            if index in self._all():
                index.give_meaning(piece, vector)
        return True

    def _piece(self) -> tuple[Index | None, Waiting | None]:
        for index in self._all():
            if index is self._current and not self._speaks():
                continue
            piece = index.next_waiting()
            if piece is not None:
                return index, piece
        return None, None

    def flush(self) -> None:
        """See `Engine.keep`."""
        with self._lock:
            for index in self._all():
                index.flush()

    def close(self) -> None:
        """Let go of everything."""
        with self._lock:
            for index in self._all():
                index.close()

    def state(self) -> State:
        """See `Engine.state`."""
        with self._lock:
            points, meant, kinds = self._current.counts()
        return State(
            where=self._where,
            points=points,
            with_meaning=meant,
            waiting=sum(index.waiting for index in self._all()) if self._embedder else 0,
            model=self._embedder.name if self._embedder else None,
            why_not=self._why_not,
            complete=self._complete and not self.outdated,
            rebuilding=self._next is not None,
            kinds=kinds,
            bytes=_bytes(self._note.parent),
        )

    @property
    def _model(self) -> str:
        return self._embedder.name if self._embedder else ""

    @property
    def _size(self) -> int:
        return self._embedder.size if self._embedder else 0

    def _speaks(self) -> bool:
        """Whether what serves has vectors of the model that there is."""
        return self._embedder is not None and self._current_model == self._embedder.name

    def _fits(self, noted: dict[str, Any]) -> bool:
        # Without a model now, an index that has meanings serves on by its words: the model may come back.
        return noted["version"] == VERSION and (noted["model"] == self._model or not self._model)

    def _index(self, name: str, size: int, vectors_from: Index | None = None) -> Index:
        mine = size > 0 and size == self._size
        return Index(self._open_store(name, size), meaning=mine, vectors_from=vectors_from)

    def _name(self) -> str:
        return f"{self._number}-{self._model or 'words'}".replace("/", "_").replace(":", "_")

    def _all(self) -> list[Index]:
        return [self._current] if self._next is None else [self._current, self._next]

    def _forget_next(self) -> None:
        if self._next is not None:
            self._next.close()
            self._next = None
            self._drop_store(self._next_name)

    def _read(self) -> dict[str, Any]:
        try:
            return json.loads(self._note.read_text("utf-8"))
        except (FileNotFoundError, ValueError):
            return {}

    def _write(self, name: str, *, complete: bool) -> dict[str, Any]:
        noted = {
            "name": name,
            "model": self._model,
            "size": self._size,
            "version": VERSION,
            "complete": complete,
            "number": self._number,
        }
        fresh = self._note.with_suffix(".new")
        fresh.write_text(json.dumps(noted), "utf-8")
        fresh.replace(self._note)
        return noted


def drop_folder(folder: Path) -> None:
    """Remove a store on disk, if it is there."""
    if folder.exists():
        shutil.rmtree(folder)


def _bytes(folder: Path) -> int:
    """What a folder takes on disk: its files have holes, so not their lengths."""
    return sum(file.stat().st_blocks * 512 for file in folder.rglob("*") if file.is_file())
