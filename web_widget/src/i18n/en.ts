import { admin } from "./words/admin.en";
import { chat } from "./words/chat.en";
import { core } from "./words/core.en";
import { modules } from "./words/modules.en";
import { settings } from "./words/settings.en";

export const en = { ...core, ...chat, ...settings, ...modules, ...admin };
