import type { chat as english } from "./chat.en";
import type { Like } from "./shape";

export const chat: Like<typeof english> = {};
