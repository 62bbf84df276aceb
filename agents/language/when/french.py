"""French dates, times, durations and recurrences (patterns are folded: no accents)."""

# ruff: noqa: E501 - a pattern is easier to read whole than cut to pieces

import re
from datetime import date, timedelta
from typing import Any

from agents.language.when import model
from agents.language.when.english import delta as english_delta
from agents.language.when.english import iso
from agents.language.when.model import Clock, Part, Period, Today
from agents.language.when.scan import Grammar, Reading, always, clock, days, rule
from agents.language.when.words import FR_DAYS, FR_MONTHS, FR_NUMBERS, RRULE_DAYS, either

_N = rf"(?:\d+|une demi|{either(FR_NUMBERS)})"
_DAY = either(FR_DAYS)
_MONTH = either(FR_MONTHS) + r"\b\.?"
_NTH = r"(?:\d{1,2}(?:er|re)?|premiers?)"
_YEAR = r"(?:\s+(?P<year>20\d\d))?"
_UNIT = r"(?:minutes?|mins?|mn|heures?|h|jours?|semaines?|mois|ans?|annees?)"
_LEAD = (
    r"(?P<lead>(?:(?:(?:avec )?(?:une )?(?:echeance|date limite|date cible|deadline)|prevue? |a partir|a rendre)\s*:?\s*)?"
    r"(?:(?:d'ici(?: a)?|pour|avant|jusqu'(?:a|au)|des|depuis|a partir de|a|au|de|du|d'|le|en|courant|pendant)\s*(?:\b|(?<='))\s*)?(?:(?:le|la|l')\s*)?)"
)
_PART = r"(?:\s+(?:au |dans l'|en |le )?(?P<part>matin(?:ee)?|apres-midi|apres midi|aprem|soir(?:ee)?))?"
_CLOCK = (
    r"(?:\d{1,2}\s?(?:h|:)\s?\d{2}(?!\d)|\d{1,2}\s?(?:h|heures?)(?:\s+(?:et )?(?:demie?|quart|moins le quart))?"
    r"|midi(?: et demie?)?|minuit|"
    rf"(?:{either(FR_NUMBERS)})\s+heures?(?:\s+(?:et )?(?:demie?|quart|moins le quart|moins dix|dix|vingt))?)"
)
_WEEKDAYS = "FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR"


def part_of(words: str | None) -> Part | None:
    if not words:
        return None
    return "morning" if words.startswith("matin") else "evening" if words.startswith("soir") else "afternoon"


def number(words: str) -> float:
    words = words.strip()
    if words == "une demi":
        return 0.5
    return float(words) if words.isdigit() else FR_NUMBERS[words]


def nth(words: str) -> int:
    digits = re.match(r"\d+", words)
    return int(digits[0]) if digits else 1


def month_number(words: str) -> int:
    return FR_MONTHS[words.rstrip(".")]


def delta(amount: float, unit: str) -> Any:
    english = {"h": "hours", "j": "days", "s": "weeks", "a": "years", "mo": "months"}
    return english_delta(amount, english.get(unit[:2]) or english.get(unit[0]) or "minutes")


def read_clock(words: str) -> Clock | None:
    words = words.strip()
    if words.startswith("midi"):
        return Clock(12, 30 if "demi" in words else 0, True)
    if words == "minuit":
        return Clock(0, 0, True)
    found = re.fullmatch(r"(\d{1,2})\s?(?:h|:)\s?(\d{2})", words)
    if found:
        return clock(int(found[1]), int(found[2]), exact=found[1].startswith("0") or int(found[1]) > 12)
    found = re.fullmatch(r"(\S+?)\s?(?:h|heures?)?(?:\s+(.*))?", words)
    if not found or not (found[1].isdigit() or found[1] in FR_NUMBERS):
        return None
    hour, more = int(number(found[1])), found[2] or ""
    if "moins" in more:
        return clock((hour - 1) % 24, 45 if "quart" in more else 50)
    minute = 30 if "demi" in more else 15 if "quart" in more else {"dix": 10, "vingt": 20}.get(more, 0)
    return clock(hour, minute, exact=hour > 12)


