import type { JSX } from "preact";
import { useEffect, useState } from "preact/hooks";
import type { Message, Page, Room } from "@/contract";
import { api } from "@/connection";
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
  const log = logOf(room.id);
  const [found, setFound] = useState<readonly Message[]>([]);
  useEffect(() => {
    // Those that are far back are not here. Without an answer, those that are here show all the same.
    void api.get<Page<Message>>(`/api/rooms/${room.id}/messages`, { pinned: true, limit: 100 }).then((page) => setFound(page.items), () => undefined);
  }, [room.id]);
  const here = new Map(log.messages.value.map((message) => [message.id, message]));
  const known = [...found.map((message) => here.get(message.id) ?? message), ...[...here.values()].reverse().filter((message) => !found.some((one) => one.id === message.id))];
  const pinned = known.filter((message) => isPinned(message) && !message.deleted_at).sort((a, b) => b.seq - a.seq);
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
