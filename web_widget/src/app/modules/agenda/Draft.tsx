import type { JSX } from "preact";
import { useState } from "preact/hooks";
import { Button } from "@/components/Button";
import { Check } from "@/components/Field";
import { openPopover } from "@/components/Popover";
import type { DateOnly } from "@/contract";
import { t } from "@/i18n";
import { addDays, dayOf, longDay } from "@/i18n/format";
import { openEntity } from "../../panes";
import { create, openKey } from "./change";
import { fieldTime, instantAt, minutesOf, readTime } from "./time";

export interface Wanted {
  start: string;
  end: string;
  all_day: boolean;
}

/** The small panel that makes an event where one clicked or dragged. What was typed stays if the hub refuses. */
export function openDraft(anchor: Element | { x: number; y: number }, wanted: Wanted, onClose?: () => void): void {
  openPopover({ anchor, label: t("action.new_event"), placement: anchor instanceof Element && anchor.hasAttribute("data-newevent") ? "bottom-end" : "right-start", render: (close) => <DraftPanel wanted={wanted} close={close} />, ...(onClose ? { onClose } : {}) });
}

function DraftPanel({ wanted, close }: { wanted: Wanted; close: () => void }): JSX.Element {
  const [summary, setSummary] = useState("");
  const [when, setWhen] = useState(wanted);
  const [busy, setBusy] = useState(false);
  const day: DateOnly = when.all_day ? when.start.slice(0, 10) : dayOf(when.start);
  const submit = async (open: boolean): Promise<void> => {
    if (busy) return;
    setBusy(true);
    const id = await create({ summary: summary.trim() || t("agenda.untitled"), ...when });
    setBusy(false);
    if (!id) return;
    close();
    if (open) {
      openKey.value = null;
      openEntity({ kind: "agenda", id });
    }
  };
  const time = (name: "start" | "end", text: string): void => {
    const minutes = readTime(text);
    if (minutes === null) return;
    const at = instantAt(day, minutes);
    if (name === "start") setWhen({ ...when, start: at, end: new Date(Date.parse(at) + Date.parse(when.end) - Date.parse(when.start)).toISOString() });
    else setWhen({ ...when, end: at > when.start ? at : instantAt(addDays(day, 1), minutes) });
  };
  const toggle = (all_day: boolean): void => {
    if (all_day) setWhen({ all_day, start: day, end: addDays(day, 1) });
    else setWhen({ all_day, start: instantAt(day, 9 * 60), end: instantAt(day, 10 * 60) });
  };
  const last = when.all_day ? addDays(when.end, -1) : day;
  return (
    <form class="eventdraft" onSubmit={(event) => { event.preventDefault(); void submit(false); }}>
      <input class="input" type="text" aria-label={t("agenda.summary")} placeholder={t("agenda.summary")} value={summary} maxLength={300} onInput={(event) => setSummary(event.currentTarget.value)} />
      <p class="small">{longDay(day)}{last > day ? ` – ${longDay(last)}` : ""}</p>
      {when.all_day ? null : (
        <div class="times">
          <input class="input num" type="time" aria-label={t("agenda.start")} value={fieldTime(when.start)} onChange={(event) => time("start", event.currentTarget.value)} />
          <span aria-hidden="true">–</span>
          <input class="input num" type="time" aria-label={t("agenda.end")} value={fieldTime(when.end)} onChange={(event) => time("end", event.currentTarget.value)} />
        </div>
      )}
      <Check label={t("date.all_day")} checked={when.all_day} onValue={toggle} />
      <div class="do">
        <Button small tone="plain" onClick={() => void submit(true)}>{t("agenda.more")}</Button>
        <Button small type="submit" tone="primary" busy={busy}>{t("add")}</Button>
      </div>
    </form>
  );
}

/** The next half hour of today, or nine o'clock of another day. */
export function usualTime(day: DateOnly, today: DateOnly): Wanted {
  const from = day === today ? Math.min(23 * 60, Math.ceil((minutesOf(new Date()) + 1) / 30) * 30) : 9 * 60;
  return { start: instantAt(day, from), end: instantAt(day, from + 60), all_day: false };
}