def weekdays(words: str) -> str:
    return ",".join(RRULE_DAYS[index] for name, index in FR_DAYS.items() if name in words)


def _repeat(match: re.Match[str]) -> Reading | None:
    said = match.groupdict()
    interval = int(number(said["n"])) if said.get("n") else 1
    if said.get("other"):
        interval = 2
    unit = said.get("unit") or "semaine"
    part = part_of(said.get("part"))
    if unit.startswith(("matin", "soir", "apres")):
        part, unit = part_of(unit), "jour"
    freq = {"j": "DAILY", "s": "WEEKLY", "m": "MONTHLY", "a": "YEARLY", "q": "DAILY", "h": "WEEKLY"}[unit[0]]
    rrule = f"FREQ={freq}" + (f";INTERVAL={interval}" if interval > 1 else "")
    if said.get("days"):
        rrule += f";BYDAY={weekdays(said['days'])}"
    if on := said.get("nth") or said.get("nth2"):
        rrule += f";BYMONTHDAY={nth(on)}"
    return "repeat", always(rrule), part


def _fixed(rrule: str) -> Any:
    return lambda match: ("repeat", always(rrule), part_of(match.groupdict().get("part")))


def _moment(match: re.Match[str]) -> Reading:
    amount, unit = number(match["n"]) + (0.5 if match["half"] else 0), match["unit"]
    change = delta(-amount if match.groupdict().get("ago") else amount, unit)
    if unit.startswith(("h", "min", "mn")):
        return "moment", lambda today: (today.now + change).replace(second=0, microsecond=0)
    return "day", lambda today: today.date + change


def _ordinal_range(match: re.Match[str]) -> Reading:
    first, last, month, year = nth(match["a"]), nth(match["b"]), month_number(match["month"]), match["year"]

    def value(today: Today) -> Period | None:
        start = model.day(today, int(year) if year else None, month, first)
        return start and days(start, start + timedelta(days=last - first))

    return "days", value


def _two_days(match: re.Match[str]) -> Reading:
    def value(today: Today) -> Period | None:
        start, end = _one_day(match["a"], today), _one_day(match["b"], today)
        if start and end and end < start and match["b"] in FR_DAYS:
            end += timedelta(days=7)
        return days(start, end)

    return "days", value


def _one_day(words: str, today: Today) -> date | None:
    if words in FR_DAYS:
        return model.weekday(today, FR_DAYS[words])
    if words in ("aujourd'hui", "demain"):
        return today.date + timedelta(days=words == "demain")
    found = re.fullmatch(rf"({_NTH})(?: ({_MONTH}))?", words)
    return model.day(today, None, month_number(found[2]) if found[2] else None, nth(found[1])) if found else None


def _two_times(match: re.Match[str]) -> Reading | None:
    start, end = read_clock(match["a"]), read_clock(match["b"])
    return ("times", always((start, end))) if start and end else None


def _weekday(match: re.Match[str]) -> Reading:
    number_, after = FR_DAYS[match["day"]], match["after"] or ""
    part = part_of(match["part"])
    if "semaine" in after:
        offset = 1 if "prochaine" in after else 0
        return "day", lambda today: model.week(today, offset).start + timedelta(days=number_), part
    which = "last" if after.strip() in ("dernier", "passe") else "next" if "prochain" in after else ""
    return "day", lambda today: model.weekday(today, number_, which=which), part


def _calendar_day(match: re.Match[str]) -> Reading | None:
    said = match.groupdict()
    number_ = nth(said["nth"])
    if not 1 <= number_ <= 31:
        return None
    year = int(said["year"]) if said.get("year") else None
    if "prochain" in (said.get("of") or ""):
        return "day", lambda today: model.month(today, 1).start + timedelta(days=number_ - 1)
    month = month_number(said["month"]) if said.get("month") else None
    return "day", lambda today: model.day(today, year, month, number_), part_of(said.get("part"))


