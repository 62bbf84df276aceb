"""Documents as of a moment ago, for deciding who may do what without asking the database each time.

What this process commits is forgotten here before anyone hears that it was committed; what another process
commits is forgotten when the change stream tells of it, milliseconds later. While the stream is not up
nothing is kept and every look is a read (docs/adr/0009).
"""

from __future__ import annotations

import asyncio
from collections import OrderedDict
from collections.abc import Callable, Iterable, Mapping, Sequence
from itertools import count
from typing import Any, cast

from hub.storage.activity import Change
from hub.storage.documents import D, Stored, decode
from hub.storage.following import Change as Event
from hub.storage.following import Following, Wanted
from hub.storage.gather import Gathering, all_by, one_by_id

MOST = 50_000
MOST_LISTS = 10_000
Raw = Mapping[str, Any]
Key = tuple[type[Stored], str]
_turns = count()


class ReadCache:
    """The last documents that were looked at, and that some are absent. They are shared: never change one.

    Args:
        following: Tells what other processes change.
        kinds: What may be looked at: classes whose `GLANCED` says what matters of them.
        most: Documents that are kept; the least recently used ones go.
    """

    def __init__(self, following: Following, kinds: Iterable[type[Stored]], *, most: int = MOST) -> None:
        self._following = following
        self._most = most
        self._kept: OrderedDict[Key, Stored | None] = OrderedDict()
        self._loading: dict[Key, asyncio.Future[None]] = {}
        """What is being read, so that it is read once; gone from here once it may be stale."""
        self._lists: dict[type[Stored], OrderedDict[tuple[str, str], Sequence[Stored]]] = {}
        self._stored: dict[type[Stored], Gathering[str, Raw | None]] = {}
        """What is not at hand is read with what others miss at the same time."""
        for kind in kinds:
            self._stored[kind] = one_by_id(kind)
            following.want(self._wanted(kind))
        self._stored_by: dict[tuple[type[Stored], str], Gathering[str, list[Raw]]] = {}
        self.turn = next(_turns)
        """Another number, that no cache has had, whenever something is forgotten: until then all that was at hand is
        as it was."""
        self.followers: list[Callable[[type[Stored] | None, str, Raw | None], None]] = []
        """Told of what is forgotten: a document's kind and id and, if this process changed it, what it is or was.
        No kind: everything."""
        following.restarted.append(self.forget_all)

    @property
    def hears(self) -> bool:
        """Whether what others change is heard of, so that something may be kept."""
        return self._following.up

    async def glance(self, kind: type[D], id: str) -> D | None:
        """The document with that id as of a moment ago; None if there was none.

        Raises:
            TypeError: This kind says nothing of what matters to those who glance at it.
        """
        if kind.GLANCED is None:
            raise TypeError(f"{kind.__name__} cannot be glanced at")
        key: Key = (kind, id)
        while self._following.up:
            if key in self._kept:
                self._kept.move_to_end(key)
                return cast("D | None", self._kept[key])
            loading = self._loading.get(key)
            if loading is None:
                return await self._load(kind, key)
            await asyncio.shield(loading)
        return await self._read(kind, id)

    async def glance_all(self, kind: type[D], field: str, value: str) -> Sequence[D]:
        """The documents that have a value in an indexed field, as of a moment ago; for kinds that seldom change.

        Whatever matters of any document of the kind makes all of its lists be read anew: a deletion says
        no more than an id.

        Raises:
            TypeError: This kind says nothing of what matters to those who glance at it.
        """
        if kind.GLANCED is None:
            raise TypeError(f"{kind.__name__} cannot be glanced at")
        lists = self._lists.setdefault(kind, OrderedDict())
        key = (field, value)
        if self._following.up and key in lists:
            lists.move_to_end(key)
            return cast("Sequence[D]", lists[key])
        rows = self._stored_by.get((kind, field))
        if rows is None:
            rows = self._stored_by[kind, field] = all_by(kind, field)
        found = tuple([decode(kind, raw) for raw in await rows.get(value)])
        # Forgetting takes the dictionary away: what was read before is put into one that nobody looks at any more.
        lists[key] = found
        if len(lists) > MOST_LISTS:
            lists.popitem(last=False)
        return found

    def at_hand(self, kind: type[D], ids: Iterable[str]) -> list[D] | None:
        """The documents with these ids, if every one of them is at hand."""
        if not self._following.up:
            return None
        found: list[D] = []
        for id in ids:
            kept = self._kept.get((kind, id))
            if kept is None:
                return None
            found.append(cast("D", kept))
        return found

    def holds_still(self, *docs: Stored) -> bool:
        """Whether these very objects are what a glance would find now, for nothing has changed."""
        return self._following.up and all(self.holds(doc) for doc in docs)

    def holds(self, doc: Stored) -> bool:
        """Whether this very object is shared with all who glance at it."""
        return self._kept.get((type(doc), doc.id)) is doc

    def committed(self, changes: Iterable[Change]) -> None:
        """Forget what this process has just written, or may have."""
        for change in changes:
            if _matters(change):
                self.forget(change.document, change.id, change.stored)

    def forget(self, kind: type[Stored], id: str, raw: Raw | None = None) -> None:
        """Read it anew next time; what is being read now is not kept."""
        self.turn = next(_turns)
        for told in self.followers:
            told(kind, id, raw)
        self._lists.pop(kind, None)
        self._kept.pop((kind, id), None)
        self._loading.pop((kind, id), None)

    def forget_all(self) -> None:
        """Read everything anew."""
        self.turn = next(_turns)
        for told in self.followers:
            told(None, "", None)
        self._lists.clear()
        self._kept.clear()
        self._loading.clear()

    def __len__(self) -> int:
        return len(self._kept)

    async def _load(self, kind: type[D], key: Key) -> D | None:
        mine = self._loading[key] = asyncio.get_running_loop().create_future()
        try:
            found = await self._read(kind, key[1])
            if self._loading.get(key) is mine and self._following.up:
                self._kept[key] = found
                if len(self._kept) > self._most:
                    self._kept.popitem(last=False)
            return found
        finally:
            if self._loading.get(key) is mine:
                del self._loading[key]
            mine.set_result(None)

    async def _read(self, kind: type[D], id: str) -> D | None:
        raw = await self._stored[kind].get(id)
        return None if raw is None else decode(kind, raw)

    def _wanted(self, kind: type[Stored]) -> Wanted:
        fields = [{f"updateDescription.updatedFields.{name}": {"$exists": True}} for name in kind.GLANCED or ()]
        anew = {"operationType": {"$ne": "update"}}

        def told(event: Event) -> None:
            if "documentKey" in event:
                self.forget(kind, str(event["documentKey"]["_id"]))
            else:  # the collection was dropped or renamed
                self.forget_all()

        return Wanted(collection=kind.collection_name(), when={"$or": [anew, *fields]}, told=told)


def _matters(change: Change) -> bool:
    fields = change.document.GLANCED
    if fields is None:
        return False
    before, after = change.before, change.after
    return before is None or after is None or any(before.get(name) != after.get(name) for name in fields)
