/** A small panel to change a date. Its code, which reads days in words, is fetched when it is first wanted. */
import type { DateOnly } from "@/contract";
import { t } from "@/i18n";
import { toast } from "@/store/toasts";
import { openPopover } from "./Popover";

const panel = (): Promise<typeof import("./DatePanel")> => import("./DatePanel");

/** So that the first one opens at once. */
export function preloadDates(): void {
  void panel().catch(() => undefined); // said when it is wanted
}

export function pickDate(anchor: Element, value: DateOnly | null, onPick: (day: DateOnly | null) => void): void {
  panel().then(
    ({ DatePanel }) => openPopover({
      anchor,
      label: t("date.pick"),
      placement: "bottom-end",
      render: (close) => <DatePanel value={value} onPick={(day) => { close(); onPick(day); }} />,
    }),
    () => toast(t("error.part"), { tone: "bad" }),
  );
}
