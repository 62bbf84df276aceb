import { PackageOpen, Plus, Search } from "lucide-preact";
import type { JSX } from "preact";
import { useCallback, useMemo, useRef, useState } from "preact/hooks";
import { removeWithUndo } from "@/actions/rows";
import { Empty } from "@/components/Empty";
import { Select } from "@/components/Field";
import { openMenu } from "@/components/Menu";
import type { EntityRef } from "@/contract";
import { t } from "@/i18n";
import { sayDay } from "../agenda/time";
import { projects } from "@/store/kinds";
import { useQuery } from "@/store/queries";
import { current, isCurrent, useRows } from "@/store/selection";
import { location, navigate, setQuery } from "../../router";
import { ListState } from "../parts/ListState";
import { lots, lotState, type Lot, type LotState } from "./store";

const STATES = ["open", "finished", "recovered"] as const;

/** The lots, those that are being worked on first. */
export function LotList(): JSX.Element {
  const [text, setText] = useState("");
  const words = text.trim();
  const asked = location.value.query.get("state") ?? "open";
  const state = STATES.find((one) => one === asked);
  const list = useQuery(useMemo(() => lots.query({ limit: 100, ...(state ? { state } : {}), ...(words ? { q: words } : {}) }), [state, words]));
  const found = list.items.value;
  const latest = useRef(found);
  latest.current = found;
  useRows(useCallback((): EntityRef[] => latest.current.map((lot) => ({ kind: "lot", id: lot.id })), []));
  return (
    <>
      <AddLot />
      <div class="rfilters">
        <label class="find"><Search aria-hidden="true" /><input type="search" aria-label={t("reception.search_lots")} placeholder={t("reception.search_lots")} value={text} onInput={(event) => setText(event.currentTarget.value)} /></label>
        <Select bare label={t("reception.lot_state")} value={state ?? "all"} onValue={(next) => setQuery({ state: next === "open" ? null : next })}
          options={[...STATES.map((one) => [one, t(`reception.lot_${one}`)] as const), ["all", t("reception.lot_all")] as const]} />
      </div>
      <ListState query={list} empty={words || state !== "open" ? <Empty title={t("reception.no_lot_found")} /> : <Empty icon={<PackageOpen aria-hidden="true" />} title={t("reception.no_lot")} text={t("reception.no_lot_text")} />}>
        <ul class="rlist" aria-label={t("reception.lots")}>{found.map((lot) => <LotRow key={lot.id} lot={lot} />)}</ul>
      </ListState>
    </>
  );
}

/** A name and Enter: the new lot opens, ready to be scanned into. */
function AddLot(): JSX.Element {
  const [name, setName] = useState("");
  const add = (event: Event): void => {
    event.preventDefault();
    const wanted = name.trim();
    if (!wanted) return;
    setName("");
    lots.create({ name: wanted }).then((lot) => navigate(`/reception/lots/${lot.id}`), () => setName((now) => now || wanted)); // said in a toast
  };
  return (
    <form class="taskadd" onSubmit={add}>
      <Plus aria-hidden="true" />
      <input data-quickadd type="text" autocomplete="off" maxLength={300} aria-label={t("reception.new_lot")} placeholder={t("reception.new_lot_placeholder")} value={name} onInput={(event) => setName(event.currentTarget.value)} />
    </form>
  );
}

function LotRow({ lot }: { lot: Lot }): JSX.Element {
  const ref: EntityRef = { kind: "lot", id: lot.id };
  const project = lot.project_id ? projects.slot(lot.project_id).value : undefined;
  const open = (): void => navigate(`/reception/lots/${lot.id}`);
  return (
    <li class={`rrow${isCurrent(ref) ? " on" : ""}`} data-row={`lot:${lot.id}`} tabIndex={-1} onFocus={() => (current.value = ref)}
      onContextMenu={(event) => {
        event.preventDefault();
        openMenu({ x: event.clientX, y: event.clientY }, t("more"), [{ label: t("open"), run: open }, "line", { label: t("delete"), keys: "#", bad: true, run: () => removeWithUndo(ref) }]);
      }}>
      <button type="button" class="title" onClick={open}>
        <b class="ell">{lot.name}</b>
        <span class="ell">{t("reception.received", { day: sayDay(lot.received_on, { day: "numeric", month: "long", year: "numeric" }) })}</span>
      </button>
      {project ? <span class="pill wide">{project.name}</span> : null}
      <StatePill state={lotState(lot)} />
      <Ready ready={lot.ready} total={lot.total} />
    </li>
  );
}

export function StatePill({ state }: { state: LotState }): JSX.Element | null {
  return state === "open" ? null : <span class={`pill ${state}`}>{t(`reception.lot_${state}`)}</span>;
}

/** So many of so many, as figures and as a bar. */
export function Ready({ ready, total }: { ready: number; total: number }): JSX.Element {
  return (
    <span class="rready num" title={t("reception.ready_of", { ready, total })}>
      <span class="sr">{t("reception.ready_of", { ready, total })}</span>
      <span aria-hidden="true">{ready}/{total}</span>
      <i aria-hidden="true"><u style={{ width: total ? `${Math.round((100 * ready) / total)}%` : "0" }} /></i>
    </span>
  );
}
