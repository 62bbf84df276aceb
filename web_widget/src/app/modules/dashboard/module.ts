/** The dashboard: what is up today, on one page. */
import { LayoutDashboard } from "lucide-preact";
import { view, type Module } from "../registry";

export const dashboard: Module = {
  id: "dashboard",
  places: [{ id: "dashboard", path: "dashboard", title: "place.dashboard", icon: LayoutDashboard, letter: "m", rail: "more", list: null, words: "today overview aujourd’hui aperçu", view: view("dashboard", () => import(".")) }],
};
