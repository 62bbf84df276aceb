/** Undo, through the hub's record of what was done. */
import type { Activity, EntityKind, Id, Page } from "@/contract";
import { api } from "@/connection";
import { t } from "@/i18n";
import { me } from "./session";
import { toast, toastError } from "./toasts";

/** Undoes my latest change of this entity, or my latest change at all. */
export async function undoLast(of?: { kind: EntityKind; id: Id }): Promise<void> {
  const self = me.peek()?.id;
  try {
    const page = await api.get<Page<Activity>>("/api/activity", { limit: 20, actor: self, ...(of ? { entity: of.id } : {}) });
    const entry = page.items.find((item) =>
      item.outcome === "ok" && !item.undone_by && item.effect !== "read" && !item.operation.endsWith(".undo") &&
      item.actor.id === self && (!of || item.entity?.id === of.id));
    if (!entry) {
      toast(t("undo.nothing"));
      return;
    }
    await api.post(`/api/activity/${entry.id}/undo`);
    toast(t("undo.done", { what: entry.entity?.label ?? entry.operation }));
  } catch (error) {
    toastError(error);
  }
}

/** Says what was done, with a button that takes it back. */
export function toastUndo(text: string, of: { kind: EntityKind; id: Id }): void {
  toast(text, { action: { label: t("undo.button"), run: () => void undoLast(of) } });
}
