"""Amounts of money in words and figures."""

import re
from dataclasses import dataclass
from decimal import Decimal

from agents.language.outcome import Language

_FIGURE = r"(?:\d{1,3}(?:[ .,]\d{3})+(?!\d)(?:[.,]\d{1,2})?|\d+(?:[.,]\d{1,2})?)"
_NAMES = {
    "EUR": r"€|euros?|eur|balles",
    "USD": r"\$|us\$|dollars?|usd|bucks?",
    "GBP": r"£|pounds?|gbp|livres(?: sterling)?|quid",
    "CHF": r"chf|francs?(?: suisses)?",
    "CAD": r"cad|ca\$",
    "JPY": r"¥|yens?|jpy",
}
_CURRENCY = "(?:" + "|".join(_NAMES.values()) + ")"
_SIGN = r"[€$£¥]"
_EN_WORD = (
    "one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|thirteen|fourteen|fifteen|sixteen|seventeen|"
    "eighteen|nineteen|twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety|hundred|thousand|a hundred|a thousand"
)
_FR_WORD = (
    "un|une|deux|trois|quatre|cinq|six|sept|huit|neuf|dix|onze|douze|treize|quatorze|quinze|seize|vingts?|trente|"
    "quarante|cinquante|soixante|cents?|mille"
)
_TAX = r"(?:\s*(?:ttc|ht|incl\.? vat|excl\.? vat))?"
_LEADS = {"en": r"(?:(?:of|for|at|to|worth)\s+)?", "fr": r"(?:(?:de|pour|a|d')\s*)?"}


def _pattern(language: Language) -> re.Pattern[str]:
    word = _EN_WORD if language == "en" else _FR_WORD
    joint = r"(?:[\s-]+(?:and[\s-]+)?)" if language == "en" else r"(?:[\s-]+(?:et[\s-]+)?)"
    return re.compile(
        rf"(?<![\w.,#])(?P<lead>{_LEADS[language]})(?P<minus>-\s?)?(?:"
        rf"(?P<before>{_SIGN})\s?(?P<figure1>{_FIGURE})(?P<k1>k\b)?"
        rf"|(?P<figure2>{_FIGURE})\s?(?P<k2>k)?\s?(?P<after>{_CURRENCY})(?![^\W\d])(?:\s?(?P<cents>\d\d)(?![\w.,]))?"
        rf"|(?P<words>(?:{word})(?:{joint}(?:{word}))*)\s+(?P<after2>{_CURRENCY})(?!\w)"
        rf"){_TAX}(?!\w)"
    )


_PATTERNS: dict[Language, re.Pattern[str]] = {"en": _pattern("en"), "fr": _pattern("fr")}


# "I spent 15.50 at the cafe": money without saying so.
_BARE = re.compile(
    r"\b(?:spent|paid|received|earned|expense of|cost me|depense(?: de)?|paye|regle|recu|gagne|coute)\s+"
    r"(?P<figure>\d+(?:[.,]\d{1,2})?)(?![\w.,/:%]|\s*(?:h\b|min|hours?|days?|weeks?|heures?|jours?|semaines?|times|fois|people|personnes))"
)


@dataclass(frozen=True)
class Amount:
    """A positive amount in cents, found at [start, end); without a currency it is in the speaker's."""

    start: int
    end: int
    cents: int
    currency: str
    lead: str = ""


def find_amounts(folded: str, language: Language) -> list[Amount]:
    """All amounts in the order of the text: figures with a currency, else one said to be spent or received."""
    found = [amount for match in _PATTERNS[language].finditer(folded) if (amount := _read(match, language))]
    if not found and (match := _BARE.search(folded)):
        found = [Amount(*match.span("figure"), round(figure(match["figure"]) * 100), "")]
    return found


def _read(match: re.Match[str], language: Language) -> Amount | None:
    if match["words"]:
        from text_to_num import text2num

        words = re.sub(r"\b(?:a|an) (?=hundred|thousand)", "one ", match["words"])
        try:
            value = Decimal(text2num(words, language))
        except ValueError:
            return None
    else:
        value = figure(match["figure1"] or match["figure2"]) * (1000 if match["k1"] or match["k2"] else 1)
        if match["cents"]:
            value += Decimal(match["cents"]) / 100
    sign = match["before"] or match["after"] or match["after2"]
    currency = next(code for code, names in _NAMES.items() if re.fullmatch(names, sign))
    return Amount(match.start(), match.end(), round(value * 100), currency, (match["lead"] or "").strip())


def figure(digits: str) -> Decimal:
    """Read "1 200", "1,200.50", "1.200,50" or "42,5": the last separator before one or two digits is the point."""
    found = re.fullmatch(r"(.*?)(?:[.,](\d{1,2}))?", digits)
    whole, cents = (found[1], found[2]) if found else (digits, None)
    return Decimal(re.sub(r"[ .,]", "", whole) + "." + (cents or "0"))
