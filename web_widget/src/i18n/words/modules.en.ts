import { tasks } from "./tasks.en";
import { projects } from "./projects.en";
import { notes } from "./notes.en";
import { agenda } from "./agenda.en";
import { budget } from "./budget.en";
import { alarms } from "./alarms.en";

export const modules = { ...tasks, ...projects, ...notes, ...agenda, ...budget, ...alarms };
