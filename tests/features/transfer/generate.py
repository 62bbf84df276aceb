"""Files as Panorama and Organizer wrote them, made from what is known of their formats, in each of their variants."""

from __future__ import annotations

import gzip
import json
from collections.abc import Iterable, Iterator, Mapping
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from hub.features.transfer.sources.values import snake

BEGAN = datetime(2025, 3, 1, 9, 30, tzinfo=UTC)
LATER = {
    "projects": ("riskLevel", "progressPercent", "color", "isFavorite", "memberIds"),
    "tasks": ("source", "tags", "estimateMinutes", "actualMinutes", "scheduledDate", "rrule", "statusChangedAt"),
    "notes": ("pinned", "archived", "items"),
    "noteSessions": ("aiSummaryJson", "coachQuestionsJson", "coachIdeasJson"),
    "people": ("subteam", "managerId", "contactOnly", "arrivalDate", "githubUsernames"),
    "links": ("clicksCount", "lastClickedAt"),
    "files": ("clicksCount",),
    "alarms": ("snoozedUntilAt",),
    "budgetLines": ("department", "team", "publicFileUrl", "notes"),
    "calendarEvents": ("attendees", "recurrence", "htmlLink"),
}
"""Fields that came later, by collection."""


def iso(at: datetime) -> str:
    """As JavaScript's `JSON.stringify` writes a date."""
    return at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.") + f"{at.microsecond // 1000:03d}Z"


def at(n: int) -> str:
    """The n-th moment."""
    return iso(BEGAN + timedelta(minutes=7 * n))


def documents(size: int) -> Iterator[tuple[str, dict[str, Any]]]:
    """Documents of all 27 collections, each under its newest names, `size` of those that there are many of."""
    for n in range(max(2, size // 10)):
        yield (
            "projects",
            {
                "name": f"Project {n}",
                "description": "Première ligne\nDeuxième",
                "status": ("active", "paused", "done", "archived")[n % 4],
                "targetDate": "2025-06-30T22:00:00.000Z",
                "priorityRank": n,
                "riskLevel": ("low", "medium", "high")[n % 3],
                "progressPercent": n % 101,
                "color": "#3366cc",
                "isFavorite": n % 2 == 0,
                "memberIds": ["theUser"],
            },
        )
    for n in range(size):
        yield (
            "tasks",
            {
                "title": f"Task {n} – préparer la réunion",
                "notes": "With **Markdown**",
                "status": ("idea", "todo", "in_progress", "done", "cancelled")[n % 5],
                "isUrgent": n % 2 == 0,
                "isImportant": n % 3 == 0,
                "deadline": "2025-04-01",
                "priorityRank": n,
                "projectId": f"projects{n % 2}",
                "statusChangedAt": at(n + 1),
                "tags": ["home", "été"],
                "estimateMinutes": 30,
                "actualMinutes": 45,
                "scheduledDate": "2025-03-30T00:00:00.000Z",
                "rrule": "FREQ=WEEKLY;BYDAY=MO" if n % 7 == 1 else None,
                "source": {"kind": "userLog", "logEntryIds": ["userLogs0"], "windowHours": 3},
            },
        )
    for n in range(size):
        yield (
            "notes",
            {
                "title": f"Note {n}",
                "content": f"# Note {n}\n\nSee [[Note {n + 1}]]. " + "Lorem ipsum dolor. " * 20,
                "projectId": f"projects{n % 2}",
                "pinned": n == 0,
                "archived": n == 1,
                "items": [{"text": "second", "checked": True, "order": 2}, {"text": "first", "order": 1}],
            },
        )
    for n in range(max(1, size // 20)):
        yield (
            "noteSessions",
            {
                "name": f"Meeting {n}",
                "projectId": "projects0",
                "aiSummary": "It went well.",
                "aiSummaryJson": json.dumps(
                    {"decisions": [{"text": "Buy it", "lines": [1, 2]}], "nextSteps": ["Call Bob"], "risks": []}
                ),
                "coachQuestionsJson": json.dumps([{"text": "Who pays?", "cites": ["L2"]}]),
                "coachIdeasJson": json.dumps(["Ask a lawyer"]),
            },
        )
    for n in range(size):
        yield "noteLines", {"sessionId": "noteSessions0", "content": f"Line {n}", "projectId": "projects0"}
    yield from few()
    for n in range(size):
        yield (
            "budgetLines",
            {
                "date": "2025-03-14",
                "vendor": f"Dupont SARL {n}",
                "category": "Travel",
                "amountCents": -12345 - n,
                "vatCents": -2057,
                "currency": "EUR",
                "projectId": "projects0",
                "invoiceId": f"inv{n}",
                "invoiceNumber": f"F-{n}",
                "importBatch": "batch_1",
                "importFile": "march.csv",
                "dedupeHash": "x",
                "department": "tech",
                "team": "sre",
                "publicFileUrl": "https://example.org/f.pdf",
                "notes": "paid late",
            },
        )
    for n in range(size):
        yield "userLogs", {"content": f"Did thing {n}"}
        yield "chats", {"role": ("user", "assistant")[n % 2], "content": f"Said {n}", "citations": []}


def few() -> Iterator[tuple[str, dict[str, Any]]]:
    """Those of which there are few."""
    for n in range(3):
        yield "teams", {"name": f"Team {n}"}
        yield (
            "people",
            {
                "name": ("Élodie", "Bob", "Zoë")[n],
                "lastName": "Martin",
                "normalizedName": "elodie",
                "aliases": ["Lolo"],
                "email": f"p{n}@example.org",
                "role": "engineer",
                "notes": "",
                "left": n == 2,
                "teamId": f"teams{n}",
                "subteam": "core",
                "managerId": "people0" if n else None,
                "contactOnly": False,
                "arrivalDate": "2024-09-01T00:00:00.000Z",
                "githubUsernames": ["elo", "elo2"],
            },
        )
    yield "links", {"name": "Docs", "url": "example.org/docs", "projectId": "projects0", "clicksCount": 7}
    yield "files", {"name": "plan", "originalName": "plan.txt", "storedFileName": "plan__x__plan.txt", "size": 5}
    yield (
        "alarms",
        {
            "title": "Stand-up",
            "enabled": True,
            "nextTriggerAt": "2025-03-03T08:00:00.000Z",
            "recurrence": {"type": "weekly", "daysOfWeek": [1, 3, 0]},
            "done": False,
            "snoozedUntilAt": None,
        },
    )
    yield "alarms", {"title": "Once", "nextTriggerAt": "2025-03-02T08:00:00.000Z", "recurrence": {"type": "none"}}
    yield "situations", {"title": "Tension", "description": "Between two teams"}
    yield (
        "situationActors",
        {
            "situationId": "situations0",
            "personId": "people0",
            "name": "Élodie",
            "role": "CTO",
            "situationRole": "arbiter",
        },
    )
    yield "situationNotes", {"situationId": "situations0", "actorId": "situationActors0", "content": "Is tired"}
    yield (
        "situationQuestions",
        {
            "situationId": "situations0",
            "actorId": "situationActors0",
            "questions": [{"q": "Why now?", "r": "The deadline"}, {"q": "And then?"}],
        },
    )
    yield "situationSummaries", {"situationId": "situations0", "markdown": "## What is going on"}
    yield "vendorsCache", {"supplierId": "s1", "name": "Dupont SARL"}
    yield "vendorsIgnore", {"supplierId": "s2", "vendorNameLower": "acme", "type": "label"}
    yield "appPreferences", {"filesDir": "/home/me/PanoramaFiles", "theme": "dark"}
    yield "errors", {"kind": "client", "message": "boom", "context": {}}
    yield (
        "calendarEvents",
        {
            "uid": "abc@google",
            "title": "Review",
            "start": "2025-03-10T14:00:00.000Z",
            "end": "2025-03-10T15:00:00.000Z",
            "allDay": False,
            "source": "google",
            "location": "Room 4",
            "attendees": [{"email": "bob@example.org", "displayName": "Bob", "responseStatus": "needsAction"}],
            "recurrence": ["RRULE:FREQ=WEEKLY;COUNT=5", "EXDATE:20250317T140000Z"],
            "htmlLink": "https://calendar.example.org/x",
        },
    )
    yield "calendarEvents", {"uid": "day@ics", "title": "Holiday", "start": "2025-03-20", "allDay": True}
    for name in ("mcpServers", "notionIntegrations", "notionTickets", "gmailMessages"):
        yield name, {"name": "x"}


def panorama(path: Path, *, case: str = "camel", later: bool = True, size: int = 20) -> Path:
    """Write an archive of Panorama.

    Args:
        path: Where.
        case: How fields and collections are written: `camel` or `snake`.
        later: With the fields that came later.
        size: How many of each of the large collections.
    """
    counts: dict[str, int] = {}
    rows: dict[str, list[dict[str, Any]]] = {}
    for name, fields in documents(size):
        n = counts[name] = counts.get(name, -1) + 1
        gone = () if later else LATER.get(name, ())
        doc = {"_id": f"{name}{n}", **{key: value for key, value in fields.items() if key not in gone}}
        doc |= {"userId": "theUser", "createdAt": at(n), "updatedAt": at(n + 1)}
        rows.setdefault(name, []).append(doc if case == "camel" else _snake(doc))
    archive(path, {name if case == "camel" else snake(name): found for name, found in rows.items()})
    return path


def archive(path: Path, rows: Mapping[str, Iterable[Mapping[str, Any]]]) -> Path:
    """Write collections as an archive of Panorama."""
    with gzip.open(path, "wt", encoding="utf-8", compresslevel=3) as file:
        for name, docs in rows.items():
            file.write(json.dumps({"collection": name, "type": "begin"}) + "\n")
            for doc in docs:
                file.write(json.dumps({"collection": name, "doc": doc}, ensure_ascii=False) + "\n")
            file.write(json.dumps({"collection": name, "type": "end"}) + "\n")
    return path


def _snake(value: Any) -> Any:
    if isinstance(value, dict):
        return {snake(name): _snake(one) for name, one in value.items()}
    if isinstance(value, list):
        return [_snake(one) for one in value]
    return value


BCRYPT = "$2b$04$Jm9R8GZ0qUu5ZcVb3mLd4O6RYCRkH0oVnUuNq3eYbDkTnqZqk0m1W"
"""The form of a hash that Organizer keeps; tests that sign in make a real one."""


def organizer(
    path: Path,
    *,
    size: int = 20,
    lines: bool = False,
    ejson: bool = False,
    hashed: str = BCRYPT,
    names: tuple[str, str, str] = ("alice", "bob", "carol"),
) -> Path:
    """Write an export of Organizer.

    Args:
        path: Where.
        size: How many messages.
        lines: A line for each document, instead of one object.
        ejson: Ids and dates in MongoDB's extended JSON.
        hashed: The password hash of its people.
        names: What they are called.
    """
    people = [
        {"_id": f"u{n}", "username": name, "displayName": name.title(), "email": f"{name}@example.org"}
        | {"passwordHash": hashed, "isAdmin": n == 0, "isBot": False, "status": "busy", "statusMessage": "At work"}
        for n, name in enumerate(names)
    ]
    people.append({"_id": "u9", "username": "eko", "displayName": "Eko", "isBot": True, "passwordHash": hashed})
    rooms = [
        {"_id": "r0", "name": "Lobby", "type": "lobby", "isLobby": True, "createdBy": "u0"}
        | {"members": [{"userId": person["_id"], "joinedAt": at(0), "lastReadAt": None} for person in people]},
        {"_id": "r1", "name": "Secret", "type": "private", "createdBy": "u1"}
        | {
            "members": [{"userId": "u1", "joinedAt": at(0)}, {"userId": "u2", "joinedAt": at(1), "lastReadAt": at(5)}]
        },
    ]
    messages = [
        {"_id": f"m{n}", "roomId": f"r{n % 2}", "senderId": f"u{1 + n % 2}", "type": "text", "content": f"Hello {n}"}
        | {
            "readBy": ["u0"] if n == 4 else [],
            "reactions": [],
            "status": "read",
            "createdAt": at(n),
            "updatedAt": at(n),
        }
        for n in range(size)
    ]
    messages[0]["reactions"] = [{"userId": "u0", "emoji": "👍"}, {"userId": "u2", "emoji": "👍"}]
    messages[2] |= {"type": "image", "content": "/uploads/cat.png", "caption": "A cat", "fileName": "cat.png"}
    messages[3] |= {"senderId": "u9", "content": "I am Eko"}
    exported: dict[str, list[dict[str, Any]]] = {
        "users": people,
        "rooms": rooms,
        "messages": messages,
        "contacts": [{"_id": "c0", "userId": "u0", "contactId": "u1", "nickname": "Bobby"}],
        "labels": [{"_id": "l0", "name": "Home", "color": "#ff0000", "createdBy": "u0"}],
        "notes": [
            {"_id": "n0", "type": "note", "title": "Trip", "content": "Pack", "createdBy": "u0", "labels": ["l0"]}
            | {"color": "#1a1a1a", "isPinned": True, "createdAt": at(1), "updatedAt": at(2), "order": 1},
            {"_id": "n1", "type": "checklist", "title": "", "createdBy": "u1", "labels": ["l0"], "isArchived": True}
            | {"items": [{"_id": "i1", "text": "Eggs", "checked": True, "order": 2}, {"text": "Milk", "order": 1}]}
            | {"assignedTo": "u2", "createdAt": at(1), "updatedAt": at(2)},
        ],
        "refreshTokens": [{"_id": "t0", "token": "secret"}],
    }
    if ejson:
        exported = _extended(exported)
    with path.open("w", encoding="utf-8") as file:
        if lines:
            for name, docs in exported.items():
                file.writelines(json.dumps({"collection": name, "doc": doc}) + "\n" for doc in docs)
        else:
            json.dump({"exportedAt": at(0), "version": 1, "data": exported}, file, ensure_ascii=False, indent=1)
    return path


def _extended(value: Any, name: str = "") -> Any:
    if isinstance(value, dict):
        return {key: _extended(one, key) for key, one in value.items()}
    if isinstance(value, list):
        return [_extended(one, name) for one in value]
    if name.endswith(("At", "Date")) and value:
        return {"$date": value}
    if (name == "_id" or name.endswith(("Id", "By", "Ids", "To", "labels"))) and value:
        return {"$oid": value}
    return value
