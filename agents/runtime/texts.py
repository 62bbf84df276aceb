"""What the runtime itself says, in English and French. Answers to commands are the language layer's."""

from __future__ import annotations

from enum import StrEnum

from agents.language.kinds import KINDS


class Say(StrEnum):
    """Each thing that the runtime may have to say."""

    ANSWERED_PRIVATELY = "answered_privately"
    NOT_UNDERSTOOD = "not_understood"
    NOT_UNDERSTOOD_NO_MODEL = "not_understood_no_model"
    MODEL_AWAY = "model_away"
    MODEL_SLOW = "model_slow"
    MODEL_NONSENSE = "model_nonsense"
    GAVE_UP = "gave_up"
    TOO_LONG = "too_long"
    FAILED = "failed"
    REFUSED = "refused"
    REFUSED_OPENLY = "refused_openly"
    SIGNED_OUT = "signed_out"
    STOPPED = "stopped"
    DONE_SO_FAR = "done_so_far"
    SHALL_I = "shall_i"
    SHALL_I_PERMISSION = "shall_i_permission"
    DENIED = "denied"
    EXPIRED = "expired"
    NOTHING_PENDING = "nothing_pending"
    UNKNOWN_COMMAND = "unknown_command"
    NO_WORDS = "no_words"
    UNDONE = "undone"
    BEGUN = "begun"
    NO_MODEL = "no_model"
    PICKS_ONLY = "picks_only"
    THOUGHT_AWAY = "thought_away"
    THOUGHT_SLOW = "thought_slow"
    THOUGHT_NONSENSE = "thought_nonsense"


