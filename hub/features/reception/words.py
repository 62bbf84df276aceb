"""The words on papers, in English and French."""

from __future__ import annotations

MONTHS: dict[str, tuple[str, ...]] = {
    "en": (
        *("January", "February", "March", "April", "May", "June"),
        *("July", "August", "September", "October", "November", "December"),
    ),
    "fr": (
        *("janvier", "février", "mars", "avril", "mai", "juin"),
        *("juillet", "août", "septembre", "octobre", "novembre", "décembre"),
    ),
}
_BOTH: dict[str, tuple[str, str]] = {
    "lot": ("Hardware received", "Bon de réception"),
    "received_on": ("Received", "Reçu le"),
    "finished_at": ("Finished", "Terminé le"),
    "recovered_at": ("Collected", "Récupéré le"),
    "number": ("No.", "N°"),
    "ready": ("Ready", "Prêts"),
    "so_many_of": ("{ready} of {total}", "{ready} sur {total}"),
    "serial": ("Serial number", "Numéro de série"),
    "type": ("Type", "Type"),
    "machine": ("Brand and model", "Marque et modèle"),
    "state": ("State", "État"),
    "technician": ("Technician", "Technicien"),
    "os": ("System", "Système"),
    "order": ("Order", "Bon de commande"),
    "ordered_on": ("Ordered", "Commandé le"),
    "supplier": ("Supplier", "Fournisseur"),
    "category": ("Category", "Catégorie"),
    "product": ("Product", "Produit"),
    "quantity": ("Quantity", "Quantité"),
    "unit_price": ("Unit price", "Prix unitaire"),
    "shipping": ("Shipping", "Frais de port"),
    "total": ("Total", "Total"),
    "link": ("Link", "Lien"),
    "disk_session": ("Disks wiped", "Effacement de disques"),
    "held_on": ("Held", "Séance du"),
    "wiped": ("Wiped", "Effacés"),
    "size": ("Size", "Capacité"),
    "gigabytes": ("{size} GB", "{size} Go"),
    "interface": ("Interface", "Interface"),
    "wiping": ("Wiped by", "Effacement"),
    "overwrite": ("Overwriting", "Réécriture"),
    "erase_sanitise": ("Secure erase and sanitise", "Secure erase et sanitize"),
    "destroyed": ("Destroyed", "Destruction"),
    "responsible": ("Responsible", "Responsable"),
    "made": ("Made on {day} with Panoramix", "Établi le {day} avec Panoramix"),
    "page": ("Page {page} of {pages}", "Page {page} sur {pages}"),
    "laptop": ("Laptop", "Portable"),
    "desktop": ("Desktop", "Fixe"),
    "screen": ("Screen", "Écran"),
    "other": ("Other", "Autre"),
    "refurbished": ("Refurbished", "Reconditionné"),
    "for_parts": ("For parts", "Pour pièces"),
    "dead": ("Dead", "Hors service"),
}
WORDS: dict[str, dict[str, str]] = {
    language: {key: both[place] for key, both in _BOTH.items()} for place, language in enumerate(("en", "fr"))
}
