"""Rows of a database file: SQLite, or the plain text that `pg_dump` (and SQLite's `.dump`) writes."""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any
from urllib.parse import quote

from hub.features.transfer.sources import BadLine, NotThisFormat
from hub.features.transfer.sources.encoding import in_utf8
from hub.features.transfer.sources.lines import LONGEST_LINE, Lines

Row = tuple[int, str, dict[str, Any] | BadLine]
"""Its number, its table, its fields."""
SQLITE = b"SQLite format 3\0"
CUSTOM = b"PGDMP"
NAME = r'(?:"[^"]+"|\w+)'
COPY = re.compile(rf"COPY (?:{NAME}\.)?({NAME}) ?\(([^)]*)\) FROM stdin;")
CREATE = re.compile(rf"CREATE (?:UNLOGGED )?TABLE (?:IF NOT EXISTS )?(?:{NAME}\.)?({NAME})\s*\(", re.IGNORECASE)
INSERT = re.compile(
    rf"INSERT INTO (?:ONLY )?(?:{NAME}\.)?({NAME})\s*(?:\(([^)]*)\))?\s*(?:OVERRIDING \w+ VALUE\s*)?VALUES\s*",
    re.IGNORECASE,
)
COLUMN = re.compile(rf"({NAME})\s+\w")
NO_COLUMNS = frozenset({"constraint", "primary", "unique", "check", "foreign", "exclude", "like"})
ESCAPES = {"b": "\b", "f": "\f", "n": "\n", "r": "\r", "t": "\t", "v": "\v"}
ESCAPED = re.compile(r"\\(x[0-9a-fA-F]{1,2}|[0-7]{1,3}|.)", re.DOTALL)
VALUE = re.compile(
    r"\s*(?:(?P<text>'(?:[^']|'')*')|(?P<escaped>[Ee]'(?:[^'\\]|''|\\.)*')|(?P<bytes>[Xx]'[0-9a-fA-F]*')"
    r"|(?P<number>[+-]?\d+(?:\.\d*)?(?:[eE][+-]?\d+)?)|(?P<word>NULL|TRUE|FALSE))"
    r"(?:::[\w\" ]+(?:\(\d+(?:,\d+)?\))?(?:\[\])?)?\s*(?P<end>[,)])",
    re.IGNORECASE | re.DOTALL,
)
COMPLETE = "PostgreSQL database dump complete"
BEGINS = "PostgreSQL database dump"


