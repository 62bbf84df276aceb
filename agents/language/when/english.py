"""English dates, times, durations and recurrences."""

# ruff: noqa: E501 - a pattern is easier to read whole than cut to pieces

import re
from datetime import date, timedelta
from typing import Any

from dateutil.relativedelta import relativedelta

from agents.language.when import model
from agents.language.when.model import Clock, Part, Period, Today
from agents.language.when.scan import Grammar, Reading, always, clock, days, rule
from agents.language.when.words import (
    EN_DAYS,
    EN_MONTHS,
    EN_NUMBERS,
    EN_ORDINALS,
    EN_SHORT_DAYS,
    RRULE_DAYS,
    either,
)

_N = rf"(?:\d+|half an?|{either(EN_NUMBERS)})"
_DAY = either(EN_DAYS)
_MONTH = either(EN_MONTHS) + r"\b\.?"
_NTH = rf"(?:\d{{1,2}}(?:st|nd|rd|th)?|{either(EN_ORDINALS)})"
_NTH_ONLY = rf"(?:\d{{1,2}}(?:st|nd|rd|th)|{either(EN_ORDINALS)})"
_YEAR = r"(?:,?\s+(?P<year>20\d\d))?"
_UNIT = r"(?:minutes?|mins?|hours?|hrs?|days?|weeks?|months?|years?)"
_LEAD = (
    r"(?P<lead>(?:(?:(?:with )?(?:a )?(?:deadline|due date|target date)(?: of)?|due|planned|scheduled|starting)\s*:?\s+)?"
    r"(?:(?:on|by|for|before|until|till|to|from|of|at|during|since)\s+)?)"
)
_PART = r"(?:\s+(?:in the )?(?P<part>morning|afternoon|evening|night))?"
_PARTS: dict[str, Part] = {"morning": "morning", "afternoon": "afternoon", "evening": "evening", "night": "evening"}
_CLOCK = (
    r"(?:\d{1,2}(?:[:.h]\d{2})?\s*(?:am|pm|a\.m\.?|p\.m\.?)|\d{1,2}:\d{2}|\d{1,2}h(?:\d{2})?|noon|midday|midnight"
    rf"|half past {_N}|(?:a )?quarter (?:past|to) {_N}|{_N}(?: minutes?)? (?:past|to) {_N}|{_N} o'?\s?clock)"
)
_BARE = r"(?:\d{1,2}|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve)"


def number(words: str) -> float:
    words = words.strip()
    if words.startswith("half"):
        return 0.5
    return float(words) if words.isdigit() else EN_NUMBERS[words]


def nth(words: str) -> int:
    digits = re.match(r"\d+", words)
    return int(digits[0]) if digits else EN_ORDINALS[words]


def month_number(words: str) -> int:
    return EN_MONTHS[words.rstrip(".")]


def delta(amount: float, unit: str) -> relativedelta:
    if unit.startswith(("min",)):
        return relativedelta(minutes=int(amount))
    if unit.startswith("h"):
        return relativedelta(minutes=int(amount * 60))
    if unit.startswith("d"):
        return relativedelta(days=int(amount))
    if unit.startswith("w"):
        return relativedelta(days=int(amount * 7))
    return relativedelta(months=int(amount)) if unit.startswith("mo") else relativedelta(years=int(amount))


def read_clock(words: str) -> Clock | None:
    words = words.strip()
    if words in ("noon", "midday"):
        return Clock(12, 0, True)
    if words == "midnight":
        return Clock(0, 0, True)
    if found := re.fullmatch(rf"half past ({_N})", words):
        return clock(int(number(found[1])), 30)
    if found := re.fullmatch(rf"(?:(?:a )?(quarter)|({_N})(?: minutes?)?) (past|to) ({_N})", words):
        minutes = 15 if found[1] else int(number(found[2]))
        hour = int(number(found[4]))
        return clock(hour, minutes) if found[3] == "past" else clock((hour - 1) % 24, 60 - minutes)
    if found := re.fullmatch(rf"({_N}) o'?\s?clock", words):
        return clock(int(number(found[1])))
    if found := re.fullmatch(r"(\d{1,2})(?:[:.h](\d{2})?)?\s*(am|pm|a\.m\.?|p\.m\.?)?", words):
        hour, minute, half = int(found[1]), int(found[2] or 0), found[3]
        if half:
            if not 1 <= hour <= 12:
                return None
            return clock(hour % 12 + (12 if half[0] == "p" else 0), minute, exact=True)
        return clock(hour, minute, exact=found[1].startswith("0") or hour > 12)
    return clock(EN_NUMBERS[words]) if words in EN_NUMBERS else None


