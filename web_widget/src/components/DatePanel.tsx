/** What `pickDate` opens: words for the near days, a field for the rest. */
import type { JSX } from "preact";
import { useState } from "preact/hooks";
import type { DateOnly } from "@/contract";
import { t } from "@/i18n";
import { parseDay } from "@/i18n/day_words";
import { addDays, dateWords, shortDay, today } from "@/i18n/format";
import "./DatePanel.css";

/** The coming one, never today: "Monday" said on a Monday is the next one. */
function coming(weekday: number): DateOnly {
  const day = today();
  const current = new Date(`${day}T12:00:00Z`).getUTCDay();
  return addDays(day, ((weekday - current + 6) % 7) + 1);
}

export function DatePanel({ value, onPick }: { value: DateOnly | null; onPick: (day: DateOnly | null) => void }): JSX.Element {
  const choices: [string, DateOnly][] = [
    [t("date.today"), today()],
    [t("date.tomorrow"), addDays(today(), 1)],
    [t("date.end_of_week"), coming(5)],
    [t("date.next_monday"), coming(1)],
  ];
  const [words, setWords] = useState("");
  const named = words.trim() ? parseDay(words, today()) : null;
  const keys = (event: KeyboardEvent): void => {
    if (event.key === "Enter" && named) {
      event.preventDefault();
      onPick(named);
      return;
    }
    if (event.key !== "ArrowDown" && event.key !== "ArrowUp") return;
    const stops = [...(event.currentTarget as HTMLElement).querySelectorAll<HTMLElement>("input[type=text], .menu-item")];
    const at = stops.indexOf(document.activeElement as HTMLElement);
    event.preventDefault();
    stops[(at + (event.key === "ArrowDown" ? 1 : -1) + stops.length) % stops.length]?.focus();
  };
  return (
    <div class="datepanel" onKeyDown={keys}>
      <div class="pick"><input type="text" class="input" aria-label={t("date.words")} placeholder={t("date.words")} value={words} onInput={(event) => setWords(event.currentTarget.value)} /></div>
      {words.trim() ? (
        named ? <button type="button" class="menu-item" onClick={() => onPick(named)}><span>{dateWords(named)}</span><small>{shortDay(named)}</small></button>
          : <p class="menu-head" role="status">{t("date.not_understood")}</p>
      ) : null}
      {choices.map(([label, day]) => (
        <button key={day + label} type="button" class="menu-item" aria-selected={day === value} onClick={() => onPick(day)}>
          <span>{label}</span><small>{shortDay(day)}</small>
        </button>
      ))}
      <hr class="menu-line" />
      <label class="pick"><span class="sr">{t("date.pick")}</span>
        <input type="date" class="input" value={value ?? ""} onChange={(event) => event.currentTarget.value && onPick(event.currentTarget.value)} />
      </label>
      {value ? <button type="button" class="menu-item" onClick={() => onPick(null)}>{t("date.none")}</button> : null}
    </div>
  );
}
