import { afterEach, expect, it } from "vitest";
import type { Command } from "@/contract";
import { locale } from "@/i18n";
import { summaryIn, titleIn } from "@/store/commands";

const before = locale.value;
afterEach(() => {
  locale.value = before;
});

it("says what a command is called and does in the language of the page", () => {
  const command: Command = {
    name: "task.get", title: "Show a task", summary: "Show one task.", effect: "read", slash: [], arguments: {},
    titles: {
      en: { title: "Show a task", words: [], summary: "Show one task." },
      fr: { title: "Afficher une tâche", words: [], summary: "Afficher cette tâche." },
    },
  };
  locale.value = "fr";
  expect([titleIn(command), summaryIn(command)]).toEqual(["Afficher une tâche", "Afficher cette tâche."]);
  locale.value = "en";
  expect([titleIn(command), summaryIn(command)]).toEqual(["Show a task", "Show one task."]);
});
