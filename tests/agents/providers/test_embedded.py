"""The embedded model: its real engine where it is installed, and its process when it misbehaves."""

from __future__ import annotations

import asyncio
import os
import subprocess
import sys
import time
from collections.abc import AsyncIterator, Callable
from pathlib import Path

import pytest

from agents.providers.base import FailureCode, Limits, ModelFailure, ModelMessage, ModelRequest, Role, Stop, ToolSpec
from agents.providers.embedded import EmbeddedProvider
from agents.providers.embedded_process import EmbeddedProcess, ProcessLimits

PREFACE = """
import json, os, struct, sys, time
def read():
    head = sys.stdin.buffer.read(4)
    if len(head) < 4: sys.exit(0)
    return json.loads(sys.stdin.buffer.read(struct.unpack("!I", head)[0]))
def write(body):
    sys.stdout.buffer.write(struct.pack("!I", len(body)) + body); sys.stdout.buffer.flush()
def reply(request, **extra):
    write(json.dumps({"id": request["id"], "ok": True, **extra}).encode())
"""
Worker = Callable[[str], Path]


@pytest.fixture
def worker(tmp_path: Path) -> Worker:
    def make(body: str) -> Path:
        path = tmp_path / "worker.py"
        path.write_text(PREFACE + body)
        return path

    return make


@pytest.fixture
async def running() -> AsyncIterator[Callable[..., EmbeddedProcess]]:
    started: list[EmbeddedProcess] = []

    def start(path: Path, **limits: float) -> EmbeddedProcess:
        process = EmbeddedProcess(ProcessLimits(**limits), worker=path)  # type: ignore[arg-type]
        started.append(process)
        return process

    yield start
    for process in started:
        await process.close()


async def code_of(process: EmbeddedProcess, request: dict[str, object], seconds: float = 60) -> FailureCode:
    with pytest.raises(ModelFailure) as caught:
        await process.ask(request, seconds)
    return caught.value.code


async def test_answers_come_one_at_a_time(worker: Worker, running: Callable[..., EmbeddedProcess]) -> None:
    process = running(worker("while True:\n    r = read(); reply(r, said=r['text'])"))
    assert process.pid is None, "it starts with the first request, not before"
    answers = await asyncio.gather(*(process.ask({"text": str(n)}, 60) for n in range(5)))
    assert [answer["said"] for answer in answers] == ["0", "1", "2", "3", "4"]


async def test_a_full_queue_is_busy(worker: Worker, running: Callable[..., EmbeddedProcess]) -> None:
    process = running(worker("read(); time.sleep(60)"), waiting=1)
    first = asyncio.create_task(process.ask({}, 1))
    await asyncio.sleep(0)
    assert await code_of(process, {}) is FailureCode.BUSY
    with pytest.raises(ModelFailure):
        await first


async def test_a_hang_is_ended_and_the_next_request_gets_a_new_process(
    worker: Worker, running: Callable[..., EmbeddedProcess]
) -> None:
    process = running(worker("while True:\n    r = read()\n    r.get('hang') and time.sleep(60)\n    reply(r)"))
    await process.ask({}, 60)
    first = process.pid
    assert await code_of(process, {"hang": True}, 0.3) is FailureCode.TIMED_OUT
    assert first is not None and not Path(f"/proc/{first}").exists()
    assert (await process.ask({}, 60))["ok"]
    assert process.pid not in (None, first)


async def test_a_cancelled_request_does_not_leave_its_answer_to_the_next(
    worker: Worker, running: Callable[..., EmbeddedProcess]
) -> None:
    process = running(worker("while True:\n    r = read(); time.sleep(r.get('wait', 0)); reply(r, said=r['text'])"))
    slow = asyncio.create_task(process.ask({"text": "old", "wait": 0.5}, 60))
    await asyncio.sleep(0.3)
    slow.cancel()
    assert (await process.ask({"text": "new"}, 60))["said"] == "new"


