/** The modules beyond chat, tasks, agenda, notes, projects, money and alarms: one import and one line each, alphabetical. */
import type { Module } from "./registry";

export const modules: readonly Module[] = [
];
