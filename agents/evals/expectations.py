"""What a sentence must change, and whether it did."""

import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, cast
from zoneinfo import ZoneInfo

import yaml

from agents.evals.kinds import KINDS

HERE = Path(__file__).parent
_LOADER: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_TIMES = frozenset({"start", "end", "next_trigger_at", "snoozed_until", "from", "to", "send_at"})
_PAGING = frozenset({"limit", "cursor", "sort", "after_seq"})
"""How much is read and from where on, which depends on what else was said in a room."""
_ARTICLE = re.compile(r"^(?:the|a|an|some|my|le|la|les|un|une|des|du|mon|ma|mes|de la|l'|d')\s*(?<=[\s'])")


@dataclass(frozen=True, kw_only=True)
class Sentence:
    """One line of the evaluation."""

    id: str
    say: str
    part: str
    language: str
    module: str
    action: str
    recent: str | None = None
    expected: Mapping[str, Any] = field(default_factory=dict)

    @property
    def changes_nothing(self) -> bool:
        return "changes" not in self.expected


@dataclass
class Change:
    """One entity before and after."""

    kind: str
    id: str
    before: Mapping[str, Any] | None
    after: Mapping[str, Any] | None


def sentences(part: str) -> list[Sentence]:
    """The sentences of "work" or "measure", or the slash commands ("slash")."""
    found: list[Sentence] = []
    files = {"en": f"{part}/en.yaml", "fr": f"{part}/fr.yaml"} if part != "slash" else {"en": "slash.yaml"}
    for language, name in files.items():
        path = HERE / "sentences" / name
        for entry in yaml.load(path.read_text(encoding="utf-8"), Loader=_LOADER):
            expected = {
                k: entry[k]
                for k in ("changes", "reads", "calls", "asks", "alternatives", "proposal", "nothing")
                if k in entry
            }
            own = {k: entry[k] for k in ("id", "say", "module", "action")}
            found.append(Sentence(part=part, language=language, recent=entry.get("recent"), expected=expected, **own))
    return found


def fixture() -> dict[str, Any]:
    return cast(dict[str, Any], yaml.safe_load((HERE / "fixture.yaml").read_text(encoding="utf-8")))


