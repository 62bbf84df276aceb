import { chat } from "./words/chat.en";
import { core } from "./words/core.en";

/** The words of the first load: the shell and the conversations. The others come with their views (`words/lazy.ts`). */
export const en = { ...core, ...chat };
