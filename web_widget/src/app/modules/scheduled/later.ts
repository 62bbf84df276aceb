/** "Send later": when, from a menu; then the message waits at the hub, not in this browser. */
import { CalendarClock, Clock, List, Vote } from "lucide-preact";
import { overlay } from "@/app/overlay";
import { isNarrow } from "@/app/panes";
import { navigate } from "@/app/router";
import { openMenu } from "@/components/Menu";
import type { Id, Instant, Room } from "@/contract";
import { t } from "@/i18n";
import { addDays, dayAndClock, dayOf, today } from "@/i18n/format";
import { toast, toastError } from "@/store/toasts";
import { instantAt } from "../agenda/time";
import { pickWhen } from "../alarms/When";
import { scheduled } from "./store";
import "../alarms/alarms.css";

const NINE = 9 * 60;

/** Nine o'clock tomorrow, and on the next Monday (not tomorrow's), on the person's clock. */
export function choices(now: Date): { tomorrow: Instant; monday: Instant } {
  const day = dayOf(now);
  const weekday = new Date(`${day}T12:00:00Z`).getUTCDay();
  const ahead = ((8 - weekday) % 7) || 7;
  return { tomorrow: instantAt(addDays(day, 1), NINE), monday: instantAt(addDays(day, ahead), NINE) };
}

export interface Waiting {
  room: Room;
  content: string;
  files: boolean;
  replyTo: Id | null;
  /** The hub has it. */
  onKept: () => void;
}

export function sendLater(anchor: Element, waiting: Waiting): void {
  const { tomorrow, monday } = choices(new Date());
  const keep = (at: Instant): void => {
    if (waiting.files) toast(t("composer.no_files_later"));
    else void schedule(waiting, at);
  };
  const disabled = !waiting.content;
  openMenu(anchor, t("composer.send_later"), [
    { label: dayAndClock(tomorrow), icon: Clock, disabled, run: () => keep(tomorrow) },
    monday === tomorrow ? null : { label: dayAndClock(monday), icon: Clock, disabled, run: () => keep(monday) },
    // The menu is closing while this runs.
    { label: t("scheduled.pick"), icon: CalendarClock, disabled, run: () => queueMicrotask(() => pickWhen(anchor, instantAt(today(), NINE) > new Date().toISOString() ? instantAt(today(), NINE) : tomorrow, keep)) },
    "line",
    isNarrow() && { label: t("composer.poll"), icon: Vote, run: () => (overlay.value = { poll: waiting.room.id }) },
    { label: t("scheduled.show_all"), icon: List, run: () => navigate("/scheduled") },
  ], "top-end");
}

async function schedule({ room, content, replyTo, onKept }: Waiting, at: Instant): Promise<void> {
  try {
    await scheduled.create({ room_id: room.id, content, send_at: at, ...(replyTo ? { reply_to: replyTo } : {}) }, { quiet: true });
    onKept();
    toast(t("scheduled.kept_toast", { when: dayAndClock(at) }), { action: { label: t("scheduled.show"), run: () => navigate("/scheduled") } });
  } catch (error) {
    toastError(error); // what was typed stays where it is
  }
}
