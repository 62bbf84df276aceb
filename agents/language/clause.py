"""One clause of a sentence, with what could be recognised in it before any template."""

# ruff: noqa: E501 - a pattern is easier to read whole than cut to pieces

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from agents.language.amounts import Amount, find_amounts
from agents.language.fold import fold
from agents.language.outcome import Language
from agents.language.phrases import Text
from agents.language.when.english import ENGLISH
from agents.language.when.french import FRENCH
from agents.language.when.model import Span, Today, When
from agents.language.when.scan import read_together, scan

_TAG = re.compile(r"(?<![\w&])#([^\W\d][\w-]*)")
_FLAGS: dict[Language, Sequence[tuple[str, re.Pattern[str]]]] = {
    "en": (
        (
            "urgent",
            re.compile(r"(?:,\s*|\(|\b)(?:it'?s |this is |very |really |and )*(?:urgent(?:ly)?|asap)\)?(?!\w)"),
        ),
        (
            "important",
            re.compile(
                r"(?:,\s*|\(|\b)(?:it'?s |this is |very |really |and |with |a )*(?:important|(?:high|top)[- ]priority|priority\s*:?\s*high)\)?(?!\w)"
            ),
        ),
    ),
    "fr": (
        ("urgent", re.compile(r"(?:,\s*|\(|\b)(?:c'est |tres |vraiment |et |en )*(?:urgente?s?|urgence)\)?(?!\w)")),
        (
            "important",
            re.compile(
                r"(?:,\s*|\(|\b)(?:c'est |tres |vraiment |et |en |de |avec )*(?:importante?s?|(?:haute )?priorite (?:haute|elevee|forte)|haute priorite|prioritaires?)\)?(?!\w)"
            ),
        ),
    ),
}
_IN: dict[Language, str] = {
    "en": r"\b(?:in|into|to|for|under|on|of|from)\s+(?:(?:the|my|our)\s+)?",
    "fr": r"\b(?:dans|pour|au|du|sur|de|sous|en|a)\s+(?:le\s+|mon\s+|notre\s+)?",
}
_NEW = re.compile(r"projec?t\s+[\"']?(?P<name>[^:,;\"]+)")


@dataclass(frozen=True)
class Named:
    """A project that the clause names, at [start, end); `id` is None if the asker has no such project."""

    start: int
    end: int
    name: str
    id: str | None


@dataclass(frozen=True)
class Cut:
    """A clause without some of its parts; original and folded are equally long."""

    text: str
    folded: str
    spans: tuple[Span, ...]
    flags: frozenset[str]
    project: Named | None
    tags: tuple[str, ...]