class Tables:
    """The tables of a database file.

    Attributes:
        cut: After an iteration: the file stops in the middle, or is damaged from there on.
        last_whole: After an iteration: the number of the last row that is whole.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        self.cut = False
        self.last_whole = 0

    def rows(self) -> Iterator[Row]:
        """All rows of all tables.

        Raises:
            NotThisFormat: It is neither SQLite nor the text of a dump.
        """
        self.cut, self.last_whole = False, 0
        with self._path.open("rb") as file:
            head = file.read(len(SQLITE))
        if head == SQLITE:
            yield from self._sqlite()
            return
        if head.startswith(CUSTOM):
            raise NotThisFormat("This dump is packed for pg_restore: make one with pg_dump --format=plain.")
        yield from self._dump()

    def _sqlite(self) -> Iterator[Row]:
        number = 0
        try:
            base = sqlite3.connect(f"file:{quote(str(self._path))}?mode=ro&immutable=1", uri=True)
        except sqlite3.Error as fault:
            raise NotThisFormat(f"The SQLite file cannot be opened: {fault}.") from fault
        try:
            _lock_down(base)
            for table in _tables(base):
                try:
                    found = base.execute(f'SELECT * FROM "{table}"')  # noqa: S608 - a name that is words only
                except sqlite3.DatabaseError as fault:
                    if "not authorized" not in str(fault):
                        raise
                    yield number, table, BadLine(number, "holds what would have to be worked out")
                    continue
                for row in found:
                    number += 1
                    yield number, table, dict(row)
                    self.last_whole = number
        except sqlite3.DatabaseError as fault:
            if number == 0:
                raise NotThisFormat(f"The SQLite file cannot be read: {fault}.") from fault
            self.cut = True
        finally:
            base.close()

    def _dump(self) -> Iterator[Row]:
        lines, reading = Lines(self._path), _Dump()
        for number, line in enumerate(_split(lines.pieces()), 1):
            for row in reading.line(number, line):
                yield row
                self.last_whole = number
        if not reading.is_dump:
            raise NotThisFormat("It is neither an SQLite file nor the text of a dump.")
        self.cut = lines.cut or reading.is_open


class _Dump:
    """Reads a dump line by line: the rows of COPY and INSERT; everything else is the database's own business."""

    def __init__(self) -> None:
        self._copying: tuple[str, list[str]] | None = None
        self._creating: str | None = None
        self._columns: dict[str, list[str]] = {}
        self._statement: list[str] = []
        self._length = 0
        self._begun = 0
        self._announced = self._completed = False
        self.is_dump = False

    @property
    def is_open(self) -> bool:
        """Whether something has begun and not ended."""
        return bool(self._copying or self._statement) or (self._announced and not self._completed)

    def line(self, number: int, line: bytes | None) -> Iterator[Row]:
        """What one line gives."""
        if line is None:
            yield number, self._copying[0] if self._copying else "", BadLine(number, "is longer than 8 MB")
            self._statement = []
            return
        text = in_utf8(line).decode(errors="replace")
        if self._copying:
            yield from self._copied(number, text)
        elif self._statement:
            yield from self._inserted(text)
        elif self._creating:
            self._created(text)
        elif text.startswith("COPY ") and (found := COPY.match(text)):
            self.is_dump = True
            self._copying = _bare(found[1]), [_bare(name) for name in found[2].split(",")]
        elif text[:11].upper() == "INSERT INTO":
            self.is_dump, self._begun, self._length = True, number, 0
            yield from self._inserted(text)
        elif found := CREATE.match(text):
            self.is_dump = True
            self._creating = _bare(found[1])
            self._columns[self._creating] = []
            self._created(text[found.end() :])
        elif text.startswith("-- " + BEGINS):
            self.is_dump = self._announced = True
            self._completed = self._completed or text.startswith("-- " + COMPLETE)

    def _copied(self, number: int, text: str) -> Iterator[Row]:
        assert self._copying
        table, names = self._copying
        if text == "\\.":
            self._copying = None
            return
        fields = text.split("\t")
        if len(fields) != len(names):
            yield number, table, BadLine(number, f"has {len(fields)} fields instead of {len(names)}")
            return
        yield number, table, {name: _unescaped(value) for name, value in zip(names, fields, strict=True)}

    def _created(self, text: str) -> None:
        """The names of a table's columns, for inserts that do not repeat them."""
        assert self._creating
        for part in re.split(r",(?![^(]*\))", text):
            found = COLUMN.match(part.strip())
            if found and found[1].lower() not in NO_COLUMNS:
                self._columns[self._creating].append(_bare(found[1]))
        if text.rstrip().endswith(");"):
            self._creating = None

    def _inserted(self, text: str) -> Iterator[Row]:
        self._statement.append(text)
        self._length += len(text)
        if self._length > LONGEST_LINE:
            self._statement = []
            yield self._begun, "", BadLine(self._begun, "is longer than 8 MB")
            return
        if not text.rstrip().endswith(";"):
            return
        whole = "\n".join(self._statement)
        if whole.count("'") % 2:
            return  # the end of a line within a text
        self._statement = []
        yield from _values(self._begun, whole, self._columns)


