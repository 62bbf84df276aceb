"""Vendors: when two names mean the same one, and what is usually bought there."""

from __future__ import annotations

import re
from functools import lru_cache
from itertools import pairwise

from hub.storage.words import folded

FORMS = "sa sas sasu sarl eurl sci scop snc gie inc ltd llc llp plc corp co gmbh ag kg bv nv spa srl oy ab aps"
LEGAL_FORMS = frozenset(FORMS.split())
NOT_WORDS = re.compile(r"[^\w]+|_+")

WORDS: dict[str, str] = {
    "groceries": "carrefour auchan leclerc lidl aldi intermarche monoprix franprix casino biocoop picard naturalia "
    "supermarche epicerie boulangerie boucherie primeur marche supermarket grocery grocer bakery butcher tesco "
    "sainsbury sainsburys asda morrisons waitrose kroger safeway walmart costco wholefoods",
    "restaurant": "restaurant resto brasserie bistro bistrot pizzeria pizza cafe coffee bar pub mcdonald mcdonalds "
    "kfc burger starbucks subway sushi kebab traiteur cantine deliveroo ubereats doordash grubhub lunch dejeuner",
    "transport": "sncf ratp tcl keolis navigo uber bolt lyft taxi vtc metro bus tram train trainline blablacar lime "
    "eurostar thalys amtrak tfl parking peage autoroute vinci toll",
    "fuel": "total totalenergies esso shell bp avia station essence carburant diesel fuel gasoline petrol chevron",
    "travel": "airfrance easyjet ryanair lufthansa british airways delta transavia airbnb booking expedia hotel ibis "
    "novotel mercure accor marriott hilton hostel auberge gite flight vol",
    "software": "github gitlab jetbrains adobe microsoft google openai anthropic notion slack figma dropbox zoom "
    "atlassian canva apple icloud steam software logiciel saas",
    "hosting": "ovh ovhcloud scaleway hetzner aws cloudflare digitalocean gandi ionos infomaniak heroku netlify "
    "vercel linode hosting hebergement",
    "telecom": "orange sfr bouygues free sosh vodafone verizon tmobile comcast telecom telephone mobile internet",
    "energy": "edf engie enedis grdf eni veolia suez electricite electricity gaz water eau",
    "housing": "loyer rent foncia syndic copropriete landlord mortgage",
    "insurance": "axa maif macif matmut maaf groupama allianz generali mutuelle assurance insurance",
    "health": "pharmacie pharmacy docteur doctor medecin dentiste dentist hopital hospital clinique clinic "
    "laboratoire opticien optician doctolib boots walgreens cvs",
    "hardware": "ldlc materiel dell lenovo hp boulanger darty fnac ikea leroymerlin castorama bricorama bricolage "
    "bestbuy hardware backmarket",
    "office": "bureauvallee staples papeterie stationery imprimerie printing fournitures",
    "post": "laposte poste colissimo chronopost ups dhl fedex usps royalmail mondialrelay",
    "leisure": "cinema theatre netflix spotify deezer disney ugc pathe gaumont concert musee museum canal librairie "
    "bookshop",
    "clothing": "zara uniqlo decathlon kiabi zalando vinted nike adidas primark",
    "bank": "banque bank frais agios commission fees stripe paypal",
    "taxes": "urssaf impots dgfip tresor tax irs hmrc cotisation",
    "salary": "salaire salary payroll paie wage wages",
}
"""Words of names and what they usually stand for, French and English."""

BY_WORD = {word: category for category, words in WORDS.items() for word in words.split()}


@lru_cache(maxsize=4096)
def vendor_key(vendor: str) -> str:
    """What stays the same however a vendor is written: no case, accents, punctuation or legal form.

    A name that is nothing but a legal form is kept.
    """
    words = NOT_WORDS.sub(" ", folded(vendor)).split()
    kept = list(words)
    while len(kept) > 1 and kept[-1] in LEGAL_FORMS:
        kept.pop()
    return " ".join(kept)


def usual_category(vendor: str, label: str = "") -> str:
    """What the words of a name usually stand for; empty if nothing is known."""
    for text in (vendor, label):
        words = vendor_key(text).split()
        # "Leroy Merlin" and "bureau vallée" are in the table as one word.
        joined = ["".join(pair) for pair in pairwise(words)]
        found = next((BY_WORD[word] for word in (*joined, *words) if word in BY_WORD), "")
        if found:
            return found
    return ""
