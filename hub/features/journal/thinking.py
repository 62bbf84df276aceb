"""What a model does for a journal: spelling put right, and summaries that suggest tasks."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from datetime import timedelta
from difflib import SequenceMatcher
from pathlib import Path
from zoneinfo import ZoneInfo

from hub.features.journal.access import access_line, summaries, visible
from hub.features.journal.documents import JournalDocument, SummaryDocument
from hub.features.journal.present import SUMMARY, present_line, present_summary
from hub.features.journal.schemas import (
    FixedLine,
    FoundSummary,
    FoundTask,
    JournalLine,
    JournalSummary,
    KeepFix,
    KeepSummary,
    MakeJournalTask,
    SummarizeJournal,
)
from hub.features.tasks.operations import create_task
from hub.features.tasks.schemas import CreateTask, Source
from hub.kernel.context import Ctx
from hub.kernel.errors import conflict, invalid, not_found
from hub.kernel.operation import DELETE, GET, POST, Effect, operation
from hub.kernel.policies import member
from hub.storage.doors import PROGRAMS_AND_EKO
from hub.storage.listing import between
from hub.storage.plain import plain_page
from hub.storage.thoughts import RATE, Asked, Passage, Thinking, Thought, ask
from hub.storage.wire import ById, Deleted, Page, PageInput, iso

_PROMPTS = Path(__file__).parent / "prompts"
_MOST = 400
_STILL_THE_LINE = 0.5
"""How alike two lines are, from 0 to 1, of which one is the other with its spelling put right."""

FIX = Thought(name="journal.fix", output=FixedLine, prompts=_PROMPTS, keep="journal.keep_fix")
SUMMARIZE = Thought(
    name="journal.summarize", output=FoundSummary, prompts=_PROMPTS, keep="journal.keep_summary", max_passages=_MOST
)


@operation(
    "journal.fix",
    effect=Effect.WRITE,
    policy=member,
    route=POST("/api/journal/{id}/fix", status=202),
    rate=RATE,
    undoable=False,
)
async def fix_line(ctx: Ctx, command: ById) -> Thinking:
    """Have a model put the spelling of a line right; what it said before is kept with it."""
    line = await access_line(ctx, command.id, write=True)
    return await ask(
        ctx,
        Asked(
            thought=FIX,
            target=("journal", line.id),
            label=line.text[:120],
            passages=[Passage(ref=line.id, label="L1", text=line.text)],
            carried={"line_revision": line.revision},
        ),
    )


@operation("journal.keep_fix", effect=Effect.WRITE, policy=member, doors=frozenset())
async def keep_fix(ctx: Ctx, command: KeepFix) -> JournalLine:
    """Have a line say what a model made of its spelling, unless it was changed meanwhile."""
    line = await access_line(ctx, command.id, write=True)
    if line.revision != command.line_revision:
        raise conflict("The line has changed meanwhile.")
    text = " ".join(command.result.text.split())
    if SequenceMatcher(None, line.text.casefold(), text.casefold()).ratio() < _STILL_THE_LINE:
        raise invalid("What the model wrote is not this line.", text="is something else")
    if text != line.text:
        ctx.work.update(line, text=text, original=line.text)
    return await present_line(line)


@operation(
    "journal.summarize",
    effect=Effect.WRITE,
    policy=member,
    route=POST("/api/journal/summarize", status=202),
    rate=RATE,
    undoable=False,
    doors=PROGRAMS_AND_EKO,
)
async def summarize_journal(ctx: Ctx, command: SummarizeJournal) -> Thinking:
    """Have a model sum up the last hour, 3 hours, day or week of the journal, and suggest tasks."""
    since = ctx.now - timedelta(hours=command.hours)
    wanted = {**await visible(ctx), "at": between(since, ctx.now)}
    newest = JournalDocument.rows().find(wanted).sort([("at", -1), ("_id", -1)]).limit(_MOST + 1)
    rows = (await newest.to_list(_MOST + 1))[::-1]
    if not rows:
        french = ctx.actor.locale.startswith("fr")
        raise invalid("Rien n’a été noté pendant ce temps." if french else "Nothing was written in that time.")
    zone = ZoneInfo(ctx.actor.time_zone)
    done = {"en": " (has become a task already)", "fr": " (déjà devenu une tâche)"}
    shown = done["fr" if ctx.actor.locale.startswith("fr") else "en"]
    passages = [
        Passage(
            ref=row["_id"],
            label=f"L{place}",
            text=f"{row['at'].astimezone(zone):%Y-%m-%d %H:%M} {row['text']}{shown if row.get('task_id') else ''}",
        )
        for place, row in enumerate(rows, start=1)
    ]
    return await ask(
        ctx,
        Asked(
            thought=SUMMARIZE,
            target=("journal", _stretch(ctx.person_id, command.hours)),
            label=f"{command.hours} h",
            passages=passages,
            carried={"hours": command.hours, "from_at": iso(since), "to_at": iso(ctx.now)},
        ),
    )


@operation("journal.keep_summary", effect=Effect.WRITE, policy=member, doors=frozenset())
async def keep_summary(ctx: Ctx, command: KeepSummary) -> JournalSummary:
    """Keep what a model made of the journal; what led to a task already is not suggested again."""
    found = command.result
    asked = {ref for task in found.tasks for ref in task.cites}
    lines = await ctx.work.find(JournalDocument, {"_id": {"$in": sorted(asked)}, "owner_id": ctx.person_id})
    fresh = {line.id for line in lines if line.task_id is None}
    summary = SummaryDocument(
        owner_id=ctx.person_id,
        hours=command.hours,
        from_at=command.from_at,
        to_at=command.to_at,
        left_out=command.left_out,
        text=found.summary,
        cites=found.cites,
        tasks=_suggestions(found.tasks, fresh),
    )
    return await present_summary(ctx.work.insert(summary))


@operation("journal.summaries", effect=Effect.READ, policy=member, route=GET("/api/journal-summaries"))
async def list_summaries(ctx: Ctx, command: PageInput) -> Page[JournalSummary]:
    """List the summaries of the caller's journal, newest first."""
    return await plain_page(
        SUMMARY,
        await summaries.visible(ctx),
        limit=command.limit,
        cursor=command.cursor,
    )


