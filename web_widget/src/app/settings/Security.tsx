import type { JSX } from "preact";
import { useEffect, useState } from "preact/hooks";
import type { Page, Session } from "@/contract";
import { api, asApiError, type ApiError } from "@/connection";
import { Button } from "@/components/Button";
import { Field } from "@/components/Field";
import { Row } from "@/components/Row";
import { Skeleton } from "@/components/Skeleton";
import { t } from "@/i18n";
import { relative } from "@/i18n/format";
import { errorText, toast, toastError } from "@/store/toasts";

export default function Security(): JSX.Element {
  return <><Password /><Sessions /></>;
}

function Password(): JSX.Element {
  const [current, setCurrent] = useState("");
  const [next, setNext] = useState("");
  const [busy, setBusy] = useState(false);
  const [refusal, setRefusal] = useState<ApiError | null>(null);
  const change = async (event: Event): Promise<void> => {
    event.preventDefault();
    setBusy(true);
    setRefusal(null);
    try {
      await api.post("/api/auth/password", { current, new: next });
      setCurrent("");
      setNext("");
      toast(t("settings.password_changed"));
    } catch (error) {
      setRefusal(asApiError(error));
    }
    setBusy(false);
  };
  return (
    <section>
      <h2>{t("auth.password")}</h2>
      <form onSubmit={(event) => void change(event)} style={{ display: "grid", gap: "12px" }}>
        <Field label={t("settings.current_password")} type="password" autocomplete="current-password" required value={current} onValue={setCurrent} error={refusal?.field("current")} />
        <Field label={t("settings.new_password")} type="password" autocomplete="new-password" required minLength={8} maxLength={128} hint={t("auth.password_hint")} value={next} onValue={setNext} error={refusal?.field("new")} />
        {refusal && !refusal.errors.length ? <p role="alert" style={{ color: "var(--bad)" }}>{refusal.detail || errorText(refusal)}</p> : null}
        <div><Button type="submit" busy={busy} disabled={!current || next.length < 8}>{t("settings.change_password")}</Button></div>
      </form>
    </section>
  );
}

/** A browser's long name, in three words. */
export function deviceName(agent: string | null | undefined): string {
  const text = agent ?? "";
  const browser = /Edg\//.test(text) ? "Edge" : /Firefox\//.test(text) ? "Firefox" : /Chrome\//.test(text) ? "Chrome" : /Safari\//.test(text) ? "Safari" : text.split(/[ /]/)[0] || "?";
  const system = /Android/.test(text) ? "Android" : /iPhone|iPad/.test(text) ? "iOS" : /Windows/.test(text) ? "Windows" : /Mac OS/.test(text) ? "macOS" : /Linux/.test(text) ? "Linux" : "";
  return [browser, system].filter(Boolean).join(", ");
}

function Sessions(): JSX.Element {
  const [list, setList] = useState<Session[] | null>(null);
  const load = (): void => void api.get<Page<Session>>("/api/auth/sessions", { limit: 200 }).then((page) => setList(page.items), toastError);
  useEffect(load, []);
  const end = (path: string): void => void api.delete(path).then(load, toastError);
  return (
    <section>
      <h2>{t("settings.devices")}</h2>
      {list === null ? <Skeleton lines={2} /> : (
        <div>
          {list.map((session) => (
            <Row key={session.id} title={<>{deviceName(session.user_agent)}{session.current ? <span class="mute"> · {t("settings.this_device")}</span> : null}</>}
              note={[session.address, session.last_used_at ? t("settings.last_used", { when: relative(session.last_used_at) }) : ""].filter(Boolean).join(" · ")}
              end={session.current ? null : <Button small onClick={() => end(`/api/auth/sessions/${session.id}`)}>{t("settings.end_session")}</Button>} />
          ))}
        </div>
      )}
      {list && list.length > 1 ? <div><Button onClick={() => end("/api/auth/sessions")}>{t("settings.end_others")}</Button></div> : null}
    </section>
  );
}
