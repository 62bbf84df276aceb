import { admin } from "./words/admin.fr";
import { chat } from "./words/chat.fr";
import { core } from "./words/core.fr";
import { modules } from "./words/modules.fr";
import { settings } from "./words/settings.fr";
import type { Dictionary } from "./index";

export const fr: Dictionary = { ...core, ...chat, ...settings, ...modules, ...admin };
