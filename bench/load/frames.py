"""What a client writes: the WebSocket handshake and masked frames (RFC 6455), made by hand."""

from __future__ import annotations

import base64
import os
import struct

OFFER = "Sec-WebSocket-Extensions: permessage-deflate; client_max_window_bits\r\n"
"""What browsers offer."""
PONG = b"\x81\x81\0\0\0\x003"
"""The Engine.IO packet `pong`, framed."""


def handshake(host: str, port: int, *, offer_compression: bool) -> bytes:
    """The upgrade request of a client that goes straight to WebSocket, as the web app's does."""
    key = base64.b64encode(os.urandom(16)).decode()
    return (
        f"GET /socket.io/?EIO=4&transport=websocket HTTP/1.1\r\nHost: {host}:{port}\r\n"
        "Connection: Upgrade\r\nUpgrade: websocket\r\nUser-Agent: bench\r\n"
        f"Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: {key}\r\n{OFFER if offer_compression else ''}\r\n"
    ).encode()


def frame(payload: bytes) -> bytes:
    """A text frame with the mask 0: the server unmasks it like any other, and making it costs us nothing."""
    size = len(payload)
    if size < 126:
        return b"\x81" + bytes((0x80 | size,)) + b"\0\0\0\0" + payload
    if size < 65536:
        return b"\x81\xfe" + struct.pack(">H", size) + b"\0\0\0\0" + payload
    return b"\x81\xff" + struct.pack(">Q", size) + b"\0\0\0\0" + payload
