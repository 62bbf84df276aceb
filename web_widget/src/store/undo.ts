/** Undo, through the hub's record of what was done. */
import type { Activity, EntityKind, Id, Page } from "@/contract";
import { api, ApiError, onWrote } from "@/connection";
import { t } from "@/i18n";
import { me, onSignedOut } from "./session";
import { toast, toastError } from "./toasts";

interface Undoable {
  activity_id: Id;
  about: string;
  what: string;
}
/** What was done in this tab and can be taken back, oldest first. */
let done: Undoable[] = [];
const KEPT = 100;
/** Reading a room, looking at a report, what has been said to a room, imports, signing in and undoing: nobody means these by undo. */
const NOT_MEANT = /^\/api\/auth|^\/api\/(tokens|client-errors)|^\/api\/polls$|\/(read|preferences|open|undo|preview|reveal|send-now|reactions\/[^/]+|transfers\/(import|export|\w+\/cancel))$/;

onWrote(({ activity_id, path, answer }) => {
  if (NOT_MEANT.test(path)) return;
  const entity = (answer ?? {}) as { id?: string; title?: string; name?: string; summary?: string; label?: string };
  done = [...done.slice(1 - KEPT), {
    activity_id,
    about: `${path} ${entity.id ?? ""}`,
    what: entity.title ?? entity.name ?? entity.summary ?? entity.label ?? "",
  }];
});
onSignedOut(() => {
  done = [];
});

/** Undoes one recorded change. */
export async function undoActivity(id: Id, what = ""): Promise<boolean> {
  try {
    await api.post(`/api/activity/${id}/undo`);
    toast(what ? t("undo.done", { what }) : t("undo.done_short"));
    return true;
  } catch (error) {
    toastError(error);
    return false;
  }
}

/** Undoes my latest change of this entity, or my latest change at all. */
export async function undoLast(of?: { kind: EntityKind; id: Id }): Promise<void> {
  const mine = done.findLast((entry) => !of || entry.about.includes(of.id));
  if (mine) {
    done = done.filter((entry) => entry !== mine);
    await undoActivity(mine.activity_id, mine.what);
    return;
  }
  const self = me.peek()?.id;
  try {
    const page = await api.get<Page<Activity>>("/api/activity", { limit: 20, actor: self, ...(of ? { entity: of.id } : {}) });
    const entry = page.items.find((item) =>
      item.outcome === "ok" && item.undoable !== false && !item.undone_by && item.effect !== "read" && !item.operation.endsWith(".undo") &&
      item.actor.id === self && (!of || item.entity?.id === of.id));
    if (!entry) {
      toast(t("undo.nothing"));
      return;
    }
    await undoActivity(entry.id, entry.entity?.label ?? entry.operation);
  } catch (error) {
    if (error instanceof ApiError && error.code === "not_found") toast(t("undo.nothing"));
    else toastError(error);
  }
}

/** Says what was done, with a button that takes it back. */
export function toastUndo(text: string, of: { kind: EntityKind; id: Id }): void {
  toast(text, { action: { label: t("undo.button"), run: () => void undoLast(of) } });
}
