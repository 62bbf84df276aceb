import type { JSX } from "preact";
import { t } from "@/i18n";
import { clock, number } from "@/i18n/format";
import type { Hour } from "./overview";

const WIDE = 480;
const HIGH = 96;
const STEP = WIDE / 24;

/** Two bars an hour; the figures stand beneath for who reads rather than looks. */
export function Hours({ hours }: { hours: readonly Hour[] }): JSX.Element {
  const most = Math.max(1, ...hours.flatMap((hour) => [hour.messages, hour.runs]));
  const busiest = hours.reduce((best, hour) => (hour.messages + hour.runs > best.messages + best.runs ? hour : best), hours[0]!);
  const total = (field: "messages" | "runs"): number => hours.reduce((sum, hour) => sum + hour[field], 0);
  const bar = (value: number): number => (value === 0 ? 0 : Math.max(2, (value / most) * HIGH));
  const label = t("overview.hours_of", { messages: total("messages"), runs: total("runs"), hour: clock(busiest.at) });
  return (
    <figure class="hours">
      <svg viewBox={`0 0 ${WIDE} ${HIGH}`} preserveAspectRatio="none" role="img" aria-label={label}>
        {hours.map((hour, index) => (
          <g key={hour.at}>
            <rect class="messages" x={index * STEP + 2} width={STEP / 2 - 3} y={HIGH - bar(hour.messages)} height={bar(hour.messages)} />
            <rect class="runs" x={index * STEP + STEP / 2} width={STEP / 2 - 3} y={HIGH - bar(hour.runs)} height={bar(hour.runs)} />
          </g>
        ))}
      </svg>
      <div class="axis" aria-hidden="true">{hours.filter((_, index) => index % 6 === 0).map((hour) => <span key={hour.at}>{clock(hour.at)}</span>)}<span>{clock(hours.at(-1)!.at)}</span></div>
      <figcaption><span class="key messages">{t("overview.messages")} {number(total("messages"))}</span><span class="key runs">{t("overview.runs")} {number(total("runs"))}</span></figcaption>
      <details>
        <summary>{t("overview.table")}</summary>
        <table>
          <thead><tr><th scope="col">{t("overview.hour")}</th><th scope="col">{t("overview.messages")}</th><th scope="col">{t("overview.runs")}</th></tr></thead>
          <tbody>{hours.map((hour) => <tr key={hour.at}><th scope="row">{clock(hour.at)}</th><td>{number(hour.messages)}</td><td>{number(hour.runs)}</td></tr>)}</tbody>
        </table>
      </details>
    </figure>
  );
}
