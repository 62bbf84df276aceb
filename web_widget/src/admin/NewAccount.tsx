import type { JSX } from "preact";
import { useState } from "preact/hooks";
import { api, asApiError, type ApiError } from "@/connection";
import { Button } from "@/components/Button";
import { Dialog } from "@/components/Dialog";
import { Field, Select } from "@/components/Field";
import type { Entity, User } from "@/contract";
import type { PasswordGiven } from "@/contract/generated";
import { t } from "@/i18n";
import { users } from "@/store/kinds";
import { errorText } from "@/store/toasts";
import { Secret } from "./Secret";

const ROLES = ["member", "guest", "admin", "bot"] as const;

/** An account for somebody; its password is made by the hub and shown once. */
export function NewAccount({ onClose }: { onClose: () => void }): JSX.Element {
  const [username, setUsername] = useState("");
  const [name, setName] = useState("");
  const [role, setRole] = useState<(typeof ROLES)[number]>("member");
  const [busy, setBusy] = useState(false);
  const [refusal, setRefusal] = useState<ApiError | null>(null);
  const [given, setGiven] = useState<PasswordGiven | null>(null);
  const create = async (): Promise<void> => {
    setBusy(true);
    setRefusal(null);
    try {
      const made = await api.post<PasswordGiven>("/api/users", { username: username.trim(), role, ...(name.trim() ? { display_name: name.trim() } : {}) });
      users.apply(made.user as User & Entity);
      for (const query of [users.query({ limit: 200 })]) query.refresh();
      setGiven(made);
    } catch (error) {
      setRefusal(asApiError(error));
    }
    setBusy(false);
  };
  if (given) {
    return (
      <Dialog title={t("people.created_title", { name: given.user.display_name })} onClose={onClose} footer={<Button tone="primary" onClick={onClose}>{t("close")}</Button>}>
        {given.password ? <><p>{t("people.password_once", { name: given.user.display_name })}</p><Secret label={`@${given.user.username}`} value={given.password} /></> : <p>{t("people.bot_text")}</p>}
      </Dialog>
    );
  }
  return (
    <Dialog title={t("people.create")} onClose={onClose} onSubmit={() => void create()}
      footer={<><Button onClick={onClose}>{t("cancel")}</Button><Button type="submit" tone="primary" busy={busy} disabled={username.trim().length < 3}>{t("create")}</Button></>}>
      <Field label={t("auth.username")} hint={t("auth.username_hint")} value={username} onValue={setUsername} required minLength={3} maxLength={30} autocomplete="off" autocapitalize="none" error={refusal?.field("username")} />
      <Field label={t("auth.display_name")} hint={t("optional")} value={name} onValue={setName} maxLength={80} autocomplete="off" error={refusal?.field("display_name")} />
      <Select label={t("people.role")} value={role} onValue={setRole} hint={t(`people.role_${role}_text`)} options={ROLES.map((one) => [one, t(`people.role_${one}`)] as const)} />
      {refusal && refusal.errors.length === 0 ? <p class="refusal" role="alert">{errorText(refusal)}</p> : null}
    </Dialog>
  );
}
