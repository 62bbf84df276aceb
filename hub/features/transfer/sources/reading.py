"""One document of another program, while it becomes ours: what is taken from it, and what gets lost on the way."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any, TypeVar
from zoneinfo import ZoneInfo

from hub.features.transfer.sources import values
from hub.features.transfer.sources.values import Unfit
from hub.storage.documents import EPOCH
from hub.storage.rrule import Rule

T = TypeVar("T")
COLOR = re.compile(r"#[0-9a-fA-F]{6}")
SHORT_COLOR = re.compile(r"#[0-9a-fA-F]{3}")
EMAIL = re.compile(r"[^\s@]+@[^\s@]+")
LONG_TEXT = 20_000
LONGEST_RULE = 500
LONGEST_NOTE = 900_000
"""Bytes of a note's content that are kept; a note takes a million."""


@dataclass(frozen=True, slots=True)
class Made:
    """One of our documents."""

    kind: str
    old_id: str
    doc: dict[str, Any]


@dataclass(slots=True)
class Doc:
    """A foreign document under names as ours. What is taken is gone from it; what remains has no place here.

    Attributes:
        fields: What has not been taken yet.
        zone: Where clocks without a zone hang.
        now: When the import began.
        lost: What could not be kept as it was, in plain words.
        more: Documents beside the one that it becomes.
    """

    fields: dict[str, Any]
    zone: ZoneInfo
    now: datetime
    lost: list[str] = field(default_factory=list[str])
    more: list[Made] = field(default_factory=list[Made])

    def take(self, *names: str) -> Any:
        """What the first of these fields says that says anything. Another that says something else stays."""
        found, fields = None, self.fields
        if len(names) == 1:
            value = fields.pop(names[0], None)
            return None if value == "" else value
        if fields.keys().isdisjoint(names):
            return None
        for name in names:
            if name in fields:
                value = fields[name]
                if found is None and value is not None and value != "":
                    found = value
                if value is None or value == "" or value == found:
                    del fields[name]
        return found

    def drop(self, *names: str) -> None:
        """Fields that follow from others, or mean nothing outside the other program."""
        for name in names:
            self.fields.pop(name, None)

    def own_id(self) -> str:
        """Its id.

        Raises:
            Unfit: It has none.
        """
        found = values.ident(self.take("_id", "id"))
        if found is None:
            raise Unfit("has no id")
        return found

    def id(self, *names: str) -> str | None:
        """The id of something else; one that is none is left out."""
        value = self.take(*names)
        return None if value is None else self._read(values.ident, value, names)

    def text(self, *names: str) -> str:
        """Text as it stands there."""
        return values.text(self.take(*names))

    def words(self, most: int, *names: str) -> str:
        """Text on one line, shortened."""
        return values.words(self.take(*names), most)

    def yes(self, *names: str) -> bool:
        """Whether it says yes; what is neither is no."""
        value = self.take(*names)
        if value is None or type(value) is bool:
            return bool(value)
        return bool(self._read(values.truth, value, names))

    def whole(self, low: int, high: int, *names: str) -> int | None:
        """A whole number."""
        value = self.take(*names)
        return None if value is None else self._read(lambda said: values.whole(said, low, high), value, names)

    def number(self, *names: str) -> float | None:
        """A number."""
        value = self.take(*names)
        return None if value is None else self._read(values.number, value, names)

    def instant(self, *names: str) -> datetime | None:
        """An instant; one that cannot be read is left out."""
        value = self.take(*names)
        return None if value is None else self._read(values.instant, value, names, self.zone)

    def day(self, *names: str) -> date | None:
        """A day; one that cannot be read is left out."""
        value = self.take(*names)
        return None if value is None else self._read(values.day, value, names, self.zone)

    def one_of(self, allowed: Mapping[str, str], otherwise: str, *names: str) -> str:
        """One of a few words, by what it is called there."""
        said = self.take(*names)
        if said is None:
            return otherwise
        known = allowed.get(values.snake(values.text(said).strip()))
        if known is None:
            self.lost.append(f"`{names[0]}` says {values.words(said, 40)!r}, which became {otherwise!r}")
        return known or otherwise

    def color(self, *names: str) -> str | None:
        """A colour as `#rrggbb`; another way to say one is left out."""
        said = values.text(self.take(*names)).strip()
        if SHORT_COLOR.fullmatch(said):
            said = "#" + "".join(digit * 2 for digit in said[1:])
        if said and not COLOR.fullmatch(said):
            self.lost.append(f"`{names[0]}` says {said[:40]!r}, which is no colour")
            return None
        return said or None

    def email(self, *names: str) -> str | None:
        """An address; what is none is left out."""
        said = values.text(self.take(*names)).strip()
        if said and (len(said) > 254 or not EMAIL.fullmatch(said)):
            self.lost.append(f"`{names[0]}` says {said[:60]!r}, which is no address")
            return None
        return said or None

    def rrule(self, *names: str) -> str | None:
        """A rule of recurrence (RFC 5545); one that cannot be followed is left out."""
        said = values.text(self.take(*names)).strip()
        rule = said[6:] if said[:6].upper() == "RRULE:" else said
        if not rule or rule.lower() == "none":
            return None
        try:
            if len(rule) > LONGEST_RULE:
                raise ValueError(f"it is longer than {LONGEST_RULE} characters")
            Rule.parse(rule)
        except ValueError as fault:
            self.lost.append(f"the recurrence {rule[:60]!r} cannot be followed ({fault}): it is there once")
            return None
        return rule

    def titled(self, id: str, title: str, body: str, *, most: int = LONG_TEXT) -> tuple[str, str]:
        """A title and the text below it, so that both fit; nothing of them is lost.

        Args:
            id: The id of what they belong to.
            title: As it stands there; may be empty, long, or of several lines.
            body: As it stands there.
            most: How many characters the body may have; what is longer is in a note of its own.

        Returns:
            A title of 1 to 300 characters and the text.
        """
        flat = " ".join(title.split()) or " ".join(values.first_line(body).split()) or "(–)"
        if len(flat) > 300:
            body = f"{title.strip()}\n\n{body}".strip()
            flat = flat[:299].rstrip() + "…"
        return flat, self.fitting(id, flat, body, most)

    def fitting(self, id: str, title: str, body: str, most: int) -> str:
        """A text that fits; the whole of a longer one goes into a note of the same title."""
        if len(body) <= most:
            return body
        self.lost.append(f"the text is longer than {most} characters: the whole of it is in a note")
        content, rest = cut(body)
        if rest:
            self.lost.append("the note is longer than what a note holds: its end is left out")
        note = {"title": title[:300], "content": content, "written_at": EPOCH}
        self.more.append(Made("note", f"{id}/text", note))
        return body[: most - 1] + "…"

    def stamps(self) -> dict[str, datetime]:
        """When it was made and last changed, as far as it says."""
        made = self.instant("created_at", "created", "date_created")
        changed = self.instant("updated_at", "updated", "modified_at", "date_modified") or made
        found = {"created_at": made or changed, "updated_at": changed}
        return {name: at for name, at in found.items() if at is not None}

    def left(self) -> list[str]:
        """The fields that say something and were not taken."""
        return [name for name, value in self.fields.items() if not values.says_nothing(value)]

    def _read(self, read: Callable[..., T], value: Any, names: tuple[str, ...], *more: Any) -> T | None:
        try:
            return read(value, *more)
        except Unfit as fault:
            self.lost.append(f"`{names[0]}` {fault}: it is left out")
            return None


def cut(body: str) -> tuple[str, bool]:
    """The part of a text that a note holds, and whether that is not all of it."""
    if len(body) * 4 <= LONGEST_NOTE:
        return body, False
    encoded = body.encode()
    if len(encoded) <= LONGEST_NOTE:
        return body, False
    return encoded[:LONGEST_NOTE].decode(errors="ignore"), True
