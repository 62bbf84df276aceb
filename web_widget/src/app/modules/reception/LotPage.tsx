import { ArrowLeft, Check, Download, Ellipsis, RotateCcw } from "lucide-preact";
import type { JSX } from "preact";
import { removeWithUndo } from "@/actions/rows";
import { Button, IconButton } from "@/components/Button";
import { Empty } from "@/components/Empty";
import { openMenu } from "@/components/Menu";
import { Skeleton } from "@/components/Skeleton";
import type { Id } from "@/contract";
import { t } from "@/i18n";
import { projects } from "@/store/kinds";
import { navigate } from "../../router";
import { InlineText } from "../parts/InlineText";
import { pickProject } from "../parts/pickers";
import { StatePill } from "./LotList";
import { printed } from "./paper";
import { LOT_ITEMS } from "./pieces";
import { Scanning } from "./Scanning";
import { lots, lotState, type Lot } from "./store";
import "./reception.css";

/** One lot: scan into it, set many at once, see how far it is. */
export default function LotPage({ id }: { id: Id }): JSX.Element {
  const slot = lots.slot(id);
  const lot = slot.value;
  return (
    <>
      <header class="head">
        <IconButton label={t("back")} onClick={() => navigate("/reception")}><ArrowLeft aria-hidden="true" /></IconButton>
        <h1 class="ell">{lot?.name ?? t("kind.lot")}</h1>
        {lot ? <Tools lot={lot} /> : null}
      </header>
      <div class="viewbody reception">
        {slot.state === "missing" ? <Empty title={t("error.not_found")} /> : lot ? (
          <>
            <Facts lot={lot} />
            <Scanning of={LOT_ITEMS} sheet={lot.id} total={lot.total} closed={lot.recovered_at ? t("reception.lot_closed") : null} />
          </>
        ) : <Skeleton lines={8} />}
      </div>
    </>
  );
}

const change = (id: Id, patch: Partial<Lot>): void => void lots.update(id, patch).catch(() => undefined); // said in a toast, and shown as it was

function Tools({ lot }: { lot: Lot }): JSX.Element {
  const state = lotState(lot);
  const act = (action: "finish" | "reopen"): void => void lots.act(lot.id, action).catch(() => undefined); // said in a toast
  const more = (anchor: Element): void => openMenu(anchor, t("more"), [
    lot.recovered_at
      ? { label: t("reception.not_recovered"), run: () => change(lot.id, { recovered_at: null }) }
      : { label: t("reception.mark_recovered"), run: () => change(lot.id, { recovered_at: new Date().toISOString() }) },
    { label: t("reception.to_project"), run: () => pickProject(anchor, lot.project_id, (project_id) => change(lot.id, { project_id })) },
    "line",
    { label: t("delete"), bad: true, run: () => { removeWithUndo({ kind: "lot", id: lot.id }); navigate("/reception"); } },
  ]);
  return (
    <div class="tools">
      <StatePill state={state} />
      {state === "finished" ? <Button small onClick={() => act("reopen")}><RotateCcw aria-hidden="true" />{t("reception.reopen")}</Button> : null}
      {state === "open" && lot.total > 0 && lot.ready === lot.total ? <Button small tone="primary" onClick={() => act("finish")}><Check aria-hidden="true" />{t("reception.finish")}</Button> : null}
      <Button small onClick={() => void printed("/api/lots", lot)}><Download aria-hidden="true" />PDF</Button>
      <IconButton label={t("more")} onClick={(event) => more(event.currentTarget)}><Ellipsis aria-hidden="true" /></IconButton>
    </div>
  );
}

function Facts({ lot }: { lot: Lot }): JSX.Element {
  const project = lot.project_id ? projects.slot(lot.project_id).value : undefined;
  return (
    <div class="rfacts">
      <InlineText class="rname" label={t("reception.name")} value={lot.name} required onSave={(name) => change(lot.id, { name })} />
      <label>{t("reception.received_on")}<input class="input" type="date" value={lot.received_on} onChange={(event) => event.currentTarget.value && change(lot.id, { received_on: event.currentTarget.value })} /></label>
      {project ? <span class="pill">{project.name}</span> : null}
      <InlineText class="rnotes" multiline label={t("tasks.description")} value={lot.description ?? ""} placeholder={t("tasks.description_placeholder")} onSave={(description) => change(lot.id, { description })} />
    </div>
  );
}
