"""Text of other programs as UTF-8."""

from __future__ import annotations

MARK = b"\xef\xbb\xbf"
"""What some programs put before UTF-8."""


def in_utf8(line: bytes) -> bytes:
    """A line as JSON must be; one that is no UTF-8 was written on an old machine in Western Europe."""
    line = line.removeprefix(MARK)
    try:
        line.decode()
    except UnicodeDecodeError:
        try:
            return line.decode("cp1252").encode()
        except UnicodeDecodeError:
            return line.decode("latin-1").encode()
    return line
