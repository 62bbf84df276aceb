// The words of the modules that came later are fetched with their views: see lazy.ts.
import { tasks } from "./tasks.fr";
import { projects } from "./projects.fr";
import { notes } from "./notes.fr";
import { agenda } from "./agenda.fr";
import { alarms } from "./alarms.fr";
import type { modules as english } from "./modules.en";
import type { Like } from "./shape";

export const modules: Like<typeof english> = { ...tasks, ...projects, ...notes, ...agenda, ...alarms };
