// What the first work views say, and the parts (lists, pickers, rules) that every module's view is made of: they come with the first view.
import { tasks } from "./tasks.en";
import { projects } from "./projects.en";
import { notes } from "./notes.en";
import { agenda } from "./agenda.en";
import { alarms } from "./alarms.en";

export const work = { ...tasks, ...projects, ...notes, ...agenda, ...alarms };
