import { tasks } from "./tasks.en";
import { projects } from "./projects.en";
import { notes } from "./notes.en";

export const modules = { ...tasks, ...projects, ...notes };
