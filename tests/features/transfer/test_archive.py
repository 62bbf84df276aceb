"""Reading archives: what is whole in them, and what is refused before anything is written."""

from __future__ import annotations

import gzip
import json
from pathlib import Path

import pytest

from hub.features.transfer.sources import BLOB, BadLine, Foreign, NotThisFormat
from hub.features.transfer.sources.archive import Archive
from hub.features.transfer.surveying import IdSet, id_fault, stable_id
from tests.features.transfer.archives import packed

KINDS = {"notes": "note", "tasks": "task"}


def _read(folder: Path, data: bytes) -> tuple[list[Foreign | BadLine], Archive]:
    path = folder / "archive"
    path.write_bytes(data)
    archive = Archive(path, KINDS)
    return list(archive.read()), archive


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"\x1f\x8b\x08 nonsense", "no gzip"),
        (b"hello", "no archive"),
        (b"hello\n", "no archive"),
        (b'{"panoramix": 2}\n', "newer"),
        (b'{"panoramix": "1"}\n', "no archive"),
        (b"", "nothing in it"),
        (gzip.compress((b" " * 99_999 + b"\n") * 1_000), "fill the disk"),
    ],
    ids=["damaged", "text", "a line of text", "newer", "odd", "empty", "bomb"],
)
def test_what_is_no_archive_is_refused_whole(tmp_path: Path, data: bytes, words: str) -> None:
    """In plain words."""
    with pytest.raises(NotThisFormat, match=words):
        _read(tmp_path, data)


def test_a_cut_archive_is_read_as_far_as_it_is_whole(tmp_path: Path) -> None:
    """Wherever it was cut: in the middle of the packed bytes, or after a whole line."""
    data = packed(*(("notes", {"id": f"n{n}", "title": str(n)}) for n in range(2_000)))
    found, archive = _read(tmp_path, data)
    assert len(found) == 2_000 and not archive.cut
    found, archive = _read(tmp_path, data[: len(data) // 2])
    assert archive.cut and 0 < len(found) < 2_000 and archive.last_whole == len(found) + 1
    lines = gzip.decompress(data).splitlines(keepends=True)
    found, archive = _read(tmp_path, gzip.compress(b"".join(lines[:-1])))
    assert archive.cut and len(found) == 2_000


def test_only_some_kinds_are_read_when_asked(tmp_path: Path) -> None:
    """And then without the bad lines, which were reported before."""
    path = tmp_path / "archive"
    piece = json.dumps({"collection": "fs.chunks", "doc": {"files_id": "b", "n": 0, "data": "eA=="}}).encode()
    path.write_bytes(packed(("notes", {"id": "n"}), b"{", ("tasks", {"id": "t"}), ("planets", {"id": "p"}), piece))
    archive = Archive(path, KINDS)
    assert [one.old_id for one in archive.read({"task"}) if isinstance(one, Foreign)] == ["t"]
    [blob] = archive.read({BLOB})
    assert isinstance(blob, Foreign) and blob.doc == {"n": 0, "data": b"x"}
    assert len([one for one in archive.read() if isinstance(one, BadLine)]) == 2


def test_ids_are_found_again_and_those_that_stand_twice(tmp_path: Path) -> None:
    """Without keeping them."""
    ids = IdSet()
    for n in [*range(5_000), 7]:
        ids.add(f"id {n}")
    ids.close()
    assert all(f"id {n}" in ids for n in range(5_000)) and "id 5000" not in ids
    assert [ids.again("id 7"), ids.again("id 7"), ids.again("id 8"), ids.again("id 8")] == [False, True, False, False]


@pytest.mark.parametrize("id", ["$where", "a\0b", "x" * 201, "", None, 7, {"$gt": ""}])
def test_what_is_no_id(id: object) -> None:
    """Nothing that a database could take for more than text."""
    assert id_fault(id)


def test_an_id_is_the_same_whenever_it_comes_and_another_for_somebody_else() -> None:
    """That is what makes a second import change nothing."""
    assert stable_id("panorama", "a", "task", "1") == stable_id("panorama", "a", "task", "1")
    assert (
        len({stable_id(*parts) for parts in (("p", "a", "t", "1"), ("p", "b", "t", "1"), ("p", "a", "n", "1"))}) == 3
    )