@operation("journal.get_summary", effect=Effect.READ, policy=member, route=GET("/api/journal-summaries/{id}"))
async def get_summary(ctx: Ctx, command: ById) -> JournalSummary:
    """Show one summary of the journal."""
    return await present_summary(await summaries.fetch(ctx, command.id))


@operation(
    "journal.delete_summary", effect=Effect.DESTROY, policy=member, route=DELETE("/api/journal-summaries/{id}")
)
async def delete_summary(ctx: Ctx, command: ById) -> Deleted:
    """Delete a summary of the journal; the lines and the tasks stay. This can be undone."""
    summary = await summaries.fetch(ctx, command.id, write=True)
    ctx.work.delete(summary)
    return Deleted(id=summary.id)


@operation("journal.make_task", effect=Effect.WRITE, policy=member, route=POST("/api/journal-summaries/{id}/tasks"))
async def make_task(ctx: Ctx, command: MakeJournalTask) -> JournalSummary:
    """Make a task of what a summary suggests; the lines that it follows from show it."""
    summary = await summaries.fetch(ctx, command.id, write=True)
    if command.n >= len(summary.tasks):
        raise not_found("The suggestion")
    suggested = summary.tasks[command.n]
    if suggested.get("task_id"):
        raise conflict("This has been made a task already.", (await present_summary(summary)).model_dump(mode="json"))
    source = Source(kind="journal", ids=suggested["cites"])
    task = await create_task(ctx, CreateTask(title=suggested["title"], source=source))
    for line in await ctx.work.find(
        JournalDocument, {"_id": {"$in": suggested["cites"]}, "owner_id": ctx.person_id, "task_id": None}
    ):
        ctx.work.update(line, task_id=task.id)
    tasks = [{**one, "task_id": task.id} if n == command.n else one for n, one in enumerate(summary.tasks)]
    return await present_summary(ctx.work.update(summary, tasks=tasks))


def _suggestions(found: Sequence[FoundTask], fresh: set[str]) -> list[dict[str, object]]:
    """What is left to suggest: what follows from a line that has led to no task yet."""
    return [
        {"title": " ".join(task.title.split()), "cites": task.cites, "task_id": None}
        for task in found
        if fresh.intersection(task.cites)
    ]


def _stretch(person_id: str, hours: int) -> str:
    """An id for somebody's last hours: asking twice at once is one question."""
    return hashlib.sha256(f"journal/{person_id}/{hours}".encode()).hexdigest()[:24]
