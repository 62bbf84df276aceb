import { Plus, Search } from "lucide-preact";
import type { JSX } from "preact";
import { useCallback, useMemo, useRef, useState } from "preact/hooks";
import { removeWithUndo } from "@/actions/rows";
import { Empty } from "@/components/Empty";
import { Select } from "@/components/Field";
import { openMenu } from "@/components/Menu";
import type { EntityRef } from "@/contract";
import { t } from "@/i18n";
import { projects } from "@/store/kinds";
import { useQuery } from "@/store/queries";
import { current, isCurrent, useRows } from "@/store/selection";
import { location, navigate, setQuery } from "../../router";
import { ListState } from "../parts/ListState";
import { sheetPath, type SheetKind } from "./sheets";
import type { Sheet } from "./store";

/** The sheets of one kind, newest first; where they have states, those that are being worked on. */
export function SheetList<S extends Sheet>({ of }: { of: SheetKind<S> }): JSX.Element {
  const [text, setText] = useState("");
  const words = text.trim();
  const states = of.states ?? [];
  const usual = of.seesAll ? "all" : states[0]?.[0];
  const asked = location.value.query.get("state") ?? usual;
  const state = states.find(([one]) => one === asked)?.[0];
  const list = useQuery(useMemo(() => of.store.query({ limit: 100, ...(state ? { [of.narrows ?? "state"]: state } : {}), ...(words ? { q: words } : {}) }), [of, state, words]));
  const found = list.items.value;
  const latest = useRef(found);
  latest.current = found;
  useRows(useCallback((): EntityRef[] => latest.current.map((sheet) => ({ kind: of.store.kind, id: sheet.id })), [of]));
  const Icon = of.icon;
  return (
    <>
      <AddSheet of={of} />
      <div class="rfilters">
        <label class="find"><Search aria-hidden="true" /><input type="search" maxLength={200} aria-label={t(of.words.search)} placeholder={t(of.words.search)} value={text} onInput={(event) => setText(event.currentTarget.value)} /></label>
        {of.statesLabel ? (
          <Select bare label={t(of.statesLabel)} value={state ?? "all"} onValue={(next) => setQuery({ state: next === usual ? null : next })}
            options={[...states.map(([one, label]) => [one, t(label)] as const), ["all", t("reception.all")] as const]} />
        ) : null}
      </div>
      <ListState query={list} empty={words || (state ?? "all") !== (usual ?? "all") ? <Empty title={t(of.words.noneFound)} /> : <Empty icon={<Icon aria-hidden="true" />} title={t(of.words.none)} text={t(of.words.noneHint)} />}>
        <ul class="rlist" aria-label={t(of.words.list)}>{found.map((sheet) => <SheetRow key={sheet.id} of={of} sheet={sheet} />)}</ul>
      </ListState>
    </>
  );
}

/** A name and Enter: the new sheet opens, ready to be filled. */
function AddSheet<S extends Sheet>({ of }: { of: SheetKind<S> }): JSX.Element {
  const [name, setName] = useState("");
  const add = (event: Event): void => {
    event.preventDefault();
    const wanted = name.trim();
    if (!wanted) return;
    setName("");
    of.store.create({ ...of.start?.(), name: wanted }).then((sheet) => navigate(sheetPath(of, sheet.id)), () => setName((now) => now || wanted)); // said in a toast
  };
  return (
    <form class="taskadd" onSubmit={add}>
      <Plus aria-hidden="true" />
      <input data-quickadd type="text" autocomplete="off" maxLength={300} aria-label={t(of.words.make)} placeholder={t(of.words.makeHint)} value={name} onInput={(event) => setName(event.currentTarget.value)} />
    </form>
  );
}

function SheetRow<S extends Sheet>({ of, sheet }: { of: SheetKind<S>; sheet: S }): JSX.Element {
  const ref: EntityRef = { kind: of.store.kind, id: sheet.id };
  const project = sheet.project_id ? projects.slot(sheet.project_id).value : undefined;
  const open = (): void => navigate(sheetPath(of, sheet.id));
  return (
    <li class={`rrow${isCurrent(ref) ? " on" : ""}`} data-row={`${ref.kind}:${sheet.id}`} tabIndex={-1} onFocus={() => (current.value = ref)}
      onContextMenu={(event) => {
        event.preventDefault();
        openMenu({ x: event.clientX, y: event.clientY }, t("more"), [{ label: t("open"), run: open }, "line", { label: t("delete"), keys: "#", bad: true, run: () => removeWithUndo(ref) }]);
      }}>
      <button type="button" class="title" onClick={open}>
        <b class="ell">{sheet.name}</b>
        <span class="ell">{of.about(sheet)}</span>
      </button>
      {project ? <span class="pill wide">{project.name}</span> : null}
      {of.mark?.(sheet)}
    </li>
  );
}
