"""Panorama's alarms, events, budget, situations, journal and chats, as ours."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from typing import Any, cast
from zoneinfo import ZoneInfo

from hub.features.budget.money import CURRENCIES, LARGEST, SYMBOLS
from hub.features.budget.vendors import vendor_key
from hub.features.transfer.sources import values
from hub.features.transfer.sources.panorama_work import session_lines, split
from hub.features.transfer.sources.reading import EMAIL, Doc, Made
from hub.features.transfer.sources.values import Unfit
from hub.storage.documents import EPOCH
from hub.storage.recurrence import next_after, wall

DAYS = ("SU", "MO", "TU", "WE", "TH", "FR", "SA")
"""As JavaScript counts them."""
ORDER = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
EVENT_STATUS = {"confirmed": "confirmed", "tentative": "tentative", "cancelled": "cancelled", "canceled": "cancelled"}
RESPONSES = {"needs_action": "needs-action", "accepted": "accepted", "declined": "declined", "tentative": "tentative"}
EVENT_SOURCES = {"ics": "ics", "google": "google", "manual": "manual"}
EURO_FIELDS = ("amount", "amount_ttc", "amount_incl_vat", "amount_eur")
HOUR, DAY = timedelta(hours=1), timedelta(days=1)


def alarm(doc: Doc) -> Made:
    """An alarm. None rings because it was imported: one of the past is done, or moves to its next time."""
    id = doc.own_id()
    zone = values.zone_of(doc.take("time_zone", "timezone"), doc.zone)
    at = doc.instant("next_trigger_at", "trigger_at", "at")
    if at is None:
        raise Unfit("does not say when it rings")
    start = doc.instant("starts_at") or at
    rule = doc.rrule("rrule") or _rule(doc, wall(start, zone), doc.take("recurrence"), doc.take("days_of_week"))
    snoozed = doc.instant("snoozed_until", "snoozed_until_at")
    done = doc.yes("done")
    if not done and max(at, snoozed or at) <= doc.now:
        snoozed = None
        following = next_after(rule, start, zone, doc.now) if rule else None
        at, done = (following, False) if following else (at, True)
    doc.drop("acknowledged_at", "acknowledged", "last_fired_at", "last_fired_occurrence_at")
    made: dict[str, Any] = {
        "title": doc.titled(id, doc.text("title", "name") or "Alarm", "")[0],
        "next_trigger_at": at,
        "starts_at": start,
        "rrule": rule,
        "time_zone": zone.key,
        "enabled": True if (on := doc.take("enabled")) is None else values.truth(on),
        "snoozed_until": snoozed,
        "done": done,
    }
    return Made("alarm", id, {**made, **doc.stamps()})


def event(doc: Doc) -> Made:
    """An event of the calendar. The same event of a calendar has the same `uid`, however often it stands there."""
    id = doc.own_id()
    uid = doc.words(1_000, "uid", "ical_uid") or f"panorama:{id}"
    all_day = doc.yes("all_day")
    zone = values.zone_of(doc.take("time_zone", "timezone"), doc.zone)
    start, end = _moments(doc, all_day)
    rule, exdates = _recurrence(doc)
    title, description = doc.titled(id, doc.text("title", "summary", "name"), _described(doc))
    made: dict[str, Any] = {
        "uid": uid,
        "summary": title,
        "description": description,
        "location": doc.words(1_000, "location"),
        "start": start,
        "end": end,
        "all_day": all_day,
        "time_zone": zone.key,
        "rrule": rule,
        "exdates": [one for one in exdates if isinstance(one, datetime) is not all_day],
        "attendees": _attendees(doc),
        "status": doc.one_of(EVENT_STATUS, "confirmed", "status"),
        "color": doc.color("color"),
        "calendar_id": doc.words(200, "calendar_id") or None,
        "source": doc.one_of(EVENT_SOURCES, "import", "source"),
    }
    doc.drop("color_id", "created", "updated", "transparency", "visibility")
    return Made("agenda", f"uid:{uid}", {**made, **doc.stamps()})


def budget_line(doc: Doc) -> Made:
    """A line of the budget; what is no field of ours stands in its notes."""
    id = doc.own_id()
    doc.drop("dedupe_hash", "import_batch", "imported_at", "vendor_lower")
    day = doc.day("date") or doc.day("payment_date", "issue_date", "api_date")
    if day is None:
        raise Unfit("has no date")
    euros = doc.take(*EURO_FIELDS)
    amount = doc.whole(-LARGEST, LARGEST, "amount_cents")
    amount = values.cents(euros) if amount is None else amount
    if amount is None:
        raise Unfit("has no amount")
    vat = doc.whole(-LARGEST, LARGEST, "vat_cents")
    vat = values.cents(doc.take("vat")) if vat is None else vat
    said = doc.text("currency").strip().upper() or "EUR"
    currency = SYMBOLS.get(said, said)
    if currency not in CURRENCIES:
        raise Unfit(f"has the currency {currency[:20]!r}, which there is not")
    notes = [doc.text("notes", "note", "description")]
    for name, called in {
        "team": "Team",
        "public_file_url": "Invoice",
        "analytics_category": "Analytics",
        "analytics_weight": "Weight",
        "source_ref": "Reference",
        "import_file": "From",
        "issue_date": "Issued on",
        "payment_status": "Payment",
        "payment_date": "Paid on",
    }.items():
        if value := doc.words(500, name):
            notes.append(f"{called}: {value}")
    label, above = doc.titled(id, doc.text("label", "title") or "(–)", "")
    vendor = doc.words(300, "vendor", "supplier", "thirdparty")
    made: dict[str, Any] = {
        "date": day,
        "vendor": vendor,
        "label": "" if label == "(–)" else label,
        "category": doc.words(100, "category", "auto_category"),
        "amount_cents": amount,
        "vat_cents": vat or 0,
        "currency": currency,
        "project_id": doc.id("project_id"),
        "department": doc.words(300, "department") or None,
        "invoice_id": doc.words(100, "invoice_id") or None,
        "invoice_number": doc.words(100, "invoice_number") or None,
        "notes": doc.fitting(id, vendor or label, "\n".join(one for one in [above, *notes] if one), 20_000),
        "source": {"kind": "import", "ids": []},
    }
    doc.drop("auto_category")
    return Made("budget", id, {**made, **doc.stamps()})


def vendor(doc: Doc) -> Made:
    """What is known of a vendor; two of one name are one here."""
    doc.drop("_id", "id", "supplier_id", "fetched_at", "raw")
    name = doc.words(300, "name", "vendor", "label", "vendor_name", "supplier_name", "vendor_name_lower")
    if not name or not vendor_key(name):
        raise Unfit("has no name")
    department = doc.words(300, "department") or None
    return Made(
        "budget_vendor", f"vendor:{vendor_key(name)}", {"name": name, "department": department, **doc.stamps()}
    )


def journal_line(doc: Doc) -> Made:
    """A line of the journal; one that is longer than a line goes on in a note."""
    id = doc.own_id()
    said, stamps = doc.text("content", "text", "message"), doc.stamps()
    flat = " ".join("".join(char if char.isprintable() else " " for char in said).split())
    if not flat:
        raise Unfit("says nothing")
    text = flat if len(flat) <= 1_000 else doc.fitting(id, values.words(flat, 300), flat, 1_000)
    at = doc.instant("at", "date") or stamps.get("created_at")
    if at is None:
        raise Unfit("does not say when")
    return Made("journal", id, {"at": at, "text": text, "task_id": doc.id("task_id"), **stamps})


def chat(doc: Doc) -> list[Made]:
    """What was said to Panorama's assistant and by it: lines of a session for each month."""
    id = doc.own_id()
    pieces, stamps = split(doc.text("content", "text")), doc.stamps()
    if not pieces:
        raise Unfit("says nothing")
    doc.drop("citations", "tool_calls", "steps")
    at = stamps.get("created_at", EPOCH)
    month = at.strftime("%Y-%m")
    agent = doc.text("role") == "assistant"
    author = {"kind": "agent", "display_name": "Panorama"} if agent else None
    session = Made(
        "note_session",
        f"chats/{month}",
        {"title": f"Panorama, {month}", "started_at": at.replace(day=1, hour=0, minute=0, second=0, microsecond=0)},
    )
    lines = session_lines(id, session.old_id, pieces, at.timestamp() * 1000, author, stamps)
    return [session, *lines]


