import { Eye, Flag } from "lucide-preact";
import type { JSX } from "preact";
import { useMemo, useState } from "preact/hooks";
import { api } from "@/connection";
import { Button } from "@/components/Button";
import { Empty } from "@/components/Empty";
import { Markdown } from "@/components/Markdown";
import { Tabs } from "@/components/Tabs";
import type { Revealed, ReportedMessage } from "@/contract/generated";
import { t } from "@/i18n";
import { dayAndClock, fullMoment, relative } from "@/i18n/format";
import { useQuery } from "@/store/queries";
import { nameOf } from "@/store/people";
import { toastError } from "@/store/toasts";
import { toastUndo } from "@/store/undo";
import { location, setQuery } from "@/app/router";
import { ListState } from "@/app/modules/parts/ListState";
import { reports, type Report } from "@/app/modules/reports/store";
import "./reports.css";

/** What people reported, newest first. The message itself is shown only when one asks, and that is recorded. */
export default function ReportsView(): JSX.Element {
  const all = location.value.query.get("show") === "all";
  const list = useQuery(useMemo(() => reports.query({ limit: 50, ...(all ? {} : { status: "open" }) }), [all]));
  const items = list.items.value;
  return (
    <>
      <div class="adminbar">
        <p>{t("reports.text")}</p>
        <span class="tools">
          <Tabs label={t("admin.reports")} value={all ? "all" : "open"} onValue={(next) => setQuery({ show: next === "all" ? "all" : null })}
            options={[{ value: "open", label: t("reports.open") }, { value: "all", label: t("reports.all") }]} />
        </span>
      </div>
      <div class="viewbody">
        <ListState query={list} empty={<Empty icon={<Flag aria-hidden="true" />} title={t("reports.none")} text={t("reports.none_text")} />}>
          <ul class="reports" aria-label={t("admin.reports")}>{items.map((report) => <ReportRow key={report.id} report={report} />)}</ul>
        </ListState>
      </div>
    </>
  );
}

function ReportRow({ report }: { report: Report }): JSX.Element {
  const [busy, setBusy] = useState(false);
  const [shown, setShown] = useState<Revealed | null>(null);
  const open = report.status === "open";
  const doing = async (what: () => Promise<void>): Promise<void> => {
    setBusy(true);
    try {
      await what();
    } catch (error) {
      toastError(error);
    }
    setBusy(false);
  };
  const reveal = (): void => void doing(async () => {
    const found = await api.post<Revealed>(`/api/reports/${report.id}/reveal`);
    reports.apply(found.report as Report);
    setShown(found);
  });
  const settle = (action: "dismiss" | "delete_message"): void => void doing(async () => {
    await reports.act(report.id, "resolve", { action }, {}, { quiet: true });
    setShown(null);
    toastUndo(t(action === "dismiss" ? "reports.dismissed_toast" : "reports.deleted_toast"), { kind: "report", id: report.id });
  });
  return (
    <li class="report" aria-label={report.reason}>
      <p class="about">
        <b>{nameOf(report.owner_id)}</b>
        <time dateTime={report.created_at} title={fullMoment(report.created_at)}>{relative(report.created_at)}</time>
        {open ? null : <span class="pill">{t(report.status === "dismissed" ? "reports.dismissed" : "reports.deleted")}</span>}
      </p>
      <p class="reason">{report.reason}</p>
      {report.revealed_at ? <p class="mute small">{t("reports.looked", { name: report.revealed_by ? nameOf(report.revealed_by) : "", when: dayAndClock(report.revealed_at) })}</p> : null}
      {!open && report.resolved_at ? <p class="mute small">{t("reports.settled", { name: report.resolved_by ? nameOf(report.resolved_by) : "", when: dayAndClock(report.resolved_at) })}</p> : null}
      {open && shown ? <Shown message={shown.message ?? null} /> : null}
      {open ? (
        <div class="buttons">
          {shown ? null : <Button small busy={busy} title={t("reports.reveal_hint")} onClick={reveal}><Eye aria-hidden="true" />{t("reports.reveal")}</Button>}
          <Button small disabled={busy} onClick={() => settle("dismiss")}>{t("reports.dismiss")}</Button>
          <Button small tone="bad" disabled={busy} onClick={() => settle("delete_message")}>{t("reports.delete")}</Button>
        </div>
      ) : null}
    </li>
  );
}

/** The one message, with what it said before. */
function Shown({ message }: { message: ReportedMessage | null }): JSX.Element {
  if (!message) return <p class="shownmessage">{t("reports.message_gone")}</p>;
  const sender = message.sender as { display_name?: string };
  return (
    <blockquote class="shownmessage">
      <p class="about"><b>{sender.display_name}</b><span>{message.room_name || t("reports.direct")}</span><time dateTime={message.created_at}>{dayAndClock(message.created_at)}</time>{message.deleted_at ? <span class="pill">{t("message.deleted")}</span> : null}</p>
      <Markdown text={message.content} />
      {message.files.length > 0 ? <p class="mute small">{message.files.join(", ")}</p> : null}
      {message.earlier.map((version) => (
        <div key={version.edited_at} class="earlier"><small>{t("reports.before", { when: dayAndClock(version.edited_at) })}</small><Markdown text={version.content} /></div>
      ))}
    </blockquote>
  );
}
