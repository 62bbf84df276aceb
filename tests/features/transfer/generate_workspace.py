"""Databases as Workspace kept them, made from what is known of their tables, in each of their variants."""

from __future__ import annotations

import contextlib
import json
import sqlite3
from pathlib import Path
from typing import Any

from tests.features.transfer.generate import BCRYPT

LENT = json.dumps(
    [
        {"numero": 1, "type": "Portable", "marque_name": "Dell", "modele_name": "E5400", "serial_number": "pret 1"},
        {"numero": 2, "type": "Souris", "marque_name": "Logitech", "qty": 2},
        "odd",
    ]
)
GIVEN = json.dumps(
    [
        {
            "num": 1,
            "type": "Portable",
            "marqueName": "Dell",
            "modeleName": "E5400",
            "serialNumber": "don 1",
            "date": "2025-02-01",
            "stagiaire": "Léa",
        },
        {"type": "Écran", "marqueName": "Iiyama", "serialNumber": "DON-2", "date": "2025-02-03", "stagiaire": "Noé"},
        {"type": "Souris", "marqueName": "Logitech"},
    ]
)
WORKSHOP: dict[str, tuple[str, list[tuple[Any, ...]]]] = {
    "users": (
        "id INTEGER, username TEXT, email TEXT, password_hash TEXT, role TEXT, deleted_at TEXT, created_at TEXT",
        [
            (1, "sander", "s@example.org", BCRYPT, "admin", None, "2025-03-01 09:00:00"),
            (2, "lea", None, "0" * 64, "user", None, "2025-03-01 09:00:00"),
            (3, "gone", None, None, "user", "2025-03-05 09:00:00", "2025-03-01 09:00:00"),
        ],
    ),
    "messages": (
        "id INTEGER, user_id INTEGER, username TEXT, text TEXT, conversation_id INTEGER, created_at TEXT",
        [
            (1, 1, "sander", "Bonjour\tà tous\n; it's 'fine' \\o/", None, "2025-03-01 10:00:00"),
            (2, None, "Paul", "Old friend", None, "2025-03-01 10:01:00"),
            (3, 2, "lea", "In private", 7, "2025-03-01 10:02:00"),
        ],
    ),
    "event_recurrences": (
        'id INTEGER, event_id INTEGER, frequency TEXT, "interval" INTEGER, end_date TEXT',
        [(1, 1, "weekly", 2, "2025-12-31")],
    ),
    "events": (
        'id INTEGER, user_id INTEGER, title TEXT, start TEXT, "end" TEXT, description TEXT, location TEXT, '
        "category TEXT, deleted_at TEXT",
        [
            (1, 1, "Stand-up", "2025-03-10 09:00:00", "2025-03-10 09:15:00", "Daily", "Lab", "Team", None),
            (2, 1, "Old", "2025-03-11 09:00:00", "2025-03-11 09:15:00", None, None, None, "2025-03-12 00:00:00"),
        ],
    ),
    "shortcut_categories": ("id INTEGER, user_id INTEGER, name TEXT", [(1, 2, "Tools")]),
    "shortcuts": (
        "id INTEGER, user_id INTEGER, title TEXT, url TEXT, category_id INTEGER",
        [(1, 2, "Docs", "example.org", 1), (2, 2, "Bad", "javascript:alert(1)", None)],
    ),
    "marques": ("id INTEGER, name TEXT", [(1, "Dell")]),
    "modeles": ("id INTEGER, marque_id INTEGER, name TEXT", [(1, 1, "Latitude 5400")]),
    "lots": (
        "id INTEGER, user_id INTEGER, name TEXT, description TEXT, received_at TEXT, recovered_at TEXT",
        [(1, 1, "Mairie", "Ten machines", "2025-02-03 00:00:00", None)],
    ),
    "lot_items": (
        "id INTEGER, lot_id INTEGER, serial_number TEXT, type TEXT, marque_id INTEGER, modele_id INTEGER, "
        "state TEXT, technician TEXT, state_changed_at TEXT",
        [
            (1, 1, "ABC123", "Portable", 1, 1, "Reconditionné", "Léa", "2025-02-04 10:00:00"),
            (2, 1, "XYZ", "Fixe", None, None, "À faire", None, None),
        ],
    ),
    "commande_products": ("id INTEGER, name TEXT", [(1, "Souris USB")]),
    "commandes": (
        "id INTEGER, user_id INTEGER, name TEXT, category TEXT, date TEXT, pdf_path TEXT, created_at TEXT",
        [
            (1, 1, "Disques", "Pièces", "2025-02-10", "/mnt/x.pdf", "2025-02-10 09:00:00"),
            (2, 2, None, None, None, None, "2025-02-11 09:00:00"),
        ],
    ),
    "commande_lignes": (
        "id INTEGER, commande_id INTEGER, commande_product_id INTEGER, product_name TEXT, quantity INTEGER, "
        "unit_price TEXT, shipping_cost TEXT, link TEXT",
        [
            (1, 1, None, "SSD 500 Go", 4, "39.99", "5.90", "https://example.org/ssd"),
            (2, 1, 1, None, 1, "12,5", None, "javascript:alert(1)"),
            (3, 1, None, "Remise", 0, "-5", "gratuit", None),
            (4, 99, None, "De rien", 1, "1", None, None),
        ],
    ),
    "prets_materiel": (
        "id INTEGER, user_id INTEGER, reference TEXT, borrower_type TEXT, borrower_name TEXT, borrower_contact TEXT, "
        "date TEXT, date_debut TEXT, date_fin TEXT, remuneration_gratuit BOOLEAN, remuneration_montant TEXT, "
        "pdf_path TEXT, lines TEXT, created_at TEXT",
        [
            (
                *(1, 1, "PM-1", "societe", "Mairie d'Ivry", "06 12", "2025-02-01", "2025-02-01", "2025-03-01"),
                *(False, "49.90", "/mnt/p.pdf", LENT, "2025-02-01 09:00:00"),
            ),
            (
                *(2, 1, None, "personne", "Léa", None, "2025-04-01", "2025-04-01", "2025-03-01"),
                *(True, "12", None, '[{"type": "PC", "serial_number": "PRET1"}]', "2025-04-01 09:00:00"),
            ),
            (
                *(3, 1, None, None, None, None, "2025-04-02", None, None),
                *(True, None, None, "no JSON", "2025-04-02 09:00:00"),
            ),
        ],
    ),
    "dons": (
        "id INTEGER, user_id INTEGER, lot_name TEXT, date TEXT, pdf_path TEXT, lines TEXT, created_at TEXT",
        [
            (1, 1, "Promotion 12", "2025-02-01", "/mnt/d.pdf", GIVEN, "2025-02-01 09:00:00"),
            (2, 1, None, None, None, '[{"serialNumber": "DON1"}]', "2025-04-01 09:00:00"),
            (3, 1, "Don", None, None, "no JSON", None),
        ],
    ),
    "disques_sessions": (
        "id INTEGER, date TEXT, name TEXT, pdf_path TEXT, created_at TEXT, recovered_at TEXT",
        [
            (1, "2025-03-01", "Baie 4", "/mnt/s.pdf", "2025-03-01 09:00:00", "2025-03-09 09:00:00"),
            (2, "2025-03-02", None, None, "2025-03-02 09:00:00", None),
        ],
    ),
    "disques_session_disks": (
        "id INTEGER, session_id INTEGER, serial TEXT, marque TEXT, modele TEXT, size TEXT, disk_type TEXT, "
        "interface TEXT, shred TEXT, created_at TEXT",
        [
            (1, 1, "wd 1", "WD", "Blue", "500 Go", "HDD", "SATA", "shred", "2025-03-01 09:00:00"),
            (2, 1, "SM-2", "Samsung", None, "1,5 To", "SSD", "M.2", "Secure Erase + Sanitize", "2025-03-01 09:00:00"),
            (3, 1, "SG-3", None, None, "beaucoup", None, None, "Perçage", "2025-03-01 09:00:00"),
            (4, 1, "SM-4", None, None, None, "SSD", "NVMe", "shred", "2025-03-01 09:00:00"),
            (5, 1, None, None, None, None, None, None, None, "2025-03-01 09:00:00"),
            (6, 2, "TO-6", None, None, "256", "Bande", "SCSI", None, "2025-03-02 09:00:00"),
        ],
    ),
}
"""A workshop, table by table: columns and rows."""


