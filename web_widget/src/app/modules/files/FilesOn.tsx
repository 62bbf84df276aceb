/** What is attached to a thing: dropped, pasted or chosen, with its progress; to open, save, detach and delete. */
import { Download, Ellipsis, Info, Paperclip, SquareArrowOutUpRight, Trash2, Unlink } from "lucide-preact";
import type { JSX } from "preact";
import { useEffect, useMemo, useRef, useState } from "preact/hooks";
import { removeWithUndo } from "@/actions/rows";
import { save } from "@/app/chat/Attachments";
import { UploadLine } from "@/app/chat/Attach";
import { viewing } from "@/app/chat/state";
import { openEntity } from "@/app/panes";
import { Button, IconButton } from "@/components/Button";
import { openMenu, type MenuEntry } from "@/components/Menu";
import { api } from "@/connection";
import type { EntityRef } from "@/contract";
import type { StoredFile } from "@/contract/generated";
import { t } from "@/i18n";
import { fileSize } from "@/i18n/format";
import { useQuery } from "@/store/queries";
import { current, isCurrent } from "@/store/selection";
import { me } from "@/store/session";
import { linkTo } from "@/store/thumbnails";
import { errorText, toastError } from "@/store/toasts";
import { toastUndo } from "@/store/undo";
import { addUploads, attachmentOf, onUploaded, placeOf, uploadsOf } from "@/store/uploads";
import { Pic } from "./Pic";
import { files } from "./store";
import { useTaking } from "./taking";
import "./files.css";

/** What the hub lets a browser show by itself; the rest is saved. */
const SHOWN = /^(image\/(png|jpeg|gif|webp|avif)|audio\/(mpeg|ogg|wav|webm|mp4)|video\/(mp4|webm|ogg)|application\/pdf)$/;

interface Props {
  thing: EntityRef;
  /** Whether the person may attach and take away. */
  write: boolean;
}

export default function FilesOn({ thing, write }: Props): JSX.Element | null {
  const { kind, id } = thing;
  const place = placeOf(thing);
  const list = useQuery(useMemo(() => files.query({ thing_kind: kind, thing_id: id, limit: 100 }), [kind, id]));
  const section = useRef<HTMLElement>(null);
  const input = useRef<HTMLInputElement>(null);
  const [said, setSaid] = useState("");
  const add = (given: File[]): void => addUploads(place, { belongs_to: { kind, id } }, given);
  const over = useTaking(section, write, add);
  useEffect(() => {
    let count = 0;
    return onUploaded((one, file) => {
      if (one.place !== place) return;
      count += 1;
      setSaid(t("files.attached", { count, name: file.name }));
      files.apply(file);
      list.refresh();
    });
  }, [place, list]);
  const items = list.items.value.filter((file) => file.belongs_to?.id === id);
  const coming = uploadsOf(place).filter((one) => one.state !== "done");
  const failed = list.state.value === "error" && items.length === 0;
  const choose = (): void => input.current?.click();
  if (!write && items.length === 0 && !failed) return null;
  return (
    <section ref={section} class={`fileson${over ? " drop" : ""}`} aria-label={t("files.of")}>
      <h2>{t("files.of")} {items.length > 0 ? <small class="num">{items.length}{list.more.value ? "+" : ""}</small> : null}
        {write ? <IconButton label={t("files.attach")} onClick={choose}><Paperclip aria-hidden="true" /></IconButton> : null}</h2>
      {write ? <input ref={input} type="file" multiple hidden data-attach-to={place} onChange={(event) => { add([...(event.currentTarget.files ?? [])]); event.currentTarget.value = ""; }} /> : null}
      {failed ? <p class="small mute">{errorText(list.error.value)} <Button small tone="plain" onClick={() => void list.load()}>{t("retry")}</Button></p> : null}
      {items.length > 0 ? <ul>{items.map((file) => <Line key={file.id} file={file} all={items} write={write} />)}</ul> : null}
      {list.more.value ? <p class="loadmore"><Button small onClick={() => void list.loadMore()}>{t("show_more")}</Button></p> : null}
      {coming.length > 0 ? <ul class="tray" aria-label={t("files.coming")}>{coming.map((one) => <UploadLine key={one.key} one={one} />)}</ul> : null}
      {write && items.length === 0 && coming.length === 0 && !failed ? <button type="button" class="hint" onClick={choose}>{t("files.attach_hint")}</button> : null}
      <p class="sr" role="status">{said}</p>
    </section>
  );
}

function open(file: StoredFile, all: readonly StoredFile[]): void {
  if (file.has_thumbnail && file.media === "image") viewing.value = { id: file.id, all: all.filter((one) => one.has_thumbnail && one.media === "image").map(attachmentOf) };
  else if (SHOWN.test(file.mime_type)) linkTo(file.id).then((url) => void window.open(url, "_blank", "noopener"), toastError);
  else save(file.id);
}

/** It stays its owner's, and is among their files from then on. */
function detach(file: StoredFile): void {
  files.optimistic(file.id, { belongs_to: null }, () => api.put<StoredFile>(`/api/files/${file.id}/belongs-to`, { belongs_to: null }))
    .then(() => toastUndo(t("files.detached", { name: file.name }), { kind: "file", id: file.id }), () => undefined); // said in a toast
}

function Line({ file, all, write }: { file: StoredFile; all: readonly StoredFile[]; write: boolean }): JSX.Element {
  const ref: EntityRef = { kind: "file", id: file.id };
  const menu = (anchor: Element): void => {
    const entries: MenuEntry[] = [
      { label: t("files.show"), icon: SquareArrowOutUpRight, run: () => open(file, all) },
      { label: t("files.save"), icon: Download, run: () => save(file.id) },
      { label: t("files.details"), icon: Info, run: () => openEntity(ref) },
    ];
    if (write) {
      entries.push("line");
      if (file.owner_id === me.peek()?.id) entries.push({ label: t("files.detach"), icon: Unlink, run: () => detach(file) });
      entries.push({ label: t("delete"), icon: Trash2, keys: "#", bad: true, run: () => removeWithUndo(ref) });
    }
    openMenu(anchor, t("files.more", { name: file.name }), entries);
  };
  return (
    <li class={isCurrent(ref) ? "on" : ""} data-row={write ? `file:${file.id}` : undefined} onFocusIn={() => { if (write) current.value = ref; }}>
      <button type="button" class="fileopen" onClick={() => open(file, all)}>
        <i class="pic"><Pic file={file} /></i>
        <span class="sr">{t("files.show")} </span>
        <span class="of"><b class="ell" title={file.name}>{file.name}</b><small>{fileSize(file.size)}</small></span>
      </button>
      <IconButton label={t("files.more", { name: file.name })} aria-haspopup="menu" onClick={(event) => menu(event.currentTarget)}><Ellipsis aria-hidden="true" /></IconButton>
    </li>
  );
}
