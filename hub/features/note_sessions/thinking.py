"""What a model does for a session: sums it up, and asks what nobody has asked yet."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from pathlib import Path
from typing import Any

from hub.features.note_sessions.access import access_session
from hub.features.note_sessions.documents import LineDocument, SessionDocument
from hub.features.note_sessions.present import present_session
from hub.features.note_sessions.schemas import (
    POINTS,
    FoundCoaching,
    FoundSummary,
    KeepCoaching,
    KeepSummary,
    MakeTask,
    NoteSession,
)
from hub.features.tasks.operations import create_task
from hub.features.tasks.schemas import CreateTask, Source
from hub.kernel.context import Ctx
from hub.kernel.errors import conflict, invalid, not_found
from hub.kernel.operation import POST, Effect, operation
from hub.kernel.policies import member
from hub.storage.doors import PROGRAMS_AND_EKO
from hub.storage.thoughts import RATE, Asked, Cited, Passage, Thinking, Thought, ask
from hub.storage.wire import ById, iso
from hub.storage.words import folded

_PROMPTS = Path(__file__).parent / "prompts"
_TITLE = 300

SUMMARIZE = Thought(
    name="note_session.summarize", output=FoundSummary, prompts=_PROMPTS, keep="note_session.keep_summary"
)
COACH = Thought(name="note_session.coach", output=FoundCoaching, prompts=_PROMPTS, keep="note_session.keep_coaching")


@operation(
    "note_session.summarize",
    effect=Effect.WRITE,
    policy=member,
    route=POST("/api/note-sessions/{id}/summarize", status=202),
    rate=RATE,
    undoable=False,
    doors=PROGRAMS_AND_EKO,
)
async def summarize_session(ctx: Ctx, command: ById) -> Thinking:
    """Have a model sum up a session: what was said, decisions, risks, next steps, each citing its lines."""
    session = await access_session(ctx, command.id, write=True)
    return await _ask(ctx, SUMMARIZE, session, ())


@operation(
    "note_session.coach",
    effect=Effect.WRITE,
    policy=member,
    route=POST("/api/note-sessions/{id}/coach", status=202),
    rate=RATE,
    undoable=False,
    doors=PROGRAMS_AND_EKO,
)
async def coach_session(ctx: Ctx, command: ById) -> Thinking:
    """Have a model ask new questions about a session and give new ideas, citing its lines."""
    session = await access_session(ctx, command.id, write=True)
    said = [point["text"] for point in (*session.questions, *session.ideas)]
    return await _ask(ctx, COACH, session, said)


@operation("note_session.keep_summary", effect=Effect.WRITE, policy=member, doors=frozenset())
async def keep_summary(ctx: Ctx, command: KeepSummary) -> NoteSession:
    """Keep what a model made of a session; a summary before it is replaced."""
    session = await access_session(ctx, command.id, write=True)
    lines = await _line_ids(session)
    found = command.result
    summary: dict[str, Any] = {
        "at": iso(ctx.now),
        "text": found.summary,
        "decisions": _points(found.decisions, lines),
        "risks": _points(found.risks, lines),
        "next_steps": [{**point, "task_id": None} for point in _points(found.next_steps, lines)],
        "left_out": command.left_out,
    }
    return await present_session(ctx.work.update(session, summary=summary))


@operation("note_session.keep_coaching", effect=Effect.WRITE, policy=member, doors=frozenset())
async def keep_coaching(ctx: Ctx, command: KeepCoaching) -> NoteSession:
    """Keep what a coach asked and proposed, as far as it has not said so before."""
    session = await access_session(ctx, command.id, write=True)
    lines = await _line_ids(session)
    said = {folded(point["text"]) for point in (*session.questions, *session.ideas)}
    questions = _new(_points(command.result.questions, lines), said)
    ideas = _new(_points(command.result.ideas, lines), said)
    ctx.work.update(
        session,
        questions=[*session.questions, *questions][-POINTS:],
        ideas=[*session.ideas, *ideas][-POINTS:],
    )
    return await present_session(session)


@operation("note_session.make_task", effect=Effect.WRITE, policy=member, route=POST("/api/note-sessions/{id}/tasks"))
async def make_task(ctx: Ctx, command: MakeTask) -> NoteSession:
    """Make a task of one of the next steps, in the session's project."""
    session = await access_session(ctx, command.id, write=True)
    steps: list[dict[str, Any]] = list((session.summary or {}).get("next_steps", []))
    if command.n >= len(steps):
        raise not_found("The next step")
    step = steps[command.n]
    if step.get("task_id"):
        raise conflict("This has been made a task already.", (await present_session(session)).model_dump(mode="json"))
    title = " ".join(step["text"].split())[:_TITLE]
    source = Source(kind="session", ids=step["cites"][:100])
    task = await create_task(ctx, CreateTask(title=title, project_id=session.project_id, source=source))
    steps[command.n] = {**step, "task_id": task.id}
    return await present_session(ctx.work.update(session, summary={**(session.summary or {}), "next_steps": steps}))


async def _ask(ctx: Ctx, thought: Thought, session: SessionDocument, said: Sequence[str]) -> Thinking:
    rows = await LineDocument.rows().find({"session_id": session.id}).sort([("rank", 1), ("_id", 1)]).to_list()
    if not rows:
        raise invalid("There is no line here yet.")
    several = len({row["author"].get("id") for row in rows}) > 1
    lines = [
        Passage(
            ref=row["_id"],
            label=f"L{place}",
            text=f"{row['author'].get('display_name', '')}: {row['text']}" if several else row["text"],
        )
        for place, row in enumerate(rows, start=1)
    ]
    before = [Passage(ref="", label=f"S{place}", text=text) for place, text in enumerate(said, start=1)]
    asked = Asked(
        thought=thought, target=("note_session", session.id), label=session.title, passages=[*before, *lines]
    )
    return await ask(ctx, asked)


async def _line_ids(session: SessionDocument) -> set[str]:
    return {row["_id"] async for row in LineDocument.rows().find({"session_id": session.id}, {"_id": 1})}


def _points(found: Sequence[Cited], lines: Collection[str]) -> list[dict[str, Any]]:
    """What rests on lines that are still there."""
    points = [{"text": point.text, "cites": [ref for ref in point.cites if ref in lines]} for point in found]
    return [point for point in points if point["cites"]]


def _new(points: Sequence[dict[str, Any]], said: set[str]) -> list[dict[str, Any]]:
    """What was not said before; what is new counts as said."""
    fresh: list[dict[str, Any]] = []
    for point in points:
        words = folded(point["text"])
        if words not in said:
            said.add(words)
            fresh.append(point)
    return fresh
