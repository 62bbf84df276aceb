"""Archives of Panorama, in each variant, whole, damaged and made to do harm."""

from __future__ import annotations

import base64
import gzip
import json
from collections import Counter
from collections.abc import Mapping
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from hub.features.transfer.sources import BLOB, BadLine, Foreign, NotThisFormat
from hub.features.transfer.sources.panorama import CONVERTED, NOT_TAKEN, Panorama
from hub.storage.blobs import CHUNK
from tests.features.transfer import generate

NOW = datetime(2026, 2, 1, 12, tzinfo=UTC)


class Then:
    """A clock that stands."""

    def now(self) -> datetime:
        return NOW


def opened(path: Path, zone: str = "Europe/Paris") -> Panorama:
    source = Panorama(path)
    source.zone, source.clock = zone, Then()
    return source


def read(path: Path, zone: str = "Europe/Paris") -> tuple[list[Foreign], list[BadLine]]:
    found = list(opened(path, zone).read())
    return [one for one in found if isinstance(one, Foreign)], [one for one in found if isinstance(one, BadLine)]


def of(path: Path, name: str, *docs: Mapping[str, Any]) -> tuple[list[dict[str, Any]], list[str]]:
    """What becomes of documents of one collection, and what is said of them."""
    rows = [{"_id": f"x{n}", **doc} for n, doc in enumerate(docs)]
    made, bad = read(generate.archive(path / "few.gz", {name: rows}))
    return [one.doc for one in made], [one.why for one in bad]


def written(path: Path, *lines: bytes) -> Path:
    path = path / "lines.gz"
    path.write_bytes(gzip.compress(b"\n".join(lines) + b"\n"))
    return path


def task(title: str = "Fine", id: str = "t1", **fields: Any) -> bytes:
    return json.dumps({"collection": "tasks", "doc": {"_id": id, "title": title, **fields}}).encode()


@pytest.mark.parametrize("case", ["camel", "snake"])
@pytest.mark.parametrize("later", [True, False])
def test_every_variant_is_read_whole(tmp_path: Path, case: str, later: bool) -> None:
    source = opened(generate.panorama(tmp_path / "a.gz", case=case, later=later))
    found = list(source.read())
    kinds = Counter(one.kind for one in found if isinstance(one, Foreign))
    bad = {one.collection for one in found if isinstance(one, BadLine)}
    many = ["task", "note", "budget", "journal"]
    few = ["link", "budget_vendor", "situation", "situation_actor", "situation_note", "situation_summary"]
    assert kinds == {
        **dict.fromkeys(many, 20),
        **dict.fromkeys(few, 1),
        **dict.fromkeys(("team", "person"), 3),
        **dict.fromkeys(("project", "note_session", "alarm", "agenda", "situation_question"), 2),
        "note_line": 40,
    }
    assert bad == {"files", "vendorsIgnore", "appPreferences", "errors"} | {
        name for name in NOT_TAKEN if name in ("mcpServers", "notionIntegrations", "notionTickets", "gmailMessages")
    }
    assert not source.cut and source.last_whole == 202


def test_all_27_collections_are_known() -> None:
    listed = (
        "projects tasks notes noteSessions noteLines links files alarms teams people situations situationActors "
        "situationNotes situationQuestions situationSummaries budgetLines appPreferences chats errors userLogs "
        "vendorsCache vendorsIgnore calendarEvents mcpServers notionIntegrations notionTickets gmailMessages"
    )
    assert len(listed.split()) == 27
    assert set(listed.split()) <= {*CONVERTED, *NOT_TAKEN, "files"}


def test_both_ways_to_write_fields_give_the_same(tmp_path: Path) -> None:
    camel, _ = read(generate.panorama(tmp_path / "a.gz"))
    snake, _ = read(generate.panorama(tmp_path / "b.gz", case="snake"))
    unlike = lambda one: {**one.doc, "id": None}  # noqa: E731
    assert [unlike(one) for one in camel] == [unlike(one) for one in snake]


def test_reading_again_and_by_kinds_gives_the_same(tmp_path: Path) -> None:
    source = opened(generate.panorama(tmp_path / "a.gz"))
    whole = [one for one in source.read() if isinstance(one, Foreign)]
    assert [one for one in source.read() if isinstance(one, Foreign)] == whole
    by_kind = [one for kind in dict.fromkeys(one.kind for one in whole) for one in source.read([kind])]
    assert sorted(map(repr, by_kind)) == sorted(map(repr, whole))


