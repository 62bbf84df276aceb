"""Taking away what is said to Eko rather than asked of it: its name, greetings, politeness."""

# ruff: noqa: E501 - a pattern is easier to read whole than cut to pieces

import re

from agents.language.outcome import Language

_NAME = r"@?eko\b"
_LEAD: dict[Language, re.Pattern[str]] = {
    "en": re.compile(
        rf"(?:{_NAME}|(?:hey|hi|hello|ok|okay|so|well|and|also|then|now|please|pls|just|quick|oh|yes|good morning|"
        r"thanks|thank you|great|perfect|actually|by the way|btw|finally)\b(?=\s*[,!.:;]|\s+(?!(?:for|to|a|an)\b))|"
        r"(?:could|can|would|will) you (?:please |just |maybe |kindly |also |go ahead and )*(?=\w)|"
        r"(?:i'd|i would) (?:really )?like (?:you )?to\b|i (?:want|need) you to\b|i want to\b|let'?s\b|"
        r"(?:would|do) you mind\b|feel free to\b|go ahead and\b|i need to (?=(?:create|add|schedule|cancel|move|delete)\b))"
        r"[\s,!.:;]*"
    ),
    "fr": re.compile(
        rf"(?:{_NAME}|(?:salut|bonjour|bonsoir|coucou|hey|ok|okay|alors|bon|ben|dis|et|puis|aussi|maintenant|stp|svp|"
        r"s'il te plait|s'il vous plait|s'il te plais|merci de(?! (?:m'|l'|nous |t')?avoir)(?! (?:ton|ta|votre))|merci(?! d[e'])|parfait|super|au fait|du coup|oui|enfin|finalement)\b|"
        r"(?:(?:est-ce que |est ce que )?(?:tu|vous) (?:peux|peut|pourrais|pouvez|pourriez|veux bien|voudrais)|"
        r"(?:peux|pourrais|veux|peut|voudrais)[- ]tu|(?:pouvez|pourriez|voulez)[- ]vous)(?: bien)?(?: stp| s'il te plait)?\b|"
        r"(?:j'aimerais|je voudrais|je veux|j'ai besoin|il faudrait)(?: bien)?(?: (?:que tu|que vous|de|qu'on))?\b)[\s,!.:;]*"
    ),
}
_TAIL: dict[Language, re.Pattern[str]] = {
    "en": re.compile(
        rf"[\s,]*(?:\b(?:please|pls|plz|thanks(?: a lot| in advance)?|thank you(?: very much)?|thx|cheers|for me|will you|would you|"
        rf"ok|okay|instead)|{_NAME})[\s!.?)]*$"
    ),
    "fr": re.compile(
        rf"[\s,]*(?:\b(?:stp|svp|s'il te plait|s'il vous plait|s'il te plais|merci(?: d'avance| beaucoup| bien)?|pour moi|"
        rf"ok|finalement|tu veux bien)|{_NAME})[\s!.?)]*$"
    ),
}


def strip_address(folded: str, language: Language) -> tuple[int, int]:
    """Where the request begins and ends, without name and politeness."""
    start, end = 0, len(folded)
    while match := _LEAD[language].match(folded, start):
        if match.end() == start or not folded[match.end() :].strip(" ?!.,"):
            break
        start = match.end()
    while match := _TAIL[language].search(folded[start:end]):
        if match.start() == 0:
            break
        end = start + match.start()
    return start, end
