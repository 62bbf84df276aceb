/** Says that a message was not sent when its room is not the one on screen; there the message itself says it. */
import { t } from "@/i18n";
import { discard, onFailed } from "@/store/outbox";
import { openRoom, roomName, rooms } from "@/store/rooms";
import { toast } from "@/store/toasts";
import { navigate } from "./router";

const STAYS_MS = 12_000;

export function tellFailures(): () => void {
  return onFailed((item) => {
    const room = rooms.peek().get(item.room_id);
    if (room && openRoom.peek() === room.id) return;
    const text = room ? t("message.failed_in", { name: roomName(room) }) : t("message.failed_gone");
    const action = room
      ? { label: t("message.show"), run: () => navigate(`/rooms/${room.id}`) }
      // The room is gone, and its messages with it: the text is not.
      : { label: t("message.copy_text"), run: () => void navigator.clipboard.writeText(item.content).then(() => discard(item.client_msg_id)) };
    toast(text, { tone: "bad", action, ms: STAYS_MS });
  });
}
