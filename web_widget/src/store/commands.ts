/** What the hub's commands are: for the palette and for `/` in the composer. */
import { signal } from "@preact/signals";
import type { Command } from "@/contract";
import { api, onReady } from "@/connection";
import { locale } from "@/i18n";

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

/** Its title in the language of the page, which may have changed since the list was asked for. */
export function titleIn(command: Command): string {
  return command.titles?.[locale.value]?.title ?? command.title;
}

/** Everything one may find it by, in both languages. */
export function wordsOf(command: Command): string {
  return Object.values(command.titles ?? {}).map((one) => `${one.title} ${one.words.join(" ")}`).join(" ");
}