class Judge:
    """Compares changes with expectations; knows the ids behind the fixture's keys."""

    def __init__(self, ids: Mapping[str, str], time_zone: str) -> None:
        self._ids = ids
        self._zone = ZoneInfo(time_zone)

    def changes(self, expected: Sequence[Mapping[str, Any]], changes: Sequence[Change]) -> list[str]:
        """What differs; empty if the changes are exactly those expected."""
        problems: list[str] = []
        left = list(changes)
        # What a deleted project held goes on without it.
        gone = {c.id for c in changes if c.kind == "project" and c.after is None}
        left = [
            c for c in left if not (c.before and c.after and c.before.get("project_id") in gone and _only_freed(c))
        ]
        made: list[str] = [c.id for c in changes if c.kind == "project" and c.before is None]
        for want in expected:
            how = next(k for k in ("created", "updated", "deleted") if k in want)
            reports: list[tuple[Change, list[str]]] = []
            for change in left:
                if change.kind != want[how] or _how(change) != how:
                    continue
                if "which" in want and change.id != self._ids[want["which"]]:
                    continue
                reports.append(
                    (change, self._fields(want.get("fields", {}), change, made) if how != "deleted" else [])
                )
            if not reports:
                problems.append(f"not {how}: {want[how]} {want.get('which', '')}{want.get('fields', '')}")
                continue
            change, report = min(reports, key=lambda pair: len(pair[1]))
            left.remove(change)
            problems += report
        problems += [f"unwanted: {c.kind} {_how(c)} {_brief(c)}" for c in left]
        return problems

    def _fields(self, want: Mapping[str, Any], change: Change, made: Sequence[str]) -> list[str]:
        after, kind = change.after or {}, KINDS[change.kind]
        noticed = kind.noticed
        before = {**noticed, **(change.before or {})}
        problems: list[str] = []
        wanted = {("project_id" if k == "project" else k): v for k, v in want.items()}
        checked = wanted.pop("checked", None)
        for name, default in noticed.items():
            got = after.get(name, default)
            if name == "items":
                problems += self._items(wanted.get("items"), checked, before.get("items") or [], got or [])
                continue
            if name not in wanted:
                kept = before.get(name) if change.before else default
                guessed = not change.before and name in kind.filled
                if not guessed and _plain(kept) != _plain(got) and not self._same(name, kept, got):
                    problems.append(f"{change.kind}.{name}: {got!r}, not said")
                continue
            expected = wanted[name]
            is_made = name == "project_id" and expected == "new" and bool(made)
            expected = made[0] if is_made else self._resolved(expected)
            if not self._same(name, expected, got):
                problems.append(f"{change.kind}.{name}: {got!r}, not {expected!r}")
        return problems

    def _resolved(self, value: Any) -> Any:
        """The ids behind keys of the fixture, alone or in a list."""
        if isinstance(value, list):
            return [self._resolved(one) for one in cast("list[Any]", value)]
        return self._ids.get(value, value) if isinstance(value, str) else value

    def _items(self, texts: Sequence[str] | None, checked: Sequence[str] | None, before: Any, got: Any) -> list[str]:
        ticked = [_text(i["text"]) for i in before if i.get("checked")] + [_text(t) for t in checked or []]
        expected = [_text(t) for t in (texts if texts is not None else [i["text"] for i in before])]
        problems: list[str] = []
        if [_text(i["text"]) for i in got] != expected:
            problems.append(f"note.items: {[i['text'] for i in got]}, not {expected}")
        if sorted(_text(i["text"]) for i in got if i.get("checked")) != sorted(ticked):
            problems.append(f"note.items checked: {got}")
        return problems

    def reads(
        self, expected: Sequence[Mapping[str, Any]], calls: Sequence[tuple[str, Mapping[str, Any]]]
    ) -> list[str]:
        """What differs between the reads expected and those asked."""
        if [op for op, _ in calls] != [want["operation"] for want in expected]:
            return [f"asked {calls}, not {expected}"]
        problems: list[str] = []
        for want, (operation, given) in zip(expected, calls, strict=True):
            arguments = {k: v for k, v in given.items() if k not in _PAGING}
            wanted = {n: self._resolved(value) for n, value in want.get("arguments", {}).items() if n not in _PAGING}
            if "project" in wanted:
                wanted["project_id"] = wanted.pop("project")
            if set(arguments) != set(wanted) or any(not self._same(k, wanted[k], arguments[k]) for k in wanted):
                problems.append(f"{operation} {arguments}, not {wanted}")
        return problems

    def _same(self, name: str, expected: Any, got: Any) -> bool:
        if name in _TIMES:
            return self._instant(expected) == self._instant(got)
        if name == "rrule":
            return _rrule(expected) == _rrule(got)
        if isinstance(expected, str) and isinstance(got, str):
            return _text(expected) == _text(got)
        return expected == got or (not expected and not got)

    def _instant(self, value: Any) -> Any:
        if not isinstance(value, str) or "T" not in value:
            return value
        moment = datetime.fromisoformat(value)
        return (moment if moment.tzinfo else moment.replace(tzinfo=self._zone)).astimezone(UTC)


def _how(change: Change) -> str:
    return "created" if change.before is None else "deleted" if change.after is None else "updated"


def _only_freed(change: Change) -> bool:
    before, after = change.before or {}, change.after or {}
    same = all(before.get(name) == after.get(name) for name in KINDS[change.kind].noticed if name != "project_id")
    return same and not after.get("project_id")


def _brief(change: Change) -> str:
    entity = change.after or change.before or {}
    if change.before and change.after:
        return str(
            {
                k: v
                for k, v in change.after.items()
                if change.before.get(k) != v and k not in ("revision", "updated_at")
            }
        )
    return str({k: v for k, v in entity.items() if v and k in KINDS[change.kind].noticed})


def _plain(value: Any) -> Any:
    return value or None


def _text(value: str) -> str:
    text = unicodedata.normalize("NFC", value).casefold().replace("’", "'").strip()
    return _ARTICLE.sub("", text) or text


def _rrule(value: Any) -> Any:
    if not isinstance(value, str):
        return value or None
    parts = dict(part.split("=", 1) for part in value.removeprefix("RRULE:").split(";") if "=" in part)
    return {k: frozenset(v.split(",")) for k, v in parts.items() if (k, v) != ("INTERVAL", "1")}
