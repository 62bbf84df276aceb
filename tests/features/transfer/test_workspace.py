"""Databases of Workspace: SQLite files and dumps, in each form, whole, damaged and made to do harm."""

from __future__ import annotations

import contextlib
import gzip
import sqlite3
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from hub.features.transfer.sources import BadLine, Foreign, Note, NotThisFormat
from hub.features.transfer.sources.tables import Tables
from hub.features.transfer.sources.workspace import Workspace
from tests.features.transfer import generate_workspace as generate
from tests.features.transfer.generate import BCRYPT


def read(path: Path) -> tuple[list[Foreign], list[BadLine], Workspace]:
    source = Workspace(path)
    source.zone = "Europe/Paris"
    found = list(source.read())
    made = [one for one in found if isinstance(one, Foreign)]
    return made, [one for one in found if isinstance(one, BadLine)], source


def dumped(path: Path, *lines: str) -> Path:
    path = path / "some.sql"
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return path


USERS = "COPY public.users (id, username) FROM stdin;"


def names(path: Path) -> list[object]:
    return [row["username"] for _, _, row in Tables(path).rows() if not isinstance(row, BadLine)]


def test_every_form_of_the_database_says_the_same(tmp_path: Path) -> None:
    whole, bad, source = read(generate.workspace_sqlite(tmp_path / "a.db"))
    assert not source.cut and source.last_whole == 38
    for path in (
        generate.workspace_sqlite(tmp_path / "b.db", old_names=True),
        generate.workspace_dump(tmp_path / "c.sql"),
        generate.workspace_dump(tmp_path / "d.sql", inserts=True),
        generate.workspace_dump(tmp_path / "e.sql", inserts=True, columns=False),
    ):
        made, others, source = read(path)
        assert [(one.kind, one.old_id, one.doc) for one in made] == [(one.kind, one.old_id, one.doc) for one in whole]
        assert [(one.why, one.collection) for one in others] == [(one.why, one.collection) for one in bad]
        assert not source.cut
    (tmp_path / "f.sql.gz").write_bytes(gzip.compress((tmp_path / "c.sql").read_bytes()))
    assert len(read(tmp_path / "f.sql.gz")[0]) == len(whole)


def test_by_kinds_it_is_the_same(tmp_path: Path) -> None:
    source = Workspace(generate.workspace_dump(tmp_path / "a.sql"))
    whole = [one for one in source.read() if isinstance(one, Foreign)]
    by_kind = [one for kind in dict.fromkeys(one.kind for one in whole) for one in source.read([kind])]
    assert sorted(map(repr, by_kind)) == sorted(map(repr, whole))


def test_people_the_chat_and_what_they_may_see_of_it(tmp_path: Path) -> None:
    made, bad, _ = read(generate.workspace_sqlite(tmp_path / "a.db"))
    sander, lea, gone = (one.doc for one in made if one.kind == "user")
    assert (sander["role"], sander["password_hash"]) == ("admin", BCRYPT)
    assert lea["password_hash"] is None and gone["disabled"]
    assert [one.why for one in bad if isinstance(one, Note) and one.collection == "users"] == [
        "its password cannot be checked here: an administrator must reset it"
    ]
    rooms = {one.old_id: one.doc["kind"] for one in made if one.kind == "room"}
    assert rooms == {"chat": "public", "chat/7": "private"}
    inside = {one.old_id for one in made if one.kind == "membership"}
    assert inside == {"chat/1", "chat/2", "chat/3", "chat/7/2"}
    first, paul, private = (one.doc for one in made if one.kind == "message")
    assert first["content"] == "Bonjour\tà tous\n; it's 'fine' \\o/"
    assert first["created_at"] == datetime(2025, 3, 1, 10, tzinfo=UTC)
    assert paul["sender"]["display_name"] == "Paul" and private["room_id"] == "chat/7"


def test_the_agenda_in_the_workshops_time(tmp_path: Path) -> None:
    made, bad, _ = read(generate.workspace_dump(tmp_path / "a.sql"))
    (event,) = (one.doc for one in made if one.kind == "agenda")
    assert event["start"] == datetime(2025, 3, 10, 8, tzinfo=UTC)
    assert event["rrule"] == "FREQ=WEEKLY;INTERVAL=2;UNTIL=20251231"
    assert (event["description"], event["owner_id"], event["time_zone"]) == ("Daily\n\nTeam", "1", "Europe/Paris")
    assert ("was deleted there", "events") in [(one.why, one.collection) for one in bad]


