import { X } from "lucide-preact";
import type { JSX } from "preact";
import { IconButton } from "@/components/Button";
import { Empty } from "@/components/Empty";
import { lazy } from "@/components/lazy";
import { Tabs } from "@/components/Tabs";
import { t } from "@/i18n";
import { projects } from "@/store/kinds";
import { openRoom } from "@/store/rooms";
import { kinds } from "../entity_kinds";
import { closePane, paneEntity, paneRun, paneTab, paneThread, paneWidth, setPaneWidth, type PaneTab } from "../panes";
import { Today } from "./Today";
import "./Pane.css";

const Thread = lazy(() => import("./Thread"));
const Threads = lazy(() => import("./Threads"));
const RunSteps = lazy(() => import("./RunSteps"));

/** The pane beside the work. Its tabs follow the context: one appears with what it shows. */
export default function Pane(): JSX.Element {
  const entity = paneEntity.value;
  const project = projectId();
  const tab = paneTab.value;
  const options: { value: PaneTab; label: string }[] = [{ value: "today", label: t("pane.today") }, { value: "project", label: t("pane.project") }, { value: "thread", label: t("pane.thread") }];
  if (paneRun.value) options.push({ value: "run", label: t("pane.run") });
  if (entity && entity.kind !== "project") options.push({ value: "entity", label: t(kinds[entity.kind].name) });
  return (
    <>
      <Grip />
      <div class="panehead">
        <Tabs label={t("nav.pane")} value={tab === "entity" && entity?.kind === "project" ? "project" : tab} onValue={(value) => (paneTab.value = value)} options={options} panel="pane-body" />
        <IconButton label={t("close")} keys="]" onClick={closePane}><X aria-hidden="true" /></IconButton>
      </div>
      <div class="panebody scroll" id="pane-body" role="tabpanel" tabIndex={0}>
        <Body tab={tab} project={project} />
      </div>
    </>
  );
}

function projectId(): string | null {
  const entity = paneEntity.value;
  return entity?.kind === "project" ? entity.id : null;
}

function Body({ tab, project }: { tab: PaneTab; project: string | null }): JSX.Element {
  const entity = paneEntity.value;
  if (tab === "today") return <Today />;
  if (tab === "thread" && !paneThread.value && openRoom.value) return <Threads room={openRoom.value} />;
  if (tab === "thread") return paneThread.value ? <Thread {...paneThread.value} /> : <Empty title={t("pane.no_thread")} text={t("pane.no_thread_text")} />;
  if (tab === "run") return paneRun.value ? <RunSteps id={paneRun.value} /> : <Empty title={t("pane.no_run")} text={t("pane.no_run_text")} />;
  if (tab === "project" && !project) return <ProjectChoice />;
  const shown = tab === "project" && project ? { kind: "project" as const, id: project } : entity;
  const View = shown ? kinds[shown.kind].view : undefined;
  return shown && View ? <View key={shown.id} id={shown.id} /> : <Empty title={t("error.not_found")} />;
}

function ProjectChoice(): JSX.Element {
  const known = projects.all().filter((project) => project.status === "active").slice(0, 8);
  return (
    <>
      <Empty title={t("pane.no_project")} text={t("pane.no_project_text")} />
      {known.map((project) => <button key={project.id} type="button" class="menu-item" onClick={() => (paneEntity.value = { kind: "project", id: project.id })}>{project.name}</button>)}
    </>
  );
}

/** The edge that one drags, or moves with the arrows. */
function Grip(): JSX.Element {
  const drag = (event: PointerEvent & { currentTarget: HTMLElement }): void => {
    const grip = event.currentTarget;
    const start = { x: event.clientX, width: paneWidth.peek() };
    grip.setPointerCapture(event.pointerId);
    const move = (next: PointerEvent): void => setPaneWidth(start.width + start.x - next.clientX);
    const stop = (): void => {
      grip.removeEventListener("pointermove", move);
      grip.removeEventListener("pointerup", stop);
      grip.removeEventListener("pointercancel", stop);
    };
    grip.addEventListener("pointermove", move);
    grip.addEventListener("pointerup", stop);
    grip.addEventListener("pointercancel", stop);
  };
  const keys = (event: KeyboardEvent): void => {
    const by = event.key === "ArrowLeft" ? 24 : event.key === "ArrowRight" ? -24 : 0;
    if (by === 0) return;
    event.preventDefault();
    setPaneWidth(paneWidth.peek() + by);
  };
  return <div class="grip" role="separator" aria-orientation="vertical" aria-label={t("nav.resize")} aria-valuenow={paneWidth.value} aria-valuemin={300} aria-valuemax={640} tabIndex={0} onPointerDown={drag} onKeyDown={keys} onDblClick={() => setPaneWidth(376)} />;
}
