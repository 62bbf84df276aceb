/** "Report…" in a message's menu: on what somebody else has written. */
import { overlay } from "@/app/overlay";
import type { MenuEntry } from "@/components/Menu";
import type { Message } from "@/contract";
import { t } from "@/i18n";

export function reportItem(message: Message, mine: boolean): MenuEntry {
  return !mine && !message.deleted_at && { label: t("report.message"), run: () => (overlay.value = { report: message.id }) };
}