def test_a_task_keeps_what_it_said(tmp_path: Path) -> None:
    made, _ = read(generate.panorama(tmp_path / "a.gz"))
    doc = next(one.doc for one in made if one.old_id == "tasks3")
    assert (doc["description"], doc["urgent"], doc["important"], doc["status"]) == (
        "With **Markdown**",
        False,
        True,
        "done",
    )
    assert (doc["deadline"], doc["scheduled_date"]) == (date(2025, 4, 1), date(2025, 3, 30))
    assert doc["completed_at"] == generate.BEGAN + timedelta(minutes=28)
    assert doc["tags"] == ["home", "été"] and doc["project_id"] == "projects1"
    ranks = [one.doc["rank"] for one in made if one.kind == "task"]
    assert ranks == sorted(ranks) and len(set(ranks)) == len(ranks)


def test_budget_lines_keep_their_cents_and_what_has_no_field(tmp_path: Path) -> None:
    made, _ = read(generate.panorama(tmp_path / "a.gz"))
    doc = next(one.doc for one in made if one.kind == "budget")
    assert (doc["amount_cents"], doc["vat_cents"], doc["date"]) == (-12345, -2057, date(2025, 3, 14))
    assert doc["notes"] == "paid late\nTeam: sre\nInvoice: https://example.org/f.pdf\nFrom: march.csv"
    assert doc["vendor"] == "Dupont SARL 0"


def test_euros_where_cents_are_missing(tmp_path: Path) -> None:
    made, bad = of(
        tmp_path, "budgetLines", {"date": "2025-01-02", "amount": -12.35}, {"date": "2025-01-02"}, {"amount": 1}
    )
    assert made[0]["amount_cents"] == -1235
    assert bad == ["has no amount", "has no date"]


def test_alarms_of_the_past_do_not_ring(tmp_path: Path) -> None:
    made, _ = of(
        tmp_path,
        "alarms",
        {"title": "Once", "nextTriggerAt": "2025-01-06T07:00:00Z"},
        {"title": "Daily", "nextTriggerAt": "2025-07-01T06:00:00Z", "recurrence": {"type": "daily"}},
        {"title": "To come", "nextTriggerAt": "2026-07-01T06:00:00Z", "enabled": False},
        {
            "title": "Weekly",
            "nextTriggerAt": "2025-01-06T07:00:00Z",
            "recurrence": {"type": "weekly", "daysOfWeek": [0, "fri"]},
        },
        {"title": "Monthly", "nextTriggerAt": "2026-01-31T07:00:00Z", "recurrence": {"type": "monthly"}},
    )
    once, daily, to_come, weekly, monthly = made
    assert once["done"] and once["rrule"] is None
    assert daily["next_trigger_at"] == datetime(2026, 2, 2, 7, tzinfo=UTC)  # 8:00 in Paris, in winter too
    assert daily["starts_at"] == datetime(2025, 7, 1, 6, tzinfo=UTC) and daily["time_zone"] == "Europe/Paris"
    assert not to_come["done"] and not to_come["enabled"]
    assert weekly["rrule"] == "FREQ=WEEKLY;BYDAY=FR,SU"
    assert monthly["next_trigger_at"] == datetime(2026, 2, 28, 7, tzinfo=UTC)


@pytest.mark.parametrize(
    "rule", ["FREQ=HOURLY", "nonsense", "FREQ=DAILY;COUNT=99999999999", "X" * 600, "FREQ=DAILY;UNTIL=x"]
)
def test_a_recurrence_that_is_nonsense_is_said(tmp_path: Path, rule: str) -> None:
    made, bad = of(tmp_path, "tasks", {"title": "T", "rrule": rule})
    assert made[0]["rrule"] is None and made[0]["title"] == "T"
    assert len(bad) == 1 and "cannot be followed" in bad[0]
    made, bad = of(tmp_path, "alarms", {"title": "A", "nextTriggerAt": "2030-01-01T00:00:00Z", "recurrence": rule})
    assert made[0]["rrule"] is None and "cannot be followed" in bad[0]


def test_a_recurrence_without_end_is_followed(tmp_path: Path) -> None:
    made, bad = of(
        tmp_path, "alarms", {"nextTriggerAt": "1950-01-01T00:00:00Z", "rrule": "FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30"}
    )
    assert made[0]["done"] and bad == []  # the 30th of February never comes
    made, _ = of(tmp_path, "alarms", {"nextTriggerAt": "1950-01-01T00:00:00Z", "rrule": "RRULE:FREQ=DAILY"})
    assert made[0]["next_trigger_at"] > NOW and not made[0]["done"]


def test_questions_come_one_by_one_with_their_answers(tmp_path: Path) -> None:
    made, _ = read(generate.panorama(tmp_path / "a.gz"))
    asked = [(one.old_id, one.doc["question"], one.doc["answer"]) for one in made if one.kind == "situation_question"]
    assert asked == [
        ("situationQuestions0/0", "Why now?", "The deadline"),
        ("situationQuestions0/1", "And then?", ""),
    ]