def workspace_sqlite(path: Path, *, old_names: bool = False, hashed: str = BCRYPT) -> Path:
    """Write Workspace's SQLite file; its chat had another name at first."""
    path.unlink(missing_ok=True)
    with contextlib.closing(sqlite3.connect(path)) as base:
        for name, (columns, rows) in WORKSHOP.items():
            table = "chat_messages" if old_names and name == "messages" else name
            base.execute(f"CREATE TABLE {table} ({columns})")
            marks = ", ".join("?" for _ in rows[0])
            base.executemany(f"INSERT INTO {table} VALUES ({marks})", _with_hash(rows, hashed))
        base.execute("CREATE VIEW spy AS SELECT * FROM users")
        base.commit()
    return path


def workspace_dump(path: Path, *, inserts: bool = False, columns: bool = True, hashed: str = BCRYPT) -> Path:
    """Write the text that `pg_dump` makes of Workspace's database, with COPY or with INSERT."""
    text = ["--", "-- PostgreSQL database dump", "--", "", "SET client_encoding = 'UTF8';", ""]
    for name, (declared, made) in WORKSHOP.items():
        rows = _with_hash(made, hashed)
        names = [part.split()[0] for part in declared.split(", ")]
        text += [f"CREATE TABLE public.{name} ("]
        text += [f"    {part} NOT NULL," for part in declared.split(", ")[:-1]]
        text += [f"    {declared.split(', ')[-1]}", ");", ""]
        if inserts:
            listed = f" ({', '.join(names)})" if columns else ""
            text += [f"INSERT INTO public.{name}{listed} VALUES ({', '.join(map(_literal, row))});" for row in rows]
        else:
            text += [f"COPY public.{name} ({', '.join(names)}) FROM stdin;"]
            text += ["\t".join(map(_copied, row)) for row in rows]
            text += ["\\.", ""]
    text += ["", "--", "-- PostgreSQL database dump complete", "--", ""]
    path.write_text("\n".join(text), encoding="utf-8")
    return path


def _with_hash(rows: list[tuple[Any, ...]], hashed: str) -> list[tuple[Any, ...]]:
    return [tuple(hashed if value == BCRYPT else value for value in row) for row in rows]


def _literal(value: Any) -> str:
    if value is None:
        return "NULL"
    if isinstance(value, bool):
        return str(value).lower()
    return str(value) if isinstance(value, int) else "'" + value.replace("'", "''") + "'"


def _copied(value: Any) -> str:
    if value is None:
        return "\\N"
    if isinstance(value, bool):
        return "t" if value else "f"
    return str(value).replace("\\", "\\\\").replace("\t", "\\t").replace("\n", "\\n")
