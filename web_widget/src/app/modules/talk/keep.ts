/** Keeping a message, from its menu; fetched when it is first asked for. */
import type { Message } from "@/contract";
import { t } from "@/i18n";
import { toast } from "@/store/toasts";
import { navigate } from "../../router";
import { bookmarks } from "./store";

export async function keep(message: Message): Promise<void> {
  try {
    await bookmarks.create({ message_id: message.id });
    toast(t("message.kept"), { action: { label: t("message.kept_show"), run: () => navigate("/bookmarks") } });
  } catch {
    // Said in a toast by the store.
  }
}
