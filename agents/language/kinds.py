"""What things are called, in both languages, and where they are shown."""

from collections.abc import Mapping
from typing import Any

from agents.language.outcome import Language

_NAMES: dict[str, tuple[str, str, str, str, bool]] = {
    # English singular and plural, French singular and plural, whether French makes it feminine.
    "agenda": ("event", "events", "événement", "événements", False),
    "alarm": ("alarm", "alarms", "alarme", "alarmes", True),
    "approval": ("question", "questions", "question", "questions", True),
    "bookmark": ("bookmark", "bookmarks", "signet", "signets", False),
    "budget": ("budget line", "budget lines", "ligne de budget", "lignes de budget", True),
    "budget_envelope": ("envelope", "envelopes", "enveloppe", "enveloppes", True),
    "budget_vendor": ("vendor", "vendors", "fournisseur", "fournisseurs", False),
    "contact": ("contact", "contacts", "contact", "contacts", False),
    "disk": ("disk", "disks", "disque", "disques", False),
    "disk_session": ("disk session", "disk sessions", "séance de disques", "séances de disques", True),
    "donation": ("donation", "donations", "don", "dons", False),
    "donation_item": ("thing given", "things given", "objet donné", "objets donnés", False),
    "draft": ("draft", "drafts", "brouillon", "brouillons", False),
    "file": ("file", "files", "fichier", "fichiers", False),
    "journal": ("journal line", "journal lines", "ligne du journal", "lignes du journal", True),
    "journal_summary": ("journal summary", "journal summaries", "résumé du journal", "résumés du journal", False),
    "link": ("link", "links", "lien", "liens", False),
    "loan": ("loan", "loans", "prêt", "prêts", False),
    "loan_item": ("thing lent", "things lent", "objet prêté", "objets prêtés", False),
    "lot": ("lot", "lots", "lot", "lots", False),
    "lot_item": ("machine", "machines", "machine", "machines", True),
    "membership": ("membership", "memberships", "appartenance", "appartenances", True),
    "message": ("message", "messages", "message", "messages", False),
    "note": ("note", "notes", "note", "notes", True),
    "note_label": ("label", "labels", "étiquette", "étiquettes", True),
    "note_line": ("line", "lines", "ligne", "lignes", True),
    "note_session": ("note session", "note sessions", "séance de notes", "séances de notes", True),
    "order": ("order", "orders", "commande", "commandes", True),
    "order_line": ("order line", "order lines", "ligne de commande", "lignes de commande", True),
    "person": ("person", "people", "personne", "personnes", True),
    "poll": ("poll", "polls", "sondage", "sondages", False),
    "poll_vote": ("vote", "votes", "vote", "votes", False),
    "project": ("project", "projects", "projet", "projets", False),
    "project_member": ("member", "members", "membre", "membres", False),
    "reception": ("piece of hardware", "pieces of hardware", "matériel", "matériels", False),
    "report": ("report", "reports", "signalement", "signalements", False),
    "room": ("room", "rooms", "salon", "salons", False),
    "scheduled": ("scheduled message", "scheduled messages", "message programmé", "messages programmés", False),
    "scheduled_message": (
        "scheduled message",
        "scheduled messages",
        "message programmé",
        "messages programmés",
        False,
    ),
    "search": ("result", "results", "résultat", "résultats", False),
    "situation": ("situation", "situations", "situation", "situations", True),
    "situation_actor": ("actor", "actors", "acteur", "acteurs", False),
    "situation_note": ("situation note", "situation notes", "note de situation", "notes de situation", True),
    "situation_question": ("question", "questions", "question", "questions", True),
    "situation_summary": ("summary", "summaries", "résumé", "résumés", False),
    "task": ("task", "tasks", "tâche", "tâches", True),
    "task_comment": ("comment", "comments", "commentaire", "commentaires", False),
    "team": ("team", "teams", "équipe", "équipes", True),
    "transfer": ("import or export", "imports and exports", "import ou export", "imports et exports", False),
    "user": ("account", "accounts", "compte", "comptes", False),
}
KINDS: dict[Language, dict[str, tuple[str, str, bool]]] = {
    "en": {kind: (one, many, False) for kind, (one, many, _, _, _) in _NAMES.items()},
    "fr": {kind: (one, many, feminine) for kind, (_, _, one, many, feminine) in _NAMES.items()},
}
"""By kind, or by an operation's feature where that is another word: singular, plural, feminine."""

PLACES = {
    "agenda": "/agenda/{id}",
    "alarm": "/alarms/{id}",
    "bookmark": "/messages/{message_id}",
    "budget": "/budget/{id}",
    "contact": "/people/contacts",
    "disk": "/reception/disks/{id}",
    "donation": "/reception/donations/{id}",
    "donation_item": "/reception/given/{id}",
    "loan": "/reception/loans/{id}",
    "loan_item": "/reception/lent/{id}",
    "disk_session": "/reception/sessions/{id}",
    "draft": "/rooms/{room_id}",
    "file": "/files/{id}",
    "journal": "/journal?line={id}",
    "link": "/links/{id}",
    "lot": "/reception/lots/{id}",
    "lot_item": "/reception/items/{id}",
    "message": "/messages/{id}",
    "note": "/notes/{id}",
    "note_label": "/notes?label={id}",
    "note_session": "/sessions/{id}",
    "order": "/reception/orders/{id}",
    "person": "/people/{id}",
    "poll": "/messages/{message_id}",
    "project": "/projects/{id}",
    "room": "/rooms/{id}",
    "scheduled": "/scheduled",
    "situation": "/situations/{id}",
    "task": "/tasks/{id}",
    "team": "/people/teams/{id}",
    "transfer": "/transfers",
}
"""Where the app shows a thing of each kind."""


def path_of(kind: str, item: Mapping[str, Any]) -> str | None:
    """The address of a thing; None if there is no page for it, or if what the address needs is not known."""
    place = PLACES.get(kind)
    try:
        return place.format_map(item) if place else None
    except KeyError:
        return None
