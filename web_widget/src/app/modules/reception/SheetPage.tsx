import { ArrowLeft, Download, Ellipsis } from "lucide-preact";
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
import { FieldProp } from "./FieldProp";
import { printed } from "./paper";
import type { SheetKind } from "./sheets";
import type { Sheet } from "./store";
import "./reception.css";

/** One sheet: what it says above, what is on it beneath. */
export function SheetPage<S extends Sheet>({ of, id }: { of: SheetKind<S>; id: Id }): JSX.Element {
  const slot = of.store.slot(id);
  const sheet = slot.value;
  return (
    <>
      <header class="head">
        <IconButton label={t("back")} onClick={() => navigate(of.list)}><ArrowLeft aria-hidden="true" /></IconButton>
        <h1 class="ell">{sheet?.name ?? t(of.words.list)}</h1>
        {sheet ? <Tools of={of} sheet={sheet} /> : null}
      </header>
      <div class="viewbody reception">
        {slot.state === "missing" ? <Empty title={t("error.not_found")} /> : sheet ? <><Facts of={of} sheet={sheet} />{of.body(sheet)}</> : <Skeleton lines={8} />}
      </div>
    </>
  );
}

interface Props<S extends Sheet> {
  of: SheetKind<S>;
  sheet: S;
}

function changing<S extends Sheet>({ of, sheet }: Props<S>): (patch: object) => void {
  return (patch) => void of.store.update(sheet.id, patch as Partial<S>).catch(() => undefined); // said in a toast, and shown as it was
}

function Tools<S extends Sheet>({ of, sheet }: Props<S>): JSX.Element {
  const change = changing({ of, sheet });
  const remove = (): void => {
    removeWithUndo({ kind: of.store.kind, id: sheet.id });
    navigate(of.list);
  };
  const more = (anchor: Element): void => openMenu(anchor, t("more"), [
    ...(of.more?.(sheet) ?? []),
    { label: t("reception.to_project"), run: () => pickProject(anchor, sheet.project_id, (project_id) => change({ project_id })) },
    "line",
    { label: t("delete"), bad: true, run: remove },
  ]);
  return (
    <div class="tools">
      {of.tools?.(sheet)}
      <Button small onClick={() => void printed(of.store.path, sheet)}><Download aria-hidden="true" />PDF</Button>
      <IconButton label={t("more")} onClick={(event) => more(event.currentTarget)}><Ellipsis aria-hidden="true" /></IconButton>
    </div>
  );
}

function Facts<S extends Sheet>({ of, sheet }: Props<S>): JSX.Element {
  const change = changing({ of, sheet });
  const project = sheet.project_id ? projects.slot(sheet.project_id).value : undefined;
  return (
    <div class="rfacts">
      <InlineText class="rname" label={t("reception.name")} value={sheet.name} required onSave={(name) => change({ name })} />
      {of.fields.map((field) => <FieldProp key={field.name} field={field} of={sheet} onSave={change} offered={of.offered?.(field.name)} />)}
      {project ? <span class="pill">{project.name}</span> : null}
      <InlineText class="rnotes" multiline label={t("tasks.description")} value={sheet.description ?? ""} placeholder={t("tasks.description_placeholder")} onSave={(description) => change({ description })} />
    </div>
  );
}
