"""File names that harm nobody: a name is for showing and for saving under, never a path."""

from __future__ import annotations

import re
import unicodedata
from urllib.parse import quote

LONGEST = 200
"""Characters."""
LONGEST_BYTES = 240
"""In UTF-8: file systems take 255."""
JOINERS = "\u200c\u200d"
"""Invisible, and part of how some scripts and emoji are written."""
FORBIDDEN = re.compile(r'[<>:"|?*]')
RESERVED = re.compile(r"^(con|prn|aux|nul|com\d|lpt\d)(\.|$)", re.IGNORECASE)


def safe_name(given: str) -> str:
    """A name without folders, control characters and direction marks, short enough for any file system."""
    name = unicodedata.normalize("NFC", given).replace("\\", "/").rpartition("/")[2]
    name = "".join(one for one in name if one in JOINERS or unicodedata.category(one) not in ("Cc", "Cf", "Cs", "Cn"))
    name = FORBIDDEN.sub("_", " ".join(name.split())).strip(". ")
    if RESERVED.match(name):
        name = f"_{name}"
    return _shortened(name) or "file"


def disposition(name: str, *, inline: bool) -> str:
    """The `Content-Disposition` of a file (RFC 6266), its name in ASCII and in full (RFC 8187)."""
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode()
    plain = re.sub(r'[\\"]', "_", plain).strip() or "file"
    how = "inline" if inline else "attachment"
    return f"{how}; filename=\"{plain}\"; filename*=UTF-8''{quote(name, safe='')}"


def _shortened(name: str) -> str:
    if len(name) <= LONGEST and len(name.encode()) <= LONGEST_BYTES:
        return name
    stem, dot, ending = name.rpartition(".")
    if not dot or len(ending) > 16:
        stem, ending = name, ""
    tail = f".{ending}" if ending else ""
    stem = stem[: LONGEST - len(tail)]
    while len(f"{stem}{tail}".encode()) > LONGEST_BYTES:
        stem = stem[:-1]
    return f"{stem.rstrip('. ')}{tail}"
