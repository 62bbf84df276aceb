import type { JSX } from "preact";
import type { CollectionReport, ReportLine } from "@/contract/generated";
import { has, t, type Key } from "@/i18n";
import { number } from "@/i18n/format";
import { reason } from "./reasons";
import { byReason, doing, present, totals, type Doing } from "./report";
import type { Transfer } from "./store";

const WRITTEN: Record<Doing, Key> = { looked: "transfers.would_come", came: "transfers.written", went: "transfers.put_in", taken_back: "transfers.removed" };
const LEFT: Record<Doing, Key> = { looked: "transfers.would_stay_out", came: "transfers.left_out", went: "transfers.left_out", taken_back: "transfers.stayed" };

/** A collection as a person calls it, where that is known. */
export function nameOf(collection: string): string {
  const key = collection === "?" ? "transfers.of_unknown" : `transfers.of_${collection}`;
  return has(key) ? t(key) : collection;
}

/** What became of each collection: numbers first, then the lines that were left out, with why. */
export function Report({ transfer }: { transfer: Transfer }): JSX.Element | null {
  const report = present(transfer.report);
  if (report.length === 0) return null;
  const what = doing(transfer);
  const all = totals(report);
  const columns: [Key, (one: CollectionReport) => number | undefined][] = [
    ...(what === "came" || what === "looked" ? [["transfers.read", (one) => one.read] as [Key, (one: CollectionReport) => number | undefined]] : []),
    [WRITTEN[what], (one) => one.written],
    ...(all.updated > 0 ? [["transfers.updated", (one) => one.updated] as [Key, (one: CollectionReport) => number | undefined]] : []),
    ...(all.unchanged > 0 ? [["transfers.unchanged", (one) => one.unchanged] as [Key, (one: CollectionReport) => number | undefined]] : []),
    ...(all.skipped > 0 ? [[LEFT[what], (one) => one.skipped_count] as [Key, (one: CollectionReport) => number | undefined]] : []),
  ];
  return (
    <div class="treport">
      <div class="tscroll" tabIndex={0} role="region" aria-label={t("transfers.report")}>
        <table>
          <thead><tr><th scope="col">{t("transfers.collection")}</th>{columns.map(([title]) => <th scope="col" class="num" key={title}>{t(title)}</th>)}</tr></thead>
          <tbody>
            {report.map((one) => (
              <tr key={one.collection}>
                <th scope="row">{nameOf(one.collection)}</th>
                {columns.map(([title, of]) => <td class="num" key={title}>{number(of(one) ?? 0)}</td>)}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      {report.map((one) => <Lines key={`s${one.collection}`} title={t(LEFT[what])} collection={one.collection} lines={one.skipped ?? []} count={one.skipped_count ?? 0} />)}
      {report.map((one) => <Lines key={`n${one.collection}`} title={t("transfers.noted")} collection={one.collection} lines={one.noted ?? []} count={one.noted_count ?? 0} />)}
    </div>
  );
}

const MOST_NUMBERS = 12;

function Lines({ title, collection, lines, count }: { title: string; collection: string; lines: readonly ReportLine[]; count: number }): JSX.Element | null {
  if (count === 0) return null;
  return (
    <details class="tlines">
      <summary>{title} <b>{nameOf(collection)}</b> <span class="num mute">{number(count)}</span></summary>
      <ul>
        {byReason(lines).map(({ why, lines: at, count: same }) => (
          <li key={why}>
            {at.length > 0 ? <span class="num">{t("transfers.lines", { count: at.length, lines: at.slice(0, MOST_NUMBERS).map((line) => number(line)).join(", ") + (at.length > MOST_NUMBERS ? "…" : "") })}</span> : null}
            <Why of={why} />{same > 1 && at.length !== same ? <span class="num mute">× {number(same)}</span> : null}
          </li>
        ))}
      </ul>
      {count > lines.length ? <p class="mute small">{t("transfers.first_lines", { shown: lines.length, count })}</p> : null}
    </details>
  );
}

/** Why, in the reader's language as far as it is known there. */
export function Why({ of: why }: { of: string }): JSX.Element {
  const { said, lang } = reason(why);
  return <span lang={lang}>{said}</span>;
}
