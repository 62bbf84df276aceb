import { LogOut, UserPlus, X } from "lucide-preact";
import type { JSX } from "preact";
import { Avatar } from "@/components/Avatar";
import { Button, IconButton } from "@/components/Button";
import { Select } from "@/components/Field";
import { api } from "@/connection";
import type { Id, Project } from "@/contract";
import { t } from "@/i18n";
import { users } from "@/store/kinds";
import { me } from "@/store/session";
import { toastError } from "@/store/toasts";
import { pickPerson } from "../parts/pickers";

type Role = Project["members"][number]["role"];
const ROLES: Role[] = ["owner", "editor", "viewer"];

/** Who has part in a project; its owners give, change and take it, everybody else may leave. */
export function Members({ project }: { project: Project }): JSX.Element {
  const mine = project.members.find((member) => member.user_id === me.value?.id)?.role;
  const alone = mine === "owner" && project.members.filter((member) => member.role === "owner").length === 1;
  const path = (user_id: Id): string => `/api/projects/${project.id}/members/${user_id}`;
  const set = (user_id: Id, role: Role): void => void api.put(path(user_id), { role }).catch(toastError);
  const take = (user_id: Id): void => void api.delete(path(user_id)).catch(toastError);
  const leave = (): void => void api.post(`/api/projects/${project.id}/leave`, {}).catch(toastError);
  return (
    <ul class="members" aria-label={t("projects.members")}>
      {project.members.map((member) => {
        const person = users.slot(member.user_id).value;
        const name = person?.display_name ?? "…";
        return (
          <li key={member.user_id} class="member">
            <Avatar id={member.user_id} name={name} size="s" />
            <span class="ell grow">{name}</span>
            {mine === "owner" ? (
              <span class="statuspick"><Select<Role> bare label={t("projects.role_of", { name })} value={member.role} options={ROLES.map((role) => [role, t(`project.role_${role}`)])} onValue={(role) => set(member.user_id, role)} /></span>
            ) : <small class="mute">{t(`project.role_${member.role}`)}</small>}
            {mine === "owner" && member.user_id !== me.value?.id ? <IconButton label={t("projects.remove_member", { name })} onClick={() => take(member.user_id)}><X aria-hidden="true" /></IconButton> : null}
            {member.user_id === me.value?.id && !alone ? <IconButton label={t("projects.leave")} onClick={leave}><LogOut aria-hidden="true" /></IconButton> : null}
          </li>
        );
      })}
      {mine === "owner" ? (
        <li>
          <Button small tone="plain" onClick={(event) => pickPerson(event.currentTarget, null, (user_id) => user_id && set(user_id, "editor"))}>
            <UserPlus aria-hidden="true" />{t("projects.share")}
          </Button>
        </li>
      ) : null}
    </ul>
  );
}
