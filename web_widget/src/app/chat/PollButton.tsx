import { Vote } from "lucide-preact";
import type { JSX } from "preact";
import { overlay } from "@/app/overlay";
import { IconButton } from "@/components/Button";
import type { Room } from "@/contract";
import { t } from "@/i18n";

/** Asks the room; where there is no width for it, it stands in the menu beside "Send". */
export function PollButton({ room }: { room: Room }): JSX.Element {
  return <IconButton class="pollbutton" label={t("composer.poll")} onClick={() => (overlay.value = { poll: room.id })}><Vote aria-hidden="true" /></IconButton>;
}
