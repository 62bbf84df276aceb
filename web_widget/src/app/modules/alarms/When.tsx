import type { JSX } from "preact";
import { useState } from "preact/hooks";
import { openPopover } from "@/components/Popover";
import type { Instant } from "@/contract";
import { t } from "@/i18n";
import { addDays, dayAndClock, dayOf, now, today } from "@/i18n/format";
import { fieldTime, instantAt, minutesOf, readTime } from "../agenda/time";
import { understand } from "./time";

interface FieldsProps {
  value: Instant | null;
  onChange: (at: Instant) => void;
}

/** A day and a clock time, as two fields. */
export function WhenFields({ value, onChange }: FieldsProps): JSX.Element {
  const day = value ? dayOf(value) : today();
  const minutes = value ? minutesOf(value) : 9 * 60;
  return (
    <span class="whenline">
      <input class="input num" type="date" aria-label={t("alarms.day")} value={day} onChange={(event) => event.currentTarget.value && onChange(instantAt(event.currentTarget.value, minutes))} />
      <input class="input num" type="time" aria-label={t("alarms.time")} value={value ? fieldTime(value) : ""} onChange={(event) => { const at = readTime(event.currentTarget.value); if (at !== null) onChange(instantAt(day, at)); }} />
    </span>
  );
}

/** A panel to choose when: words, near choices, or the two fields. */
export function pickWhen(anchor: Element, value: Instant | null, onPick: (at: Instant) => void): void {
  let chosen: Instant | null = null;
  openPopover({
    anchor, label: t("alarms.when"), placement: "bottom-end",
    render: (close) => <WhenPanel value={value} onField={(at) => (chosen = at)} onPick={(at) => { chosen = null; close(); onPick(at); }} />,
    onClose: () => chosen && chosen !== value && onPick(chosen),
  });
}

function WhenPanel({ value, onField, onPick }: { value: Instant | null; onField: (at: Instant) => void; onPick: (at: Instant) => void }): JSX.Element {
  const [words, setWords] = useState("");
  const [at, setAt] = useState(value);
  const named = words.trim() ? understand(words, new Date()).at : null;
  const choices: Instant[] = [
    new Date(now.value.getTime() + 30 * 60_000).toISOString(),
    new Date(now.value.getTime() + 60 * 60_000).toISOString(),
    instantAt(addDays(today(), 1), 9 * 60),
  ];
  const set = (next: Instant): void => {
    setAt(next);
    onField(next);
  };
  const keys = (event: KeyboardEvent): void => {
    if (event.key !== "Enter" || !named) return;
    event.preventDefault();
    onPick(named);
  };
  return (
    <div class="datepanel whenpanel">
      <div class="pick"><input type="text" class="input" aria-label={t("alarms.words")} placeholder={t("alarms.words")} value={words} onInput={(event) => setWords(event.currentTarget.value)} onKeyDown={keys} /></div>
      {words.trim() ? (named ? <button type="button" class="menu-item" onClick={() => onPick(named)}>{dayAndClock(named)}</button> : <p class="menu-head" role="status">{t("date.not_understood")}</p>) : null}
      {choices.map((choice) => <button key={choice} type="button" class="menu-item" onClick={() => onPick(choice)}>{dayAndClock(choice)}</button>)}
      <hr class="menu-line" />
      <div class="pick"><WhenFields value={at} onChange={set} /></div>
    </div>
  );
}