def _numeric(match: re.Match[str]) -> Reading | None:
    number_, month, year = int(match["a"]), int(match["b"]), match["year"]
    if not (1 <= month <= 12 and 1 <= number_ <= 31):
        return None
    full = None if not year else int(year) + (2000 if len(year) == 2 else 0)
    return "day", lambda today: model.day(today, full, month, number_)


def _end_of(match: re.Match[str]) -> Reading:
    what, after = match["what"], match["after"] or ""
    offset = 1 if "prochain" in after else -1 if "derni" in after else 0
    if what == "semaine":
        return "day", lambda today: model.end_of_week(today, offset)
    if what == "mois":
        return "day", lambda today: model.month(today, offset).end
    if what in ("annee", "an"):
        return "day", lambda today: date(today.date.year + offset, 12, 31)
    return "day", lambda today: model.named_month(today, month_number(what), None).end


def _period(match: re.Match[str]) -> Reading:
    what, after = match["what"], match.groupdict().get("after") or ""
    offset = 1 if "prochain" in after or "qui vient" in after else -1 if "derni" in after or "passe" in after else 0
    if what == "semaine":
        return "period", lambda today: model.week(today, offset)
    if what.startswith("week"):
        return "period", lambda today: model.weekend(today, offset)
    if what == "mois":
        return "period", lambda today: model.month(today, offset)
    return "period", lambda today: model.year_of(today.date.year + offset)


def _month(match: re.Match[str]) -> Reading | None:
    after = match["after"] or ""
    if not match["lead"] and match["month"] in ("mai", "mars"):
        return None
    year = int(match["year"]) if match["year"] else None

    def value(today: Today) -> Period:
        looking = Today(today.now, past=True) if "dernier" in after else today
        return model.named_month(looking, month_number(match["month"]), year)

    return "period", value


def _duration(match: re.Match[str]) -> Reading | None:
    said = match.groupdict()
    if said.get("unit"):
        change = delta(number(said["n"]), said["unit"])
        minutes = change.days * 1440 + change.hours * 60 + change.minutes + (30 if said.get("half") else 0)
    else:
        minutes = int(said["hours"]) * 60 + int(said["minutes"])
    return ("duration", always(timedelta(minutes=minutes))) if minutes > 0 else None


def _shift(match: re.Match[str]) -> Reading:
    change = delta(number(match["n"]) + (0.5 if match["half"] else 0), match["unit"])
    return "shift", always(-change if match["way"] in ("plus tot", "avant") else change)


def _relative(offset: int) -> Any:
    return lambda match: (
        "day",
        lambda today: today.date + timedelta(days=offset),
        part_of(match.groupdict().get("part")),
    )


def _time(match: re.Match[str]) -> Reading | None:
    found = read_clock(match["clock"])
    return ("time", always(found)) if found else None


