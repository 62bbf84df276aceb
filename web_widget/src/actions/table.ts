/** Every action of the app, in one table: menus, palette, shortcuts and the sheet of keys are made from it. */
import { modules } from "@/app/modules";
import { appActions } from "./app";
import { createActions } from "./create";
import { goActions } from "./go";
import { roomActions } from "./rooms";
import { rowActions } from "./rows";
import type { Action } from "./types";

const table = new Map<string, Action>();

/** Adds actions; a lazily loaded module may bring its own. A repeated id is a mistake and throws. */
export function addActions(actions: readonly Action[]): void {
  for (const action of actions) {
    if (table.has(action.id)) throw new Error(`The action ${action.id} exists already.`);
    table.set(action.id, action);
  }
}

addActions([...goActions, ...appActions, ...createActions, ...roomActions, ...rowActions, ...modules.flatMap((module) => module.actions ?? [])]);

export function allActions(): Action[] {
  return [...table.values()];
}

export function availableActions(): Action[] {
  return allActions().filter((action) => action.when?.() ?? true);
}

export function action(id: string): Action {
  const found = table.get(id);
  if (!found) throw new Error(`No action ${id}.`);
  return found;
}