def situation(doc: Doc) -> Made:
    """A situation."""
    id = doc.own_id()
    title, description = doc.titled(id, doc.text("title", "name"), doc.text("description"))
    return Made("situation", id, {"title": title, "description": description, **doc.stamps()})


def situation_actor(doc: Doc) -> Made:
    """Somebody in a situation."""
    id = doc.own_id()
    made = {
        "situation_id": _of_situation(doc),
        "person_id": doc.id("person_id"),
        "name": doc.words(200, "name"),
        "role_company": doc.words(300, "role_company", "role", "company_role"),
        "role_situation": doc.words(300, "role_situation", "situation_role"),
    }
    return Made("situation_actor", id, {**made, **doc.stamps()})


def situation_note(doc: Doc) -> Made:
    """A note in a situation, about it or about one of its actors."""
    id = doc.own_id()
    said = doc.text("content", "text").strip()
    if not said:
        raise Unfit("says nothing")
    text = doc.fitting(id, values.words(values.first_line(said), 300), said, 5_000)
    made = {"situation_id": _of_situation(doc), "actor_id": doc.id("actor_id"), "text": text}
    return Made("situation_note", id, {**made, **doc.stamps()})


def situation_questions(doc: Doc) -> list[Made]:
    """The questions about an actor: Panorama keeps them as one list, here each is by itself."""
    id = doc.own_id()
    situation_id, actor_id, stamps = _of_situation(doc), doc.id("actor_id"), doc.stamps()
    rows = values.listed(doc.take("questions")) or [
        {name: doc.take(name) for name in ("q", "r", "question", "answer")}
    ]
    found: list[Made] = []
    for n, row in enumerate(rows):
        told = values.snaked(cast("dict[str, Any]", row)) if isinstance(row, dict) else {"q": row}
        question = values.text(told.get("question") or told.get("q")).strip()
        answer = values.text(told.get("answer") or told.get("r")).strip()
        if question:
            title = values.words(question, 300)
            answer = doc.fitting(f"{id}/{n}/answer", title, answer, 5_000)
            question = doc.fitting(f"{id}/{n}", title, question, 1_000)
            made = {"situation_id": situation_id, "actor_id": actor_id, "question": question, "answer": answer}
            found.append(Made("situation_question", f"{id}/{n}", {**made, **stamps}))
    if not found:
        raise Unfit("asks nothing")
    return found


