import { Contact as ContactIcon, MessageSquare, Plus, Trash2 } from "lucide-preact";
import type { JSX } from "preact";
import { removeWithUndo } from "@/actions/rows";
import { Avatar } from "@/components/Avatar";
import { Button, IconButton } from "@/components/Button";
import { Empty } from "@/components/Empty";
import { t } from "@/i18n";
import { directRoom } from "@/store/rooms";
import { toastError } from "@/store/toasts";
import { navigate } from "../../router";
import { InlineText } from "../parts/InlineText";
import { ListState } from "../parts/ListState";
import { pickPerson } from "../parts/pickers";
import { useAll } from "../parts/useAll";
import { contacts, type Contact } from "./store";

const all = contacts.query({ limit: 200 });

/** Accounts that one keeps at hand, under names that only one sees oneself. */
export function ContactList(): JSX.Element {
  useAll(all);
  const add = <Button data-quickadd onClick={(event) => pickPerson(event.currentTarget as Element, null, (user_id) => user_id && void contacts.create({ user_id }).catch(() => undefined))}><Plus aria-hidden="true" />{t("directory.add_contact")}</Button>;
  return (
    <>
      <p class="contactadd">{all.items.value.length > 0 ? add : null}</p>
      <ListState query={all} empty={<Empty icon={<ContactIcon aria-hidden="true" />} title={t("directory.no_contact")} text={t("directory.no_contact_text")} action={add} />}>
        <ul class="contactlist" aria-label={t("directory.contacts")}>{all.items.value.map((contact) => <ContactLine key={contact.id} contact={contact} />)}</ul>
      </ListState>
    </>
  );
}

function ContactLine({ contact }: { contact: Contact }): JSX.Element {
  const save = (nickname: string): void => void contacts.update(contact.id, { nickname }).catch(() => undefined); // said in a toast, and shown as it was
  const talk = (): void => void directRoom(contact.user_id).then((room) => navigate(`/rooms/${room.id}`), toastError);
  return (
    <li>
      <Avatar id={contact.user_id} name={contact.display_name} size="m" presence={!contact.disabled} />
      <span class="who"><b class="ell">{contact.display_name}</b><small class="ell">@{contact.username}{contact.disabled ? ` · ${t("directory.closed")}` : ""}</small></span>
      <InlineText label={t("directory.nickname_of", { name: contact.display_name })} value={contact.nickname} placeholder={t("directory.nickname")} onSave={save} />
      {contact.disabled ? null : <IconButton label={t("directory.talk", { name: contact.display_name })} onClick={talk}><MessageSquare aria-hidden="true" /></IconButton>}
      <IconButton label={t("directory.remove_contact", { name: contact.display_name })} onClick={() => removeWithUndo({ kind: "contact", id: contact.id })}><Trash2 aria-hidden="true" /></IconButton>
    </li>
  );
}
