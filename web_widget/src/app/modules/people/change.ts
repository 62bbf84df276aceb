import { openMenu } from "@/components/Menu";
import type { Id } from "@/contract";
import { api, ApiError } from "@/connection";
import { t } from "@/i18n";
import { toastError } from "@/store/toasts";
import { toastUndo } from "@/store/undo";
import { people, teams, type Person, type Team } from "./store";

export function changePerson(id: Id, patch: Partial<Person>): void {
  void people.update(id, patch).catch(() => undefined); // said in a toast, and shown as it was
}

export function changeTeam(id: Id, patch: Partial<Team>): void {
  void teams.update(id, patch).catch(() => undefined); // said in a toast, and shown as it was
}

/** "Ada Lovelace" is a first and a last name; a single word is a first name. */
export function namesIn(text: string): { first_name: string; last_name: string } {
  const [first, ...rest] = text.trim().split(/\s+/);
  return { first_name: first ?? "", last_name: rest.join(" ") };
}

/** Removes a team; where people are in it, asks beside what was pressed where they go. */
export async function removeTeam(team: Team, anchor: Element): Promise<void> {
  const { can_remove, members } = await api.get<{ can_remove: boolean; members: number }>(`/api/teams/${team.id}/can-remove`);
  if (can_remove) {
    await teams.remove(team.id);
    toastUndo(t("deleted_toast", { title: team.name }), { kind: "team", id: team.id });
    return;
  }
  const others = teams.all().filter((one) => one.id !== team.id).sort((a, b) => a.name.localeCompare(b.name));
  openMenu(anchor, t("directory.reassign"), [
    { head: t("directory.reassign_text", { count: members }) },
    ...others.slice(0, 30).map((one) => ({ label: t("directory.to_team", { name: one.name }), run: () => void reassign(team, one.id) })),
    "line",
    { label: t("directory.to_none"), run: () => void reassign(team, null) },
  ]);
}

async function reassign(team: Team, to_team_id: Id | null): Promise<void> {
  try {
    await api.post(`/api/teams/${team.id}/reassign`, { to_team_id });
    toastUndo(t("deleted_toast", { title: team.name }), { kind: "team", id: team.id });
  } catch (error) {
    if (error instanceof ApiError) toastError(error);
    else throw error;
  }
}