def _values(number: int, statement: str, columns: Mapping[str, list[str]]) -> Iterator[Row]:
    found = INSERT.match(statement)
    if found is None:
        yield number, "", BadLine(number, "is no plain INSERT with values")
        return
    table = _bare(found[1])
    names = [_bare(name) for name in found[2].split(",")] if found[2] else columns.get(table, [])
    place = found.end()
    while place < len(statement) and statement[place] == "(":
        place += 1
        row: list[Any] = []
        end = ","
        while end == ",":
            value = VALUE.match(statement, place)
            if value is None:
                yield number, table, BadLine(number, "holds a value that would have to be worked out")
                return
            row.append(_value(value))
            place, end = value.end(), value["end"]
        if len(row) != len(names):
            yield number, table, BadLine(number, f"has {len(row)} fields instead of {len(names)}")
        else:
            yield number, table, dict(zip(names, row, strict=True))
        place = _behind_comma(statement, place)


def _behind_comma(statement: str, place: int) -> int:
    found = re.compile(r"\s*,\s*").match(statement, place)
    return found.end() if found else len(statement)


def _value(found: re.Match[str]) -> Any:
    if found["text"] is not None:
        return found["text"][1:-1].replace("''", "'")
    if found["escaped"] is not None:
        return _unescape(found["escaped"][2:-1].replace("''", "'"))
    if found["number"] is not None:
        said = found["number"]
        return int(said) if said.lstrip("+-").isdecimal() else float(said)
    if found["bytes"] is not None:
        return bytes.fromhex(found["bytes"][2:-1]).decode(errors="replace")
    return {"null": None, "true": True, "false": False}[found["word"].lower()]


def _unescaped(value: str) -> str | None:
    """A field of COPY (PostgreSQL's manual, "File Formats")."""
    return None if value == "\\N" else _unescape(value) if "\\" in value else value


def _unescape(value: str) -> str:
    def meant(found: re.Match[str]) -> str:
        said = found[1]
        if said[0] == "x" and len(said) > 1:
            return chr(int(said[1:], 16))
        if said[0] in "01234567":
            return chr(int(said, 8) & 0xFF)
        return ESCAPES.get(said, said)

    return ESCAPED.sub(meant, value)


def _bare(name: str) -> str:
    return name.strip().strip('"').lower()


def _split(pieces: Iterable[bytes]) -> Iterator[bytes | None]:
    """Lines as they stand there, empty ones and the space around them included; None for one that is too long."""
    rest, too_long = bytearray(), False
    for piece in pieces:
        start = 0
        while (end := piece.find(b"\n", start)) >= 0:
            rest += piece[start:end]
            yield None if too_long or len(rest) > LONGEST_LINE else bytes(rest).removesuffix(b"\r")
            rest.clear()
            too_long, start = False, end + 1
        rest += piece[start:]
        if len(rest) > LONGEST_LINE:
            rest.clear()
            too_long = True
    if too_long:
        yield None
    elif rest:
        yield bytes(rest)


def _tables(base: sqlite3.Connection) -> list[str]:
    """Tables as such: a view or a virtual table would run what the file says."""
    found = base.execute("SELECT name, type, sql FROM sqlite_master ORDER BY rowid").fetchall()
    return [
        str(row["name"])
        for row in found
        if row["type"] == "table"
        and not str(row["sql"]).upper().startswith("CREATE VIRTUAL")
        and re.fullmatch(r"\w{1,80}", str(row["name"]))
    ]


def _lock_down(base: sqlite3.Connection) -> None:
    """The file is a stranger's: nothing in it runs, and nothing in it may be larger than a line."""
    base.execute("PRAGMA trusted_schema = OFF")
    base.execute("PRAGMA query_only = ON")
    base.execute("PRAGMA cell_size_check = ON")
    base.execute("PRAGMA mmap_size = 0")
    base.setlimit(sqlite3.SQLITE_LIMIT_LENGTH, LONGEST_LINE)
    base.row_factory = sqlite3.Row
    base.text_factory = _text
    base.set_authorizer(_only_reads)


def _text(value: bytes) -> str:
    return in_utf8(value).decode(errors="replace")


def _only_reads(action: int, *_: Any) -> int:
    reads = action in (sqlite3.SQLITE_SELECT, sqlite3.SQLITE_READ)
    return sqlite3.SQLITE_OK if reads else sqlite3.SQLITE_DENY
