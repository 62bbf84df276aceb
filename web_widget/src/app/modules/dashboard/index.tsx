import { LayoutDashboard } from "lucide-preact";
import type { JSX } from "preact";
import { useCallback, useRef } from "preact/hooks";
import { Button } from "@/components/Button";
import { Empty } from "@/components/Empty";
import { Skeleton } from "@/components/Skeleton";
import type { EntityRef } from "@/contract";
import { t } from "@/i18n";
import { longDay, today } from "@/i18n/format";
import { useRows } from "@/store/selection";
import { errorText } from "@/store/toasts";
import { useBoard, type Board } from "./board";
import { Agenda, Alarms, Money, Notes, Projects, Tasks, Unread } from "./sections";
import { Suggestions } from "./Suggestions";
import "../parts/parts.css";
import "./dashboard.css";

/** What is up today. Each part says itself when it is empty or could not be read. */
export default function DashboardView(): JSX.Element {
  const day = today();
  const { board, error, read } = useBoard(day);
  const latest = useRef(board);
  latest.current = board;
  useRows(useCallback((): EntityRef[] => (latest.current ? rowsOf(latest.current) : []), []));
  return (
    <>
      <header class="head"><h1>{t("place.dashboard")}</h1><p>{longDay(day)}</p></header>
      <div class="viewbody dashboard">
        {board === null && error ? <Empty icon={<LayoutDashboard aria-hidden="true" />} title={t("dashboard.failed")} text={errorText(error)} action={<Button onClick={read}>{t("retry")}</Button>} /> : null}
        {board === null && !error ? <Skeleton lines={6} /> : null}
        {board ? (
          <>
            {error ? <p class="dashstale" role="status">{t("dashboard.stale")} <Button small onClick={read}>{t("retry")}</Button></p> : null}
            <Suggestions found={board.suggestions} />
            <div class="dashparts">
              <Agenda board={board} read={read} />
              <Tasks board={board} read={read} />
              <Unread board={board} read={read} />
              <Alarms board={board} read={read} />
              <Projects board={board} read={read} />
              <Notes board={board} read={read} />
              <Money board={board} read={read} />
            </div>
          </>
        ) : null}
      </div>
    </>
  );
}

/** The rows in the order in which they stand, for the keys. */
function rowsOf(board: Board): EntityRef[] {
  const refs = (kind: EntityRef["kind"], items: readonly { id: string }[] | undefined): EntityRef[] => (items ?? []).map(({ id }) => ({ kind, id }));
  return [
    ...refs("agenda", board.agenda?.items),
    ...refs("task", board.tasks?.overdue),
    ...refs("task", board.tasks?.due),
    ...refs("alarm", board.alarms?.items),
    ...refs("project", board.projects?.items),
    ...refs("note", board.notes?.items),
  ];
}