def situation_summary(doc: Doc) -> Made:
    """What a situation came to."""
    id = doc.own_id()
    made = {
        "situation_id": _of_situation(doc),
        "text": doc.text("text", "markdown", "summary"),
        "problems": [one for one in (values.text(said) for said in values.listed(doc.take("problems"))) if one],
        "actions": [one for one in (values.text(said) for said in values.listed(doc.take("actions"))) if one],
    }
    return Made("situation_summary", id, {**made, **doc.stamps()})


def _of_situation(doc: Doc) -> str:
    found = doc.id("situation_id")
    if found is None:
        raise Unfit("belongs to no situation")
    return found


def _rule(doc: Doc, local: datetime, said: Any, days: Any) -> str | None:
    """An alarm's recurrence: `{"type": "weekly", "daysOfWeek": [1, 3]}`, one of these words, or a rule."""
    if isinstance(said, dict):
        told = values.snaked(cast("dict[str, Any]", said))
        said, days = told.get("type") or told.get("freq"), told.get("days_of_week") or told.get("days") or days
    word = values.text(said).strip().lower()
    match word:
        case "" | "none" | "once":
            return None
        case "daily":
            return "FREQ=DAILY"
        case "weekly":
            named = {_weekday(one) for one in values.listed(days)} - {None} or {ORDER[local.weekday()]}
            return f"FREQ=WEEKLY;BYDAY={','.join(one for one in ORDER if one in named)}"
        case "weekdays":
            return "FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR"
        case "monthly":
            # The 31st is the last day of a month that has none.
            return f"FREQ=MONTHLY;BYMONTHDAY={local.day}" if local.day <= 28 else _end_of_month(local.day)
        case "yearly":
            return "FREQ=YEARLY"
        case _:
            doc.fields["rrule"] = values.text(said)
            return doc.rrule("rrule")


