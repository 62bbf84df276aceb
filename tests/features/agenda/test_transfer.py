"""iCalendar files in and out: what others write is read, what is broken is told, twice is once."""

from __future__ import annotations

import time
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from icalendar import Calendar

from hub.kernel.context import Actor, ActorKind, Call, Origin, Role
from hub.storage.documents import new_id
from tests.features.agenda.test_agenda import an_event
from tests.house import House, Person

HEAD = "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//Somebody//EN\r\n"
OUTLOOK = HEAD + (
    "BEGIN:VTIMEZONE\nTZID:Romance Standard Time\nBEGIN:STANDARD\nDTSTART:16010101T030000\n"
    "TZOFFSETFROM:+0200\nTZOFFSETTO:+0100\nRRULE:FREQ=YEARLY;BYDAY=-1SU;BYMONTH=10\nEND:STANDARD\nEND:VTIMEZONE\n"
    "BEGIN:VEVENT\nUID:team@example.org\nDTSTAMP:20260101T000000Z\n"
    "DTSTART;TZID=Romance Standard Time:20261019T090000\nDTEND;TZID=Romance Standard Time:20261019T093000\n"
    "RRULE:FREQ=WEEKLY;UNTIL=20261116T080000Z;BYDAY=MO\n"
    "EXDATE;TZID=Romance Standard Time:20261102T090000\n"
    "SUMMARY:Réunion d'équipe\\, salle 2\nDESCRIPTION:Ordre du jour :\\n- un\\n- d\n eux\nLOCATION:Salle 2\n"
    'ATTENDEE;CN="Martin, Sophie";PARTSTAT=ACCEPTED;ROLE=OPT-PARTICIPANT:mailto:sophie@example.org\n'
    "BEGIN:VALARM\nACTION:DISPLAY\nTRIGGER:-PT15M\nDESCRIPTION:soon\nEND:VALARM\nEND:VEVENT\n"
    "BEGIN:VEVENT\nUID:team@example.org\nRECURRENCE-ID;TZID=Romance Standard Time:20261109T090000\n"
    "DTSTART;TZID=Romance Standard Time:20261109T140000\nDTEND;TZID=Romance Standard Time:20261109T150000\n"
    "SUMMARY:Réunion exceptionnelle\nEND:VEVENT\n"
    "BEGIN:VEVENT\nUID:trip@example.org\nDTSTART;VALUE=DATE:20261203\nDTEND;VALUE=DATE:20261206\n"
    "SUMMARY:Berlin\nSTATUS:TENTATIVE\nEND:VEVENT\n"
    "END:VCALENDAR\n"
)


def a_file(*events: str) -> str:
    """A calendar of components given by their lines."""
    return HEAD + "".join(f"BEGIN:VEVENT\n{event}\nEND:VEVENT\n" for event in events) + "END:VCALENDAR\n"


async def take_in(person: Person, text: str) -> Any:
    """Import a file."""
    return (await person("POST", "/api/agenda/import", {"ics": text})).ok()


async def autumn(person: Person) -> list[tuple[str, str, str]]:
    """What happens in the autumn of 2026."""
    items = (await person("GET", "/api/agenda?from=2026-10-01&to=2026-12-31&limit=200")).ok()["items"]
    return [(item["start"], item["end"], item["summary"]) for item in items]


