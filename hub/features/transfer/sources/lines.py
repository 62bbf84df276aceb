"""Lines of a file that was made elsewhere, packed or not: one at a time, whatever the size and whatever is in it."""

from __future__ import annotations

import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import Any, cast

import orjson

from hub.features.transfer.sources import BadLine, NotThisFormat

PIECE = 64 * 1024
UNPACKED = 1024 * 1024
"""Bytes that are unpacked at a time."""
LONGEST_LINE = 8 * 1024 * 1024
LARGEST = 4 * 1024 * 1024 * 1024
"""Bytes of a whole file, unpacked."""
TRUSTED = 50 * 1024 * 1024
"""So much may come out of anything; of more the ratio is looked at."""
LARGEST_RATIO = 200
DEEPEST = 32
GZIP = b"\x1f\x8b"


class Lines:
    """The lines of a gzip or plain text file, read anew by each iteration.

    Attributes:
        cut: After an iteration: the file stops in the middle, or is damaged from there on.
        last_whole: After an iteration: the number of the last line that is whole.
    """

    def __init__(self, path: Path, *, most: int | None = LARGEST) -> None:
        """Open nothing yet.

        Args:
            path: Where it is.
            most: How many bytes it may be unpacked; None for a file that is the operator's own.
        """
        self._path = path
        self._most = most
        self._in = self._out = 0
        self.cut = False
        self.last_whole = 0

    def __iter__(self) -> Iterator[tuple[int, bytes | None]]:
        """Number (from 1) and text of each line that is not empty; None for one that is too long.

        Raises:
            NotThisFormat: It is no gzip though it says so, or a bomb.
        """
        self.cut, self.last_whole, self._in, self._out = False, 0, 0, 0
        number, rest, too_long = 0, bytearray(), False
        for piece in self._unpacked():
            start = 0
            while (end := piece.find(b"\n", start)) >= 0:
                number += 1
                self.last_whole = number
                if too_long or len(rest) + end - start > LONGEST_LINE:
                    yield number, None
                elif not rest:
                    if line := piece[start:end].strip():
                        yield number, line
                elif line := bytes(rest + piece[start:end]).strip():
                    yield number, line
                rest.clear()
                too_long, start = False, end + 1
            too_long = too_long or len(rest) + len(piece) - start > LONGEST_LINE
            if too_long:
                rest.clear()
            else:
                rest += piece[start:]
        if self.cut:
            return
        if too_long:
            yield number + 1, None
        elif last := bytes(rest).strip():
            if _is_whole(last):
                self.last_whole = number + 1
                yield number + 1, last
            else:
                self.cut = True

    def pieces(self) -> Iterator[bytes]:
        """The text as it is unpacked, for what does not come in lines.

        Raises:
            NotThisFormat: It is no gzip though it says so, or a bomb.
        """
        self.cut, self.last_whole, self._in, self._out = False, 0, 0, 0
        yield from self._unpacked()

    def _unpacked(self) -> Iterator[bytes]:
        with self._path.open("rb") as file:
            first = file.read(PIECE)
            if first.startswith(GZIP):
                yield from self._inflated(first, file)
                return
            while first:
                self._count(len(first), len(first))
                yield first
                first = file.read(PIECE)

    def _inflated(self, piece: bytes, file: Any) -> Iterator[bytes]:
        unpacking = zlib.decompressobj(wbits=31)
        while piece:
            self._count(len(piece), 0)
            while piece:
                try:
                    unpacked = unpacking.decompress(piece, UNPACKED)
                except zlib.error as fault:
                    if self._out == 0:
                        raise NotThisFormat("The file is no gzip file, or is damaged from the start.") from fault
                    self.cut = True
                    return
                self._count(0, len(unpacked))
                if unpacked:
                    yield unpacked
                piece = unpacking.unconsumed_tail
                if unpacking.eof:
                    # Several files may stand in one; what is behind the last is padding.
                    piece = unpacking.unused_data.lstrip(b"\0") or file.read(PIECE)
                    if not piece.startswith(GZIP[:1]):
                        return
                    unpacking = zlib.decompressobj(wbits=31)
            piece = file.read(PIECE)
        # What was held back for want of room comes without new bytes.
        while not unpacking.eof and (unpacked := unpacking.decompress(b"", UNPACKED)):
            self._count(0, len(unpacked))
            yield unpacked
        self.cut = not unpacking.eof

    def _count(self, read: int, unpacked: int) -> None:
        self._in += read
        self._out += unpacked
        if self._most is not None and self._out > self._most:
            raise NotThisFormat(f"The file unpacks to more than {self._most // 1024**3} GB.")
        if self._out > TRUSTED and self._out > LARGEST_RATIO * self._in:
            raise NotThisFormat("The file unpacks to hundreds of times its size: it is made to fill the disk.")


def parsed(number: int, line: bytes | None) -> dict[str, Any] | BadLine:
    """The JSON object of a line of `Lines`, or what is wrong with it."""
    if line is None:
        return BadLine(number, f"is longer than {LONGEST_LINE // 1024**2} MB")
    try:
        found = orjson.loads(line)
    except orjson.JSONDecodeError:
        return BadLine(number, "is not JSON")
    if not isinstance(found, dict):
        return BadLine(number, "is no JSON object")
    if line.count(b"[") + line.count(b"{") > DEEPEST and _depth(cast("dict[str, Any]", found)) > DEEPEST:
        return BadLine(number, f"is nested more than {DEEPEST} deep")
    return cast("dict[str, Any]", found)


def _depth(found: Any) -> int:
    """How deep JSON is nested; at most one more than `DEEPEST`."""
    level, depth = [found], 0
    while level and depth <= DEEPEST:
        below: list[Any] = []
        for one in level:
            if isinstance(one, dict):
                below += cast("dict[str, Any]", one).values()
            elif isinstance(one, list):
                below += cast("list[Any]", one)
        level = [one for one in below if isinstance(one, dict | list)]
        depth += 1
    return depth


def _is_whole(line: bytes) -> bool:
    try:
        orjson.loads(line)
    except orjson.JSONDecodeError:
        return False
    return True
