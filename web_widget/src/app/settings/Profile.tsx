import type { JSX } from "preact";
import { useState } from "preact/hooks";
import { asApiError, type ApiError } from "@/connection";
import { Avatar } from "@/components/Avatar";
import { Button } from "@/components/Button";
import { Field } from "@/components/Field";
import { t } from "@/i18n";
import { me, saveProfile } from "@/store/session";
import { toast, toastError } from "@/store/toasts";

export function Profile(): JSX.Element | null {
  const self = me.value;
  const [name, setName] = useState(self?.display_name ?? "");
  const [email, setEmail] = useState(self?.email ?? "");
  const [status, setStatus] = useState(self?.status_text ?? "");
  const [busy, setBusy] = useState(false);
  const [refusal, setRefusal] = useState<ApiError | null>(null);
  if (!self) return null;
  const save = async (event: Event): Promise<void> => {
    event.preventDefault();
    setBusy(true);
    setRefusal(null);
    try {
      await saveProfile({
        ...(name.trim() !== self.display_name ? { display_name: name.trim() } : {}),
        ...(email.trim() !== (self.email ?? "") ? { email: email.trim() || null } : {}),
        ...(status.trim() !== (self.status_text ?? "") ? { status_text: status.trim() } : {}),
      });
      toast(t("saved"));
    } catch (error) {
      const failure = asApiError(error);
      setRefusal(failure);
      if (!failure.errors.length) toastError(failure);
    }
    setBusy(false);
  };
  const changed = name.trim() !== self.display_name || email.trim() !== (self.email ?? "") || status.trim() !== (self.status_text ?? "");
  return (
    <form onSubmit={(event) => void save(event)} style={{ display: "grid", gap: "14px" }}>
      <div class="who"><Avatar id={self.id} name={name || self.display_name} size="l" /><div><p><b>{self.display_name}</b></p><p class="mute">@{self.username}</p></div></div>
      <Field label={t("settings.name")} value={name} onValue={setName} maxLength={80} required error={refusal?.field("display_name")} autocomplete="name" />
      <Field label={t("settings.email")} type="email" value={email} onValue={setEmail} maxLength={254} error={refusal?.field("email")} autocomplete="email" />
      <Field label={t("settings.status_text")} hint={t("settings.status_hint")} value={status} onValue={setStatus} maxLength={140} error={refusal?.field("status_text")} />
      <div><Button type="submit" tone="primary" busy={busy} disabled={!changed || !name.trim()}>{t("save")}</Button></div>
    </form>
  );
}
