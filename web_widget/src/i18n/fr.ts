import { chat } from "./words/chat.fr";
import { core } from "./words/core.fr";
import type { Dictionary } from "./index";

export const fr: Dictionary = { ...core, ...chat };
