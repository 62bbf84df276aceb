import type { Id } from "@/contract";
import { projects } from "@/store/kinds";
import { me } from "@/store/session";

/** Whether what is in that project may be changed: a viewer only looks. What is in none is whoever sees it may. */
export function mayWrite(project_id: Id | null | undefined): boolean {
  if (me.value?.role === "guest") return false;
  if (!project_id) return true;
  const role = projects.slot(project_id).value?.members.find((member) => member.user_id === me.value?.id)?.role;
  return role !== undefined && role !== "viewer";
}
