"""Days, times and amounts, written as the writer's language does."""

from collections.abc import Sequence
from datetime import date, datetime
from zoneinfo import ZoneInfo

from agents.language.outcome import Language, Speaker

_DAYS = {
    "en": ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"),
    "fr": ("lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi", "dimanche"),
}
_MONTHS = {
    "en": [
        "January",
        "February",
        "March",
        "April",
        "May",
        "June",
        "July",
        "August",
        "September",
        "October",
        "November",
        "December",
    ],
    "fr": [
        "janvier",
        "février",
        "mars",
        "avril",
        "mai",
        "juin",
        "juillet",
        "août",
        "septembre",
        "octobre",
        "novembre",
        "décembre",
    ],
}


def day(value: date, language: Language, speaker: Speaker) -> str:
    """ "Friday 27 November", « vendredi 27 novembre »; the year when it is not this one."""
    year = f" {value.year}" if value.year != speaker.here.year else ""
    number = "1er" if language == "fr" and value.day == 1 else str(value.day)
    return f"{_DAYS[language][value.weekday()]} {number} {_MONTHS[language][value.month - 1]}{year}"


def moment(value: str, all_day: bool, speaker: Speaker, language: Language) -> str:
    """A wire time on the speaker's clock."""
    lead = "on " if language == "en" else "le "
    if all_day:
        return lead + day(date.fromisoformat(value[:10]), language, speaker)
    local = datetime.fromisoformat(value).astimezone(ZoneInfo(speaker.time_zone))
    at = f" at {local:%H:%M}" if language == "en" else f" à {local.hour} h" + (f" {local:%M}" if local.minute else "")
    return lead + day(local.date(), language, speaker) + at


def money(cents: int, currency: str, language: Language) -> str:
    """ "-€1,234.50", « -1 234,50 € », as Intl.NumberFormat writes it."""
    symbol = {"EUR": "€", "USD": "$", "GBP": "£", "JPY": "¥"}.get(currency, currency)
    whole, part = divmod(abs(cents), 100)
    sign = "-" if cents < 0 else ""
    if language == "en":
        gap = "" if len(symbol) == 1 else "\u00a0"
        return f"{sign}{symbol}{gap}{whole:,}.{part:02d}"
    symbol = "$US" if currency == "USD" else "£GB" if currency == "GBP" else symbol
    return f"{sign}{whole:,}".replace(",", "\u202f") + f",{part:02d}\u00a0{symbol}"


def clock(value: str, speaker: Speaker, language: Language) -> str:
    """The time of day of a wire time, on the speaker's clock: "09:40", « 9 h 40 »."""
    local = datetime.fromisoformat(value).astimezone(ZoneInfo(speaker.time_zone))
    return f"{local:%H:%M}" if language == "en" else f"{local.hour} h" + (f" {local:%M}" if local.minute else "")


def colon(language: Language) -> str:
    """A colon, with the space that French puts before it."""
    return ":" if language == "en" else " :"


def joined(parts: Sequence[str], language: Language) -> str:
    """ "a, b and c"; with semicolons where a part has a comma itself."""
    if len(parts) == 1:
        return parts[0]
    if any("," in part for part in parts):
        return "; ".join(parts)
    return ", ".join(parts[:-1]) + (" and " if language == "en" else " et ") + parts[-1]
