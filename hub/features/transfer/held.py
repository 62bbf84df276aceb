"""What a first reading made of a file, kept on disk until it is brought in: nothing is read and converted twice."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import IO

import orjson

from hub.features.transfer.kinds import Kind
from hub.features.transfer.sources import Foreign, NotThisFormat
from hub.features.transfer.values import PLAIN, OddValue, held_value

AT_ONCE = 1_000
LARGEST = 4 * 1024 * 1024
"""Bytes of documents that are brought in together, however few they are; one may be larger."""


class Held:
    """Documents by kind, in files that nobody else can open and that go with the process.

    Args:
        folder: Where there is room.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._files: dict[str, IO[bytes]] = {}

    def add(self, kind: Kind, item: Foreign) -> None:
        """Keep a document.

        Raises:
            OddValue: It holds what no file of ours can.
            NotThisFormat: There is no room.
        """
        doc = item.doc
        for name, value in doc.items():
            if type(value) not in PLAIN:
                doc[name] = held_value(kind, name, value)
        try:
            line = orjson.dumps((item.line, item.old_id, doc), option=orjson.OPT_APPEND_NEWLINE)
        except TypeError as fault:
            raise OddValue("holds something that cannot be stored") from fault
        try:
            self._file(kind.name).write(line)
        except OSError as fault:
            raise NotThisFormat(f"There is no room here to work on the file: {fault.strerror}.") from fault

    def batches(self, kind: str) -> Iterator[list[Foreign]]:
        """The documents of a kind in their order, so many at a time as are brought in together."""
        file = self._files.get(kind)
        if file is None:
            return
        file.seek(0)
        some: list[Foreign] = []
        size = 0
        for line in file:
            number, old_id, doc = orjson.loads(line)
            some.append(Foreign(number, kind, old_id, doc))
            size += len(line)
            if len(some) == AT_ONCE or size >= LARGEST:
                yield some
                some, size = [], 0
        if some:
            yield some

    def close(self) -> None:
        """Let go of everything."""
        for file in self._files.values():
            file.close()
        self._files.clear()

    def _file(self, kind: str) -> IO[bytes]:
        file = self._files.get(kind)
        if file is None:
            self._folder.mkdir(parents=True, exist_ok=True)
            file = self._files[kind] = tempfile.TemporaryFile(dir=self._folder)  # noqa: SIM115 - until `close`
        return file
