"""Bytes to text: which encoding a file is in."""

from __future__ import annotations

import codecs

BYTE_ORDER_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)


def decode(raw: bytes) -> tuple[str, str]:
    """The text of a file and the name of its encoding.

    A byte order mark decides; else it is UTF-8 if it can be. What cannot is Windows-1252, which has
    Latin-1's letters and the euro sign, or Latin-1 for the five bytes that Windows-1252 leaves out.
    """
    for mark, encoding in BYTE_ORDER_MARKS:
        if raw.startswith(mark):
            return raw.decode(encoding, "replace"), encoding.removesuffix("-sig")
    for encoding in ("utf-8", "windows-1252"):
        try:
            return raw.decode(encoding), encoding
        except UnicodeDecodeError:
            continue
    return raw.decode("latin-1"), "latin-1"
