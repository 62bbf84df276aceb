/** The tab's title: what waits for an answer, where one is. */
import { effect } from "@preact/signals";
import { t } from "@/i18n";
import { attention, openRoom, roomName, rooms } from "@/store/rooms";
import { me } from "@/store/session";
import { placeAt } from "./places";
import { firstSegment } from "./router";

export function startTitle(): () => void {
  return effect(() => {
    const room = openRoom.value ? rooms.value.get(openRoom.value) : undefined;
    const where = !me.value ? "" : room ? roomName(room) : t(placeAt(firstSegment.value).title);
    const count = me.value && attention.value > 0 ? `(${attention.value}) ` : "";
    document.title = `${count}${where ? `${where} · ` : ""}${t("app.name")}`;
  });
}
