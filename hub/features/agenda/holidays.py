"""Public holidays: read-only, in the caller's language, of the country that their clock or language tells."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from datetime import date, timedelta
from functools import lru_cache
from importlib.resources import files

from hub.features.agenda.schemas import Holiday, Holidays, ListHolidays
from hub.kernel.context import Ctx
from hub.kernel.errors import invalid
from hub.kernel.operation import EVERYWHERE, GET, Effect, operation
from hub.kernel.policies import signed_in

LONGEST = timedelta(days=3660)


@operation(
    "agenda.holidays",
    effect=Effect.READ,
    policy=signed_in,
    route=GET("/api/agenda/holidays"),
    doors=EVERYWHERE,
    private=False,
)
async def list_holidays(ctx: Ctx, command: ListHolidays) -> Holidays:
    """List public holidays of a country, by default the caller's own, this year's and the next's."""
    today = ctx.now.astimezone(ctx.zone).date()
    low = command.from_ or date(today.year, 1, 1)
    high = command.to or max(date(today.year + 1, 12, 31), low)
    if high < low:
        raise invalid("A range ends after it begins.", to="must not be before from")
    if high - low > LONGEST or not 1900 <= low.year <= high.year <= 2200:
        raise invalid("That is too long a time.", to="at most ten years after from, between 1900 and 2200")
    locale = ctx.actor.locale
    country = command.country or await asyncio.to_thread(country_of, ctx.zone.key, locale)
    if country is None:
        return Holidays(country=None, items=[])
    return await asyncio.to_thread(_holidays, country, command.subdivision, low, high, locale)


def country_of(zone: str, locale: str) -> str | None:
    """The country of a time zone; where that tells none (UTC), the region of the locale, or its language's home."""
    found = _zone_countries().get(zone)
    if found is not None:
        return found
    language, _, region = locale.replace("_", "-").partition("-")
    region = region.rpartition("-")[2].upper()
    if len(region) == 2 and region.isalpha():
        return region
    return "FR" if language.lower() == "fr" else None


@lru_cache(maxsize=1)
def _zone_countries() -> Mapping[str, str]:
    """IANA's own table of the zones of each country."""
    table = (files("tzdata") / "zoneinfo" / "zone.tab").read_text("utf-8")
    rows = (line.split("\t") for line in table.splitlines() if line and not line.startswith("#"))
    return {row[2]: row[0] for row in rows}


def _holidays(country: str, subdivision: str | None, low: date, high: date, locale: str) -> Holidays:
    """The holidays of some days.

    Raises:
        OperationError: `invalid` for a country or a part of one that is not known.
    """
    # Late: it knows the world, and few ask.
    from holidays import country_holidays

    years = range(low.year, high.year + 1)
    try:
        spoken = _language(country_holidays(country).supported_languages, locale)
        found = country_holidays(country, subdiv=subdivision, years=years, language=spoken)
    except NotImplementedError:
        if subdivision is not None:
            raise invalid("No holidays are known of there.", subdivision=f"is not known in {country}") from None
        raise invalid("No holidays are known of that country.", country="is not known") from None
    items = [Holiday(date=day, name=name) for day, name in sorted(found.items()) if low <= day <= high]
    return Holidays(country=country, items=items)


def _language(supported: tuple[str, ...], locale: str) -> str | None:
    """The caller's language, if the holidays have names in it; else the country's own."""
    wanted = locale.replace("-", "_")
    language = wanted.partition("_")[0]
    return next((one for one in supported if one == wanted), None) or next(
        (one for one in supported if one.partition("_")[0] == language), None
    )
