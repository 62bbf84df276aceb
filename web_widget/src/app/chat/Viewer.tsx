import { ChevronLeft, ChevronRight, Download, X } from "lucide-preact";
import type { JSX } from "preact";
import { useEffect, useRef, useState } from "preact/hooks";
import { IconButton } from "@/components/Button";
import { t } from "@/i18n";
import { linkTo, thumbnail } from "@/store/thumbnails";
import { save } from "./Attachments";
import { viewing, type Viewing } from "./state";
import "./Viewer.css";

/** A picture over the page, with those beside it; Esc closes, the arrows move. */
export default function Viewer({ shown }: { shown: Viewing }): JSX.Element | null {
  const dialog = useRef<HTMLDialogElement>(null);
  const [url, setUrl] = useState<string | null>(null);
  const at = shown.all.findIndex((one) => one.file_id === shown.id);
  const one = shown.all[at];
  const close = (): void => void (viewing.value = null);
  const go = (step: 1 | -1): void => {
    const beside = shown.all[at + step];
    if (beside) viewing.value = { ...shown, id: beside.file_id };
  };
  useEffect(() => {
    const before = document.activeElement;
    dialog.current?.showModal();
    dialog.current?.focus();
    return () => {
      if (before instanceof HTMLElement && before.isConnected) before.focus();
    };
  }, []);
  useEffect(() => {
    setUrl(null);
    let here = true;
    // The thumbnail stays where the picture itself cannot be had.
    linkTo(shown.id).then((found) => here && setUrl(found), () => undefined);
    return () => {
      here = false;
    };
  }, [shown.id]);
  if (!one) return null;
  const keys = (event: KeyboardEvent): void => {
    if (event.key === "ArrowRight" || event.key === "ArrowLeft") {
      event.preventDefault();
      event.stopPropagation();
      go(event.key === "ArrowRight" ? 1 : -1);
    }
  };
  const src = url ?? thumbnail(shown.id) ?? undefined;
  return (
    <dialog ref={dialog} class="viewer" tabIndex={-1} aria-label={one.name} onKeyDown={keys} onCancel={(event) => { event.preventDefault(); close(); }}
      onMouseDown={(event) => event.target === dialog.current && close()}>
      <header>
        <b class="ell">{one.name}</b>
        <IconButton label={t("attach.save", { name: one.name })} onClick={() => save(one.file_id)}><Download aria-hidden="true" /></IconButton>
        <IconButton label={t("close")} keys="Esc" onClick={close}><X aria-hidden="true" /></IconButton>
      </header>
      {src ? <img src={src} alt={one.name} onError={() => setUrl(null)} /> : null}
      {shown.all.length > 1 ? (
        <footer>
          <IconButton label={t("attach.previous")} keys="←" disabled={at <= 0} onClick={() => go(-1)}><ChevronLeft aria-hidden="true" /></IconButton>
          <span class="num">{at + 1} / {shown.all.length}</span>
          <IconButton label={t("attach.next")} keys="→" disabled={at >= shown.all.length - 1} onClick={() => go(1)}><ChevronRight aria-hidden="true" /></IconButton>
        </footer>
      ) : null}
    </dialog>
  );
}
