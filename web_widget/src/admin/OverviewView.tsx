import type { ComponentChildren, JSX } from "preact";
import { Avatar } from "@/components/Avatar";
import { Button } from "@/components/Button";
import { Empty } from "@/components/Empty";
import { Skeleton } from "@/components/Skeleton";
import { t, type Key } from "@/i18n";
import { clock, dayAndClock, fileSize, number, relative } from "@/i18n/format";
import { errorText } from "@/store/toasts";
import { ActivityRow } from "./ActivityView";
import { outcomeWord } from "./activity";
import { Hours } from "./Hours";
import { useOverview, type Cost, type Overview, type Part } from "./overview";
import "./overview.css";

/** The instance at a glance; each part stands alone, so that one that could not be read takes nothing away. */
export default function OverviewView(): JSX.Element {
  const { found, error, read } = useOverview();
  if (!found) {
    return <div class="viewbody">{error ? <Empty title={t("list.failed")} text={errorText(error)} action={<Button onClick={read}>{t("retry")}</Button>} /> : <Skeleton lines={8} />}</div>;
  }
  const box = <P extends Part>(name: P, title: string, draw: (part: NonNullable<Overview[P]>) => ComponentChildren, more?: { href?: string; class?: string }): JSX.Element => (
    <section class={`part ${more?.class ?? ""}`} aria-label={title}>
      <h2>{title}{more?.href ? <a href={more.href}>{t("overview.all")}</a> : null}</h2>
      {found[name] === null ? <p class="mute small" role="status">{t("overview.part_failed", { why: found.failed[name] ?? "" })}</p> : draw(found[name] as NonNullable<Overview[P]>)}
    </section>
  );
  return (
    <>
      <div class="adminbar"><p>{t("overview.as_of", { when: clock(found.at) })}{error ? <> · <span class="bad">{errorText(error)}</span></> : null}</p></div>
      <div class="viewbody overview">
        {box("people", found.people ? t("overview.people", { count: found.people.count }) : t("place.people"), ({ items }) => items.length === 0 ? none("overview.nobody") : (
          <ul class="here">{items.map((one) => <li key={one.id}><Avatar id={one.id} name={one.display_name} size="s" /><span class="ell">{one.display_name}</span></li>)}</ul>
        ), { href: "/admin/people" })}
        {box("lag", found.lag?.worker ? t("overview.lag_of", { worker: found.lag.worker }) : t("overview.lag"), (lag) => (
          <Facts rows={[
            ["overview.messages_waiting", number(lag.messages_waiting)],
            ["overview.batches_untold", number(lag.batches_untold)],
            ["overview.changes", lag.changes_up ? t("overview.changes_up", { seconds: number(lag.changes_silent_seconds, { maximumFractionDigits: 1 }) }) : t("overview.changes_down")],
            ["overview.search_waiting", lag.search_waiting === null ? t("overview.search_off") : number(lag.search_waiting)],
            ["overview.runs_waiting", number(lag.runs_waiting)],
          ]} />
        ))}
        {box("hours", t("overview.hours"), (hours) => <Hours hours={hours} />, { class: "broad" })}
        {box("activity", t("overview.doers"), ({ items }) => items.length === 0 ? none("overview.doers_none") : (
          <table>
            <thead><tr><th scope="col">{t("overview.person")}</th><th scope="col">{t("overview.actions")}</th><th scope="col">{t("overview.messages")}</th><th scope="col" class="wide">{t("overview.last")}</th></tr></thead>
            <tbody>{items.map((one) => <tr key={one.id}><th scope="row" class="ell">{one.display_name}</th><td>{number(one.actions)}</td><td>{number(one.messages)}</td><td class="wide">{relative(one.last_at)}</td></tr>)}</tbody>
          </table>
        ))}
        {box("agent", t("overview.agent"), ({ day, month }) => <Costs day={day} month={month} />, { href: "/admin/runs" })}
        {box("feed", t("overview.feed"), ({ items }) => <div class="activity">{items.map((entry) => <ActivityRow key={entry.id} entry={entry} />)}</div>, { href: "/admin/activity", class: "broad" })}
        {box("refusals", t("overview.refusals"), (refusals) => refusals.length === 0 ? none("overview.refusals_none") : (
          <dl>{refusals.map((one) => <div key={one.code}><dt>{outcomeWord(one.code)}</dt><dd>{number(one.count)}</dd></div>)}</dl>
        ))}
        {box("client_errors", t("overview.faults"), ({ items }) => items.length === 0 ? none("overview.faults_none") : (
          <ul class="faults">{items.map((one) => <li key={one.id}><a class="ell" href={`/admin/errors/${one.id}`} title={one.message}>{one.message}</a><small>{relative(one.last_at)}</small></li>)}</ul>
        ), { href: "/admin/errors" })}
        {box("storage", t("overview.storage"), (stored) => (
          <Facts rows={[
            ["overview.documents", number(stored.documents)],
            ["overview.data", fileSize(stored.data_bytes)],
            ["overview.indexes", fileSize(stored.index_bytes)],
            ["overview.files", t("overview.files_of", { count: stored.file_count, size: fileSize(stored.file_bytes) })],
            ["overview.free", stored.disk_free_bytes === null ? t("overview.unknown") : fileSize(stored.disk_free_bytes)],
          ]} />
        ))}
        {box("versions", t("overview.versions"), (versions) => (
          <dl>
            <div><dt>Panoramix</dt><dd>{versions.panoramix}</dd></div>
            <div><dt>Python</dt><dd>{versions.python}</dd></div>
            <div><dt>{t("overview.database")}</dt><dd>MongoDB {versions.mongodb}</dd></div>
            <div><dt>{t("overview.started")}</dt><dd>{dayAndClock(versions.started_at)}</dd></div>
          </dl>
        ))}
      </div>
    </>
  );
}

function none(key: Key): JSX.Element {
  return <p class="mute small">{t(key)}</p>;
}

function Facts({ rows }: { rows: [Key, string][] }): JSX.Element {
  return <dl>{rows.map(([key, value]) => <div key={key}><dt>{t(key)}</dt><dd>{value}</dd></div>)}</dl>;
}

function costWords({ cost_microcents, unpriced }: Cost): string {
  const cost = `${number(cost_microcents / 1_000_000, { maximumFractionDigits: 3 })} ¢`;
  return unpriced > 0 ? t("overview.unpriced", { cost, count: unpriced }) : cost;
}

function Costs({ day, month }: { day: Cost; month: Cost }): JSX.Element {
  const rows: [Key, (cost: Cost) => string][] = [
    ["overview.runs", (cost) => number(cost.runs)],
    ["overview.failed", (cost) => number(cost.failed)],
    ["overview.tokens", (cost) => `${number(cost.tokens_in)} / ${number(cost.tokens_out)}`],
    ["overview.cost", costWords],
  ];
  return (
    <table>
      <thead><tr><td /><th scope="col">{t("overview.day")}</th><th scope="col">{t("overview.month")}</th></tr></thead>
      <tbody>{rows.map(([key, words]) => <tr key={key}><th scope="row">{t(key)}</th><td>{words(day)}</td><td>{words(month)}</td></tr>)}</tbody>
    </table>
  );
}
