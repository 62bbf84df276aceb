import { CalendarClock } from "lucide-preact";
import type { JSX } from "preact";
import { IconButton } from "@/components/Button";
import type { Message, Room } from "@/contract";
import { t, withWords } from "@/i18n";

interface Props {
  room: Room;
  text: string;
  reply: Message | null;
  /** Files go with a message that is sent now; one that waits has none. */
  files: boolean;
  onKept: () => void;
}

/** Beside "Send": the same message at another time. Its menu is fetched when it is first wanted. */
export function SendLater({ room, text, reply, files, onKept }: Props): JSX.Element {
  const open = (anchor: Element): void => {
    void withWords(() => import("../modules/scheduled/later"), "scheduled", "work")
      .then(({ sendLater }) => sendLater(anchor, { files, room, content: text.trim(), replyTo: reply?.id ?? null, onKept }));
  };
  return (
    <IconButton class="laterbutton" label={t("composer.send_later")} aria-haspopup="menu" onClick={(event) => open(event.currentTarget)}>
      <CalendarClock aria-hidden="true" />
    </IconButton>
  );
}
