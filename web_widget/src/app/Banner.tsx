import type { JSX } from "preact";
import { signedIn } from "@/connection";
import { Button } from "@/components/Button";
import { newVersion } from "@/components/lazy";
import { t } from "@/i18n";
import { me } from "@/store/session";
import "./Banner.css";

/** What one must do something about: the session ended, or a new version is there. The connection has its own place. */
export function Banner(): JSX.Element | null {
  const ended = signedIn.value === false;
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
  return null;
}
