import type { JSX } from "preact";
import type { Message, Room } from "@/contract";
import { openPopover } from "@/components/Popover";
import { t } from "@/i18n";
import { dayAndClock } from "@/i18n/format";
import { isPinned, logOf } from "@/store/messages";
import { plainText } from "./MessageView";
import { reveal } from "./state";
import "./Pins.css";

/** The room's pinned messages, beside the pin. */
export function openPins(anchor: Element, room: Room): void {
  openPopover({ anchor, label: t("rooms.pinned"), placement: "bottom-end", render: (close) => <Pins room={room} close={close} /> });
}

function Pins({ room, close }: { room: Room; close: () => void }): JSX.Element {
  const pinned = logOf(room.id).messages.value.filter((message: Message) => isPinned(message) && !message.deleted_at);
  if (pinned.length === 0) return <p class="pins none">{t("rooms.no_pins")}</p>;
  return (
    <div class="pins">
      {pinned.map((message) => (
        <button key={message.id} type="button" class="menu-item" onClick={() => { close(); reveal.value = message.id; }}>
          <span><b>{message.sender.display_name}</b> <small>{dayAndClock(message.created_at)}</small><br />{plainText(message.content).slice(0, 160)}</span>
        </button>
      ))}
    </div>
  );
}