async def test_a_file_from_elsewhere_is_read_with_its_exceptions(alice: Person) -> None:
    report = await take_in(alice, OUTLOOK)
    assert report == {"created": 2, "updated": 0, "unchanged": 0, "remaining": 0, "skipped": []}
    team = "Réunion d'équipe, salle 2"
    assert await autumn(alice) == [
        ("2026-10-19T07:00:00.000Z", "2026-10-19T07:30:00.000Z", team),
        ("2026-10-26T08:00:00.000Z", "2026-10-26T08:30:00.000Z", team),
        ("2026-11-09T13:00:00.000Z", "2026-11-09T14:00:00.000Z", "Réunion exceptionnelle"),
        ("2026-11-16T08:00:00.000Z", "2026-11-16T08:30:00.000Z", team),
        ("2026-12-03", "2026-12-06", "Berlin"),
    ]
    stored = {event["uid"]: event for event in (await alice("GET", "/api/agenda")).ok()["items"]}
    event = stored["team@example.org"]
    assert (event["time_zone"], event["source"], event["location"]) == ("Europe/Paris", "ics", "Salle 2")
    assert event["description"] == "Ordre du jour :\n- un\n- deux"
    assert event["alarms"] == [{"minutes_before": 15, "description": "soon"}]
    assert event["attendees"] == [
        {"email": "sophie@example.org", "name": "Martin, Sophie", "response": "accepted", "optional": True}
    ]
    assert stored["trip@example.org"]["status"] == "tentative"


async def test_importing_twice_changes_nothing_and_a_newer_file_only_what_it_changed(alice: Person) -> None:
    await take_in(alice, OUTLOOK)
    before = (await alice("GET", "/api/agenda")).ok()
    again = await take_in(alice, OUTLOOK)
    assert (again["created"], again["updated"], again["unchanged"]) == (0, 0, 2)
    assert (await alice("GET", "/api/agenda")).ok() == before
    trip = next(event for event in before["items"] if event["summary"] == "Berlin")
    (await alice("PATCH", f"/api/agenda/{trip['id']}", {"summary": "Berlin with Anna"})).ok()
    assert (await take_in(alice, OUTLOOK))["unchanged"] == 2, "what was changed here since stays"
    newer = await take_in(alice, OUTLOOK.replace("Salle 2", "Salle 3"))
    assert (newer["updated"], newer["unchanged"]) == (1, 1)
    summaries = [event["summary"] for event in (await alice("GET", "/api/agenda")).ok()["items"]]
    assert "Berlin with Anna" in summaries


async def test_an_import_is_taken_back_whole(alice: Person) -> None:
    answer = await alice("POST", "/api/agenda/import", {"ics": OUTLOOK})
    (await alice("POST", f"/api/activity/{answer.headers['X-Activity-Id']}/undo")).ok()
    assert not (await alice("GET", "/api/agenda")).ok()["items"]


async def test_one_persons_import_is_not_anothers(alice: Person, bob: Person) -> None:
    await take_in(alice, OUTLOOK)
    assert (await take_in(bob, OUTLOOK))["created"] == 2
    exported = (await bob("GET", "/api/agenda/export")).ok()["content"]
    assert exported.count("BEGIN:VEVENT") == 3
    (await alice.house.request("GET", "/api/agenda/export")).refused("unauthenticated", 401)


GOOD = "UID:good\nDTSTART:20261201T090000Z\nSUMMARY:Good"


@pytest.mark.parametrize(
    ("bad", "reason"),
    [
        ("UID:b\nDTSTART:nonsense\nSUMMARY:Bad", "DTSTART"),
        ("UID:b\nSUMMARY:Bad", "no DTSTART"),
        ("DTSTART:20261201T090000Z\nSUMMARY:Bad", "no UID"),
        ("UID:b\nDTSTART:20261201T090000Z\nRRULE:FREQ=SECONDLY\nSUMMARY:Bad", "FREQ"),
        ("UID:b\nDTSTART:20261201T090000Z\nRRULE:FREQ=FOO\nSUMMARY:Bad", "RRULE"),
        ("UID:b\nDTSTART:20261201T090000Z\nDTEND:20261201T080000Z\nSUMMARY:Bad", "after start"),
        ("UID:b\nDTSTART:20261201T090000Z\nDTEND;VALUE=DATE:20261202\nSUMMARY:Bad", "mix"),
        ("UID:b\nDTSTART:99991231T235959Z\nSUMMARY:Bad", "years"),
        ("UID:b\nDTSTART:00010101T000000Z\nSUMMARY:Bad", ""),
        ("UID:b\nDTSTART:20261201T090000Z\nRDATE;VALUE=PERIOD:20261202T090000Z/PT1H\nSUMMARY:Bad", "RDATE"),
        ("UID:good\nDTSTART:20261201T090000Z\nSUMMARY:Bad", "same UID"),
        ("UID:b\nDTSTART:20261201T090000Z\nDURATION:P9999999D\nSUMMARY:Bad", ""),
        ("UID:b\nDTSTART:20261201T090000Z\nthis is no line\nSUMMARY:Bad", ""),
    ],
)
async def test_a_bad_component_is_told_and_the_others_are_taken(alice: Person, bad: str, reason: str) -> None:
    report = await take_in(alice, a_file(GOOD, bad))
    assert report["created"] == 1
    (skipped,) = report["skipped"]
    assert skipped["summary"] == "Bad" and skipped["reason"] and reason in skipped["reason"]