_ALL = r"(?:tou(?:s|tes) les|chaque)"
_DAYS = rf"(?P<days>{_DAY}s?(?:\s*(?:,|et|, et)\s*(?:les )?{_DAY}s?)*)"
_HALF = r"(?P<half> et demie?)?"
_ONE = rf"(?:{_NTH}(?: {_MONTH})?|{_DAY}|aujourd'hui|demain)"
# fmt: off
_RULES = [
    rule(rf"(?:{_ALL} jours? (?:ouvres?|ouvrables?|de (?:la )?semaine)|en semaine|du lundi au vendredi){_PART}", _fixed(_WEEKDAYS), firm=True),
    rule(rf"{_ALL} week-?\s?ends?", _fixed("FREQ=WEEKLY;BYDAY=SA,SU"), firm=True),
    rule(rf"un (?P<days>{_DAY}) sur (?P<n>deux|trois|quatre){_PART}", _repeat, firm=True),
    rule(rf"{_ALL} {_DAYS}{_PART}", _repeat, firm=True),
    rule(rf"(?:{_ALL} (?P<nth>{_NTH}) (?:de chaque|du)|le (?P<nth2>{_NTH}) de chaque) (?P<unit>mois)(?! prochain)", _repeat, firm=True),
    rule(rf"(?:une|un) (?P<unit>semaine|jour|mois) sur (?P<n>deux|trois)(?:,? le (?P<days>{_DAY}))?", _repeat, firm=True),
    rule(
        rf"{_ALL} (?:(?P<n>{_N}) )?(?P<unit>jours?|semaines?|mois|ans?|annees?|matins?|soirs?|apres-midis?)"
        rf"(?:,? (?:le (?P<nth>{_NTH})|(?:le|les) {_DAYS}))?{_PART}",
        _repeat,
        firm=True,
    ),
    rule(r"quotidien(?:ne|nement)?s?", _fixed("FREQ=DAILY")),
    rule(rf"(?P<unit>hebdomadaire(?:ment)?s?|mensuel(?:lement|le)?s?|annuel(?:lement|le)?s?)(?: le (?P<days>{_DAY})| le (?P<nth>{_NTH}))?", _repeat),
    rule(rf"les (?P<days>{_DAY}s(?:\s*(?:,|et)\s*(?:les )?{_DAY}s)*){_PART}", _repeat, firm=True),
    rule(rf"(?P<n>{_N})\s?(?P<unit>{_UNIT}){_HALF} (?P<way>plus tard|plus tot)", _shift, firm=True),
    rule(rf"(?:dans|d'ici|sous)\s+(?P<n>{_N})\s?-?(?P<unit>{_UNIT}){_HALF}", _moment, firm=True),
    rule(rf"(?P<ago>il y a)\s+(?P<n>{_N})\s?-?(?P<unit>{_UNIT}){_HALF}", _moment, firm=True),
    rule(rf"(?P<lead>(?:du|entre le|de|d')\s+)?(?P<a>{_NTH})\s*(?:au|-|et le|a)\s*(?P<b>{_NTH})\s+(?P<month>{_MONTH}){_YEAR}", _ordinal_range, firm=True),
    rule(rf"(?P<lead>(?:du|de|d'|entre(?: le)?)\s*)(?P<a>{_ONE})\s+(?:au|a|jusqu'au|jusqu'a|-|et(?: le)?)\s+(?P<b>{_ONE})(?!\s*(?:h|:|\d))", _two_days),
    rule(rf"(?P<lead>(?:de|d'|entre|a|des)?\s*)(?<![\d])(?P<a>{_CLOCK}|(?<=de )\d{{1,2}}|(?<=entre )\d{{1,2}})\s*(?:a|-|jusqu'a|et)\s*(?P<b>{_CLOCK})", _two_times, firm=True),
    rule(rf"(?:de|d')\s*(?P<n>{_N})\s?(?P<unit>{_UNIT}){_HALF}(?: (?P<way>plus tard|plus tot))?", _shift),
    rule(rf"{_LEAD}apres[- ]demain{_PART}", _relative(2), firm=True),
    rule(rf"{_LEAD}avant[- ]hier{_PART}", _relative(-2), firm=True),
    rule(rf"{_LEAD}demain{_PART}", _relative(1), firm=True),
    rule(rf"{_LEAD}hier{_PART}", _relative(-1), firm=True),
    rule(r"(?:d'ici |pour |a )?(?:ce|cet) (?P<part>matin|apres-midi|apres midi|aprem|soir)", _relative(0), firm=True),
    rule(rf"du jour|{_LEAD}(?:aujourd'?hui|ajd)", _relative(0), firm=True),
    rule(rf"{_LEAD}(?P<iso>20\d\d-\d\d-\d\d)", iso, firm=True),
    rule(rf"{_LEAD}(?P<a>\d{{1,2}})/(?P<b>\d{{1,2}})(?:/(?P<year>\d{{4}}|\d{{2}}))?", _numeric, firm=True),
    rule(rf"{_LEAD}(?:{_DAY}\s+)?(?P<nth>{_NTH})\s+(?P<month>{_MONTH}){_YEAR}{_PART}", _calendar_day, firm=True),
    rule(rf"(?P<lead>(?:(?:d'ici|pour|avant|jusqu'au|des|echeance|au|du)\s+)?(?:le\s+)|(?:jusqu'au|au|du|avant le|pour le|d'ici le|d'ici au)\s+)(?:{_DAY}\s+)?(?P<nth>{_NTH})(?:\s+(?P<of>du mois prochain|de ce mois|du mois))?{_PART}(?!\s*(?:h\b|:|heures?|[.,]?\d|€|%|euros?|minutes?|jours?|semaines?))", _calendar_day, firm=True),
    rule(rf"{_LEAD}fin (?:du |de |de l'|de la |d')?(?P<what>semaine|mois|annee|an|{_MONTH})(?P<after> prochaine?| derniere?)?", _end_of, firm=True),
    rule(rf"{_LEAD}(?P<day>{_DAY})(?P<after>\s+(?:prochain|dernier|passe|qui vient|de la semaine prochaine|de cette semaine|en huit))?{_PART}", _weekday),
    rule(r"(?P<lead>(?:de|pour|dans|pendant|d'ici)\s+)?(?:ce|cette)\s+(?P<what>semaine|week-?\s?end|mois|annee)(?:-ci)?", _period, firm=True),
    rule(rf"{_LEAD}(?P<what>semaine|week-?\s?end|mois|annee|an)\s+(?P<after>prochaine?|derniere?|passee?|qui vient)", _period, firm=True),
    rule(r"(?P<lead>de|pour|dans|sur|du|a)\s*(?:la |l'|le )?(?P<what>semaine|mois|annee)(?!-| (?:de|d'|du)\b)", _period),
    rule(rf"(?P<lead>(?:au|du|de|en|d'|pour|pour le mois de|au mois de|du mois de|depuis|avant)\s*)?(?P<month>{_MONTH}){_YEAR}(?P<after> dernier| prochain)?", _month),
    rule(r"(?P<lead>(?:en|de|pour|depuis)\s+)(?P<year>20\d\d)", lambda m: ("period", always(model.year_of(int(m["year"]))))),
    rule(r"(?P<lead>(?:pendant|durant|pour|dure)\s+)?(?P<hours>\d+)\s?h\s?(?P<minutes>\d{2})(?:\s+(?:de long|de duree))", _duration, firm=True),
    rule(r"(?P<lead>(?:pendant|durant|dure)\s+)(?P<hours>\d+)\s?h\s?(?P<minutes>\d{2})", _duration),
    rule(rf"(?P<lead>(?:pendant|durant|pour|dure)\s+(?:environ\s+)?)(?P<n>{_N})\s?-?(?P<unit>heures?|h|minutes?|mins?|mn|jours?){_HALF}", _duration),
    rule(rf"(?P<n>{_N})\s?-?(?P<unit>minutes?|mins?|mn|jours?){_HALF}", _duration),
    rule(rf"(?P<lead>(?:(?:a|vers|pour|des|avant|jusqu'a|d'ici|de|d'|c'est a)\s*)?)(?P<clock>{_CLOCK})(?!\w)", _time),
    rule(r"(?P<lead>(?:a|vers)\s+)(?P<clock>\d{1,2})(?!\s*(?:%|€|\$|£|[a-z]*\d|euro|dollar|minute|heure|jour|semaine|personne|place))(?![.,/:]\d)", _time),
    rule(r"(?:le|au|dans la|dans l'|en) (?P<part>matin(?:ee)?|apres-midi|soir(?:ee)?)", lambda m: ("part", always(True), part_of(m["part"])), firm=True),
]
# fmt: on

FRENCH = Grammar(
    rules=_RULES,
    held_before=re.compile(r"(?:\b(?:le|la|les|l|un|une|mon|ma|mes|du|de|des|d|ce|cette|aucun|aucune)\s+|\b[ld]')$"),
    held_after=re.compile(r"-\w"),
    genitive=re.compile(r"(?:de|du|d')(?:\s*(?:la|l'|le))?"),
)
