/** What an administrator does with an account. What cannot be undone asks first. */
import { Activity, Ban, KeyRound, UserCheck } from "lucide-preact";
import type { JSX } from "preact";
import { useState } from "preact/hooks";
import { api, asApiError, type ApiError } from "@/connection";
import { Button } from "@/components/Button";
import { Dialog } from "@/components/Dialog";
import { openMenu } from "@/components/Menu";
import type { Entity, User } from "@/contract";
import type { PasswordGiven } from "@/contract/generated";
import { t } from "@/i18n";
import { users } from "@/store/kinds";
import { me } from "@/store/session";
import { errorText, toast, toastError } from "@/store/toasts";
import { navigate } from "@/app/router";
import { Secret } from "./Secret";

export interface Asking {
  what: "disable" | "reset" | "admin";
  user: User;
}

const ROLES = ["admin", "member", "guest"] as const;
type PersonRole = (typeof ROLES)[number];

function took(user: User): void {
  users.apply(user as User & Entity);
}

async function setRole(user: User, role: PersonRole): Promise<void> {
  try {
    took(await api.patch<User>(`/api/users/${user.id}`, { role }));
    toast(t("people.role_toast", { name: user.display_name, role: t(`people.role_${role}`) }), {
      action: { label: t("undo.button"), run: () => void api.patch<User>(`/api/users/${user.id}`, { role: user.role }).then(took, toastError) },
    });
  } catch (error) {
    toastError(error);
  }
}

function enable(user: User): void {
  void api.post<User>(`/api/users/${user.id}/enable`).then((now) => {
    took(now);
    toast(t("people.enabled_toast", { name: user.display_name }));
  }, toastError);
}

export function personMenu(user: User, anchor: Element | { x: number; y: number }, ask: (asking: Asking) => void): void {
  const person = user.kind === "user";
  const self = user.id === me.peek()?.id;
  openMenu(anchor, user.display_name, [
    { label: t("people.see_activity"), icon: Activity, run: () => navigate(`/admin/activity?actor=${user.id}`) },
    ...(person ? [
      "line" as const,
      { head: t("people.role") },
      ...ROLES.map((role) => ({ label: t(`people.role_${role}`), checked: user.role === role, run: () => { if (user.role !== role) role === "admin" || self ? ask({ what: "admin", user: { ...user, role } }) : void setRole(user, role); } })),
    ] : []),
    ...(person && !self ? ["line" as const, { label: t("people.reset"), icon: KeyRound, run: () => ask({ what: "reset", user }) }] : []),
    ...(self ? [] : [
      "line" as const,
      user.disabled ? { label: t("people.enable"), icon: UserCheck, run: () => enable(user) } : { label: t("people.disable"), icon: Ban, bad: true, run: () => ask({ what: "disable", user }) },
    ]),
  ], "bottom-end");
}

/** The questions, and the new password, which is shown this once. */
export function PersonDialogs({ asking, onClose }: { asking: Asking; onClose: () => void }): JSX.Element {
  const { what, user } = asking;
  const [busy, setBusy] = useState(false);
  const [refusal, setRefusal] = useState<ApiError | null>(null);
  const [password, setPassword] = useState<string | null>(null);
  const act = async (): Promise<void> => {
    setBusy(true);
    setRefusal(null);
    try {
      if (what === "reset") {
        const given = await api.post<PasswordGiven>(`/api/users/${user.id}/reset-password`);
        took(given.user as User);
        setPassword(given.password ?? "");
      } else if (what === "disable") {
        took(await api.post<User>(`/api/users/${user.id}/disable`));
        toast(t("people.disabled_toast", { name: user.display_name }), { action: { label: t("people.enable"), run: () => enable(user) } });
        onClose();
      } else {
        await setRole({ ...user, role: users.peek(user.id)?.role ?? "member" }, user.role as PersonRole);
        onClose();
      }
    } catch (error) {
      setRefusal(asApiError(error));
    }
    setBusy(false);
  };
  const name = user.display_name;
  const title = what === "reset" ? t("people.reset_title", { name }) : what === "disable" ? t("people.disable_title", { name }) : t("people.role_title", { name, role: t(`people.role_${user.role}`) });
  const text = what === "reset" ? t("people.reset_text") : what === "disable" ? t("people.disable_text") : user.role === "admin" ? t("people.admin_text") : t("people.self_text");
  if (password !== null) {
    return (
      <Dialog title={title} onClose={onClose} footer={<Button tone="primary" onClick={onClose}>{t("close")}</Button>}>
        <p>{t("people.password_once", { name })}</p>
        <Secret label={t("people.new_password")} value={password} />
      </Dialog>
    );
  }
  return (
    <Dialog title={title} onClose={onClose} onSubmit={() => void act()}
      footer={<><Button onClick={onClose}>{t("cancel")}</Button><Button type="submit" tone={what === "disable" ? "bad" : "primary"} busy={busy}>{t(what === "reset" ? "people.reset" : what === "disable" ? "people.disable" : "people.change_role")}</Button></>}>
      <p>{text}</p>
      {refusal ? <p class="refusal" role="alert">{errorText(refusal)}</p> : null}
    </Dialog>
  );
}
