import { navigate } from "@/app/router";
import { t } from "@/i18n";
import { notes } from "@/store/kinds";

/** Makes a note and opens it, its title ready to be written. */
export async function newNote(input: object = {}): Promise<void> {
  const made = await notes.create({ title: t("notes.untitled"), ...input }).catch(() => null); // said in a toast
  if (made) navigate(`/notes/${made.id}?new=1`);
}
