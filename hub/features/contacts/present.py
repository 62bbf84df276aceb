"""Stored contacts to public ones."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from hub.features.accounts.access import names
from hub.features.contacts.documents import ContactDocument
from hub.features.contacts.schemas import Contact
from hub.storage.documents import encode
from hub.storage.plain import Plain, Shape

CONTACT = Shape(Contact, ContactDocument, made={"display_name", "username", "disabled"})


async def present_contacts(rows: Sequence[Mapping[str, Any]]) -> list[Contact]:
    """Public contacts, with what their accounts are called now."""
    return CONTACT.models(rows, await made_of_contacts(rows))


async def made_of_contacts(rows: Sequence[Mapping[str, Any]]) -> list[Plain]:
    """What contacts show beside what is stored: what their accounts are called now."""
    accounts = await names(row["user_id"] for row in rows)
    shown: list[Plain] = []
    for row in rows:
        account = accounts.get(row["user_id"])
        about: Plain = {
            "display_name": account.display_name if account else "",
            "username": account.username if account else "",
            "disabled": account is None or account.disabled,
        }
        shown.append(about)
    return shown


async def present_contact(doc: ContactDocument) -> Contact:
    """The public form of one contact."""
    return (await present_contacts([encode(doc)]))[0]
