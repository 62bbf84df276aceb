// What the first work views say, and the parts (lists, pickers, rules) that every module's view is made of: they come with the first view.
import { tasks } from "./tasks.fr";
import { projects } from "./projects.fr";
import { notes } from "./notes.fr";
import { agenda } from "./agenda.fr";
import { alarms } from "./alarms.fr";
import type { work as english } from "./work.en";
import type { Like } from "./shape";

export const work: Like<typeof english> = { ...tasks, ...projects, ...notes, ...agenda, ...alarms };
