"""Panorama's projects, tasks, notes, sessions, links, teams and people, as ours."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import UTC
from typing import Any, cast

import orjson

from hub.features.links.addresses import host_of, web_address
from hub.features.transfer.sources import values
from hub.features.transfer.sources.reading import Doc, Made, cut
from hub.features.transfer.sources.values import Unfit
from hub.kernel.errors import OperationError
from hub.storage.documents import EPOCH

PROJECT_STATUS = {
    "active": "active",
    "in_progress": "active",
    "open": "active",
    "planned": "active",
    "paused": "paused",
    "on_hold": "paused",
    "done": "done",
    "completed": "done",
    "cancelled": "archived",
    "archived": "archived",
}
TASK_STATUS = {
    "idea": "idea",
    "backlog": "idea",
    "todo": "todo",
    "to_do": "todo",
    "open": "todo",
    "in_progress": "in_progress",
    "doing": "in_progress",
    "done": "done",
    "completed": "done",
    "cancelled": "cancelled",
    "canceled": "cancelled",
}
RISK = {"low": "low", "none": "low", "medium": "medium", "moderate": "medium", "high": "high", "critical": "high"}
SOURCES = {"user_log": "journal", "journal": "journal", "message": "message", "mail": "mail", "email": "mail"}
MINUTES = 1_000_000
UNRANKED = 5 * 10**12
"""Where those stand that have no place of their own: below those that have, the first made first."""
LINE = 2_000


def project(doc: Doc) -> Made:
    """A project."""
    id = doc.own_id()
    doc.drop("health", "notes_count", "tasks_count", "panorama_rank", "favorite_rank")
    if members := [one for one in values.listed(doc.fields.get("member_ids")) if one != doc.fields.get("user_id")]:
        doc.lost.append(f"{len(members)} other members are accounts of Panorama: share it here anew")
    doc.drop("member_ids", "members")
    name, description = doc.titled(id, doc.text("name", "title"), doc.text("description", "notes"))
    made: dict[str, Any] = {
        "name": name,
        "description": description,
        "status": doc.one_of(PROJECT_STATUS, "active", "status"),
        "target_date": doc.day("target_date", "deadline", "due_date"),
        "progress_percent": doc.whole(0, 100, "progress_percent", "progress") or 0,
        "risk": doc.one_of(RISK, "low", "risk", "risk_level"),
        "color": doc.color("color", "colour"),
        "favorite": doc.yes("favorite", "is_favorite"),
    }
    return Made("project", id, {**made, **_placed(doc, id)})


def task(doc: Doc) -> Made:
    """A task; what Panorama calls its notes is its description."""
    id = doc.own_id()
    doc.drop("position", "archived_at")
    title, description = doc.titled(id, doc.text("title", "name"), doc.text("notes", "description"))
    status = doc.one_of(TASK_STATUS, "done" if doc.yes("done", "is_done", "completed") else "todo", "status")
    changed = doc.instant("completed_at", "done_at", "status_changed_at")
    doc.drop("completed_at", "done_at", "status_changed_at", "done", "is_done")
    made: dict[str, Any] = {
        "title": title,
        "description": description,
        "status": status,
        "urgent": doc.yes("urgent", "is_urgent"),
        "important": doc.yes("important", "is_important"),
        "deadline": doc.day("deadline", "due_date", "due_at"),
        "scheduled_date": doc.day("scheduled_date", "scheduled_at", "scheduled_for"),
        "estimate_minutes": doc.whole(0, MINUTES, "estimate_minutes", "estimated_minutes", "estimate"),
        "actual_minutes": doc.whole(0, MINUTES, "actual_minutes", "time_spent_minutes"),
        "tags": values.tags(doc.take("tags", "labels")),
        "project_id": doc.id("project_id"),
        "parent_id": doc.id("parent_id", "parent_task_id"),
        "rrule": doc.rrule("rrule", "recurrence_rule", "recurrence"),
        "completed_at": changed if status in ("done", "cancelled") else None,
        "source": _source(doc.take("source")),
        **_placed(doc, id),
    }
    if made["completed_at"] is None and status == "done":
        made["completed_at"] = made.get("updated_at")
    if assignee := doc.take("assignee", "assignee_name", "assignee_id"):
        doc.lost.append(f"it was given to {values.words(assignee, 60)!r}, who has no account here")
    return Made("task", id, made)


def note(doc: Doc) -> Made:
    """A note."""
    id = doc.own_id()
    doc.drop("locked_by", "locked_at", "claude_project_id")
    content, rest = cut(doc.text("content", "text", "body", "markdown"))
    if rest:
        doc.lost.append("it is longer than what a note holds: its end is left out")
    title, above = doc.titled(id, doc.text("title", "name"), "")
    if title == "(–)":
        title = values.words(values.first_line(content), 300) or title
    if above:
        content = f"{above}\n\n{content}"
    if labels := values.tags(doc.take("tags", "labels")):
        content = f"{content}\n\n{' '.join('#' + label.replace(' ', '-') for label in labels)}".strip()
    stamps = doc.stamps()
    made: dict[str, Any] = {
        "title": title,
        "content": content,
        "project_id": doc.id("project_id"),
        "pinned": doc.yes("pinned", "is_pinned", "favorite"),
        "archived": doc.yes("archived", "is_archived"),
        "items": items(doc),
        "written_at": stamps.get("updated_at", EPOCH),
    }
    return Made("note", id, {**made, **stamps})


def items(doc: Doc) -> list[dict[str, Any]]:
    """A checklist, in its order."""
    rows = values.sequence_of(doc.take("items", "checklist"))
    if len(rows) > 1_000:
        doc.lost.append(f"its list has {len(rows)} lines, of which the first 1000 are kept")

    def place(row: Mapping[str, Any]) -> float:
        order = row.get("order")
        return order if isinstance(order, int | float) else 0

    return [
        {"text": values.text(row.get("text") or row.get("title"), LINE), "checked": row.get("checked") in (True, 1)}
        for row in sorted(rows, key=place)[:1_000]
    ]


def session(doc: Doc) -> Made:
    """A session of meeting notes, with what was made of it."""
    id = doc.own_id()
    doc.drop("ai_prompt", "coach_prompt", "coach_answers_json", "coach_at", "coach_questions", "ai_summary_at")
    title, above = doc.titled(id, doc.text("title", "name"), "")
    stamps = doc.stamps()
    summary = _summary(doc, above, stamps)
    made: dict[str, Any] = {
        "title": title,
        "project_id": doc.id("project_id"),
        "started_at": doc.instant("started_at", "date") or stamps.get("created_at", EPOCH),
        "ended_at": doc.instant("ended_at"),
        "pinned": doc.yes("pinned", "is_pinned"),
        "summary": summary,
        "questions": _points(_json(doc.take("coach_questions_json", "questions"))),
        "ideas": _points(_json(doc.take("coach_ideas_json", "ideas"))),
    }
    return Made("note_session", id, {**made, **stamps})


def line(doc: Doc) -> Made:
    """A line of a session; one that is too long goes on in lines right after it."""
    id = doc.own_id()
    doc.drop("project_id")
    session_id = doc.id("session_id", "note_session_id")
    if session_id is None:
        raise Unfit("is in no session")
    pieces = split(doc.text("content", "text"))
    if not pieces:
        raise Unfit("says nothing")
    place, stamps = doc.number("rank", "order", "position"), doc.stamps()
    made = stamps.get("created_at")
    at = place * 1000 if place is not None else UNRANKED + made.timestamp() * 1000 if made else 2 * UNRANKED
    lines = session_lines(id, session_id, pieces, at, None, stamps)
    doc.more += lines[1:]
    return lines[0]


def session_lines(
    id: str, session_id: str, pieces: list[str], at: float, author: dict[str, Any] | None, stamps: Mapping[str, Any]
) -> list[Made]:
    """Lines of a session that belong together, one after the other; without an author they are whose import it is."""
    said_by = {"author": author} if author else {}
    rank = values.rank(at, id)
    return [
        Made(
            "note_line",
            id if n == 0 else f"{id}/{n}",
            {
                "session_id": session_id,
                "rank": rank if n == 0 else f"{rank}{values.rank(n, '')}",
                "text": piece,
                **said_by,
                **stamps,
            },
        )
        for n, piece in enumerate(pieces)
    ]


def split(said: str) -> list[str]:
    """A text in pieces that a line takes."""
    said = said.strip()
    pieces = (said[start : start + LINE].strip() for start in range(0, len(said), LINE))
    return [piece for piece in pieces if piece]


def link(doc: Doc) -> Made:
    """A link; what is no web address is refused."""
    id = doc.own_id()
    try:
        url = web_address(doc.text("url", "href", "link"))
    except OperationError as fault:
        raise Unfit(f"has an address that cannot be kept: {'; '.join(fault.errors.values())}") from None
    title, description = doc.titled(id, doc.text("name", "title") or host_of(url), doc.text("description", "notes"))
    made: dict[str, Any] = {
        "name": title,
        "url": url,
        "description": description,
        "project_id": doc.id("project_id"),
        "clicks": doc.whole(0, 10**9, "clicks", "clicks_count", "click_count") or 0,
        "last_clicked_at": doc.instant("last_clicked_at"),
    }
    return Made("link", id, {**made, **doc.stamps()})


def team(doc: Doc) -> Made:
    """A team."""
    id = doc.own_id()
    name = doc.words(300, "name", "title")
    if not name:
        raise Unfit("has no name")
    return Made("team", id, {"name": name, "color": doc.color("color"), **doc.stamps()})


def person(doc: Doc) -> Made:
    """A person. Older ones have one name for first and last; GitHub's names are kept in the notes."""
    id = doc.own_id()
    doc.drop("normalized_name", "sort_name")
    first, last = doc.words(150, "first_name", "name"), doc.words(150, "last_name")
    if not last and first.count(" ") == 1:
        first, last = first.split(" ")
    if not first and not last:
        raise Unfit("has no name")
    aliases = [values.words(one, 150) for one in values.listed(doc.take("aliases"))]
    if len(aliases) > 20:
        doc.lost.append(f"{len(aliases) - 20} of the {len(aliases)} other names are left out")
    notes = doc.text("notes", "description")
    if handles := values.tags([*values.listed(doc.take("github_usernames")), doc.take("github_username")]):
        notes = f"{notes}\n\nGitHub: {', '.join(handles)}".strip()
    made: dict[str, Any] = {
        "first_name": first,
        "last_name": last,
        "aliases": [alias for alias in dict.fromkeys(aliases) if alias][:20],
        "email": doc.email("email"),
        "role": doc.words(200, "role", "job_title"),
        "notes": doc.fitting(id, f"{first} {last}".strip(), notes, 20_000),
        "team_id": doc.id("team_id"),
        "subteam": doc.words(200, "subteam", "sub_team"),
        "manager_id": doc.id("manager_id"),
        "arrival_date": doc.day("arrival_date", "arrived_at"),
        "left": doc.yes("left", "has_left"),
        "contact_only": doc.yes("contact_only", "is_contact_only"),
    }
    return Made("person", id, {**made, **doc.stamps()})


