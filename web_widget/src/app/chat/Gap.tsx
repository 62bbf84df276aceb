import type { JSX } from "preact";
import { Button } from "@/components/Button";
import type { Id } from "@/contract";
import { t } from "@/i18n";
import { logOf } from "@/store/messages";

/** Where history that is not here begins: it comes as one scrolls there, or at a press. */
export function Gap({ room, side }: { room: Id; side: "earlier" | "later" }): JSX.Element | null {
  const log = logOf(room);
  const far = log.far.value;
  if (!far) return null;
  const loading = (side === "earlier" ? far.earlier : far.later).value === "loading";
  return (
    <div class="day gap">
      <Button small disabled={loading} onClick={() => void (side === "earlier" ? far.loadEarlier() : log.loadLater())}>{t(loading ? "chat.gap_loading" : side === "earlier" ? "chat.gap_earlier" : "chat.gap_later")}</Button>
    </div>
  );
}