def test_chats_become_a_session_for_each_month(tmp_path: Path) -> None:
    rows = [{"role": "user", "content": f"Said {n}", "createdAt": "2025-03-01T09:00:00.000Z"} for n in range(1000)]
    rows += [{"role": "assistant", "content": "y" * 4_500, "createdAt": "2025-04-01T09:00:00.000Z"}]
    path = generate.archive(tmp_path / "c.gz", {"chats": [{"_id": f"c{n}", **row} for n, row in enumerate(rows)]})
    made, bad = read(path)
    sessions = {one.old_id: one.doc["title"] for one in made if one.kind == "note_session"}
    assert sessions == {
        "chats/2025-03": "Panorama, 2025-03",
        "chats/2025-03/2": "Panorama, 2025-03 (2)",
        "chats/2025-04": "Panorama, 2025-04",
    }
    lines = Counter(one.doc["session_id"] for one in made if one.kind == "note_line")
    assert lines == {"chats/2025-03": 900, "chats/2025-03/2": 100, "chats/2025-04": 3} and bad == []
    said = [one.doc for one in made if one.kind == "note_line" and one.doc["session_id"] == "chats/2025-04"]
    assert "".join(line["text"] for line in said) == "y" * 4_500 and said[0]["author"]["kind"] == "agent"
    assert [line["rank"] for line in said] == sorted(line["rank"] for line in said)


def test_what_is_too_long_is_kept_elsewhere(tmp_path: Path) -> None:
    made, bad = of(tmp_path, "tasks", {"title": "w " * 400, "notes": "n" * 30_000})
    doc, note = made
    assert len(doc["title"]) <= 300 and len(doc["description"]) == 20_000
    assert note["content"].startswith("w w") and note["content"].endswith("n" * 30_000)
    assert len(bad) == 1 and "in a note" in bad[0]


def test_what_has_no_place_is_said_once(tmp_path: Path) -> None:
    made, bad = of(tmp_path, "tasks", *({"title": "T", "mood": "blue", "empty": None} for _ in range(3)))
    assert len(made) == 3
    assert bad == ["`mood` has no place here: left out of 3 documents"]


def test_files_come_with_their_bytes_from_the_line_or_the_folder_beside_it(tmp_path: Path) -> None:
    (tmp_path / "PanoramaFiles").mkdir()
    (tmp_path / "PanoramaFiles" / "plan__1").write_bytes(b"x" * (CHUNK + 1))
    (tmp_path / "secret").write_bytes(b"secret")
    (tmp_path / "PanoramaFiles" / "link").symlink_to(tmp_path / "secret")
    rows = [
        {
            "_id": "f0",
            "name": "plan",
            "originalName": "plan.txt",
            "storedFileName": "plan__1",
            "projectId": "__none__",
        },
        {"_id": "f1", "name": "a.png", "contentBase64": base64.b64encode(b"\x89PNG\r\n\x1a\n").decode()},
        {"_id": "f2", "name": "b", "storedFileName": "../secret"},
        {"_id": "f3", "name": "b", "storedFileName": "link"},
        {"_id": "f4", "name": "b", "contentBase64": "!!"},
    ]
    made, bad = read(generate.archive(tmp_path / "f.gz", {"files": rows}))
    pieces = [(one.old_id, one.doc["n"], len(one.doc["data"])) for one in made if one.kind == BLOB]
    assert pieces == [("f0", 0, CHUNK), ("f0", 1, 1), ("f1", 0, 8)]
    kept = {one.old_id: one.doc for one in made if one.kind == "file"}
    assert (kept["f0"]["name"], kept["f0"]["size"], kept["f0"]["mime_type"]) == ("plan.txt", CHUNK + 1, "text/plain")
    assert kept["f0"]["project_id"] is None and kept["f0"]["blob_id"] == "f0"
    assert (kept["f1"]["mime_type"], kept["f1"]["media"]) == ("image/png", "image")
    assert [one.line for one in bad] == [4, 5, 6] and "secret" not in str(made)


def test_a_bad_line_is_named_and_the_rest_goes_on(tmp_path: Path) -> None:
    deep = b'{"collection":"tasks","doc":{"_id":"d","title":' + b"[" * 5000 + b"]" * 5000 + b"}}"
    path = written(
        tmp_path,
        b'{"collection":"tasks","type":"begin"}',
        task(),
        b'{"collection":"tasks","doc":{"_id":"x","title":',
        b"[1, 2]",
        deep,
        b'{"collection":"tasks","doc":[]}',
        b'{"collection":"tasks","type":"middle"}',
        b'{"collection":7,"doc":{}}',
        b'{"collection":"weather","doc":{"_id":"w"}}',
        b'{"collection":"tasks","doc":{"title":"no id"}}',
        b'{"collection":"tasks","doc":{"_id":{"$ne":null},"title":"odd"}}',
        task("Last", "t2"),
        b'{"collection":"tasks","type":"end"}',
    )
    made, bad = read(path)
    assert [one.doc["title"] for one in made] == ["Fine", "Last"]
    assert [(one.line, one.why) for one in bad] == [
        (3, "is not JSON"),
        (4, "is no JSON object"),
        (5, bad[2].why),
        (6, "has no document"),
        (7, "is no line of an archive of Panorama"),
        (8, "is no line of an archive of Panorama"),
        (9, "is of a collection that nothing here knows"),
        (10, "has no id"),
        (11, "has an id that is neither text nor a number"),
    ]
    assert "nested" in bad[2].why or bad[2].why == "is not JSON"


