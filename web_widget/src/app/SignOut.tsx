import type { JSX } from "preact";
import { useEffect } from "preact/hooks";
import { Button } from "@/components/Button";
import { Dialog } from "@/components/Dialog";
import { t } from "@/i18n";
import { outbox } from "@/store/outbox";
import { signOut } from "@/store/session";
import { toastError } from "@/store/toasts";
import { closeOverlay } from "./overlay";
import { navigate } from "./router";

/** Signs out at once, unless a message would be left behind. */
export default function SignOut(): JSX.Element | null {
  const unsent = outbox.value.length;
  const leave = (): void => {
    closeOverlay();
    void signOut().then(() => navigate("/", { replace: true }), toastError);
  };
  useEffect(() => {
    if (unsent === 0) leave();
  }, []);
  if (unsent === 0) return null;
  return (
    <Dialog title={t("auth.sign_out")} onClose={closeOverlay} footer={<><Button onClick={closeOverlay}>{t("cancel")}</Button><Button tone="bad" onClick={leave}>{t("auth.sign_out_anyway")}</Button></>}>
      <p>{t("auth.unsent", { count: unsent })}</p>
    </Dialog>
  );
}