async def test_crashes_are_restarted_then_left_alone(worker: Worker, running: Callable[..., EmbeddedProcess]) -> None:
    process = running(worker("read(); os._exit(139)"), crashes=2, rest_s=60.0)
    assert await code_of(process, {}) is FailureCode.CRASHED
    assert await code_of(process, {}) is FailureCode.CRASHED
    assert await code_of(process, {}) is FailureCode.UNREACHABLE
    assert process.resting


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("r = read(); write(b'not json')", FailureCode.NONSENSE),
        ("r = read(); write(b'[1]')", FailureCode.NONSENSE),
        ("r = read(); r['id'] = 99; reply(r)", FailureCode.NONSENSE),
        ("read(); sys.stdout.buffer.write(struct.pack('!I', 1 << 30)); sys.stdout.buffer.flush(); time.sleep(60)",
         FailureCode.TOO_LARGE),
    ],
)  # fmt: skip
async def test_nonsense_has_its_code(
    worker: Worker, running: Callable[..., EmbeddedProcess], body: str, expected: FailureCode
) -> None:
    assert await code_of(running(worker(body)), {}) is expected


async def test_it_sees_none_of_the_hubs_secrets(
    worker: Worker, running: Callable[..., EmbeddedProcess], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PANORAMIX_SECRET", "s3cret")
    process = running(worker("r = read(); reply(r, env=sorted(os.environ))"))
    assert "PANORAMIX_SECRET" not in (await process.ask({}, 60))["env"]


async def test_idle_it_ends_by_itself(worker: Worker, running: Callable[..., EmbeddedProcess]) -> None:
    process = running(worker("while True:\n    reply(read())"), idle_s=0.05)
    await process.ask({}, 60)
    pid = process.pid
    for _ in range(3_000):
        if not Path(f"/proc/{pid}").exists():
            break
        await asyncio.sleep(0.02)
    assert not Path(f"/proc/{pid}").exists()


def test_it_dies_with_a_parent_that_is_killed(tmp_path: Path) -> None:
    script = tmp_path / "parent.py"
    script.write_text(
        "import os, subprocess, sys\n"
        "import agents.providers.embedded_worker as w\n"
        "p = subprocess.Popen([sys.executable, '-P', w.__file__, str(os.getpid())], stdin=subprocess.PIPE)\n"
        "print(p.pid, flush=True)\n"
        "sys.stdin.read()\n"
    )
    parent = subprocess.Popen(
        [sys.executable, str(script)],
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, env={**os.environ, "PYTHONPATH": str(Path.cwd())},
    )  # fmt: skip
    assert parent.stdout is not None and parent.stdin is not None
    child = int(parent.stdout.readline())
    time.sleep(0.3)  # the child is a plain process here: nothing to await
    assert Path(f"/proc/{child}").exists()
    parent.kill()
    parent.wait()
    parent.stdin.close()
    parent.stdout.close()
    for _ in range(100):
        if not Path(f"/proc/{child}").exists() or "Z" in Path(f"/proc/{child}/stat").read_text().split()[2]:
            return
        time.sleep(0.02)
    pytest.fail("the worker outlived its parent")


TASK = ToolSpec(
    name="task_create",
    description="Create a task or to-do.",
    parameters={
        "type": "object",
        "properties": {
            "title": {"type": "string", "description": "The task, copied word for word."},
            "deadline": {"type": "string", "description": "The date phrase, copied word for word."},
        },
        "required": ["title"],
    },
)


def sentence(text: str) -> ModelRequest:
    return ModelRequest(
        messages=(ModelMessage(role=Role.USER, content=text),),
        tools=(TASK,),
        sentence=text,
        date_fact="date: 2026-11-21 Sat",
        limits=Limits(total_s=300, first_event_s=300, between_events_s=120),
    )


async def test_the_real_engine_picks_a_call_and_no_call_for_a_negation() -> None:
    provider = EmbeddedProvider()
    found = await provider.available()
    if not found.ok:
        pytest.skip(found.reason)
    try:
        events = [event async for event in provider.complete(sentence("add a task to call the plumber on friday"))]
        assert any("plumber" in repr(event) for event in events)
        assert events[-1] == Stop()
        ours = os.getpriority(os.PRIO_PROCESS, 0)
        assert provider.pid is not None and os.getpriority(os.PRIO_PROCESS, provider.pid) == min(ours + 5, 19)
        denied = [event async for event in provider.complete(sentence("don't create a task for this"))]
        assert [type(event).__name__ for event in denied] == ["Usage", "Stop"]
    finally:
        await provider.close()
    assert provider.pid is None
