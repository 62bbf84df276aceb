"""Finding the date expressions of a clause, and reading them together."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Any

from agents.language.when.model import Clock, Kind, Part, Period, Span, Today, When

Value = Callable[[Today], Any]
Reading = tuple[Kind, Value] | tuple[Kind, Value, Part | None]


@dataclass(frozen=True)
class Rule:
    """A pattern and what it means. `lead`, if the pattern has such a group, makes the span firm."""

    regex: re.Pattern[str]
    read: Callable[[re.Match[str]], Reading | None]
    firm: bool = False


@dataclass(frozen=True)
class Grammar:
    """One language's rules, most specific first; `held_before` is what ties a date to a noun."""

    rules: Sequence[Rule]
    held_before: re.Pattern[str]
    held_after: re.Pattern[str]
    genitive: re.Pattern[str]


def scan(folded: str, grammar: Grammar) -> list[Span]:
    """All spans in the order of the text, without overlap; the earlier rule wins."""
    taken: list[Span] = []
    for rule in grammar.rules:
        for match in rule.regex.finditer(folded):
            start, end = match.span()
            while start < end and folded[start] == " ":
                start += 1
            if any(span.start < end and start < span.end for span in taken):
                continue
            reading = rule.read(match)
            if reading is None:
                continue
            groups = match.re.groupindex
            lead = (match["lead"] or "").strip() if "lead" in groups else ""
            held = bool(grammar.held_before.search(folded[:start])) and not lead
            held = held or bool(grammar.held_after.match(folded[end:]))
            if grammar.genitive.fullmatch(lead) and reading[0] not in ("days", "times"):
                held = True
            # "next Monday", « lundi prochain »: said on purpose, not part of a name.
            chosen = any(match[name] for name in ("which", "after") if name in groups)
            part = reading[2] if len(reading) > 2 else None
            taken.append(
                Span(
                    start,
                    end,
                    reading[0],
                    reading[1],
                    firm=rule.firm or bool(lead) or chosen,
                    held=held,
                    part=part,
                    lead=lead,
                )
            )
    return sorted(taken, key=lambda span: span.start)


def read_together(spans: Sequence[Span], today: Today) -> When:
    """One meaning from several spans; the first of each kind counts."""
    when = When()
    for span in spans:
        value = span.value(today)
        if value is None:
            continue
        if span.part and not when.part:
            when = replace(when, part=span.part)
        match span.kind:
            case "day" if when.day is None:
                when = replace(when, day=value)
            case "period" if when.period is None:
                when = replace(when, period=value)
            case "days" if when.days is None:
                when = replace(when, days=value)
            case "time" if when.clock is None:
                when = replace(when, clock=value)
            case "times" if when.clock is None:
                when = replace(when, clock=value[0], clock_end=value[1])
            case "duration" if when.duration is None:
                when = replace(when, duration=value)
            case "repeat" if when.rrule is None:
                when = replace(when, rrule=value)
            case "moment" if when.moment is None:
                when = replace(when, moment=value)
            case "shift" if when.shift is None:
                when = replace(when, shift=value)
            case _:
                pass
    return when


def rule(pattern: str, read: Callable[[re.Match[str]], Reading | None], *, firm: bool = False) -> Rule:
    return Rule(re.compile(r"(?<![\w#@/'.-])" + pattern + r"(?![\w])"), read, firm)


def always(value: Any) -> Value:
    return lambda _today: value


def clock(hour: int, minute: int = 0, *, exact: bool = False) -> Clock | None:
    return Clock(hour % 24, minute, exact) if 0 <= hour <= 24 and 0 <= minute < 60 else None


def days(first: Any, last: Any) -> Period | None:
    return Period(first, last) if first and last and first <= last else None
