"""Words about events: what names one, where it takes place, how long it is."""

# ruff: noqa: E501 - a pattern is easier to read whole than cut to pieces

import re

PLACES = {
    "en": (
        re.compile(r"\s+(?:in|at|@)\s+(?P<place>(?:the\s+)?(?:(?:meeting |conference )?room|office|hall|building)\b.*)$", re.I),
        re.compile(r"\s+(?:at|@|in)\s+(?P<place>(?:the\s+|my\s+)?(?-i:[A-Z])[\w'’&.-]*(?:\s+[\w'’&.-]+)*)$", re.I),
        re.compile(r"\s+(?:at)\s+(?P<place>(?:the|my|our)\s+\S.*)$", re.I),
    ),
    "fr": (
        re.compile(r"\s+(?:en|dans la|à la|a la)\s+(?P<place>salle\b.*)$", re.I),
        re.compile(r"\s+(?:à l'|à la|à|a|au|aux|chez|en)\s*(?P<place>(?-i:[A-ZÉÈÀ])[\w'’&.-]*(?:\s+[\w'’&.-]+)*)$", re.I),
        re.compile(r"\s+(?:au|à la|à l')\s*(?P<place>(?:bureau|mairie|maison|café|restaurant|gare|école|hôpital|parc|gymnase|piscine|cinéma|théâtre)\b.*)$", re.I),
    ),
}  # fmt: skip
BOUND = re.compile(r"(?:rendez-?vous|rdv|appointment|visite?)\s+(?:chez|a|at|with)\b")
ALL_DAY = re.compile(
    r"[\s,(]*\b(?P<said>all[- ]day(?: long)?|the whole day|toute la journ[ée]e|la journ[ée]e enti[èe]re)\b\)?", re.I
)
LENGTH = re.compile(
    r"(?:^(?:an?\s+|une?\s+)?|\s+(?:de|d')\s*)(?P<said>(?:\d+|une|deux|one|two|half an)[- ]?(?:minutes?|mins?|hours?|heures?|hrs?|h))(?=\s|$)",
    re.I,
)
BARE = re.compile(
    r"(?:(?:the|my|our|this|that|le|la|l'|mon|ma|notre|un|une|a|an)\s*)*(?:meetings?|appointments?|events?|calls?|reunions?|rendez-?vous|rdv|evenements?|appels?)(?: de| du| d')?"
)
# What names an event beyond doubt, and words that make a sentence of it.
EVENT_NOUN = re.compile(
    r"(?:(?:the|my|our|le|la|mon|ma|notre|un|une|team|weekly|daily|monthly|quick|business|family|project|birthday|staff|all-hands|lunch|video|phone|"
    r"doctor'?s?|dentist'?s?|vet|annual|quarterly) |l')*(?:"
    r"meetings?|appointments?|calls?|lunch|dinner|breakfast|brunch|coffee|drinks?|part(?:y|ies)|lessons?|class(?:es)?|interviews?|workshops?|trainings?|"
    r"conference|webinar|sync|stand-?ups?|reviews?|retro|demo|visit|session|date|concert|match|game|dentist|doctor|haircut|hairdresser|vet|holidays?|"
    r"vacation|trip|day off|birthday|wedding|gym|yoga|pilates|football|tennis|swimming|choir|exam|test|flight|train|delivery|kick-?off|seminar|offsite|"
    r"reunions?|rendez-?vous|rdv|appels?|dejeuner|diner|petit[- ]dejeuner|cafe|apero|fete|cours|entretien|atelier|formation|webinaire|point|visite|seance|"
    r"dentiste|medecin|docteur|coiffeur|kine|veto|veterinaire|vacances|voyage|conges?|anniversaire|mariage|seminaire|visio|daily|soiree|repas|sport|foot|"
    r"piscine|meditation|chorale|examen|vol|livraison|audience|spectacle|cinema|theatre|garage|banque|notaire|ecole|creche)(?![\w'])"
)
SENTENCE = re.compile(
    r"\b(?:i|i'[a-z]+|me|you|your|he|she|they|we|us|it|it's|will|would|has|have|had|is|are|was|were|does|did|let|see|talk|know|thanks?|until|good|"
    r"je|tu|il|elle|on|nous|vous|ils|elles|te|se|doit|doivent|va|vont|est|sont|ont|avait|etait|suis|es|serai|sera|seront|bon|bonne|merci|dis|moi|toi|ca|"
    r"what|who|how|why|when|where|please|qui|quoi|quand|comment|pourquoi|combien|not|no|pas|rien|leaves?|opens?|closes?|starts?|lands?|part|ouvre|ferme)\b|"
    r"\b(?:j|c|m|t|s|n)'"
)
VERB = re.compile(
    r"(?:buy|call (?!with\b)|send|pay|write|book me|order|turn|tell|remind|there|tasks?|agenda|notes?|alarm|add|create|"
    r"allume|eteins|commande|envoie|reserve moi|taches?|alarme|ajoute|cree)\b|\w+ (?:is|was|were|est|etait|sera)\b"
)
