import { X } from "lucide-preact";
import type { JSX } from "preact";
import { t } from "@/i18n";
import { dismiss, hold, toasts } from "@/store/toasts";
import { Button, IconButton } from "./Button";
import "./Toasts.css";

export function Toasts(): JSX.Element {
  return (
    <div class="toasts" role="status" aria-live="polite">
      {toasts.value.map((toast) => (
        <div key={toast.id} class={`toast ${toast.tone}`} onPointerEnter={() => hold(toast.id, 0)} onPointerLeave={() => hold(toast.id, 3000)}>
          <p>{toast.text}</p>
          {toast.action ? <Button small tone="outline" onClick={() => { dismiss(toast.id); toast.action?.run(); }}>{toast.action.label}</Button> : null}
          <IconButton label={t("close")} onClick={() => dismiss(toast.id)}><X aria-hidden="true" /></IconButton>
        </div>
      ))}
    </div>
  );
}