def _end_of_month(day: int) -> str:
    return f"FREQ=MONTHLY;BYMONTHDAY={','.join(str(one) for one in range(28, day + 1))};BYSETPOS=-1"


def _weekday(said: Any) -> str | None:
    if isinstance(said, int | float) and not isinstance(said, bool) and 0 <= said <= 7:
        return DAYS[int(said) % 7]
    return next((day for day in DAYS if values.text(said).upper().startswith(day)), None)


def _moments(doc: Doc, all_day: bool) -> tuple[datetime | date, datetime | date]:
    first, last = doc.take("start", "start_at", "starts_at"), doc.take("end", "end_at", "ends_at")
    if all_day:
        begins, ends = values.day(first, doc.zone), values.day(last, doc.zone)
        if begins is None:
            raise Unfit("does not say when it begins")
        return begins, ends if ends and ends > begins else begins + DAY
    at, until = values.instant(first, doc.zone), values.instant(last, doc.zone)
    if at is None:
        raise Unfit("does not say when it begins")
    if until is not None and until < at:
        doc.lost.append("it ends before it begins: it lasts an hour")
    return at, until if until and until >= at else at + HOUR


def _recurrence(doc: Doc) -> tuple[str | None, list[datetime | date]]:
    """Its rule and what is left out, also as Google writes both: lines of iCalendar."""
    rule, left_out = doc.rrule("rrule"), values.listed(doc.take("exdates", "exdate"))
    for line in values.listed(doc.take("recurrence")):
        name, _, value = values.text(line).partition(":")
        if name.upper().startswith("EXDATE"):
            left_out += value.split(",")
        elif value or line:
            doc.fields["rrule"] = line
            rule = doc.rrule("rrule") or rule
    return rule, [one for one in (_excepted(said, doc.zone, doc) for said in left_out) if one is not None]


def _excepted(said: Any, zone: ZoneInfo, doc: Doc) -> datetime | date | None:
    written = values.text(said).strip()
    if len(written) >= 15 and written[:8].isdecimal() and written[8] == "T":  # 20260309T080000Z
        time = f"T{written[9:11]}:{written[11:13]}:{written[13:15]}{written[15:]}"
        written = f"{written[:4]}-{written[4:6]}-{written[6:8]}{time}"
    elif len(written) == 8 and written.isdecimal():
        written = f"{written[:4]}-{written[4:6]}-{written[6:]}"
    try:
        return values.day(written, zone) if len(written) == 10 else values.instant(written, zone)
    except Unfit as fault:
        doc.lost.append(f"an exception {fault}: it is left out")
        return None


def _described(doc: Doc) -> str:
    """The description, and below it what has no field here: where it is held, who invites."""
    parts = [doc.text("description", "notes").strip()]
    if link := doc.words(2_000, "html_link"):
        parts.append(link)
    conference = doc.take("conference_data")
    if isinstance(conference, dict):
        entries = values.sequence_of(values.snaked(cast("dict[str, Any]", conference)).get("entry_points"))
        parts += [uri for entry in entries if (uri := values.words(entry.get("uri"), 2_000))]
    organizer = doc.take("organizer")
    if isinstance(organizer, Mapping):
        parts.append(values.words(cast("Mapping[str, Any]", organizer).get("email"), 300))
    return "\n".join(dict.fromkeys(part for part in parts if part))


def _attendees(doc: Doc) -> list[dict[str, Any]]:
    found: dict[str, dict[str, Any]] = {}
    for row in values.sequence_of(doc.take("attendees")):
        told = values.snaked(row)
        email = values.text(told.get("email")).strip()
        if len(email) > 320 or not EMAIL.fullmatch(email):
            doc.lost.append(f"an attendee has no address that can be used ({email[:60]!r})")
            continue
        response = RESPONSES.get(values.snake(values.text(told.get("response_status") or told.get("response"))))
        found[email.lower()] = {
            "email": email,
            "name": values.words(told.get("display_name") or told.get("name"), 200),
            "response": response or "needs-action",
            "optional": told.get("optional") is True,
        }
    return list(found.values())[:500]
