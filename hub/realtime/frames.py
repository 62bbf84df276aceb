"""WebSocket frames (RFC 6455): how the server writes them and reads what clients send.

No extension is ever negotiated, so a frame with a reserved bit is a fault, and the bytes of one event
are the same for every client.
"""

from __future__ import annotations

from aiohttp._websocket.helpers import websocket_mask

TEXT, BINARY, CLOSE, PING, PONG = 1, 2, 8, 9, 10
_CONTINUATION = 0
_FINAL_TEXT = 0x81
_RESERVED = 0x70
_MASKED = 0x80
_MASK_SIZE = 4

GOING_AWAY, PROTOCOL_ERROR, NOT_TEXT = 1001, 1002, 1007
POLICY, TOO_BIG, RESTART, TRY_AGAIN = 1008, 1009, 1012, 1013
NORMAL = 1000
_MAY_BE_SENT = frozenset((*range(1000, 1004), *range(1007, 1015)))


Message = tuple[int, bytearray]
"""What a client sent: TEXT, BINARY (put together from fragments), CLOSE, PING or PONG, and its payload."""


class FrameFault(Exception):
    """What came breaks the protocol or a limit; the connection is to be closed with this code."""

    def __init__(self, code: int, reason: str) -> None:
        super().__init__(reason)
        self.code = code
        self.reason = reason


def frame(payload: bytes, kind: int = TEXT) -> bytes:
    """A whole, unmasked frame."""
    size = len(payload)
    first = 0x80 | kind
    if size < 126:
        return bytes((first, size)) + payload
    if size < 65536:
        return bytes((first, 126, size >> 8, size & 255)) + payload
    return bytes((first, 127)) + size.to_bytes(8, "big") + payload


def close_frame(code: int, reason: str = "") -> bytes:
    """A close frame; the reason is cut to what fits into a control frame."""
    text = reason.encode()[:123].decode(errors="ignore").encode()
    return frame(code.to_bytes(2, "big") + text, CLOSE)


def closing(payload: bytearray) -> int:
    """The code in a client's close frame; 1005 if it gave none.

    Raises:
        FrameFault: It is not a code that may be sent, or its reason is not UTF-8.
    """
    if not payload:
        return 1005
    code = int.from_bytes(payload[:2], "big") if len(payload) > 1 else 0
    if code not in _MAY_BE_SENT and not 3000 <= code < 5000:
        raise FrameFault(PROTOCOL_ERROR, "not a close code")
    try:
        payload[2:].decode()
    except UnicodeDecodeError:
        raise FrameFault(NOT_TEXT, "not UTF-8") from None
    return code


def split(data: bytes) -> list[tuple[int, bytes]]:
    """The frames that the server itself wrote, taken apart again: `(kind, payload)` each."""
    found: list[tuple[int, bytes]] = []
    at = 0
    while at < len(data):
        size, start = data[at + 1], at + 2
        if size == 126:
            size, start = int.from_bytes(data[start : start + 2], "big"), start + 2
        elif size == 127:
            size, start = int.from_bytes(data[start : start + 8], "big"), start + 8
        found.append((data[at] & 15, data[start : start + size]))
        at = start + size
    return found


class FrameReader:
    """Takes a client's bytes as they come and gives its messages one by one.

    What has not been asked for stays as it came, in bytes: reading can stop at any message.
    """

    __slots__ = ("_assembling", "_at", "_data", "_kind", "largest")

    def __init__(self, largest: int) -> None:
        self.largest = largest
        """The largest message in bytes, fragments together."""
        self._data: bytes | bytearray = b""
        self._at = 0
        self._kind = _CONTINUATION
        """Of the message whose fragments are coming; `_CONTINUATION` when there is none."""
        self._assembling: bytearray | None = None

    @property
    def held(self) -> int:
        """Bytes that wait here."""
        return len(self._data) - self._at + len(self._assembling or b"")

    def only(self, data: bytes) -> bytearray | None:
        """What has come, if it is one whole text and nothing else, as nearly all is; else None, and `feed` it."""
        size = len(data)
        if size < 2 or data[0] != _FINAL_TEXT or self._at < len(self._data) or self._kind:
            return None
        start, long = 2 + _MASK_SIZE, data[1] - _MASKED
        if long == 126 and size > start + 2:
            start, long = start + 2, data[2] << 8 | data[3]
        if long != size - start or not 0 < long <= self.largest:
            return None
        payload = bytearray(data[start:])
        websocket_mask(data[start - _MASK_SIZE : start], payload)
        return payload

    def feed(self, data: bytes) -> None:
        """Take what has come."""
        if self._at == len(self._data):
            self._data, self._at = data, 0
            return
        if not isinstance(self._data, bytearray):
            self._data = bytearray(self._data)
        if self._at:
            del self._data[: self._at]
            self._at = 0
        self._data += data

    def next(self) -> Message | None:
        """The next whole message, or None until more has come.

        Raises:
            FrameFault: The client breaks the protocol or sends too much; nothing more can be read.
        """
        while True:
            data, at = self._data, self._at
            come = len(data) - at
            if come < 2:
                return self._wait(come)
            first, second = data[at], data[at + 1]
            size, start = second & 127, at + 2 + _MASK_SIZE
            if size == 126:
                if come < 4:
                    return None
                size, start = data[at + 2] << 8 | data[at + 3], start + 2
            elif size == 127:
                if come < 10:
                    return None
                size, start = int.from_bytes(data[at + 2 : at + 10], "big"), start + 8
            if first != _FINAL_TEXT or second < _MASKED or self._kind or size > self.largest:
                self._check(first, second, size)
            end = start + size
            if end > at + come:
                return None
            payload = bytearray(data[start:end])
            if size:
                websocket_mask(bytes(data[start - _MASK_SIZE : start]), payload)
            self._at = end
            kind = first & 15
            if kind and first >= 0x80:
                return kind, payload
            whole = self._assemble(first, kind, payload)
            if whole is not None:
                return whole

    def _wait(self, come: int) -> None:
        if not come:
            # A chunk that was read to its end is not kept.
            self._data, self._at = b"", 0

    def _check(self, first: int, second: int, size: int) -> None:
        kind = first & 15
        if second < _MASKED:
            raise FrameFault(PROTOCOL_ERROR, "not masked")
        if first & _RESERVED:
            raise FrameFault(PROTOCOL_ERROR, "reserved bit")
        if kind >= CLOSE:
            if kind > PONG or first < 0x80 or size > 125:
                raise FrameFault(PROTOCOL_ERROR, "not a control frame")
            return
        if kind > BINARY:
            raise FrameFault(PROTOCOL_ERROR, "unknown opcode")
        if bool(kind) == bool(self._kind):
            raise FrameFault(PROTOCOL_ERROR, "fragments out of order")
        if size + len(self._assembling or b"") > self.largest:
            raise FrameFault(TOO_BIG, "too big")

    def _assemble(self, first: int, kind: int, payload: bytearray) -> Message | None:
        if self._assembling is None:
            self._kind, self._assembling = kind, payload
        else:
            self._assembling += payload
        if first < 0x80:
            return None
        whole = self._kind, self._assembling
        self._kind, self._assembling = _CONTINUATION, None
        return whole
