import type { settings as english } from "./settings.en";
import type { Like } from "./shape";

export const settings: Like<typeof english> = {};
