"""Dates, times, durations and recurrences in words."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta

import pytest
from dateutil.rrule import rrulestr
from hypothesis import given
from hypothesis import strategies as st

from agents.language.fold import clean, fold
from agents.language.when.english import ENGLISH
from agents.language.when.french import FRENCH
from agents.language.when.model import Today, When
from agents.language.when.scan import read_together, scan
from agents.language.when.words import EN_DAYS, EN_MONTHS, FR_DAYS, FR_MONTHS
from tests.agents.language.saying import NOW, PARIS


def when(text: str, *, now: datetime = NOW, past: bool = False) -> When:
    """What an expression means in whichever language finds more in it."""
    folded = fold(clean(text))
    found = max(
        (scan(folded, grammar) for grammar in (ENGLISH, FRENCH)),
        key=lambda spans: sum(s.end - s.start for s in spans),
    )
    return read_together(found, Today(now, past=past))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("by Friday", "2026-11-27"),
        ("on Saturday", "2026-11-28"),
        ("the 1st", "2026-12-01"),
        ("by the end of the week", "2026-11-27"),
        ("in two weeks", "2026-12-05"),
        ("after tomorrow", "2026-11-23"),
        ("the day after tomorrow", "2026-11-23"),
        ("before December 3rd", "2026-12-03"),
        ("on 2027-02-14", "2027-02-14"),
        ("end of the month", "2026-11-30"),
        ("Monday next week", "2026-11-23"),
        ("dans 3 jours", "2026-11-24"),
        ("d'ici vendredi", "2026-11-27"),
        ("mercredi prochain", "2026-11-25"),
        ("après-demain", "2026-11-23"),
        ("pour le 1er", "2026-12-01"),
        ("le 3 décembre", "2026-12-03"),
        ("d'ici la fin de la semaine", "2026-11-27"),
        ("fin décembre", "2026-12-31"),
        ("le 25 du mois prochain", "2026-12-25"),
        ("lundi de la semaine prochaine", "2026-11-23"),
    ],
)
def test_a_day(text: str, expected: str) -> None:
    assert when(text).deadline(NOW) == date.fromisoformat(expected)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("tomorrow at 9", "2026-11-22T09:00"),
        ("at 3pm", "2026-11-21T15:00"),
        ("at 9am", "2026-11-22T09:00"),
        ("tonight at 8", "2026-11-21T20:00"),
        ("at 10 to 11", "2026-11-21T10:50"),
        ("Thursday at noon", "2026-11-26T12:00"),
        ("half past 4 on Monday", "2026-11-23T04:30"),
        ("in 20 minutes", "2026-11-21T10:20"),
        ("demain à 9h30", "2026-11-22T09:30"),
        ("ce soir à 8h", "2026-11-21T20:00"),
        ("jeudi à midi", "2026-11-26T12:00"),
        ("dans une demi-heure", "2026-11-21T10:30"),
        ("demain à onze heures moins dix", "2026-11-22T10:50"),
        ("demain matin", "2026-11-22T09:00"),
    ],
)
def test_a_time(text: str, expected: str) -> None:
    assert when(text).starts(NOW) == datetime.fromisoformat(expected).replace(tzinfo=PARIS)


@pytest.mark.parametrize(
    ("text", "rrule", "first"),
    [
        ("every weekday", "FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR", "2026-11-23"),
        ("every 2 weeks on Monday", "FREQ=WEEKLY;INTERVAL=2;BYDAY=MO", "2026-11-23"),
        ("every other Friday", "FREQ=WEEKLY;INTERVAL=2;BYDAY=FR", "2026-11-27"),
        ("every month on the 5th", "FREQ=MONTHLY;BYMONTHDAY=5", "2026-12-05"),
        ("on Mondays and Thursdays", "FREQ=WEEKLY;BYDAY=MO,TH", "2026-11-23"),
        ("tous les lundis", "FREQ=WEEKLY;BYDAY=MO", "2026-11-23"),
        ("un vendredi sur deux", "FREQ=WEEKLY;INTERVAL=2;BYDAY=FR", "2026-11-27"),
        ("le 5 de chaque mois", "FREQ=MONTHLY;BYMONTHDAY=5", "2026-12-05"),
        ("tous les jours ouvrés", "FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR", "2026-11-23"),
    ],
)
def test_a_recurrence_and_its_first_day(text: str, rrule: str, first: str) -> None:
    found = when(text)
    assert found.rrule == rrule
    assert found.first_day(NOW) == date.fromisoformat(first)
    rrulestr(found.rrule, dtstart=datetime(2026, 11, 21))  # it is one that a calendar can read


def test_ranges_and_durations() -> None:
    days = when("du 3 au 5 décembre").days
    assert days and (days.start, days.end) == (date(2026, 12, 3), date(2026, 12, 5))
    assert when("from 28 November to 3 December").days == when("du 28 novembre au 3 décembre").days
    assert when("for an hour and a half").duration == when("pendant 1h30").duration == timedelta(minutes=90)
    times = when("de 17h à 17h45")
    assert times.at() == time(17) and times.clock_end and times.clock_end.at(None) == time(17, 45)
    assert when("2 to 3pm").at() == time(14)


def test_looking_back() -> None:
    """ "I paid on Monday" is about the last one."""
    assert when("on Monday", past=True).day == date(2026, 11, 16)
    assert when("le 12 décembre", past=True).day == date(2025, 12, 12)


@pytest.mark.parametrize(
    "text", ["the door code is 4512", "01 23 45 67 89", "le 31 février", "3/14 of a cake", "25h"]
)
def test_what_is_no_date(text: str) -> None:
    found = when(text)
    assert found.day is None and found.clock is None and found.rrule is None


@given(st.datetimes(datetime(2024, 1, 1), datetime(2034, 1, 1)), st.sampled_from(sorted(EN_DAYS)))
def test_a_weekday_is_the_next_after_today(moment: datetime, name: str) -> None:
    now = moment.replace(tzinfo=PARIS)
    day = when(f"on {name}", now=now).day
    assert day and 1 <= (day - now.date()).days <= 7 and day.weekday() == EN_DAYS[name]
    french = next(word for word, number in FR_DAYS.items() if number == EN_DAYS[name])
    assert when(f"pour {french}", now=now).day == day


@given(st.datetimes(datetime(2024, 1, 1), datetime(2034, 1, 1)), st.dates(date(2024, 1, 1), date(2034, 1, 1)))
def test_a_full_date_is_that_date_in_both_languages(moment: datetime, day: date) -> None:
    now = moment.replace(tzinfo=PARIS)
    english = next(name for name, number in EN_MONTHS.items() if number == day.month)
    french = next(name for name, number in FR_MONTHS.items() if number == day.month)
    for text in (
        f"on {day.day} {english} {day.year}",
        f"{english} {day.day}, {day.year}",
        f"le {day.day} {french} {day.year}",
    ):
        assert when(text, now=now).day == day, text


@given(st.datetimes(datetime(2024, 1, 1), datetime(2034, 1, 1)), st.integers(1, 28))
def test_a_day_of_the_month_is_never_behind(moment: datetime, number: int) -> None:
    now = moment.replace(tzinfo=PARIS)
    day = when(f"le {number} du mois", now=now).day
    assert day and day.day == number and now.date() <= day <= now.date() + timedelta(days=31)


@given(st.integers(0, 23), st.integers(0, 59))
def test_a_time_is_the_same_in_both_languages(hour: int, minute: int) -> None:
    expected = time(hour, minute)
    assert when(f"at {hour:02d}:{minute:02d}").at() == expected
    assert when(f"à {hour}h{minute:02d}").at() == expected


def test_eight_stays_eight_through_a_clock_change() -> None:
    before = datetime(2027, 3, 27, 12, tzinfo=PARIS)  # the clocks go forward that night
    assert when("tomorrow at 8am", now=before).starts(before) == datetime(2027, 3, 28, 8, tzinfo=PARIS)
