// The words of the modules that came later are fetched with their views: see lazy.ts.
import { tasks } from "./tasks.en";
import { projects } from "./projects.en";
import { notes } from "./notes.en";
import { agenda } from "./agenda.en";
import { alarms } from "./alarms.en";

export const modules = { ...tasks, ...projects, ...notes, ...agenda, ...alarms };