@dataclass
class Clause:
    """A clause and its typed parts."""

    text: str
    language: Language
    today: Today
    projects: Sequence[Mapping[str, Any]] = ()
    folded: str = ""
    commanding: bool = False  # begins with the verb of a command
    plain: bool = False  # too long to look for dates and amounts in it
    spans: list[Span] = field(init=False)
    amounts: list[Amount] = field(init=False)
    _cuts: dict[str, Cut] = field(init=False, default_factory=dict)

    def __post_init__(self) -> None:
        self.folded = self.folded or fold(self.text)
        if self.plain:
            self.amounts, self.spans = [], []
            return
        self.amounts = find_amounts(self.folded, self.language)
        # Blank the amounts, so that "to 45 €" is not also a time.
        hidden = _blank(self.folded, [(amount.start, amount.end) for amount in self.amounts])
        self.spans = scan(hidden, ENGLISH if self.language == "en" else FRENCH)

    def cut(self, how: Text) -> Cut:
        if how not in self._cuts:
            self._cuts[how] = self._cut(how)
        return self._cuts[how]

    def when(self, cut: Cut, *, past: bool = False) -> When:
        today = Today(self.today.now, past=past, month_first=self.today.month_first)
        return read_together(cut.spans, today)

    def _cut(self, how: Text) -> Cut:
        if how == "whole":
            return Cut(self.text, self.folded, (), frozenset(), None, ())
        project = self._project()
        if how == "project":
            hole = [(project.start, project.end)] if project and project.id else []
            return Cut(_without(self.text, hole), _without(self.folded, hole), (), frozenset(), project, ())
        holes: list[tuple[int, int]] = [(project.start, project.end)] if project and project.id else []
        tags = list(_TAG.finditer(self.folded))
        holes += [match.span() for match in tags]
        holes += [(amount.start, amount.end) for amount in self.amounts]
        chosen = self._chosen(how, holes)
        flags = self._flags(how, holes)
        holes += [span for _, span in flags]
        holes += [(span.start, span.end + 2 * self.folded.startswith("'s", span.end)) for span in chosen]
        text, folded = _without(self.text, holes), _without(self.folded, holes)
        return Cut(
            text,
            folded,
            tuple(chosen),
            frozenset(name for name, _ in flags),
            project,
            tuple(self.text[match.start(1) : match.end(1)] for match in tags),
        )

    def _chosen(self, how: Text, holes: Sequence[tuple[int, int]]) -> list[Span]:
        free = [s for s in self.spans if not any(a < s.end and s.start < b for a, b in holes)]
        free = [span for span in free if not _quoted(self.folded, span.start)]
        if how == "loose":
            return free
        # A day before its time is no part of a name: "dinner at mom's Sunday 7pm".
        times = [span for span in free if span.kind in ("time", "times") and not span.held]
        able = [
            span
            for span in free
            if span.kind != "shift"
            and (
                not span.held
                or (span.kind == "day" and any(t.start > span.start and self._beside(span, t) for t in times))
            )
        ]
        kept = [span for span in free if span.kind == "repeat" and self._qualifies(span)]
        kept += [span for span in able if span not in kept and (span.firm or self._edge(span, free))]
        # "Friday at 5pm", « demain 10h »: neighbours stand or fall together.
        kept += [span for span in able if span not in kept and any(self._beside(span, other) for other in kept)]
        kept.sort(key=lambda span: span.start)
        # Two dates: the one introduced as a deadline, else the last, is the date; the other belongs to the title.
        dates = [span for span in kept if span.kind in ("day", "period", "days")]
        if len(dates) > 1:
            best = next((s for s in reversed(dates) if s.lead and s.kind != "period"), dates[-1])
            kept = [span for span in kept if span not in dates or span is best]
        return kept

    def _qualifies(self, span: Span) -> bool:
        """ "A daily task", « une tâche quotidienne »: how often, said of the kind of thing itself."""
        before, after = self.folded[: span.start], self.folded[span.end :]
        noun = r"(?:tasks?|to-?dos?|reminders?|alarms?|taches?|rappels?|alarmes?)"
        return bool(re.match(rf"\s+{noun}\b", after) or re.search(rf"\b{noun}\s+$", before))

    def _beside(self, one: Span, other: Span) -> bool:
        between = self.folded[min(one.end, other.end) : max(one.start, other.start)]
        return one.kind != other.kind and not between.strip(" ,")

    def _edge(self, span: Span, spans: Sequence[Span]) -> bool:
        """Whether a bare span begins or ends the clause, other spans and punctuation aside."""
        rest = _blank(self.folded, [(other.start, other.end) for other in spans if not other.held])
        before, after = rest[: span.start].strip(" ,;"), rest[span.end :].strip(" ,;.!?)")
        told = re.search(
            r"(?:\b(?:remind (?:me|us)|rappelle (?:moi|nous)|me rappeler|wake me(?: up)?|reveille moi|block(?: out)?|bloque)|[,:(])\s*$",
            rest[: span.start],
        )
        return not before or not after or bool(told)

    def _flags(self, how: Text, holes: Sequence[tuple[int, int]]) -> list[tuple[str, tuple[int, int]]]:
        """ "urgent" and "important", when they qualify the entity rather than belong to its title."""
        found: list[tuple[str, tuple[int, int]]] = []
        for name, pattern in _FLAGS[self.language]:
            for match in pattern.finditer(self.folded):
                start, end = match.span()
                if how == "loose" or _quoted(self.folded, start):
                    continue
                before = self.folded[:start]
                rest = _blank(self.folded, [*holes, *((s.start, s.end) for s in self.spans)])[end:].strip(" ,;.!?)")
                kind_next = re.match(
                    r"\s*,?\s*(?:and |et )?(?:urgent\w* |important\w* )?(?:new |nouvelle )?(?:task|to-?do|tache|item)",
                    self.folded[end:],
                )
                after_kind = re.search(r"\b(?:task|tache|to-?do)\s*(?:,|:)?\s*$", before)
                rest = re.sub(r"(?:\band |\bet |\ben |[,&]\s*)*(?:urgente?s?|asap|importante?s?)\b", "", rest).strip(
                    " ,;.!?)"
                )
                if kind_next or after_kind or not rest:
                    found.append((name, (start, end)))
                    break
        return found

    def _project(self) -> Named | None:
        """The project that the clause is put in; the longest known name wins."""
        if "proje" not in self.folded:
            return None
        best: Named | None = None
        for project in self.projects:
            name = re.escape(fold(project["name"]))
            here = _IN[self.language] + rf"(?:projec?t\s+[\"']?{name}[\"']?(?!\w)|[\"']?{name}[\"']?\s+project\b)"
            match = re.search(here, self.folded)
            if match and (best is None or len(project["name"]) > len(best.name)):
                best = Named(*match.span(), project["name"], project["id"])
        if best is None and (match := re.search(_IN[self.language] + _NEW.pattern, self.folded)):
            name = self.text[match.start("name") : match.end("name")].strip()
            best = Named(match.start(), match.end(), name, None)
        return best


def _blank(text: str, holes: Sequence[tuple[int, int]]) -> str:
    for start, end in holes:
        text = text[:start] + " " * (end - start) + text[end:]
    return text


def _without(text: str, holes: Sequence[tuple[int, int]]) -> str:
    pieces: list[str] = []
    position = 0
    for start, end in sorted(holes):
        if start >= position:
            pieces.append(text[position:start])
        position = max(position, end)
    pieces.append(text[position:])
    return " ".join(piece for piece in pieces)


def _quoted(folded: str, position: int) -> bool:
    return folded[:position].count('"') % 2 == 1
