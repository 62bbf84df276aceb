"""Logging: one event a line, structured, with the request id."""

import asyncio
import io
import json
import logging

import pytest

from hub.log import configure_logging, get_log, with_request_id
from hub.settings import LogFormat


@pytest.fixture
def restored_logging():
    """Give the root logger back as it was."""
    root = logging.getLogger()
    handlers, level = root.handlers[:], root.level
    yield
    root.handlers[:] = handlers
    root.setLevel(level)


@pytest.mark.usefixtures("restored_logging")
async def test_json_lines_carry_fields_and_request_id() -> None:
    stream = io.StringIO()
    configure_logging(LogFormat.JSON, "info", stream)
    log = get_log("hub.test")
    with with_request_id("abc123"):
        await asyncio.create_task(_log_something())
    log.debug("not.shown")
    try:
        raise RuntimeError("boom")
    except RuntimeError:
        log.exception("thing.failed", attempt=2)
    logging.getLogger("plain").warning("plain %s", "words", extra={"room_id": "r1"})
    first, second, third = (json.loads(line) for line in stream.getvalue().splitlines())
    assert first["event"] == "thing.done"
    assert (first["level"], first["size"], first["request_id"]) == ("info", 3, "abc123")
    assert first["time"].endswith("Z")
    assert second["attempt"] == 2
    assert "RuntimeError: boom" in second["traceback"]
    assert "request_id" not in second
    assert (third["event"], third["room_id"]) == ("plain words", "r1")


async def _log_something() -> None:
    get_log("hub.test").info("thing.done", size=3)


@pytest.mark.usefixtures("restored_logging")
def test_text_lines_cannot_be_forged() -> None:
    stream = io.StringIO()
    configure_logging(LogFormat.TEXT, "info", stream)
    get_log("hub.test").info("thing.done", name='two words\n2026 error "x"', size=3)
    assert stream.getvalue().count("\n") == 1
    assert 'name="two words\\n2026 error \\"x\\"" size=3' in stream.getvalue()