def test_lots_with_their_machines(tmp_path: Path) -> None:
    made, _, _ = read(generate.workspace_sqlite(tmp_path / "a.db"))
    (lot,) = (one.doc for one in made if one.kind == "lot")
    assert (lot["name"], lot["received_on"], lot["owner_id"]) == ("Mairie", date(2025, 2, 3), "1")
    done, to_do = (one.doc for one in made if one.kind == "lot_item")
    assert (done["type"], done["brand"], done["model"], done["state"]) == (
        "laptop",
        "Dell",
        "Latitude 5400",
        "refurbished",
    )
    assert done["ready_at"] and (to_do["state"], to_do["ready_at"], to_do["owner_id"]) == (None, None, "1")


def test_orders_with_their_lines(tmp_path: Path) -> None:
    """Lines become part of their order; what none of ours could say is said, and stands in its description."""
    made, bad, _ = read(generate.workspace_sqlite(tmp_path / "a.db"))
    disks, nameless = (one.doc for one in made if one.kind == "order")
    assert (disks["name"], disks["category"], disks["ordered_on"], disks["owner_id"]) == (
        "Disques",
        "Pièces",
        date(2025, 2, 10),
        "1",
    )
    assert disks["lines"] == [
        {
            "product": "SSD 500 Go",
            "quantity": 4,
            "unit_price_cents": 3_999,
            "shipping_cents": 590,
            "link": "https://example.org/ssd",
        },
        {"product": "Souris USB", "quantity": 1, "unit_price_cents": 1_250, "shipping_cents": 0, "link": None},
        {"product": "Remise", "quantity": 1, "unit_price_cents": 0, "shipping_cents": 0, "link": None},
    ]
    assert disks["description"] == "Souris USB: javascript:alert(1)"
    assert (nameless["name"], nameless["ordered_on"], nameless["lines"]) == ("Commande 2", date(2025, 2, 11), [])
    said = [one.why for one in bad if one.collection == "commandes"]
    assert said == [
        "`unit_price` says '-5', which is no price: it is left out",
        "`shipping_cost` says 'gratuit' where a number is expected: it is left out",
    ]
    assert [one.why for one in bad if one.collection == "commande_lignes"] == [
        "is of an order that is not in the file"
    ]


def test_loans_with_what_is_lent(tmp_path: Path) -> None:
    """What was lent again had come back; what has no serial number goes along."""
    made, bad, _ = read(generate.workspace_sqlite(tmp_path / "a.db"))
    ivry, lea, nobody = (one.doc for one in made if one.kind == "loan")
    assert (ivry["name"], ivry["borrower"], ivry["contact"], ivry["reference"]) == (
        "Mairie d'Ivry",
        "company",
        "06 12",
        "PM-1",
    )
    assert (ivry["lent_on"], ivry["due_on"], ivry["price_cents"]) == (date(2025, 2, 1), date(2025, 3, 1), 4_990)
    assert ivry["accessories"] == "2 × Souris Logitech"
    assert (lea["borrower"], lea["due_on"], lea["price_cents"], lea["accessories"]) == ("person", None, 0, "")
    assert (nobody["name"], nobody["lent_on"]) == ("Prêt 3", date(2025, 4, 2))
    first, second = (one.doc for one in made if one.kind == "loan_item")
    assert (first["serial"], first["loan_id"], first["type"], first["brand"]) == ("PRET1", "1", "laptop", "Dell")
    assert (first["state"], first["ready_at"]) == ("back", datetime(2025, 3, 31, 22, tzinfo=UTC))
    assert (second["serial"], second["loan_id"], second["state"], second["ready_at"]) == ("PRET1", "2", "out", None)
    assert [one.why for one in bad if one.collection == "prets_materiel"] == [
        "`date_fin` says 2025-03-01, which is before it begins: it is left out",
        "`lines` cannot be read: they are left out",
    ]


