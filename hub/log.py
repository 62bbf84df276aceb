"""Structured logging: one event a line, as text or JSON, with the request id.

`log = get_log(__name__)`, then `log.info("mongod.started", port=27017)`. The event is a short constant name,
what varies goes into fields. No message content and no secret goes into either.
"""

from __future__ import annotations

import json
import logging
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, datetime
from typing import TextIO

from hub.settings import LogFormat

request_id: ContextVar[str | None] = ContextVar("request_id", default=None)

_PLAIN_ATTRIBUTES = frozenset(vars(logging.makeLogRecord({}))) | {"message", "asctime", "fields", "taskName"}
# Their own start-up and access lines say nothing that ours do not.
_TALKATIVE = (
    "aiohttp.access",
    "engineio",
    "socketio",
    "pymongo",
    "httpx",
    "httpcore",
    "apscheduler",
    "asyncio",
)


class Log:
    """A logger whose events carry fields; a thin face on the standard one, so that pytest sees it too."""

    __slots__ = ("_logger",)

    def __init__(self, name: str) -> None:
        self._logger = logging.getLogger(name)

    def debug(self, event: str, **fields: object) -> None:
        """Record what only someone hunting a fault wants to see."""
        self._write(logging.DEBUG, event, fields)

    def info(self, event: str, **fields: object) -> None:
        """Record something that normally happens."""
        self._write(logging.INFO, event, fields)

    def warning(self, event: str, **fields: object) -> None:
        """Record something that the hub coped with but someone should know."""
        self._write(logging.WARNING, event, fields)

    def error(self, event: str, **fields: object) -> None:
        """Record something that failed."""
        self._write(logging.ERROR, event, fields)

    def exception(self, event: str, **fields: object) -> None:
        """Record a failure with the traceback of the exception being handled."""
        self._write(logging.ERROR, event, fields, with_traceback=True)

    def _write(self, level: int, event: str, fields: Mapping[str, object], *, with_traceback: bool = False) -> None:
        if self._logger.isEnabledFor(level):
            self._logger.log(level, event, exc_info=with_traceback, extra={"fields": dict(fields)}, stacklevel=3)


def get_log(name: str) -> Log:
    """Return the log of a module; pass `__name__`."""
    return Log(name)


@contextmanager
def with_request_id(value: str) -> Iterator[None]:
    """Put the request id on every line written inside, tasks started inside included."""
    token = request_id.set(value)
    try:
        yield
    finally:
        request_id.reset(token)


def configure_logging(
    log_format: LogFormat = LogFormat.TEXT,
    level: str = "info",
    stream: TextIO | None = None,
    *,
    worker: int | None = None,
) -> None:
    """Send every log line of the process to the stream (stderr) in one format; may be called again.

    Args:
        log_format: Text or JSON.
        level: The least that is written.
        stream: Where to.
        worker: Which of several processes this is: every line says so.
    """
    handler = logging.StreamHandler(stream or sys.stderr)
    handler.setFormatter(JsonLines(worker) if log_format is LogFormat.JSON else TextLines(worker))
    root = logging.getLogger()
    root.handlers[:] = [handler]
    root.setLevel(level.upper())
    for name in _TALKATIVE:
        logging.getLogger(name).setLevel(logging.DEBUG if level == "debug" else logging.WARNING)


class JsonLines(logging.Formatter):
    """One JSON object a line: time, level, logger, event, worker, request_id, then the fields."""

    def __init__(self, worker: int | None = None) -> None:
        super().__init__()
        self._worker = worker

    def format(self, record: logging.LogRecord) -> str:
        """Return the record as one line of JSON."""
        line: dict[str, object] = {
            "time": _timestamp(record),
            "level": record.levelname.lower(),
            "logger": record.name,
            "event": record.getMessage(),
        }
        if self._worker is not None:
            line["worker"] = self._worker
        line.update(_fields(record))
        if record.exc_info:
            line["traceback"] = self.formatException(record.exc_info)
        return json.dumps(line, ensure_ascii=False, default=str)


class TextLines(logging.Formatter):
    """For a terminal: time, level, event, `key=value` pairs; the traceback follows on its own lines.

    Several workers write to one terminal, so each starts its lines with its number.
    """

    def __init__(self, worker: int | None = None) -> None:
        super().__init__()
        self._start = "" if worker is None else f"[{worker}] "

    def format(self, record: logging.LogRecord) -> str:
        """Return the record as one line, line breaks in values escaped so that nobody can forge an entry."""
        pairs = "".join(f" {key}={_text(value)}" for key, value in _fields(record).items())
        event = record.getMessage().replace("\r", "\\r").replace("\n", "\\n")
        line = f"{self._start}{_timestamp(record)} {record.levelname.lower():<7} {event}{pairs}"
        if record.exc_info:
            line = f"{line}\n{self.formatException(record.exc_info)}"
        return line


def _timestamp(record: logging.LogRecord) -> str:
    at = datetime.fromtimestamp(record.created, UTC)
    return at.isoformat(timespec="milliseconds").replace("+00:00", "Z")


def _fields(record: logging.LogRecord) -> dict[str, object]:
    """Return the fields of our records, and what a plain logger passed as `extra`."""
    attributes: dict[str, object] = vars(record)
    fields: dict[str, object] = {}
    current = request_id.get()
    if current is not None:
        fields["request_id"] = current
    given = attributes.get("fields")
    if isinstance(given, dict):
        fields.update(given)
    fields.update((key, value) for key, value in attributes.items() if key not in _PLAIN_ATTRIBUTES)
    return fields


def _text(value: object) -> str:
    text = str(value)
    plain = text and not any(character.isspace() or character in '"=' for character in text)
    return text if plain else json.dumps(text, ensure_ascii=False)
