/** Files in the composer: dropped, pasted or chosen; each with its progress, and another try where it failed. */
import { CircleAlert, File as FileIcon, Paperclip, RotateCcw, X } from "lucide-preact";
import type { JSX } from "preact";
import { useRef, useState } from "preact/hooks";
import type { Room } from "@/contract";
import { IconButton } from "@/components/Button";
import { t } from "@/i18n";
import { fileSize } from "@/i18n/format";
import { addUploads, dropUpload, MOST, retryUpload, uploads, uploadsOf, type Upload } from "@/store/uploads";
import { errorText, toast } from "@/store/toasts";
import "./Attach.css";

/** Takes files into a room's composer. */
export function attach(room: Room, files: Iterable<File>): void {
  const given = [...files];
  const left = MOST - uploads.peek().filter((one) => one.place === room.id).length;
  if (given.length > left) toast(t("attach.most", { count: MOST }), { tone: "bad" });
  if (left > 0) addUploads(room.id, { room_id: room.id }, given.slice(0, left));
}

/** What makes an element take files: spread it over the element. */
export function useDrop(onFiles: (files: File[]) => void): { over: boolean; handlers: JSX.DOMAttributes<HTMLDivElement> } {
  const [over, setOver] = useState(false);
  const depth = useRef(0);
  const carries = (event: DragEvent): boolean => event.dataTransfer?.types.includes("Files") ?? false;
  const leave = (): void => {
    depth.current = 0;
    setOver(false);
  };
  return {
    over,
    handlers: {
      onDragEnter: (event) => {
        if (!carries(event)) return;
        depth.current += 1;
        setOver(true);
      },
      onDragLeave: (event) => carries(event) && --depth.current <= 0 && leave(),
      onDragOver: (event) => carries(event) && event.preventDefault(),
      onDrop: (event) => {
        if (!carries(event)) return;
        event.preventDefault();
        leave();
        onFiles([...(event.dataTransfer?.files ?? [])]);
      },
    },
  };
}

/** Files from the clipboard; text that comes with them wins, as from a spreadsheet. */
export function pasted(event: ClipboardEvent): File[] {
  const data = event.clipboardData;
  if (!data || data.types.includes("text/plain")) return [];
  return [...data.files];
}

export function AttachButton({ onFiles }: { onFiles: (files: File[]) => void }): JSX.Element {
  const input = useRef<HTMLInputElement>(null);
  return (
    <>
      <input ref={input} type="file" multiple hidden data-attach onChange={(event) => {
        onFiles([...(event.currentTarget.files ?? [])]);
        event.currentTarget.value = "";
      }} />
      <IconButton class="attachbutton" label={t("attach.add")} onClick={() => input.current?.click()}><Paperclip aria-hidden="true" /></IconButton>
    </>
  );
}

export function Tray({ room }: { room: Room }): JSX.Element | null {
  const list = uploadsOf(room.id);
  if (list.length === 0) return null;
  return <ul class="tray" aria-label={t("attach.files")}>{list.map((one) => <UploadLine key={one.key} one={one} />)}</ul>;
}

/** One file on its way. */
export function UploadLine({ one }: { one: Upload }): JSX.Element {
  const percent = one.size ? Math.min(100, Math.floor((one.sent / one.size) * 100)) : 0;
  const failed = one.state === "failed";
  return (
    <li class={`upload ${one.state}`}>
      <span class="pic" aria-hidden="true">{failed ? <CircleAlert /> : one.preview ? <img src={one.preview} alt="" /> : <FileIcon />}</span>
      <span class="of">
        <b class="ell" title={one.name}>{one.name}</b>
        {failed ? <small class="bad" role="alert">{one.error ? errorText(one.error) : ""}</small>
          : one.state === "done" ? <small>{fileSize(one.size)}</small>
          : <progress max={100} value={percent} aria-label={t("attach.progress", { name: one.name })} />}
      </span>
      {failed ? <IconButton label={t("attach.retry", { name: one.name })} onClick={() => retryUpload(one.key)}><RotateCcw aria-hidden="true" /></IconButton> : null}
      <IconButton label={t("attach.remove", { name: one.name })} onClick={() => dropUpload(one.key)}><X aria-hidden="true" /></IconButton>
    </li>
  );
}
