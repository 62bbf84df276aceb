"""Number, weekday and month words of both languages, folded."""

# ruff: noqa: SIM905 - word lists are read as text

import re

EN_NUMBERS = {
    word: number
    for number, words in enumerate(
        """zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen
        seventeen eighteen nineteen twenty""".split()
    )
    for word in [words]
} | {"a": 1, "an": 1, "a couple of": 2, "thirty": 30, "forty": 40, "forty five": 45, "forty-five": 45, "sixty": 60}
FR_NUMBERS = {
    word: number
    for number, word in enumerate(
        """zero un deux trois quatre cinq six sept huit neuf dix onze douze treize quatorze quinze seize dix-sept
        dix-huit dix-neuf vingt""".split()
    )
} | {"une": 1, "trente": 30, "quarante": 40, "quarante-cinq": 45, "cinquante": 50, "soixante": 60}

EN_ORDINALS = {
    word: number
    for number, word in enumerate(
        """first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth thirteenth fourteenth
        fifteenth sixteenth seventeenth eighteenth nineteenth twentieth""".split(),
        start=1,
    )
}
EN_DAYS = {"monday": 0, "tuesday": 1, "wednesday": 2, "thursday": 3, "friday": 4, "saturday": 5, "sunday": 6}
EN_SHORT_DAYS = {
    "mon": 0,
    "tue": 1,
    "tues": 1,
    "wed": 2,
    "thu": 3,
    "thur": 3,
    "thurs": 3,
    "fri": 4,
    "sat": 5,
    "sun": 6,
}
FR_DAYS = {"lundi": 0, "mardi": 1, "mercredi": 2, "jeudi": 3, "vendredi": 4, "samedi": 5, "dimanche": 6}
EN_MONTHS = {
    name: number
    for number, names in enumerate(
        [
            "january jan",
            "february feb",
            "march mar",
            "april apr",
            "may",
            "june jun",
            "july jul",
            "august aug",
            "september sept sep",
            "october oct",
            "november nov",
            "december dec",
        ],
        start=1,
    )
    for name in names.split()
}
FR_MONTHS = {
    name: number
    for number, names in enumerate(
        [
            "janvier janv",
            "fevrier fevr",
            "mars",
            "avril",
            "mai",
            "juin",
            "juillet juil",
            "aout",
            "septembre sept",
            "octobre oct",
            "novembre nov",
            "decembre dec",
        ],
        start=1,
    )
    for name in names.split()
}
RRULE_DAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")


def either(words: object) -> str:
    """A group that matches any of the words, longest first."""
    return "(?:" + "|".join(re.escape(w) for w in sorted(map(str, words), key=len, reverse=True)) + ")"  # type: ignore[call-overload]
