import type { JSX } from "preact";
import { useEffect, useState } from "preact/hooks";
import { connection, signedIn } from "@/connection";
import { Button } from "@/components/Button";
import { newVersion } from "@/components/lazy";
import { t } from "@/i18n";
import { waiting } from "@/store/outbox";
import { me } from "@/store/session";
import "./Banner.css";

/** What one must know about the connection: offline and how much waits, or that the session ended. */
export function Banner(): JSX.Element | null {
  const state = connection.value;
  const ended = signedIn.value === false;
  const [shown, setShown] = useState(false);
  // A reconnection of a moment is nobody's business.
  useEffect(() => {
    if (state === "online" || ended) return setShown(false);
    const timer = setTimeout(() => setShown(true), 1500);
    return () => clearTimeout(timer);
  }, [state, ended]);
  if (ended) {
    return (
      <div class="banner bad" role="alert">
        <span class="grow">{t("banner.session")}</span>
        <Button small onClick={() => (me.value = null)}>{t("banner.sign_in")}</Button>
      </div>
    );
  }
  if (newVersion.value) {
    return (
      <div class="banner" role="status">
        <span class="grow">{t("banner.version")}</span>
        <Button small onClick={() => window.location.reload()}>{t("banner.reload")}</Button>
      </div>
    );
  }
  if (!shown) return null;
  const count = waiting.value;
  return <div class="banner" role="status">{count > 0 ? t("banner.waiting", { count }) : t("banner.offline")}</div>;
}