def weekdays(words: str) -> str:
    return ",".join(code for name, index in EN_DAYS.items() for code in [RRULE_DAYS[index]] if name in words)


def _repeat(match: re.Match[str]) -> Reading | None:
    said = match.groupdict()
    part = _PARTS.get(said.get("part") or "")
    every = said.get("n")
    interval = 2 if every in ("other", "second") else int(number(every)) if every else 1
    unit = said.get("unit") or ""
    if unit in _PARTS:
        part, unit = _PARTS[unit], "day"
    freq = {"d": "DAILY", "w": "WEEKLY", "m": "MONTHLY", "y": "YEARLY", "a": "YEARLY"}.get(unit[:1], "WEEKLY")
    rrule = f"FREQ={freq}" + (f";INTERVAL={interval}" if interval > 1 else "")
    if said.get("days"):
        rrule += f";BYDAY={weekdays(said['days'])}"
    if said.get("nth"):
        rrule += f";BYMONTHDAY={nth(said['nth'])}"
    return "repeat", always(rrule), part


def _fixed(rrule: str) -> Any:
    return lambda match: ("repeat", always(rrule))


def _moment(match: re.Match[str]) -> Reading:
    amount, unit = number(match["n"]) + (0.5 if match["half"] else 0), match["unit"]
    back = (match.groupdict().get("way") or "") == "ago"
    change = delta(-amount if back else amount, unit)
    if unit[0] in "h" or unit.startswith("min"):
        return "moment", lambda today: (today.now + change).replace(second=0, microsecond=0)
    return "day", lambda today: today.date + change


def _ordinal_range(match: re.Match[str]) -> Reading:
    first, last, number_, year = nth(match["a"]), nth(match["b"]), month_number(match["month"]), match["year"]

    def value(today: Today) -> Period | None:
        start = model.day(today, int(year) if year else None, number_, first)
        return start and days(start, start + timedelta(days=last - first))

    return "days", value


def _two_days(match: re.Match[str]) -> Reading:
    def value(today: Today) -> Period | None:
        start, end = _one_day(match["a"], today), _one_day(match["b"], today)
        if start and end and end < start:
            end += timedelta(days=7) if match["b"] in EN_DAYS else timedelta(days=0)
        return days(start, end)

    return "days", value


def _one_day(words: str, today: Today) -> date | None:
    if words in EN_DAYS:
        return model.weekday(today, EN_DAYS[words])
    if words in ("today", "tomorrow"):
        return today.date + timedelta(days=words == "tomorrow")
    found = re.fullmatch(rf"(?:the )?(?:({_NTH})(?: of)? ({_MONTH})|({_MONTH}) (?:the )?({_NTH})|({_NTH}))", words)
    if not found:
        return None
    month = found[2] or found[3]
    return model.day(today, None, month_number(month) if month else None, nth(found[1] or found[4] or found[5]))


def _two_times(match: re.Match[str]) -> Reading | None:
    start, end = read_clock(match["a"]), read_clock(match["b"])
    if start is None or end is None:
        return None
    if end.exact and end.hour >= 12 and not start.exact and start.hour < 12 <= start.hour + 12 <= end.hour:
        start = Clock(start.hour + 12, start.minute, True)  # "5 to 6pm"
    return "times", always((start, end))


def _weekday(match: re.Match[str]) -> Reading:
    which = (match["which"] or "").split()[-1:] or [""]
    number_ = {**EN_SHORT_DAYS, **EN_DAYS}[match["day"]]
    week = match["week"]
    if week:
        offset = 1 if "next" in week else 0
        return (
            "day",
            lambda today: model.week(today, offset).start + timedelta(days=number_),
            _PARTS.get(match["part"] or ""),
        )
    return "day", lambda today: model.weekday(today, number_, which=which[0]), _PARTS.get(match["part"] or "")


def _calendar_day(match: re.Match[str]) -> Reading | None:
    said = match.groupdict()
    year = int(said["year"]) if said.get("year") else None
    number_ = nth(said["nth"])
    if not 1 <= number_ <= 31:
        return None
    if (said.get("of") or "").startswith("next month"):
        return "day", lambda today: model.month(today, 1).start + timedelta(days=number_ - 1)
    month = month_number(said["month"]) if said.get("month") else None
    return "day", lambda today: model.day(today, year, month, number_), _PARTS.get(said.get("part") or "")