def test_donations_with_who_got_what(tmp_path: Path) -> None:
    """Each line of a donation had its trainee; what was given again had come back."""
    made, bad, _ = read(generate.workspace_sqlite(tmp_path / "a.db"))
    class_12, again = (one.doc for one in made if one.kind == "donation")
    assert (class_12["name"], class_12["direction"], class_12["given_on"]) == (
        "Promotion 12",
        "given",
        date(2025, 2, 1),
    )
    assert (class_12["accessories"], class_12["owner_id"]) == ("Souris Logitech", "1")
    assert (again["name"], again["given_on"]) == ("Don 2", date(2025, 4, 1))
    items = [one.doc for one in made if one.kind == "donation_item"]
    assert [(one["serial"], one["recipient"], one["state"], one["notes"]) for one in items] == [
        ("DON1", "Léa", "returned", ""),
        ("DON-2", "Noé", "given", "2025-02-03"),
        ("DON1", "", "given", ""),
    ]
    assert (items[0]["type"], items[0]["brand"], items[0]["model"]) == ("laptop", "Dell", "E5400")
    assert items[0]["ready_at"] == datetime(2025, 3, 31, 22, tzinfo=UTC) and items[1]["ready_at"] is None
    assert [one.why for one in bad if one.collection == "dons"] == ["does not say when it was given"]


def test_disks_with_how_they_were_wiped(tmp_path: Path) -> None:
    """What does not fit a disk was not done to it here; it stands in the notes."""
    made, bad, _ = read(generate.workspace_sqlite(tmp_path / "a.db"))
    rack, unnamed = (one.doc for one in made if one.kind == "disk_session")
    assert (rack["name"], rack["held_on"], rack["description"]) == (
        "Baie 4",
        date(2025, 3, 1),
        "Récupéré : 2025-03-09",
    )
    assert (unnamed["name"], unnamed["description"]) == ("Disques 2", "")
    disks = {one.doc["serial"]: one.doc for one in made if one.kind == "disk"}
    told = ("type", "size_gb", "interface", "wiping", "notes")
    assert {serial: tuple(one[name] for name in told) for serial, one in disks.items()} == {
        "WD1": ("hdd", 500, "SATA", "overwrite", ""),
        "SM-2": ("ssd", 1_500, "other", "erase_sanitise", "M.2"),
        "SG-3": (None, None, None, "destroyed", "beaucoup"),
        "SM-4": ("ssd", None, "NVMe", None, "shred"),
        "TO-6": (None, 256, "other", None, "Bande\nSCSI"),
    }
    assert disks["WD1"]["ready_at"] == datetime(2025, 3, 1, 8, tzinfo=UTC) and disks["SM-4"]["ready_at"] is None
    assert [one.why for one in bad if one.collection == "disques_session_disks"] == ["has no serial number"]


def test_a_long_order_goes_on_in_another(tmp_path: Path) -> None:
    lines = [f"{n}\t1\tPart {n}\t1e400" for n in range(401)]
    path = dumped(
        tmp_path,
        *("COPY public.commandes (id, name, date) FROM stdin;", "1\tLong\t2025-02-10", "\\."),
        *("COPY public.commande_lignes (id, commande_id, product_name, unit_price) FROM stdin;", *lines, "\\."),
    )
    made, bad, _ = read(path)
    assert [(one.old_id, one.doc["name"], len(one.doc["lines"])) for one in made] == [
        ("1", "Long", 200),
        ("1/2", "Long (2)", 200),
        ("1/3", "Long (3)", 1),
    ]
    assert len(bad) == 401


def test_shortcuts_become_links_and_what_is_none_is_said(tmp_path: Path) -> None:
    made, bad, _ = read(generate.workspace_sqlite(tmp_path / "a.db"))
    (link,) = (one.doc for one in made if one.kind == "link")
    assert (link["url"], link["description"], link["owner_id"]) == ("https://example.org", "Tools", "2")
    assert any("http" in one.why for one in bad if one.collection == "shortcuts")


def test_copy_is_read_as_postgresql_writes_it(tmp_path: Path) -> None:
    path = dumped(tmp_path, USERS, "1\ta\\tb\\\\n\\nc\\x41\\101", "2\t\\N", "3\t", "\\.")
    assert names(path) == ["a\tb\\n\ncAA", None, ""]


def test_inserts_are_read_whatever_is_in_their_texts(tmp_path: Path) -> None:
    path = dumped(
        tmp_path,
        "INSERT INTO users (id, username) VALUES (1, 'it''s; (fine), ''so'''), (2, NULL),",
        "(3, 'two",
        "",
        "lines; INSERT INTO users VALUES (9)'), (4, E'tab\\t\\'q\\''), (5, 'x'::character varying(20));",
    )
    assert names(path) == ["it's; (fine), 'so'", None, "two\n\nlines; INSERT INTO users VALUES (9)", "tab\t'q'", "x"]


