"""JSON as python-socketio wants it (`dumps` to text, `loads`), done by orjson.

Ready-made JSON travels inside a payload as `orjson.Fragment(bytes)`, so that what was serialised once
(a stored message) is never serialised again for its ack and its broadcast.
"""

from __future__ import annotations

from typing import Any

import orjson

Fragment = orjson.Fragment
JSONDecodeError = orjson.JSONDecodeError


def encode(value: Any) -> bytes:
    """A value as JSON in UTF-8.

    Raises:
        TypeError: It holds what JSON cannot say (bytes, a lone surrogate, an unknown type).
    """
    try:
        return orjson.dumps(value)
    except TypeError:
        # Rare, and slower for everyone if it were always on: keys that are numbers or dates.
        return orjson.dumps(value, option=orjson.OPT_NON_STR_KEYS)


def dumps(value: Any, **_: Any) -> str:
    """A value as JSON text; the options that python-socketio gives (`separators`) are how orjson writes anyway."""
    return encode(value).decode()


def loads(text: str | bytes | bytearray | memoryview, **_: Any) -> Any:
    """JSON to a value.

    Raises:
        ValueError: It is not JSON.
    """
    return orjson.loads(text)