def _numeric(match: re.Match[str]) -> Reading:
    first, second, year = int(match["a"]), int(match["b"]), match["year"]

    def value(today: Today) -> date | None:
        number_, month = (second, first) if today.month_first else (first, second)
        if not (1 <= month <= 12 and 1 <= number_ <= 31):
            return None
        full = None if not year else int(year) + (2000 if len(year) == 2 else 0)
        return model.day(today, full, month, number_)

    return "day", value


def iso(match: re.Match[str]) -> Reading | None:
    try:
        return "day", always(date.fromisoformat(match["iso"]))
    except ValueError:
        return None


def _end_of(match: re.Match[str]) -> Reading:
    what, offset = match["what"], {"next": 1, "last": -1}.get(match["which"] or "", 0)
    if what == "week":
        return "day", lambda today: model.end_of_week(today, offset)
    if what == "month":
        return "day", lambda today: model.month(today, offset).end
    if what == "year":
        return "day", lambda today: date(today.date.year + offset, 12, 31)
    return "day", lambda today: model.named_month(today, month_number(what), None).end


def _period(match: re.Match[str]) -> Reading:
    what, offset = match["what"], {"next": 1, "coming": 1, "last": -1, "past": -1}.get(match["which"], 0)
    if what == "week":
        return "period", lambda today: model.week(today, offset)
    if what == "weekend":
        return "period", lambda today: model.weekend(today, offset)
    if what == "month":
        return "period", lambda today: model.month(today, offset)
    return "period", lambda today: model.year_of(today.date.year + offset)


def _month(match: re.Match[str]) -> Reading | None:
    if not match["lead"] and match["month"] in ("may", "march", "mar", "sep", "jan", "dec"):
        return None
    year = int(match["year"]) if match["year"] else None
    which = match["which"]

    def value(today: Today) -> Period:
        looking = Today(today.now, past=True) if which == "last" else today
        return model.named_month(looking, month_number(match["month"]), year)

    return "period", value


