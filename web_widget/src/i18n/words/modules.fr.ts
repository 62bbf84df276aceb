import { tasks } from "./tasks.fr";
import type { modules as english } from "./modules.en";
import type { Like } from "./shape";

export const modules: Like<typeof english> = { ...tasks };