async def test_tasks_and_journals_are_told_and_skipped(alice: Person) -> None:
    text = a_file(GOOD).replace("END:VCALENDAR", "BEGIN:VTODO\nUID:t\nSUMMARY:Do\nEND:VTODO\nEND:VCALENDAR")
    assert [one["reason"] for one in (await take_in(alice, text))["skipped"]] == ["it is a VTODO, not an event"]


@pytest.mark.parametrize(
    "text",
    ["", "hello", "BEGIN:VCALENDAR\nBEGIN:VEVENT\nSUMMARY:x\n", "{}", "\x00", "x" * 1_000_001, {"$gt": ""}, None],
)
async def test_what_is_no_calendar_is_refused(alice: Person, text: Any) -> None:
    (await alice("POST", "/api/agenda/import", {"ics": text})).refused("invalid", 422)
    (await alice("POST", "/api/agenda/import", {"ics": OUTLOOK, "owner_id": "0" * 24})).refused("invalid", 422)


async def test_a_hostile_file_costs_a_bounded_time(alice: Person) -> None:
    """A zone with a rule that never comes to anything, and such a rule in an event."""
    zone = (
        "BEGIN:VTIMEZONE\nTZID:Trap\nBEGIN:STANDARD\nDTSTART:16010101T030000\nTZOFFSETFROM:+0200\nTZOFFSETTO:+0100\n"
        "RRULE:FREQ=SECONDLY;BYMONTH=2;BYMONTHDAY=30\nEND:STANDARD\nEND:VTIMEZONE\n"
    )
    event = "UID:t\nDTSTART;TZID=Trap:20261201T090000\nRRULE:FREQ=DAILY;BYMONTH=2;BYMONTHDAY=30\nSUMMARY:x"
    folded = zone.replace("BEGIN:VTIMEZONE", "BEGIN:VTIME\n ZONE")
    for text in (zone, folded):
        began = time.perf_counter()
        await take_in(alice, a_file(event).replace("BEGIN:VEVENT", text + "BEGIN:VEVENT"))
        assert [start for start, _, _ in await autumn(alice)] == ["2026-12-01T08:00:00.000Z"]
        assert time.perf_counter() - began < 60


async def test_a_large_file_is_taken_in_parts(alice: Person) -> None:
    events = [f"UID:{number}\nDTSTART:20261201T090000Z\nDTEND:20261201T100000Z\nSUMMARY:x" for number in range(600)]
    first = await take_in(alice, a_file(*events))
    assert (first["created"], first["remaining"]) == (500, 100)
    second = await take_in(alice, a_file(*events))
    assert (second["created"], second["unchanged"], second["remaining"]) == (100, 500, 0)


