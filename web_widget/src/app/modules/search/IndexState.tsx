import type { JSX } from "preact";
import { useEffect, useState } from "preact/hooks";
import { Button } from "@/components/Button";
import { api } from "@/connection";
import { t } from "@/i18n";
import { me } from "@/store/session";
import { toastError } from "@/store/toasts";
import type { Status } from "./find";

const EVERY_MS = 2_000;

/** How the index is; administrators have it made anew here, and see how far that is. */
export function IndexState(): JSX.Element | null {
  const [status, setStatus] = useState<Status | null>(null);
  const [asked, setAsked] = useState(0);
  const moving = status !== null && (status.rebuilding || status.waiting > 0);
  useEffect(() => {
    const abort = new AbortController();
    const look = (): void => void api.get<Status>("/api/search/ai-status", {}, abort.signal).then(setStatus, () => undefined); // the results say what is wrong
    look();
    const timer = moving || asked > 0 ? setInterval(look, EVERY_MS) : undefined;
    return () => { clearInterval(timer); abort.abort(); };
  }, [moving, asked]);
  if (status === null || !status.up) return null;
  const rebuild = (): void => void api.post("/api/search/rebuild", {}).then(() => setAsked((times) => times + 1), toastError);
  return (
    <footer class="indexstate">
      <p class="mute">
        {status.mode === "words" ? t("search.words_only") : t("search.meaning_of", { done: status.with_meaning, count: status.pieces })}
      </p>
      {status.rebuilding ? (
        <p><progress max={Math.max(1, status.rebuild_total)} value={status.rebuilt} aria-label={t("search.rebuilding")} /> <span class="mute num">{t("search.rebuilt", { done: status.rebuilt, total: status.rebuild_total })}</span></p>
      ) : me.value?.role === "admin" ? <Button small onClick={rebuild}>{t("search.rebuild")}</Button> : null}
    </footer>
  );
}
