/** Projects, tasks and notes. */
import type { Member, ProjectRisk, ProjectStatus, hub_features_tasks_schemas_Status as TaskStatus } from "./generated";
import type { Id, Entity, Actor, Instant, DateOnly } from "./wire";

// As the hub has them.
export type { ProjectStatus, hub_features_tasks_schemas_Status as TaskStatus } from "./generated";

export interface Project extends Entity {
  name: string;
  description: string | null;
  status: ProjectStatus;
  target_date: DateOnly | null;
  progress_percent: number;
  risk: ProjectRisk;
  color: string | null;
  favorite: boolean;
  rank: string;
  members: Member[];
  health: number;
}

export interface Task extends Entity {
  title: string;
  description: string | null;
  status: TaskStatus;
  urgent: boolean;
  important: boolean;
  deadline: DateOnly | null;
  scheduled_date: DateOnly | null;
  estimate_minutes: number | null;
  actual_minutes: number | null;
  tags: string[];
  assignee_id: Id | null;
  project_id: Id | null;
  parent_id: Id | null;
  rrule: string | null;
  rank: string;
  completed_at: Instant | null;
  source: object | null;
  subtasks?: { done: number; total: number } | null;
}

export interface Comment {
  id: Id;
  text: string;
  author?: Actor;
  author_id?: Id;
  created_at: Instant;
}

export interface NoteItem {
  id?: string;
  text: string;
  checked: boolean;
}

export interface Note extends Entity {
  title: string;
  content: string;
  project_id: Id | null;
  pinned: boolean;
  archived: boolean;
  items: NoteItem[] | null;
  label_ids?: Id[];
}