async def test_an_export_is_a_calendar_that_others_can_read(alice: Person) -> None:
    await an_event(alice, summary="Team", rrule="FREQ=WEEKLY;BYDAY=WE", alarms=[{"minutes_before": 10}])
    await an_event(alice, summary="Berlin; with, commas", start="2026-12-03", end="2026-12-06", color="#336699")
    file = (await alice("GET", "/api/agenda/export")).ok()
    assert file["filename"].endswith(".ics") and file["mime_type"].startswith("text/calendar")
    calendar = Calendar.from_ical(file["content"])
    events = {str(event["SUMMARY"]): event for event in calendar.walk("VEVENT")}
    assert set(events) == {"Team", "Berlin; with, commas"}
    start = events["Team"]["DTSTART"]
    assert start.params["TZID"] == "Europe/Paris" and start.dt.isoformat() == "2026-11-25T12:30:00+01:00"
    assert [zone["TZID"] for zone in calendar.walk("VTIMEZONE")] == ["Europe/Paris"]
    only = (await alice("GET", "/api/agenda/export?from=2026-12-03&to=2026-12-03")).ok()["content"]
    assert "Berlin" in only and only.count("BEGIN:VEVENT") == 2, "a series without end may happen then, and is in it"
    assert (await alice("GET", "/api/agenda/export?from=2026-01-01&to=2026-01-31")).ok()["content"].count(
        "VEVENT"
    ) == 0


WORDS = st.text(st.characters(codec="utf-8", exclude_categories=["Cc", "Cs", "Zl", "Zp"]), max_size=40)


@st.composite
def bodies(draw: st.DrawFn) -> dict[str, Any]:
    """Events of every sort."""
    all_day = draw(st.booleans())
    day = draw(st.integers(1, 28))
    start = f"2026-10-{day:02}" if all_day else f"2026-10-{day:02}T{draw(st.integers(0, 23)):02}:30:00Z"
    return {
        "summary": draw(WORDS.map(str.strip).filter(bool)),
        "description": draw(WORDS.map(str.strip)),
        "location": draw(WORDS.map(str.strip)),
        "start": start,
        "rrule": draw(st.sampled_from([None, "FREQ=DAILY;COUNT=5", "FREQ=WEEKLY;BYDAY=MO,WE", "FREQ=MONTHLY"])),
        "exdates": draw(st.sampled_from([[], [start]])),
        "time_zone": draw(st.sampled_from(["Europe/Paris", "America/New_York", "UTC"])),
        "status": draw(st.sampled_from(["tentative", "confirmed", "cancelled"])),
        "color": draw(st.sampled_from([None, "#336699"])),
        "alarms": draw(st.sampled_from([[], [{"minutes_before": 10, "description": "soon"}]])),
        "attendees": draw(st.sampled_from([[], [{"email": "a@b.org", "name": "A; \u201cB\u201d, C"}]])),
    }


@settings(max_examples=40, deadline=None)
@given(body=bodies())
async def test_what_goes_out_comes_back_the_same(house: House, body: dict[str, Any]) -> None:
    """The law: export, import into an empty agenda, export: nothing is lost, nothing is new."""

    def caller(owner: str) -> Call:
        actor = Actor(kind=ActorKind.USER, id=owner, display_name="x", role=Role.MEMBER, time_zone="Europe/Paris")
        return Call(actor=actor, origin=Origin.SYSTEM, request_id=new_id())

    first, second = caller(new_id()), caller(new_id())
    run = house.hub.pipeline.run
    await run("agenda.create", body, first)
    text: Any = (await run("agenda.export", {}, first)).result
    again: Any = (await run("agenda.import", {"ics": text.content}, first)).result
    assert (again.unchanged, again.created, again.updated, again.skipped) == (1, 0, 0, [])
    taken: Any = (await run("agenda.import", {"ics": text.content}, second)).result
    assert (taken.created, taken.skipped) == (1, [])
    own = {"id", "owner_id", "created_at", "updated_at", "source"}
    (left,) = (await run("agenda.list", {}, first)).result.model_dump(exclude={"items": {"__all__": own}})["items"]
    (right,) = (await run("agenda.list", {}, second)).result.model_dump(exclude={"items": {"__all__": own}})["items"]
    assert left == right
