"""The objects in the lists of one large JSON text, one at a time: `{"users": [{…}, …], "rooms": [{…}, …]}`."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from hub.features.transfer.sources.lines import LONGEST_LINE

SIGN = re.compile(rb'["{}\[\]]')
IN_TEXT = re.compile(rb'["\\]')
LONGEST_NAME = 200
DEEPEST_LIST = 3
"""How deep the lists are that are looked for: within the whole, or within one object in it."""
OPEN, LIST, TEXT, ESCAPE = ord("{"), ord("["), ord('"'), ord("\\")
CLOSING = b"}]"


class Items:
    """The objects of every list that hangs in objects alone, as bytes, with the name of their list.

    Whatever is in an object is left to who reads it: a broken one is broken for itself, as long as its quotes and
    brackets are paired.

    Attributes:
        ended: After an iteration: everything that was opened was closed.
    """

    def __init__(self, pieces: Iterable[bytes]) -> None:
        self._pieces = pieces
        self._frame = bytearray()
        """What is open outside of an item: braces and brackets."""
        self._depth = 0
        """How many are open within the item; 0 outside of one."""
        self._in_text = False
        self._escaped = False
        self._item = bytearray()
        self._too_long = False
        self._name = bytearray()
        self._list = ""
        self.ended = False

    def __iter__(self) -> Iterator[tuple[str, bytes | None]]:
        """List and text of each object; None for one that is too long."""
        self.ended = False
        for piece in self._pieces:
            yield from self._piece(piece)
        self.ended = not self._frame and not self._depth and not self._in_text

    def _piece(self, piece: bytes) -> Iterator[tuple[str, bytes | None]]:
        place = kept = 0
        while True:
            if self._in_text:
                place = self._through_text(piece, place)
                if self._in_text:
                    break
            found = SIGN.search(piece, place)
            if found is None:
                break
            place, sign = found.end(), piece[found.start()]
            if sign == TEXT:
                self._in_text = True
                if not self._depth:
                    self._name.clear()
            elif self._depth:
                self._depth += 1 if sign in (OPEN, LIST) else -1
                if not self._depth:
                    self._keep(piece[kept:place])
                    yield self._list, self._taken()
            elif sign == OPEN and self._frame and self._frame[-1] == LIST:
                self._depth, kept = 1, place - 1
            elif sign in CLOSING:
                if self._frame:
                    self._frame.pop()
            elif sign == LIST and (LIST in self._frame or len(self._frame) >= DEEPEST_LIST):
                self._depth, kept = 1, place - 1  # a list within a list is no object: it is given as it stands
            else:
                self._frame.append(sign)
                if sign == LIST:
                    self._list = self._name.decode(errors="replace")
        if self._depth:
            self._keep(piece[kept:])

    def _through_text(self, piece: bytes, place: int) -> int:
        """Behind the end of a text, or at the end of the piece."""
        start = place
        while place < len(piece):
            if self._escaped:
                self._escaped = False
                place += 1
                continue
            found = IN_TEXT.search(piece, place)
            if found is None:
                place = len(piece)
                break
            place = found.end()
            if piece[found.start()] == ESCAPE:
                self._escaped = True
            else:
                self._in_text = False
                break
        if not self._depth and len(self._name) < LONGEST_NAME:
            self._name += piece[start : place - (not self._in_text)][:LONGEST_NAME]
        return place

    def _keep(self, part: bytes) -> None:
        if self._too_long or len(self._item) + len(part) > LONGEST_LINE:
            self._too_long = True
            self._item.clear()
        else:
            self._item += part

    def _taken(self) -> bytes | None:
        whole = None if self._too_long else bytes(self._item)
        self._item.clear()
        self._too_long = False
        return whole
