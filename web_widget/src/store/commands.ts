/** What the hub's commands are: for the palette and for `/` in the composer. */
import { signal } from "@preact/signals";
import type { Command } from "@/contract";
import { api, onReady } from "@/connection";
import { locale } from "@/i18n";
import { onSignedOut } from "./session";

export const commands = signal<readonly Command[]>([]);

let asked: Promise<void> | null = null;

/** Asks for them once; a failure is asked again by the next who needs them. */
export function loadCommands(): Promise<void> {
  asked ??= api.get<{ items: Command[] }>("/api/commands").then(
    (answer) => {
      commands.value = answer.items;
    },
    () => {
      asked = null; // without them the actions of this page are still there
    },
  );
  return asked;
}

// They are the largest answer of all and nobody needs them to read: after everything else, and not at each reconnection.
onReady(() => setTimeout(() => void loadCommands(), 3000));
onSignedOut(() => {
  asked = null; // the next person may do other things
  commands.value = [];
});

/** The slash forms of a command: "/task {title}". */
export function slashes(command: Command): string[] {
  return command.slash === null || command.slash === undefined ? [] : typeof command.slash === "string" ? [command.slash] : [...command.slash];
}

/** Its title in the language of the page, which may have changed since the list was asked for. */
export function titleIn(command: Command): string {
  return command.titles?.[locale.value]?.title ?? command.title;
}

/** What it does, in the language of the page. */
export function summaryIn(command: Command): string {
  return command.titles?.[locale.value]?.summary || command.summary;
}

/** Everything one may find it by, in both languages. */
export function wordsOf(command: Command): string {
  return Object.values(command.titles ?? {}).map((one) => `${one.title} ${one.words.join(" ")}`).join(" ");
}