def test_what_would_have_to_be_worked_out_is_said(tmp_path: Path) -> None:
    path = dumped(
        tmp_path,
        "INSERT INTO users (id, username) VALUES (1, (SELECT secret FROM t));",
        "INSERT INTO users (id, username) VALUES (2, lower('X'));",
        "INSERT INTO users (id, username) SELECT 1, 'x';",
        "INSERT INTO users (id, username) VALUES (1);",
        "INSERT INTO users (id, username) VALUES (3, 'fine');",
    )
    made, bad, _ = read(path)
    assert [one.doc["username"] for one in made] == ["fine"]
    assert [one.line for one in bad] == [1, 2, 3, 4]


def test_a_bad_row_is_named_and_the_rest_goes_on(tmp_path: Path) -> None:
    made, bad, _ = read(dumped(tmp_path, USERS, "1\talice\textra", "\\N\tbob", "3\tcarol", "\\."))
    assert [one.doc["username"] for one in made] == ["carol"]
    assert [(one.line, one.why) for one in bad] == [(2, "has 3 fields instead of 2"), (3, "has no id")]


def test_a_row_that_is_too_long_is_left_out(tmp_path: Path) -> None:
    made, bad, _ = read(dumped(tmp_path, USERS, "1\t" + "x" * 9_000_000, "2\tbob", "\\."))
    assert [one.doc["username"] for one in made] == ["bob"]
    assert [(one.line, one.why) for one in bad] == [(2, "is longer than 8 MB")]


@pytest.mark.parametrize("share", [0.3, 0.7, 0.97])
def test_a_dump_that_is_cut_says_so(tmp_path: Path, share: float) -> None:
    whole = generate.workspace_dump(tmp_path / "a.sql").read_bytes()
    (tmp_path / "cut.sql").write_bytes(whole[: int(len(whole) * share)])
    made, _, source = read(tmp_path / "cut.sql")
    assert source.cut and made and source.last_whole > 0


def test_an_sqlite_file_that_is_damaged_gives_what_is_whole(tmp_path: Path) -> None:
    with contextlib.closing(sqlite3.connect(tmp_path / "a.db")) as base:
        base.execute("CREATE TABLE users (id INTEGER, username TEXT)")
        base.executemany("INSERT INTO users VALUES (?, ?)", [(n, f"user_{n}_{'x' * 20}") for n in range(20_000)])
        base.commit()
    whole = (tmp_path / "a.db").read_bytes()
    (tmp_path / "cut.db").write_bytes(whole[: len(whole) // 2])
    found: list[object] = []
    tables = Tables(tmp_path / "cut.db")
    with contextlib.suppress(NotThisFormat):
        found = list(tables.rows())
        assert tables.cut
    assert len(found) < 20_000


def test_nothing_in_an_sqlite_file_runs(tmp_path: Path) -> None:
    path = generate.workspace_sqlite(tmp_path / "a.db")
    with contextlib.closing(sqlite3.connect(path)) as base:
        base.execute("DROP VIEW spy")
        base.execute("CREATE VIEW lots_2 AS SELECT writefile('/tmp/never', 'x')")
        base.execute('CREATE TABLE "drop table users; --" (a TEXT)')
        base.execute("CREATE VIRTUAL TABLE found USING fts5(a)")
        base.commit()
    before = path.read_bytes()
    made, bad, source = read(path)
    assert len([one for one in made if one.kind == "user"]) == 3
    assert not source.cut and "lots_2" not in {one.collection for one in bad}
    assert path.read_bytes() == before and not (tmp_path / "a.db-journal").exists()


def test_text_of_an_old_machine_is_read(tmp_path: Path) -> None:
    path = tmp_path / "old.sql"
    path.write_bytes(f"{USERS}\n1\tÉlodie\n\\.\n".encode("cp1252"))
    assert names(path) == ["Élodie"]


@pytest.mark.parametrize(
    "content",
    [b"", b"hello", b"PGDMP\x01\x0e", b"SQLite format 3\0garbage", b"COPY public.weather (a) FROM stdin;\n1\n\\.\n"],
)
def test_what_is_no_database_of_workspace_says_so(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "other").write_bytes(content)
    with pytest.raises(NotThisFormat):
        read(tmp_path / "other")
