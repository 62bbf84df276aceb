"""Where a picture was taken: found in its metadata, and blanked there without moving a byte.

The place stands in the GPS directory of the EXIF block (EXIF 2.32, 4.6.6), which is a TIFF file inside the picture,
and in XMP texts. Blanking keeps every offset, the maker's own notes and the pixels as they are.
"""

from __future__ import annotations

import mmap
import re
import struct
import zlib
from collections.abc import Iterator
from pathlib import Path

Patch = tuple[int, bytes]
"""Where in the file, and what to write there instead of as many bytes."""
GPS = 0x8825
SIZES = {1: 1, 2: 1, 3: 2, 4: 4, 5: 8, 6: 1, 7: 1, 8: 2, 9: 4, 10: 8, 11: 4, 12: 8, 13: 4}
MOST_ENTRIES = 200
XMP_ATTRIBUTE = re.compile(rb"""(:GPS\w+\s*=\s*)("[^"]*"|'[^']*')""")
XMP_ELEMENT = re.compile(rb"(<\w+:GPS\w+[^>]*>)([^<]+)(?=<)")
EXIF_BLOCK = re.compile(rb"Exif\0\0(?=II\*\0|MM\0\*)")
PROFILES = (b"XML:com.adobe.xmp", b"Raw profile type exif", b"Raw profile type APP1", b"Raw profile type xmp")


def patches(path: Path, mime: str) -> list[Patch]:
    """What to write over so that a picture no longer says where it was taken; empty where it does not say."""
    if path.stat().st_size == 0:
        return []
    with path.open("rb") as file, mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as data:
        match mime:
            case "image/jpeg":
                return list(_in_jpeg(data))
            case "image/png":
                return list(_in_png(data))
            case "image/webp":
                return list(_in_webp(data))
            case "image/tiff":
                return list(_in_tiff(data, 0, len(data)))
            case "image/avif" | "image/heic":
                return list(_anywhere(data))
            case _:
                return []


def _in_jpeg(data: mmap.mmap) -> Iterator[Patch]:
    place = 2
    while place + 4 <= len(data) and data[place] == 0xFF:
        marker = data[place + 1]
        if marker == 0xFF:
            place += 1
            continue
        if marker == 0xDA:  # the pixels
            return
        length = struct.unpack(">H", data[place + 2 : place + 4])[0]
        start, end = place + 4, min(place + 2 + length, len(data))
        if marker == 0xE1 and data[start : start + 6] == b"Exif\0\0":
            yield from _in_tiff(data, start + 6, end)
        elif marker == 0xE1:
            yield from _in_xmp(data, start, end)
        place += 2 + max(length, 2)


def _in_png(data: mmap.mmap) -> Iterator[Patch]:
    place = 8
    while place + 12 <= len(data):
        length = struct.unpack(">I", data[place : place + 4])[0]
        kind, start = data[place + 4 : place + 8], place + 8
        end = start + length
        if end + 4 > len(data):
            return
        found: list[Patch] = []
        if kind == b"eXIf":
            found = list(_in_tiff(data, start, end))
        elif kind in (b"tEXt", b"zTXt", b"iTXt") and data[start : start + 30].startswith(PROFILES):
            # Compressed or in hex: the whole text makes way for an empty one of the same length.
            blank = b"tEXt" + (b"Comment\0" + b" " * length)[:length]
            yield place + 4, blank + struct.pack(">I", zlib.crc32(blank))
        if found:
            chunk = bytearray(data[place + 4 : end])
            for offset, new in found:
                within = offset - place - 4
                chunk[within : within + len(new)] = new
            yield place + 4, bytes(chunk) + struct.pack(">I", zlib.crc32(chunk))
        place = end + 4


def _in_webp(data: mmap.mmap) -> Iterator[Patch]:
    place = 12
    while place + 8 <= len(data):
        kind, length = data[place : place + 4], struct.unpack("<I", data[place + 4 : place + 8])[0]
        start, end = place + 8, min(place + 8 + length, len(data))
        if kind == b"EXIF":
            skip = 6 if data[start : start + 6] == b"Exif\0\0" else 0
            yield from _in_tiff(data, start + skip, end)
        elif kind == b"XMP ":
            yield from _in_xmp(data, start, end)
        place = start + length + (length & 1)


def _anywhere(data: mmap.mmap) -> Iterator[Patch]:
    """In a container of boxes the block is found by its first bytes."""
    for found in EXIF_BLOCK.finditer(data):
        yield from _in_tiff(data, found.end(), len(data))
    yield from _in_xmp(data, 0, len(data))


def _in_xmp(data: mmap.mmap, start: int, end: int) -> Iterator[Patch]:
    for found in XMP_ATTRIBUTE.finditer(data, start, end):
        value = found[2]
        yield found.start(2), value[:1] + b" " * (len(value) - 2) + value[-1:]
    for found in XMP_ELEMENT.finditer(data, start, end):
        if found[2].strip():
            yield found.start(2), b" " * len(found[2])


def _in_tiff(data: mmap.mmap, base: int, end: int) -> Iterator[Patch]:
    order = {b"II*\0": "<", b"MM\0*": ">"}.get(data[base : base + 4])
    if order is None:
        return
    first = base + _number(data, order, base + 4)
    for entry in _entries(data, order, first, end):
        tag, _, _, value = entry[1]
        if tag == GPS:
            yield from _blank(data, order, base, base + value, end)


def _blank(data: mmap.mmap, order: str, base: int, directory: int, end: int) -> Iterator[Patch]:
    entries = list(_entries(data, order, directory, end))
    if not entries:
        return
    for _, (_, kind, count, value) in entries:
        size = SIZES.get(kind, 1) * count
        if size > 4 and base + value < end:
            yield base + value, b"\0" * min(size, end - base - value)
    yield directory, b"\0" * (2 + 12 * len(entries))


def _entries(
    data: mmap.mmap, order: str, directory: int, end: int
) -> Iterator[tuple[int, tuple[int, int, int, int]]]:
    """The entries of a directory: where, and `(tag, type, count, value or where it is)`."""
    if directory + 2 > end:
        return
    count = struct.unpack(f"{order}H", data[directory : directory + 2])[0]
    for number in range(min(count, MOST_ENTRIES)):
        place = directory + 2 + 12 * number
        if place + 12 > end:
            return
        yield place, struct.unpack(f"{order}HHII", data[place : place + 12])


def _number(data: mmap.mmap, order: str, place: int) -> int:
    found = data[place : place + 4]
    return struct.unpack(f"{order}I", found)[0] if len(found) == 4 else 0
