/** What the tasks view shows, as the address bar has it. */
import { location } from "../../router";

export const VIEWS = ["list", "matrix", "days", "board"] as const;
export type View = (typeof VIEWS)[number];

export interface Shown {
  view: View;
  by: "time" | "project";
  project: string | null;
  tag: string | null;
  assignee: string | null;
  q: string;
  done: boolean;
}

export function shown(): Shown {
  const query = location.value.query;
  const view = query.get("view") as View | null;
  return {
    view: view && VIEWS.includes(view) ? view : "list",
    by: query.get("by") === "project" ? "project" : "time",
    project: query.get("project"),
    tag: query.get("tag"),
    assignee: query.get("who"),
    q: query.get("q") ?? "",
    done: query.get("done") === "1",
  };
}