def _duration(match: re.Match[str]) -> Reading | None:
    said = match.groupdict()
    if said.get("hours") is not None:
        minutes = int(said["hours"]) * 60 + int(said["minutes"] or 0)
    else:
        change = delta(number(said["n"]) + (0.5 if said.get("half") else 0), said["unit"])
        minutes = int(timedelta(days=change.days, hours=change.hours, minutes=change.minutes).total_seconds() // 60)
        if said.get("more"):
            minutes += int(number(said["more"]))
    return ("duration", always(timedelta(minutes=minutes))) if minutes > 0 else None


def _shift(match: re.Match[str]) -> Reading:
    said = match.groupdict()
    change = delta(number(said["n"]) + (0.5 if said.get("half") else 0), said["unit"])
    return "shift", always(-change if said.get("way") in ("earlier", "sooner") else change)


def _relative(offset: int) -> Any:
    def read(match: re.Match[str]) -> Reading:
        return (
            "day",
            lambda today: today.date + timedelta(days=offset),
            _PARTS.get(match.groupdict().get("part") or ""),
        )

    return read


_DAYS = rf"(?P<days>{_DAY}s?(?:\s*(?:,|and|&|,\s*and)\s*(?:every )?{_DAY}s?)*)"
_EVERY = r"(?:on\s+)?(?:every|each)\s+"
# fmt: off
_RULES = [
    rule(rf"{_EVERY}(?:week\s?day|working day|work ?day|business day)s?{_PART}|(?:on|during) weekdays", _fixed("FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR"), firm=True),
    rule(rf"{_EVERY}weekend", _fixed("FREQ=WEEKLY;BYDAY=SA,SU"), firm=True),
    rule(rf"{_EVERY}(?:(?P<n>other|second)\s+)?{_DAYS}{_PART}", _repeat, firm=True),
    rule(rf"(?:on\s+)?the\s+(?P<nth>{_NTH})\s+(?:day )?of\s+(?:every|each)\s+(?P<unit>month)", _repeat, firm=True),
    rule(rf"{_EVERY}(?P<nth>{_NTH_ONLY})(?:\s+of the (?P<unit>month))", _repeat, firm=True),
    rule(rf"{_EVERY}(?:(?P<n>other|second|{_N})\s+)?(?P<unit>day|week|month|year|morning|afternoon|evening|night)s?(?:,?\s+on\s+(?:the\s+(?P<nth>{_NTH_ONLY})|{_DAYS}))?{_PART}", _repeat, firm=True),
    rule(rf"(?P<unit>weekly|monthly|yearly|annually)(?:,?\s+on\s+(?:the\s+(?P<nth>{_NTH_ONLY})|{_DAYS}))?", _repeat),
    rule(r"daily", _fixed("FREQ=DAILY")),
    rule(rf"on\s+(?P<days>{_DAY}s(?:\s*(?:,|and|&)\s*{_DAY}s)*){_PART}", _repeat, firm=True),
    rule(rf"(?:back |forward )?by\s+(?P<n>{_N})\s+(?P<unit>{_UNIT})(?P<half> and a half)?(?:\s+(?P<way>later|earlier|sooner))?", _shift, firm=True),
    rule(rf"(?P<n>{_N})\s+(?P<unit>{_UNIT})(?P<half> and a half)?\s+(?P<way>later|earlier|sooner)", _shift, firm=True),
    rule(rf"back\s+(?P<n>{_N})\s+(?P<unit>{_UNIT})(?P<half> and a half)?", _shift, firm=True),
    rule(rf"(?:due\s+)?(?:in|within)\s+(?P<n>{_N})\s+(?P<unit>{_UNIT})(?P<half> and a half)?(?:['s]* time)?", _moment, firm=True),
    rule(rf"(?:due\s+)?(?P<n>{_N})\s+(?P<unit>{_UNIT})(?P<half> and a half)?\s+(?P<way>ago|from now|from today)", _moment, firm=True),
    rule(rf"(?P<lead>(?:from|between)\s+)?(?:the\s+)?(?P<a>{_NTH})\s*(?:to|-|until|till|and|through)\s*(?:the\s+)?(?P<b>{_NTH})(?:\s+of)?\s+(?P<month>{_MONTH}){_YEAR}", _ordinal_range, firm=True),
    rule(rf"(?P<lead>(?:from|between)\s+)?(?P<month>{_MONTH})\s+(?:the\s+)?(?P<a>{_NTH})\s*(?:to|-|until|till|and|through)\s*(?:the\s+)?(?P<b>{_NTH}){_YEAR}", _ordinal_range, firm=True),
    rule(
        rf"(?P<lead>(?:from|between)\s+)(?P<a>(?:the )?(?:{_NTH}(?: of)? {_MONTH}|{_MONTH} (?:the )?{_NTH}|{_NTH_ONLY})|{_DAY}|today|tomorrow)"
        rf"\s+(?:to|-|until|till|and|through)\s+(?P<b>(?:the )?(?:{_NTH}(?: of)? {_MONTH}|{_MONTH} (?:the )?{_NTH}|{_NTH_ONLY})|{_DAY}|tomorrow)",
        _two_days,
    ),
    rule(rf"(?P<lead>(?:(?:from|between|at)\s+)?)(?P<a>{_CLOCK}|{_BARE})\s*(?:to|-|until|till|and)\s*(?P<b>{_CLOCK})", _two_times, firm=True),
    rule(rf"(?P<lead>(?:from|between)\s+)(?P<a>{_CLOCK}|{_BARE})\s+(?:to|-|until|till|and)\s+(?P<b>{_CLOCK}|{_BARE})(?!\s*(?:%|€|\$|£|euro))", _two_times),
    rule(rf"{_LEAD}the day after tomorrow{_PART}|after[- ]tomorrow", _relative(2), firm=True),
    rule(rf"{_LEAD}the day before yesterday", _relative(-2), firm=True),
    rule(rf"{_LEAD}(?:tomorrow|tmrw|tmr){_PART}", _relative(1), firm=True),
    rule(rf"{_LEAD}(?:yesterday){_PART}", _relative(-1), firm=True),
    rule(r"last (?P<part>night)", _relative(-1), firm=True),
    rule(rf"{_LEAD}(?:to(?P<part>night)|this (?P<part2>morning|afternoon|evening))", lambda m: ("day", lambda today: today.date, _PARTS[m["part"] or m["part2"]]), firm=True),
    rule(rf"{_LEAD}today", _relative(0), firm=True),
    rule(rf"{_LEAD}(?P<iso>20\d\d-\d\d-\d\d)", iso, firm=True),
    rule(rf"{_LEAD}(?P<a>\d{{1,2}})/(?P<b>\d{{1,2}})(?:/(?P<year>\d{{4}}|\d{{2}}))?", _numeric, firm=True),
    rule(rf"{_LEAD}(?:{_DAY},?\s+)?(?:the\s+)?(?P<nth>{_NTH})(?:\s+of)?\s+(?P<month>{_MONTH}){_YEAR}{_PART}", _calendar_day, firm=True),
    rule(rf"{_LEAD}(?:{_DAY},?\s+)?(?P<month>{_MONTH})\s+(?:the\s+)?(?P<nth>{_NTH})(?![:\d]){_YEAR}{_PART}", _calendar_day, firm=True),
    rule(rf"{_LEAD}(?:{_DAY}\s+)?the\s+(?P<nth>{_NTH_ONLY})(?:\s+(?:of\s+)?(?P<of>next month|this month|the month))?{_PART}", _calendar_day, firm=True),
    rule(rf"{_LEAD}(?:the\s+)?end of\s+(?:(?P<which>next|this|the|last)\s+)?(?P<what>week|month|year|{_MONTH})", _end_of, firm=True),
    rule(rf"{_LEAD}(?:the\s+(?=coming))?(?P<which>(?:this|next|last|coming|this coming)\s+)?(?P<day>{_DAY})(?P<week>\s+(?:of\s+)?(?:next|this) week)?{_PART}", _weekday),
    rule(rf"(?P<lead>(?:on|by|for|before|until|to|due)\s+)(?P<which>(?:this|next|last)\s+)?(?P<day>{either(EN_SHORT_DAYS)})\.?(?P<week>\s+next week)?{_PART}", _weekday),
    rule(rf"{_LEAD}(?:(?:in|over)\s+)?(?:the\s+)?(?P<which>this|next|last|past|coming)\s+(?P<what>weekend|week|month|year)", _period, firm=True),
    rule(rf"{_LEAD}(?P<which>the)\s+(?P<what>weekend)", _period, firm=True),
    rule(rf"(?P<lead>(?:in|during|for|of|by|since|before)\s+)?(?:(?P<which>last|next|this)\s+)?(?P<month>{_MONTH}){_YEAR}", _month),
    rule(r"(?P<lead>(?:in|for|during)\s+)(?P<year>20\d\d)", lambda m: ("period", always(model.year_of(int(m["year"]))))),
    rule(r"(?P<lead>(?:for|lasting|during)\s+)?(?P<hours>\d+)h(?P<minutes>\d{2})\s+long", _duration, firm=True),
    rule(rf"(?P<lead>(?:for|lasting|during)\s+(?:about\s+)?)?(?P<n>{_N})\s+(?P<unit>hours?|hrs?|minutes?|mins?|days?)(?P<half> and a half)?(?:\s+(?:and\s+)?(?P<more>{_N})\s+(?:minutes?|mins?))?(?:\s+long)?", _duration),
    rule(r"(?P<lead>(?:for|lasting)\s+)?(?P<n>\d+)\s?(?P<unit>min|h|hrs?)", _duration),
    rule(rf"(?P<lead>(?:(?:at|by|around|to|until|till|for|from|@)\s*)?)(?P<clock>{_CLOCK})", lambda m: ((c := read_clock(m["clock"])) and ("time", always(c))) or None),
    rule(rf"(?P<lead>(?:at|to|@)\s*)(?P<clock>{_BARE})(?!\s*(?:%|€|\$|£|[a-z]*\d|euro|dollar|pound|percent|minute|hour|day|week|people|person))(?![.,/:]\d)", lambda m: ((c := read_clock(m["clock"])) and ("time", always(c))) or None),
    rule(r"in the (?P<part>morning|afternoon|evening)|at (?P<part2>night)", lambda m: ("part", always(True), _PARTS[m["part"] or m["part2"]]), firm=True),
]
# fmt: on

ENGLISH = Grammar(
    rules=_RULES,
    held_before=re.compile(r"(?:\b(?:the|my|our|your|his|her|their|its|an?|of|this|that|each|no)|'s|\bs')\s+$"),
    held_after=re.compile(r"'s?\b|-\w"),
    genitive=re.compile(r"of"),
)