_TEXTS: dict[Say, tuple[str, str]] = {
    Say.ANSWERED_PRIVATELY: (
        "The answer is in your direct room with me: it holds what is yours alone.",
        "La réponse est dans ta conversation directe avec moi : elle contient ce qui n’est qu’à toi.",
    ),
    Say.NOT_UNDERSTOOD: (
        "That was not clear to me, and nothing was changed. /help lists what can be asked.",
        "Je n’ai pas compris, et rien n’a été modifié. /aide montre ce qu’on peut demander.",
    ),
    Say.NOT_UNDERSTOOD_NO_MODEL: (
        "That is beyond the plain commands that I know, and no model is set up for the rest. "
        "Nothing was changed. /help lists what can be asked.",
        "Cela dépasse les commandes simples que je connais, et aucun modèle n’est configuré pour le reste. "
        "Rien n’a été modifié. /aide montre ce qu’on peut demander.",
    ),
    Say.MODEL_AWAY: (
        "The model is not answering. {so_far} Plain commands still work; /help lists them.",
        "Le modèle ne répond pas. {so_far} Les commandes simples marchent toujours ; /aide les montre.",
    ),
    Say.MODEL_SLOW: (
        "The model took too long, so I stopped. {so_far} A shorter sentence may work.",
        "Le modèle a été trop long, je me suis arrêté. {so_far} Une phrase plus courte peut marcher.",
    ),
    Say.MODEL_NONSENSE: (
        "The model gave an answer that makes no sense. {so_far} Saying it differently may work.",
        "La réponse du modèle n’a pas de sens. {so_far} Le dire autrement peut marcher.",
    ),
    Say.GAVE_UP: (
        "I could not work out how to do this. {so_far} Saying it in smaller steps may work.",
        "Je n’ai pas trouvé comment faire. {so_far} Le dire en plus petites étapes peut marcher.",
    ),
    Say.TOO_LONG: (
        "This took too many steps, so I stopped. {so_far}",
        "Il fallait trop d’étapes, je me suis arrêté. {so_far}",
    ),
    Say.FAILED: (
        "Something went wrong here. {so_far} It has been logged.",
        "Quelque chose s’est mal passé ici. {so_far} C’est noté dans le journal.",
    ),
    Say.REFUSED: ("That did not work: {detail} {so_far}", "Cela n’a pas marché : {detail} {so_far}"),
    Say.REFUSED_OPENLY: (
        "That did not work; the run says why, to the one who asked. {so_far}",
        "Cela n’a pas marché ; le déroulé dit pourquoi, à la personne qui a demandé. {so_far}",
    ),
    Say.SIGNED_OUT: (
        "The account that asked is not active any more.",
        "Le compte qui a demandé n’est plus actif.",
    ),
    Say.STOPPED: ("Stopped. {so_far}", "Arrêté. {so_far}"),
    Say.SHALL_I: ("Did you mean: {what}?", "S’agit-il de : {what} ?"),
    Say.SHALL_I_PERMISSION: (
        "This needs your go-ahead: {what}. Shall I?",
        "Il me faut un accord pour : {what}. Je le fais ?",
    ),
    Say.DENIED: ("All right, nothing was done.", "D’accord, rien n’a été fait."),
    Say.EXPIRED: (
        "That question has expired, and nothing was done. It can be asked again.",
        "Cette question a expiré, et rien n’a été fait. On peut la reposer.",
    ),
    Say.NOTHING_PENDING: ("There is no open question here.", "Aucune question n’est en attente ici."),
    Say.UNKNOWN_COMMAND: (
        "There is no command {command}. /help lists them.",
        "La commande {command} n’existe pas. /aide les montre.",
    ),
    Say.NO_WORDS: ("Done.", "C’est fait."),
    Say.UNDONE: ("Undone.", "C’est annulé."),
    Say.BEGUN: (
        "A model is at work on it; it appears on its page as it comes.",
        "Un modèle y travaille ; cela apparaît sur sa page au fur et à mesure.",
    ),
    Say.NO_MODEL: (
        "No model is set up that can write. An administrator can set PANORAMIX_OPENAI_BASE_URL or start Ollama.",
        "Aucun modèle capable d’écrire n’est configuré. Un administrateur peut définir "
        "PANORAMIX_OPENAI_BASE_URL ou démarrer Ollama.",
    ),
    Say.PICKS_ONLY: (
        "The built-in model only picks commands, it cannot write. "
        "An administrator can set PANORAMIX_OPENAI_BASE_URL or start Ollama.",
        "Le modèle intégré choisit des commandes, il ne sait pas écrire. Un administrateur peut définir "
        "PANORAMIX_OPENAI_BASE_URL ou démarrer Ollama.",
    ),
    Say.THOUGHT_AWAY: (
        "The model is not answering. Nothing was changed. It may be worth another try in a while.",
        "Le modèle ne répond pas. Rien n’a été modifié. On peut réessayer plus tard.",
    ),
    Say.THOUGHT_SLOW: (
        "The model took too long. Nothing was changed.",
        "Le modèle a été trop long. Rien n’a été modifié.",
    ),
    Say.THOUGHT_NONSENSE: (
        "The model’s answer cannot be used. Nothing was changed. Another try may do.",
        "La réponse du modèle est inutilisable. Rien n’a été modifié. Un nouvel essai peut suffire.",
    ),
}

_SO_FAR: tuple[tuple[str, str], tuple[str, str]] = (
    ("Nothing was changed.", "Rien n’a été modifié."),
    ("What was done before that stands and can be undone.", "Ce qui a été fait avant reste et peut être annulé."),
)


def say(text: Say, locale: str, *, changed: bool = False, **values: str) -> str:
    """One text in the person's language; `{so_far}` says whether anything was changed before."""
    place = 1 if locale.lower().startswith("fr") else 0
    so_far = _SO_FAR[1 if changed else 0][place]
    return _TEXTS[text][place].format(so_far=so_far, **values).strip()


def counted(kind: str, count: int, locale: str) -> str:
    """`one task`, `2 événements`: a count that says nothing about what is in it."""
    french = locale.lower().startswith("fr")
    singular, plural, feminine = KINDS["fr" if french else "en"].get(kind, (kind, f"{kind}s", False))
    if count == 1:
        one = ("une" if feminine else "un") if french else "one"
        return f"{one} {singular}"
    return f"{count} {plural}"