def _placed(doc: Doc, id: str) -> dict[str, Any]:
    """The rank, from the number that says the place, and the times."""
    stamps, place = doc.stamps(), doc.number("priority_rank", "rank", "order")
    made = stamps.get("created_at")
    at = place * 1000 if place is not None else UNRANKED + (made.timestamp() * 1000 if made else 0)
    return {"rank": values.rank(at, id), **stamps}


def _source(said: Any) -> dict[str, Any] | None:
    if not isinstance(said, dict):
        return None
    found = values.snaked(cast("dict[str, Any]", said))
    kind = SOURCES.get(values.snake(values.text(found.get("kind"))))
    if kind is None:
        return None
    ids = values.listed(found.get("log_entry_ids") or found.get("ids"))
    return {"kind": kind, "ids": [one for one in (values.ident(id) for id in ids) if one][:100]}


def _summary(doc: Doc, above: str, stamps: Mapping[str, Any]) -> dict[str, Any] | None:
    written, whole = doc.text("ai_summary", "summary"), _json(doc.take("ai_summary_json", "summary_json"))
    parts = values.snaked(cast("dict[str, Any]", whole)) if isinstance(whole, dict) else {}
    said = "\n\n".join(one for one in (above, written or values.text(parts.get("summary"))) if one)
    if not said and not parts:
        return None
    at = stamps.get("updated_at") or EPOCH
    return {
        "at": at.astimezone(UTC),
        "text": said,
        "decisions": _points(parts.get("decisions")),
        "risks": _points(parts.get("risks")),
        "next_steps": [{**point, "task_id": None} for point in _points(parts.get("next_steps"))],
        "left_out": 0,
    }


def _json(said: Any) -> Any:
    if not isinstance(said, str):
        return said
    try:
        return orjson.loads(said)
    except orjson.JSONDecodeError:
        return said


def _points(said: Any) -> list[dict[str, Any]]:
    """What a model said, point by point; the lines that it names are those it numbered then."""
    found: list[dict[str, Any]] = []
    if isinstance(said, dict):
        said = next((one for one in cast("dict[str, Any]", said).values() if isinstance(one, list)), None)
    for one in values.listed(said):
        if isinstance(one, dict):
            point = values.snaked(cast("dict[str, Any]", one))
            words = values.text(point.get("text") or point.get("title") or point.get("question") or point.get("idea"))
            cited = [values.text(line) for line in values.listed(point.get("cites") or point.get("lines"))]
            named = ", ".join(line if re.match("[Ll]", line) else f"L{line}" for line in cited if len(line) < 10)
            words = f"{words} ({named})" if words and named else words
        else:
            words = values.text(one)
        if words.strip():
            found.append({"text": words.strip(), "cites": []})
    return found
