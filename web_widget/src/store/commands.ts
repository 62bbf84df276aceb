/** What the hub's commands are: for the palette and for `/` in the composer. */
import { signal } from "@preact/signals";
import type { Command } from "@/contract";
import { api, onReady } from "@/connection";

export const commands = signal<readonly Command[]>([]);

export async function loadCommands(): Promise<void> {
  const answer = await api.get<{ items: Command[] }>("/api/commands");
  commands.value = answer.items;
}

onReady(() => void loadCommands().catch(() => undefined)); // without them the actions of this page are still there

/** The slash forms of a command: "/task {title}". */
export function slashes(command: Command): string[] {
  return command.slash === null || command.slash === undefined ? [] : typeof command.slash === "string" ? [command.slash] : [...command.slash];
}
