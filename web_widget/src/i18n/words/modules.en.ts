import { tasks } from "./tasks.en";

export const modules = { ...tasks };
