/**
 * Drafts on one's other devices. What is typed goes to the hub when one pauses; of two the one that was typed last counts,
 * and what it takes the place of is offered. Fetched after the first connection.
 */
import type { Id, Instant, Page } from "@/contract";
import { api, asApiError, connection, on } from "@/connection";
import { t } from "@/i18n";
import { brought, drafted, draftTime, keepDraft, markThere, readDraft, writeDraft } from "./drafts";
import { joinedRooms } from "./rooms";
import { onSignedOut } from "./session";
import { toast } from "./toasts";

export interface Draft {
  room_id: Id;
  content: string;
  edited_at: Instant;
}

export const PAUSE_MS = 1200;
const timers = new Map<Id, ReturnType<typeof setTimeout>>();
/** What the hub and this device had in common last. */
const common = new Map<Id, string>();

/** Something was typed here: the hub hears of it when one pauses. */
export function typed(room: Id): void {
  clearTimeout(timers.get(room));
  timers.set(room, setTimeout(() => void push(room), PAUSE_MS));
}

async function push(room: Id): Promise<void> {
  timers.delete(room);
  const content = readDraft(room);
  // The next connection brings what is left; nothing begins where nothing was.
  if (connection.peek() !== "online" || content === (common.get(room) ?? "")) return;
  // From before it is answered: who sends meanwhile must have it ended.
  if (content) markThere(room, true);
  try {
    const saved = await api.put<{ draft: Draft; kept: boolean }>(`/api/drafts/${room}`, { content, edited_at: new Date(draftTime(room)).toISOString() });
    if (!saved.kept) return merge(saved.draft);
    common.set(room, content);
    // As the hub counts it: a clock that is ahead would else hold on to what is older.
    if (readDraft(room) === content) keepDraft(room, content, Date.parse(saved.draft.edited_at));
  } catch (error) {
    // Not to be drafted in any more, too long to be sent: it stays here.
    if (asApiError(error).transient) typed(room);
  }
}

/** Takes what the hub has; sends it what it has not. */
export async function pull(): Promise<void> {
  const found = await api.get<Page<Draft>>("/api/drafts", { limit: 200 });
  const here = new Set(found.items.map((draft) => draft.room_id));
  for (const draft of found.items) merge(draft);
  const mine = new Set(joinedRooms.peek().map((room) => room.id));
  for (const room of drafted.peek()) if (!here.has(room) && mine.has(room)) typed(room);
}

function merge(draft: Draft): void {
  const { room_id: room, content } = draft;
  const own = readDraft(room);
  const at = Date.parse(draft.edited_at);
  markThere(room, content !== "");
  if (content === own) return void common.set(room, content);
  if (at < draftTime(room)) return typed(room); // ours is the later one
  const unsaid = own !== "" && own !== common.get(room);
  common.set(room, content);
  clearTimeout(timers.get(room));
  keepDraft(room, content, at);
  brought.value = { room, text: content };
  if (unsaid) toast(t("draft.replaced"), { action: { label: t("draft.use_mine"), run: () => restore(room, own) } });
}

function restore(room: Id, text: string): void {
  writeDraft(room, text);
  brought.value = { room, text };
}

on<{ draft: Draft }>("draft.updated", ({ draft }) => merge(draft));
onSignedOut(() => {
  for (const timer of timers.values()) clearTimeout(timer);
  timers.clear();
  common.clear();
});
