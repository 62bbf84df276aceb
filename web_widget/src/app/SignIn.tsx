import { signal } from "@preact/signals";
import type { JSX } from "preact";
import { useState } from "preact/hooks";
import { asApiError, type ApiError } from "@/connection";
import { Button } from "@/components/Button";
import { Field } from "@/components/Field";
import { locale, locales, setLocale, t } from "@/i18n";
import { register, signIn } from "@/store/session";
import { errorText } from "@/store/toasts";
import { location, navigate } from "./router";
import "./SignIn.css";

const needsInvite = signal(false);

/** Sign in or create an account, on one page. Language and time zone come from the browser. */
export function SignIn(): JSX.Element {
  const creating = location.value.path === "/register";
  const invited = location.value.query.get("invite") ?? "";
  const [username, setUsername] = useState("");
  const [password, setPassword] = useState("");
  const [name, setName] = useState("");
  const [invite, setInvite] = useState(invited);
  const [busy, setBusy] = useState(false);
  const [refusal, setRefusal] = useState<ApiError | null>(null);

  const submit = async (event: Event): Promise<void> => {
    event.preventDefault();
    setBusy(true);
    setRefusal(null);
    try {
      if (creating) {
        await register({ username: username.trim(), password, ...(name.trim() ? { display_name: name.trim() } : {}), ...(invite.trim() ? { invite: invite.trim() } : {}) }, locale.peek());
        navigate("/rooms", { replace: true });
      } else await signIn(username.trim(), password);
    } catch (error) {
      const failure = asApiError(error);
      if (creating && (failure.field("invite") || /invit|closed/i.test(failure.detail))) needsInvite.value = true;
      setRefusal(failure);
      setBusy(false);
    }
  };

  const wrong = refusal && !creating && (refusal.code === "unauthenticated" || refusal.code === "not_found");
  return (
    <main class="signin">
      <form onSubmit={(event) => void submit(event)}>
        <img src="/icon.svg" width={44} height={44} alt="" />
        <h1>{t("app.name")}</h1>
        <p class="mute">{t("auth.tagline")}</p>
        <Field label={t("auth.username")} name="username" autocomplete="username" autocapitalize="none" spellcheck={false} required minLength={3} maxLength={30} autofocus
          hint={creating ? t("auth.username_hint") : undefined} error={refusal?.field("username")} value={username} onValue={setUsername} />
        {creating ? (
          <Field label={`${t("auth.display_name")} (${t("optional").toLowerCase()})`} name="name" autocomplete="name" maxLength={100} error={refusal?.field("display_name")} value={name} onValue={setName} />
        ) : null}
        <Field label={t("auth.password")} name="password" type="password" autocomplete={creating ? "new-password" : "current-password"} required minLength={creating ? 8 : 1} maxLength={128}
          hint={creating ? t("auth.password_hint") : undefined} error={refusal?.field("password")} value={password} onValue={setPassword} />
        {creating && (needsInvite.value || invited) ? (
          <Field label={t("auth.invite")} name="invite" autocomplete="off" hint={t("auth.invite_hint")} error={refusal?.field("invite")} value={invite} onValue={setInvite} />
        ) : null}
        {refusal && !refusal.errors.length ? <p class="refusal" role="alert">{wrong ? t("auth.wrong") : errorText(refusal)}</p> : null}
        <Button type="submit" tone="primary" busy={busy}>{creating ? t("auth.register") : t("auth.sign_in")}</Button>
        <a href={creating ? "/" : "/register"} onClick={() => setRefusal(null)}>{creating ? t("auth.have_account") : t("auth.no_account")}</a>
      </form>
      <div class="languages">
        {locales.map((one) => (
          <button key={one} type="button" lang={one} aria-pressed={one === locale.value} onClick={() => void setLocale(one)}>{one === "en" ? "English" : "Français"}</button>
        ))}
      </div>
    </main>
  );
}
