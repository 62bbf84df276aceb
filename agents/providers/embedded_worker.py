"""The embedded model's own process: reads requests from its input, answers on its output.

Run as a script by `agents.providers.embedded`, never imported by the hub: the engine is native
code that holds the interpreter for a second at a time and may die. It ends with its parent
however the parent ends, and cannot reach the network.

Each way: a 4-byte big-endian length, then that many bytes of JSON.
"""

from __future__ import annotations

import ctypes
import json
import os
import resource
import signal
import struct
import sys
import time
import warnings
from typing import Any, BinaryIO

_HEADER = struct.Struct("!I")
_PR_SET_PDEATHSIG = 1
_KEPT_AGENTS = 1  # the engine holds one set of tools; another is read anew, which takes seconds
_MEMORY_BYTES = 2 << 30
_NICE = 5


def main() -> int:
    """Serve requests until the input ends."""
    _end_with_parent(int(sys.argv[1]))
    os.nice(_NICE)
    resource.setrlimit(resource.RLIMIT_AS, (_MEMORY_BYTES, _MEMORY_BYTES))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    os.environ.update({"NEEDLE_TELEMETRY": "0", "DO_NOT_TRACK": "1", "HF_HUB_OFFLINE": "1"})
    sys.addaudithook(_refuse_network)
    # The engine may print; what it prints must not end up among the answers.
    answers = os.fdopen(os.dup(sys.stdout.fileno()), "wb")
    os.dup2(sys.stderr.fileno(), sys.stdout.fileno())
    warnings.simplefilter("ignore")
    agents: dict[tuple[str, str], Any] = {}
    while (request := _read(sys.stdin.buffer)) is not None:
        try:
            answer = {"id": request["id"], "ok": True, **_complete(agents, request)}
        except Exception as error:  # a process's top: the reason travels to the hub, which logs it
            answer = {"id": request.get("id"), "ok": False, "error": f"{type(error).__name__}: {error}"}
        _write(answers, answer)
    return 0


def _complete(agents: dict[tuple[str, str], Any], request: dict[str, Any]) -> dict[str, Any]:
    import needle

    started = time.monotonic()
    key = (request["system"], json.dumps(request["tools"], sort_keys=True))
    agent = agents.pop(key, None)
    if agent is None:
        while len(agents) >= _KEPT_AGENTS:
            agents.pop(next(iter(agents)))
        agent = needle.Needle(tools=request["tools"], system=request["system"], stateless=True, auto_date=False)
    agents[key] = agent
    # `complete`, not `run`: the hub alone decides what is done with a call.
    response = agent.complete(request["text"], max_new_tokens=request["max_new_tokens"])
    peak_kb = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return {"response": response, "seconds": time.monotonic() - started, "peak_mb": peak_kb // 1024}


def _end_with_parent(parent: int) -> None:
    if sys.platform == "linux":
        ctypes.CDLL(None, use_errno=True).prctl(_PR_SET_PDEATHSIG, signal.SIGKILL)
    if os.getppid() != parent:  # it died before the call above
        sys.exit(1)
    # Ctrl+C goes to the whole group; the parent decides when this process ends.
    signal.signal(signal.SIGINT, signal.SIG_IGN)


def _refuse_network(event: str, _arguments: tuple[Any, ...]) -> None:
    if event in ("socket.connect", "socket.getaddrinfo", "socket.sendto"):
        raise PermissionError("the embedded model's process has no network")


def _read(stream: BinaryIO) -> dict[str, Any] | None:
    header = stream.read(_HEADER.size)
    if len(header) < _HEADER.size:
        return None
    (size,) = _HEADER.unpack(header)
    body = stream.read(size)
    return None if len(body) < size else json.loads(body)


def _write(stream: BinaryIO, answer: dict[str, Any]) -> None:
    body = json.dumps(answer).encode()
    stream.write(_HEADER.pack(len(body)) + body)
    stream.flush()


if __name__ == "__main__":
    sys.exit(main())