def test_a_line_that_is_too_long_is_left_out_in_little_memory(tmp_path: Path) -> None:
    path = tmp_path / "long.gz"
    with gzip.open(path, "wb", compresslevel=1) as file:
        file.write(task() + b"\n")
        file.write(b'{"collection":"tasks","doc":{"_id":"big","title":"' + b"x" * 10 * 1024 * 1024 + b'"}}\n')
        file.write(task("After", "t2") + b"\n")
    made, bad = read(path)
    assert [one.doc["title"] for one in made] == ["Fine", "After"]
    assert [(one.line, one.why) for one in bad] == [(2, "is longer than 8 MB")]


def test_wrong_types_harm_only_their_field(tmp_path: Path) -> None:
    made, bad = of(
        tmp_path,
        "tasks",
        {"title": 42, "notes": {"a": [1]}, "isUrgent": "perhaps", "deadline": "soon", "tags": 7, "priorityRank": "x"},
        {"title": "$where", "projectId": "$ne", "status": "frozen", "estimateMinutes": -5, "createdAt": []},
    )
    odd, dollar = made
    assert (odd["title"], odd["description"], odd["urgent"], odd["deadline"], odd["tags"]) == (
        "42",
        "a: 1",
        False,
        None,
        ["7"],
    )
    assert (dollar["title"], dollar["project_id"], dollar["status"], dollar["estimate_minutes"]) == (
        "$where",
        "$ne",
        "todo",
        0,
    )
    assert len(bad) == 5


def test_members_are_counted_however_they_stand_there(tmp_path: Path) -> None:
    _, bad = of(
        tmp_path,
        "projects",
        *(
            {"name": "P", "user_id": "me", "member_ids": said}
            for said in (["me", "her", "him"], "her", 7, ["me"], "me")
        ),
    )
    assert bad == [
        "2 other members are accounts of Panorama: share it here anew",
        "1 other members are accounts of Panorama: share it here anew",
        "1 other members are accounts of Panorama: share it here anew",
    ]


def test_duplicate_ids_are_both_given_with_their_lines(tmp_path: Path) -> None:
    made, _ = read(written(tmp_path, task("One"), task("Two")))
    assert [(one.line, one.old_id) for one in made] == [(1, "t1"), (2, "t1")]


def test_text_of_an_old_machine_is_read(tmp_path: Path) -> None:
    line = '{"collection":"tasks","doc":{"_id":"l","title":"Été – 5 €"}}'
    made, bad = read(written(tmp_path, line.encode("cp1252"), line.encode()))
    assert [one.doc["title"] for one in made] == ["Été – 5 €"] * 2 and bad == []


def test_an_archive_that_is_cut_says_so_and_gives_what_is_whole(tmp_path: Path) -> None:
    whole = generate.panorama(tmp_path / "a.gz", size=200)
    (tmp_path / "cut.gz").write_bytes(whole.read_bytes()[: whole.stat().st_size // 2])
    source = opened(tmp_path / "cut.gz")
    found = [one for one in source.read() if isinstance(one, Foreign)]
    assert source.cut and 0 < source.last_whole < 1000 and found


def test_an_archive_without_the_end_of_a_collection_is_cut(tmp_path: Path) -> None:
    source = opened(written(tmp_path, b'{"collection":"tasks","type":"begin"}', task()))
    assert len(list(source.read())) == 1
    assert source.cut and source.last_whole == 2


def test_a_bomb_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "bomb.gz"
    with gzip.open(path, "wb", compresslevel=9) as file:
        for _ in range(100):
            file.write(b" " * 1024 * 1024)
    with pytest.raises(NotThisFormat):
        list(opened(path).read())


@pytest.mark.parametrize(
    "content",
    [b"", b"hello\n", b"PK\x03\x04zip", gzip.compress(b'{"panoramix": 1}\n')],
    ids=["empty", "text", "zip", "another archive"],
)
def test_what_is_no_archive_of_panorama_says_so(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "other"
    path.write_bytes(content)
    with pytest.raises(NotThisFormat):
        list(opened(path).read())
