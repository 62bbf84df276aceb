"""What must change nothing: negated wishes, reports, quotes, hypotheses, thanks, greetings.

Patterns are over folded text without address. `hard` guards come before the grammar; `soft` ones only give
the reason for a sentence that the grammar did not know.
"""

# ruff: noqa: E501 - a pattern is easier to read whole than cut to pieces

import re

from agents.language.outcome import Language, Reason

_EN_DID = (
    r"(?:created|added|made|moved|deleted|removed|spent|paid|bought|received|earned|finished|completed|cancelled|"
    r"canceled|scheduled|booked|renamed|archived|marked|wrote|noted|planned|postponed|changed|set|sent|sold|did|done|"
    r"said|says|wants|asked|told|thinks|suggested)"
)
_FR_DID = (
    r"(?:cree|ajoute|fait|deplace|supprime|enleve|depense|paye|achete|recu|gagne|fini|termine|annule|planifie|reserve|"
    r"renomme|archive|marque|ecrit|note|reporte|decale|change|mis|envoye|vendu|dit|demande|prevu|efface|coche|regle)e?s?\b"
)
_HARD: dict[Language, list[tuple[Reason, re.Pattern[str]]]] = {
    "en": [
        ("quote", re.compile(r"[^\"]*\b(?:said|says|say|wrote|writes|told me|reads|goes)\b[^\"]{0,20}[:,]?\s*\"")),
        ("quote", re.compile(r".{0,60}\b(?:says|said|reads|wrote)\s*:")),
        (
            "negation",
            re.compile(
                r"(?:stop\b|(?:no|nah|nope)\b[\s,]+|please |wait[\s,]+|actually )*"
                r"(?:do\s?n[o']?t|don't|do not|never|no need|not now|you (?:should|must|need|do|ca|wo)(?:n't| not)|"
                r"you (?:should|must) never|let'?s not|there'?s no need|i (?:don't|do not|dont|haven't|have not|didn't|did not|won't|will not|"
                r"can't|cannot|never|wouldn't|shouldn't)|without|not|nothing)\b(?! forget| let me forget| hesitate)"
            ),
        ),
        ("negation", re.compile(r"(?:stop|cancel that|never ?mind|forget it|no|nope)[\s!.]*$")),
        ("hypothetical", re.compile(r"when (?!is\b|are\b|do\b|does\b|did\b|will\b|was\b|am\b|can\b)[^,?]*,")),
        (
            "hypothetical",
            re.compile(
                r"(?:if|suppose|supposing|imagine|assuming|maybe|perhaps|possibly|probably|as soon as|what if|what would|what happens|in case|unless|when i)\b|"
                r"i (?:would|might|may|could|should|was thinking|was wondering|wonder|am thinking|wish|had thought|was going to)\b|i'm (?:thinking|wondering)|"
                r"i'd (?!like)|(?:we|they|he|she|it|you) (?:would|might|may|could|should)\b"
            ),
        ),
        (
            "report",
            re.compile(
                rf"(?:he|she|they|someone|somebody|everyone|nobody|it|my \w+|our \w+|the \w+|(?!(?:i|we|you|got|task|note|alarm|event|project|mark|anything|something|nothing|what|which|any|is|are|tasks|notes|meetings|events|alarms|expenses|projects|how|when|where|stuff|not|well|just|already)\b)[a-z]+)(?:'s|'ve|'d)? "
                rf"(?:and \w+ )?(?:has |have |had |just |already |also |finally |once )*{_EN_DID}\b(?! by\b)"
            ),
        ),
        (
            "report",
            re.compile(
                r"(?:i|we)(?:'ve| have)? (?:already |just )?(?:created|added|moved|deleted|removed|scheduled|renamed|archived|cancelled)\b"
            ),
        ),
        (
            "question",
            re.compile(
                r"(?:can|could|are|do) you (?:able to |know how to )?(?:create|add|make|manage|handle|delete|set|schedule|remind)? ?(?:tasks|notes|events|alarms|reminders|projects|expenses|people)\s*\?"
            ),
        ),
        (
            "question",
            re.compile(
                r"(?:how (?:do|can|would|should|could) (?:i|you|we|one)|why|did you|have you|has |who |whose|should (?:i|we)|is it (?:a good|ok|okay|possible|true|worth)|"
                r"is there a way|what(?:'s| is| are) the differences?|what does|are you)\b"
            ),
        ),
    ],
    "fr": [
        ("quote", re.compile(r"[^\"]*\b(?:dit|disait|a dit|ecrit|m'a dit|repond|crie)\b[^\"]{0,20}[:,]?\s*\"")),
        ("quote", re.compile(r".{0,60}\b(?:dit|ecrit|precise|indique)\s*:")),
        (
            "negation",
            re.compile(
                r"(?:stop\b[\s,]*|non\b[\s,]+|attends[\s,]+|surtout[\s,]+|en fait[\s,]+)*"
                r"(?:(?:ne |n')(?!oublie|oublier|hesite)|pas (?:besoin|la peine|question|maintenant|de )|inutile|sans |surtout pas|jamais|"
                r"(?:je|tu|il|on|nous|vous) (?:ne |n')(?!.{0,25}\bplus urgent)|\w+(?:[- ](?:moi|le|la|les))? (?:pas|rien|jamais|aucune?)\b(?! oublier)|"
                r"(?:je|tu|il|on|j'ai|t'as|faut|il faut|je veux|j'veux|je l'ai) pas\b|rien )"
            ),
        ),
        ("negation", re.compile(r"(?:stop|laisse tomber|annule ca|oublie|non|rien)[\s!.]*$")),
        (
            "hypothetical",
            re.compile(
                r"(?:si |s'il|s'ils|imagine|imaginons|supposons|suppose|admettons|peut-etre|eventuellement|probablement|sauf s|des que |lorsque |quand (?!est|c'est|a |ai|j'ai|sont)[^,?]*,|au cas ou|que se passerait|qu'est-ce qui se pass|et si )|"
                r"(?:je|j'|on|tu|il|elle|nous) ?(?:devrais|devrait|pourrais|pourrait|pensais|songeais|aurais|aurait|hesite|me demande|vais peut-etre|va peut-etre|serais|ferais|avais pense|envisage)"
            ),
        ),
        (
            "report",
            re.compile(
                rf"(?:il|elle|ils|elles|nous|quelqu'un|mon \w+|ma \w+|mes \w+|notre \w+|le \w+|la \w+|les \w+|(?!j'|je\b|tu\b|on\b)[a-z]+(?: et [a-z]+)?) (?:m'|me |nous |l'|t')?\s*(?:a|ont|avait|avaient|avons|vient de|viennent de|va|vont) "
                rf"(?:deja |bien |juste )?(?:{_FR_DID}|\w+er\b)"
            ),
        ),
        ("report", re.compile(r"[a-z]+(?: \w+)? (?:dit|pense|veut|voulait|demande|propose)\b(?! moi)")),
        (
            "report",
            re.compile(r"j'ai (?:deja |juste )?(?:cree|ajoute|deplace|supprime|planifie|renomme|archive|annule)\b"),
        ),
        ("report", re.compile(r"on a (?!recu)(?:deja )?" + _FR_DID)),
        (
            "question",
            re.compile(
                r"(?:est-ce que )?(?:tu sais|sais-tu|tu es capable|vous savez|tu peux)(?: de)? (?:creer|ajouter|faire|gerer|supprimer|planifier) (?:des|les) \w+\s*\?"
            ),
        ),
        (
            "question",
            re.compile(
                r"(?:comment |pourquoi|qui |as-tu|avez-vous|tu as |t'as |est-ce que je (?:devrais|dois|peux|pourrais)|dois-je|devrais-je|est-ce (?:que c'est )?(?:une bonne idee|possible|vrai)|"
                r"c'est (?:une bonne idee|possible|vrai)|quelle est la difference|que signifie|a quoi |est-ce que tu as|es-tu|sais-tu|tu sais)"
            ),
        ),
    ],
}
# "Paul paid me 50 €": others did it, but it is the writer's money.
_TO_US = re.compile(
    r"\b(?:paid|refunded|reimbursed|gave|sent) (?:me|us)\b.*\d|\b(?:m'a|nous a|m'ont|nous ont) (?:paye|rembourse|verse|vire|donne|envoye)\b.*\d"
)
_SOFT: dict[Language, list[tuple[Reason, re.Pattern[str]]]] = {
    "en": [
        (
            "thanks",
            re.compile(
                r".*\b(?:thanks?|thank you|thx|cheers|great job|well done|good job|nice work|awesome|perfect)\b"
            ),
        ),
        (
            "greeting",
            re.compile(
                r"(?:ok(?:ay)?|great|cool|nice|hello|hi|hey|good (?:morning|evening|afternoon|night)|how are you|what's up|bye|lol|haha)\b"
            ),
        ),
    ],
    "fr": [
        (
            "thanks",
            re.compile(
                r".*\b(?:merci|bravo|super boulot|beau travail|bon travail|bien joue|nickel|parfait|genial)\b"
            ),
        ),
        (
            "greeting",
            re.compile(
                r"(?:ok|d'accord|super|cool|top|bonjour|salut|bonsoir|coucou|ca va|bonne (?:nuit|journee|soiree)|au revoir|mdr|lol|haha)\b"
            ),
        ),
    ],
}


def hard_guard(folded: str, language: Language, *, commanding: bool = False) -> Reason | None:
    """Why this request must change nothing, whatever its words look like.

    `commanding`: it begins with the verb of a command, so that verb is nobody's name ("show completed tasks").
    """
    for reason, pattern in _HARD[language]:
        if reason == "report" and (commanding or _TO_US.search(folded)):
            continue
        if pattern.match(folded):
            return reason
    return None


def soft_guard(folded: str, language: Language) -> Reason | None:
    """What a sentence that asks nothing probably is."""
    return next((reason for reason, pattern in _SOFT[language] if pattern.match(folded)), None)
