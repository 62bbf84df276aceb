import type { NoteSession } from "@/contract/generated";
import { EntityStore } from "@/store/entities";

export type { NoteLine, NoteSession } from "@/contract/generated";

export const sessions = new EntityStore<NoteSession>({ kind: "note_session", path: "/api/note-sessions" });
