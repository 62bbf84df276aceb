import { signal } from "@preact/signals";
import type { JSX } from "preact";
import { useState } from "preact/hooks";
import { api, asApiError, type ApiError } from "@/connection";
import { Button } from "@/components/Button";
import { Dialog } from "@/components/Dialog";
import { Field, Select } from "@/components/Field";
import { Row } from "@/components/Row";
import type { InvitationOut, NewInvitation } from "@/contract/generated";
import { t } from "@/i18n";
import { dayAndClock, now, relative } from "@/i18n/format";
import { nameOf } from "@/store/people";
import { errorText, toast, toastError } from "@/store/toasts";
import { Secret } from "./Secret";
import { usePages } from "./pages";
import { PagesState } from "./PagesState";

const ROLES = ["member", "guest", "admin"] as const;
const DAYS = ["1", "7", "30", "0"] as const;

const inviting = signal(false);
export function openInvite(): void {
  inviting.value = true;
}

/** Codes with which people may register, and the dialog that makes one. */
export function Invitations(): JSX.Element {
  const pages = usePages<InvitationOut>("/api/invitations", { limit: 50 });
  const revoke = (invitation: InvitationOut): void => {
    pages.drop(invitation.id);
    void api.delete(`/api/invitations/${invitation.id}`).then(() => toast(t("people.revoked_toast")), (error: unknown) => { toastError(error); void pages.load(); });
  };
  return (
    <section class="admingroup" aria-label={t("people.invitations")}>
      <h2>{t("people.invitations")}<small class="num">{pages.items.value.length || ""}</small></h2>
      <PagesState pages={pages} empty={<p class="adminnote">{t("people.no_invitations")}</p>}>
        {pages.items.value.map((invitation) => (
          <Row key={invitation.id} title={invitation.note || t("kind.invitation")}
            note={[t(`people.role_${invitation.role}`), t("people.used", { used: invitation.uses, of: invitation.max_uses }), ending(invitation), t("people.invited_by", { name: nameOf(invitation.owner_id), when: relative(invitation.created_at) })].filter(Boolean).join(" · ")}
            end={<Button small tone="bad" aria-label={`${t("settings.token_revoke")}: ${invitation.note || dayAndClock(invitation.created_at)}`} onClick={() => revoke(invitation)}>{t("settings.token_revoke")}</Button>} />
        ))}
      </PagesState>
      {inviting.value ? <Invite onClose={() => (inviting.value = false)} onMade={(made) => pages.put(made)} /> : null}
    </section>
  );
}

function ending(invitation: InvitationOut): string {
  if (invitation.uses >= invitation.max_uses) return ""; // the count says so
  if (!invitation.expires_at) return t("people.no_end");
  return Date.parse(invitation.expires_at) <= now.value.getTime() ? t("people.expired") : t("people.expires", { when: relative(invitation.expires_at) });
}

function Invite({ onClose, onMade }: { onClose: () => void; onMade: (made: InvitationOut) => void }): JSX.Element {
  const [role, setRole] = useState<(typeof ROLES)[number]>("member");
  const [uses, setUses] = useState("1");
  const [days, setDays] = useState<(typeof DAYS)[number]>("7");
  const [note, setNote] = useState("");
  const [busy, setBusy] = useState(false);
  const [refusal, setRefusal] = useState<ApiError | null>(null);
  const [made, setMade] = useState<NewInvitation | null>(null);
  const create = async (): Promise<void> => {
    setBusy(true);
    setRefusal(null);
    try {
      const expires = days === "0" ? {} : { expires_at: new Date(Date.now() + Number(days) * 86_400_000).toISOString() };
      const answer = await api.post<NewInvitation>("/api/invitations", { role, max_uses: Math.max(1, Math.round(Number(uses)) || 1), note: note.trim(), ...expires });
      const { code: _, ...shown } = answer;
      onMade(shown);
      setMade(answer);
    } catch (error) {
      setRefusal(asApiError(error));
    }
    setBusy(false);
  };
  if (made) {
    return (
      <Dialog title={t("people.invitation_ready")} onClose={onClose} footer={<Button tone="primary" onClick={onClose}>{t("close")}</Button>}>
        <p>{t("people.invitation_once")}</p>
        <Secret label={t("people.link")} value={`${window.location.origin}/register?invite=${encodeURIComponent(made.code)}`} />
        <Secret label={t("people.code")} value={made.code} />
      </Dialog>
    );
  }
  return (
    <Dialog title={t("people.invite")} onClose={onClose} onSubmit={() => void create()}
      footer={<><Button onClick={onClose}>{t("cancel")}</Button><Button type="submit" tone="primary" busy={busy}>{t("people.make_link")}</Button></>}>
      <Select label={t("people.role")} value={role} onValue={setRole} hint={t(`people.role_${role}_text`)} options={ROLES.map((one) => [one, t(`people.role_${one}`)] as const)} />
      <div class="twofields">
        <Field label={t("people.uses")} type="number" min={1} max={1000} value={uses} onValue={setUses} error={refusal?.field("max_uses")} />
        <Select label={t("people.expiry")} value={days} onValue={setDays} options={DAYS.map((one) => [one, one === "0" ? t("people.no_end") : t("people.days", { count: Number(one) })] as const)} />
      </div>
      <Field label={t("people.note")} hint={t("people.note_hint")} value={note} onValue={setNote} maxLength={300} />
      {refusal && refusal.errors.length === 0 ? <p class="refusal" role="alert">{errorText(refusal)}</p> : null}
    </Dialog>
  );
}
