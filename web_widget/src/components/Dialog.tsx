import { X } from "lucide-preact";
import type { ComponentChildren, JSX } from "preact";
import { useEffect, useId, useRef } from "preact/hooks";
import { t } from "@/i18n";
import { IconButton } from "./Button";
import "./Dialog.css";

interface DialogProps {
  title: string;
  onClose: () => void;
  children: ComponentChildren;
  /** Buttons at the bottom; put the primary one last. */
  footer?: ComponentChildren;
  wide?: boolean;
  /** Submits on Enter. */
  onSubmit?: () => void;
}

/** A dialog over the page (rare). On a phone it is a sheet from below. The browser keeps focus inside. */
export function Dialog({ title, onClose, children, footer, wide, onSubmit }: DialogProps): JSX.Element {
  const ref = useRef<HTMLDialogElement>(null);
  const id = useId();
  useEffect(() => {
    const dialog = ref.current;
    const before = document.activeElement;
    dialog?.showModal();
    // A field if there is one; otherwise the dialog itself, so that its name is read and no button is lit.
    (dialog?.querySelector<HTMLElement>("[autofocus], .body input, .body textarea, .body select") ?? dialog)?.focus();
    return () => {
      if (before instanceof HTMLElement && before.isConnected) before.focus();
    };
  }, []);
  const submit = (event: Event): void => {
    event.preventDefault();
    onSubmit?.();
  };
  return (
    <dialog ref={ref} tabIndex={-1} class={`dialog${wide ? " wide" : ""}`} aria-labelledby={id} onCancel={(event) => { event.preventDefault(); onClose(); }}
      onMouseDown={(event) => event.target === ref.current && onClose()}>
      <form class="inner" onSubmit={submit}>
        <header role="none">
          <h2 id={id}>{title}</h2>
          <IconButton label={t("close")} keys="Esc" onClick={onClose}><X aria-hidden="true" /></IconButton>
        </header>
        <div class="body scroll">{children}</div>
        {footer ? <footer>{footer}</footer> : null}
      </form>
    </dialog>
  );
}
