"""Answers about the later modules: links, dates as the language writes them, never a list of tool results."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, get_args

import pytest

from agents.language.outcome import Call, Understood
from agents.language.reply import compose
from hub.features.reception.schemas import Step
from tests.agents.language.saying import speaker

A, B, C = "a" * 24, "b" * 24, "c" * 24
AT = "2026-11-21T08:40:00Z"


def told(
    operation: str, result: Mapping[str, Any], locale: str = "en", label: str | None = None, **asked: Any
) -> str:
    """The answer to one call."""
    language = "fr" if locale == "fr" else "en"
    call = Call(operation=operation, arguments=asked, label=label)
    return compose(Understood(calls=(call,), language=language), [result], speaker(locale))


def said(by: str, content: str, **fields: Any) -> dict[str, Any]:
    """A message."""
    return {"id": A, "sender": {"id": B, "display_name": by}, "content": content, "created_at": AT, **fields}


def test_what_was_said_leads_to_each_message() -> None:
    page = {"items": [said("Bob", "See [this](http://x) *now*"), said("Zoé", "", attachments=[{"name": "a_b.pdf"}])]}
    assert told("message.list", page, label="Design", room_id=C, after_seq=3).splitlines() == [
        f"2 messages in [Design](/rooms/{C}):",
        "",
        f"- **Bob**, [on Saturday 21 November at 09:40](/messages/{A}): See \\[this\\](http://x) \\*now\\*",
        f"- **Zoé**, [on Saturday 21 November at 09:40](/messages/{A}): 📎 a\\_b.pdf",
    ]
    assert told("message.list", {"items": []}, "fr", label="Design", room_id=C) == (
        f"Rien de nouveau dans [Design](/rooms/{C})."
    )
    assert told("message.list", {"items": []}, label="Design", room_id=C, pinned=True) == (
        f"Nothing is pinned in [Design](/rooms/{C})."
    )


def test_ones_own_and_deleted_messages_are_no_news() -> None:
    own = said("Me", "mine")
    own["sender"]["id"] = ""  # the speaker of these tests
    gone = said("Bob", "", deleted_at=AT)
    assert told("message.list", {"items": [own, gone]}, label="Design", room_id=C).startswith("Nothing new")


def test_many_messages_are_counted_and_the_last_shown() -> None:
    page = {"items": [said("Bob", f"number {n}") for n in range(60)], "next_cursor": "60"}
    lines = told("message.list", page, "fr", label="Design", room_id=C).splitlines()
    assert lines[0] == f"60+ messages dans [Design](/rooms/{C}) : *(les derniers)*"
    assert len(lines) == 14 and lines[-1].endswith("number 59")


def test_a_person_with_team_and_manager() -> None:
    marie = {"id": A, "first_name": "Marie", "last_name": "Durand", "role": "Designer", "email": "m@x.org"}
    calls = (
        Call(operation="person.get", arguments={"id": A}),
        Call(operation="team.get", arguments={"id": B}),
        Call(operation="person.get", arguments={"id": C}, label="Responsable"),
    )
    results = [marie, {"id": B, "name": "Design"}, {"id": C, "first_name": "Paul", "last_name": ""}]
    answer = compose(Understood(calls=calls, language="fr"), results, speaker("fr"))
    assert answer.splitlines() == [
        f"[Marie Durand](/people/{A})",
        "",
        "- Rôle : Designer",
        "- E-mail : m@x.org",
        "",
        f"Équipe : [Design](/people/teams/{B})",
        "",
        f"Responsable : [Paul](/people/{C})",
    ]
    assert told("person.get", {"id": A, "last_name": "Cher", "left": True}).splitlines()[-1] == "- Has left."


def test_who_reports_to_whom_is_indented() -> None:
    items = [
        {"id": A, "first_name": "Ann", "last_name": "", "role": "Lead", "depth": 1},
        {"id": B, "first_name": "Bo", "last_name": "", "role": "", "depth": 2},
    ]
    assert told("person.reports", {"items": items}) == f"- [Ann](/people/{A}) (Lead)\n  - [Bo](/people/{B})"
    assert told("person.reports", {"items": []}, "fr") == "Personne ne lui est rattaché."


SUMMARY = {"text": "It went well.", "decisions": [{"text": "Ship"}], "risks": [], "next_steps": [{"text": "Test"}]}


def test_what_a_session_came_to() -> None:
    held = {"id": A, "title": "Kick-off", "summary": SUMMARY}
    assert told("note_session.get", held, label="Kick-off").splitlines() == [
        f"[Kick-off](/sessions/{A})",
        "",
        "It went well.",
        "",
        "**Decisions**",
        "- Ship",
        "",
        "**Next steps**",
        "- Test",
    ]
    assert told("note_session.get", held, "fr", label="decisions").splitlines() == [
        f"[Kick-off](/sessions/{A})",
        "",
        "**Décisions**",
        "- Ship",
    ]
    assert told("note_session.get", held, label="risks").endswith("Nothing of that is noted.")
    assert told("note_session.get", {**held, "summary": None}, "fr").endswith("n'a pas encore de résumé.")


def test_what_a_model_has_begun_leads_to_where_it_appears() -> None:
    begun = {"run_id": B, "passages": 3}
    answer = told("note_session.summarize", begun, label="Kick-off", id=A)
    assert answer == f"It is being written; it appears in [Kick-off](/sessions/{A}) as it comes."
    assert "[le journal](/journal)" in told("journal.summarize", begun, "fr", hours=24)


def test_a_serial_number_step_by_step() -> None:
    piece = {"kind": "lot_item", "id": B, "serial": "PF2X", "what": "Lenovo T14"}
    piece |= {"sheet_kind": "lot", "sheet_id": C, "sheet_name": "School"}
    found = {"serial": "PF2X", "steps": [{"at": AT, "what": "received", "of": piece}]}
    assert told("reception.history", found, "fr").splitlines() == [
        f"[PF2X](/reception/items/{B}) Lenovo T14 :",
        "",
        f"- Le samedi 21 novembre à 9 h 40 : arrivé avec [School](/reception/lots/{C})",
    ]


def test_whatever_became_of_hardware_has_words() -> None:
    piece = {"kind": "disk", "id": B, "serial": "WX1"}
    piece |= {"sheet_kind": "disk_session", "sheet_id": C, "sheet_name": "R4"}
    for what in get_args(Step.model_fields["what"].annotation):
        found = {"serial": "WX1", "steps": [{"at": AT, "what": what, "of": piece}]}
        assert f"[R4](/reception/sessions/{C})" in told("reception.history", found)


def test_threads_and_polls() -> None:
    page = {"items": [{"root": {"id": A, "content": "Which paint?"}, "replies": 1}]}
    assert told("room.threads", page, label="Design", room_id=C).splitlines()[-1] == (
        f"- [Which paint?](/messages/{A}) (1 reply)"
    )
    assert told("room.threads", {"items": []}, "fr", label="Design", room_id=C).startswith("Aucun fil")
    poll = {"id": A, "message_id": B, "question": "Where?", "options": [{"text": "Here", "user_ids": [C]}]}
    assert told("poll.list", {"items": [poll]}).splitlines()[-1] == f"- [Where?](/messages/{B}) — Here 1"
    assert "(clos)" in told("poll.list", {"items": [{**poll, "closed_at": AT}]}, "fr")


ROOM = {"id": A, "name": "Design", "unread": 2, "mentions": 1}
GONE = {"id": A, "message_id": B, "gone": True, "message": None, "note": "why"}
IMPORT = {"id": A, "file_name": "a.gz", "direction": "import", "status": "running"}
GARDEN = {"id": A, "name": "Garden", "status": "active", "health": 90}
ALARM = {"id": A, "title": "Up", "next_trigger_at": AT}


@pytest.mark.parametrize(
    ("operation", "item", "line"),
    [
        ("file.list", {"id": A, "name": "a]b.pdf", "size": 1_400_000}, f"- [a\\]b.pdf](/files/{A}) (1.4 MB)"),
        ("file.gallery", {"id": A, "name": "x.jpg", "size": 12}, f"- [x.jpg](/files/{A}) (12 B)"),
        ("team.list", {"id": A, "name": "Design"}, f"- [Design](/people/teams/{A})"),
        ("contact.list", {"id": A, "nickname": "Bobby", "display_name": "Bob"}, "- [Bobby](/people/contacts) (Bob)"),
        ("user.list", {"id": A, "display_name": "Bob", "username": "bob"}, "- **Bob** (@bob)"),
        ("note_label.list", {"id": A, "name": "idea"}, f"- [idea](/notes?label={A})"),
        ("room.list", ROOM, f"- [Design](/rooms/{A}): 2 unread, 1 mention"),
        ("draft.list", {"room_id": A, "content": "Dear Bob"}, f"- [Dear Bob](/rooms/{A})"),
        ("bookmark.list", GONE, "- *a message of a room that you have left* — why"),
        ("transfer.list", IMPORT, "- [a.gz](/transfers) (import, under way)"),
        ("project.list", GARDEN, f"- [Garden](/projects/{A}) (active, 90/100)"),
        ("alarm.list", ALARM, f"- [Up](/alarms/{A}), on Saturday 21 November at 09:40"),
        ("note_session.list", {"id": A, "title": ""}, f"- [untitled](/sessions/{A})"),
    ],
)  # fmt: skip
def test_each_line_is_a_link(operation: str, item: dict[str, Any], line: str) -> None:
    assert told(operation, {"items": [item]}).splitlines()[-1] == line


def test_what_was_found_by_its_meaning_alone_is_marked() -> None:
    found = {"kind": "note_session", "id": A, "title": "Kick-off", "snippet": "", "by": "meaning"}
    assert told("search.find", {"items": [found]}, q="x").endswith(f"- [Kick-off](/sessions/{A}) *(by meaning)*")
    assert told("search.find", {"items": [found]}, "fr", q="x").endswith("*(par le sens)*")


def test_nothing_found_says_where_else_to_look() -> None:
    assert (
        told("note.list", {"items": []}, q="Berlin") == "No notes. “search everything for Berlin” looks everywhere."
    )
    assert told("link.list", {"items": []}, "fr", q="*x*") == (
        "Aucun lien. « cherche partout \\*x\\* » regarde aussi ailleurs."
    )
    assert told("note.list", {"items": []}) == "No notes."


DAY = {
    "day": "2026-11-21",
    "agenda": {
        "items": [
            {"id": A, "summary": "Dentist", "start": AT, "location": "Main St"},
            {"id": B, "summary": "Fair", "start": "2026-11-21", "all_day": True},
        ],
        "more": True,
    },
    "tasks": {"overdue": [{"id": A, "title": "Tax", "deadline": "2026-11-19"}], "due": [{"id": B, "title": "Bread"}]},
    "alarms": {"items": [{"id": A, "title": "Oven", "ringing": True}, {"id": B, "title": "Tea", "due_at": AT}]},
    "projects": {"items": [{"id": A, "name": "Garden", "health": 40}], "more": False},
    "notes": {"items": [{"id": A, "title": "Berlin"}]},
    "unread": {"messages": 3, "mentions": 1, "rooms": [{"id": C, "name": "Design", "unread": 3, "mentions": 1}]},
    "money": {"currency": "EUR", "spent_cents": 1250, "received_cents": 0, "count": 1},
    "suggestions": [{"kind": "unwell_project", "id": A, "label": "Garden", "count": 40}],
    "failed": {},
}


def test_the_day_is_read_with_links() -> None:
    assert told("dashboard.get", DAY).split("\n\n") == [
        "**Saturday 21 November** · [Dashboard](/dashboard)",
        f"**Agenda**\n- 09:40 [Dentist](/agenda/{A}), Main St\n- [Fair](/agenda/{B}) (all day)\n- …",
        f"**Overdue**\n- [Tax](/tasks/{A}) (Thursday 19 November)",
        f"**To do today**\n- [Bread](/tasks/{B})",
        f"**Alarms**\n- [Oven](/alarms/{A}) is ringing\n- 09:40 [Tea](/alarms/{B})",
        f"**Projects**\n- [Garden](/projects/{A}) (40/100)",
        f"**Recent notes**\n- [Berlin](/notes/{A})",
        f"**Unread**\n- [Design](/rooms/{C}): 3 unread, 1 mention",
        "[This month](/budget): spent €12.50",
        f"**Worth a look**\n- [Garden](/projects/{A}) is not well (40/100)",
    ]


def test_the_day_in_french_and_an_empty_one() -> None:
    french = told("dashboard.get", DAY, "fr")
    assert french.startswith("**Samedi 21 novembre** · [Tableau de bord](/dashboard)")
    for part in ("**En retard**", "9 h 40 [Dentist]", "(toute la journée)", " sonne", "3 non lus", "12,50\u00a0€"):
        assert part in french
    nothing = {**dict.fromkeys(DAY), "day": "2026-11-21", "suggestions": [], "failed": {"tasks": "no"}}
    assert told("dashboard.get", nothing).splitlines()[-1] == "*Not read: tasks.*"
    assert told("dashboard.get", {**nothing, "failed": {}}, "fr").endswith("Rien n'est prévu.")


def test_what_is_unread() -> None:
    assert told("dashboard.get", {"unread": DAY["unread"]}, parts=["unread"]).splitlines()[0] == (
        "3 unread messages, 1 of them to you:"
    )
    none = {"unread": {"messages": 0, "mentions": 0, "rooms": []}}
    assert told("dashboard.get", none, "fr", parts=["unread"]) == "Rien de non lu."
    assert told("dashboard.get", {"unread": None}, parts=["unread"]) == "The rooms cannot be read now."
