/** What came with a message: pictures in place, sound and film to play, everything else to save. */
import { Download, File as FileIcon, Film, ImageOff, Music, Play } from "lucide-preact";
import type { JSX } from "preact";
import { useState } from "preact/hooks";
import type { Attachment } from "@/contract";
import { IconButton } from "@/components/Button";
import { t } from "@/i18n";
import { fileSize } from "@/i18n/format";
import { linkTo, saveFile, thumbnail } from "@/store/thumbnails";
import { toastError } from "@/store/toasts";
import { viewing } from "./state";
import "./Attachments.css";

const WIDE = 360;
const HIGH = 260;

export function save(id: string): void {
  saveFile(id).catch(toastError);
}

export function Attachments({ list }: { list: readonly Attachment[] }): JSX.Element | null {
  if (list.length === 0) return null;
  return <div class="attachments">{list.map((one) => <One key={one.file_id} one={one} all={list} />)}</div>;
}

function One({ one, all }: { one: Attachment; all: readonly Attachment[] }): JSX.Element {
  if (one.has_thumbnail) return <Picture one={one} all={all} />;
  if (/^(audio|video)\//.test(one.mime_type)) return <Player one={one} />;
  return <FileChip one={one} />;
}

/** Its box has its size before it comes, so that nothing moves. */
function Picture({ one, all }: { one: Attachment; all: readonly Attachment[] }): JSX.Element {
  const url = thumbnail(one.file_id);
  const width = one.width || WIDE;
  const height = one.height || HIGH;
  const scale = Math.min(1, WIDE / width, HIGH / height);
  const box = { width: `${Math.max(48, Math.round(width * scale))}px`, aspectRatio: `${width} / ${height}` };
  return (
    <button type="button" class="picture" style={box} title={one.name} aria-label={t("attach.open", { name: one.name })}
      onClick={() => (viewing.value = { id: one.file_id, all: all.filter((other) => other.has_thumbnail) })}>
      {url ? <img src={url} alt={one.name} /> : url === null ? <ImageOff aria-hidden="true" /> : null}
    </button>
  );
}

/** The bytes are asked for when it is played, and only those that are heard. */
export function Player({ one }: { one: Attachment }): JSX.Element {
  const [url, setUrl] = useState<string | null>(null);
  const sound = one.mime_type.startsWith("audio/");
  const play = (): void => void linkTo(one.file_id).then(setUrl, toastError);
  if (!url) {
    return (
      <div class="filechip">
        <IconButton label={t("attach.play", { name: one.name })} onClick={play}><Play aria-hidden="true" /></IconButton>
        <Named one={one} icon={sound ? Music : Film} />
        <SaveButton one={one} />
      </div>
    );
  }
  // A link ends after some minutes: the player asks for a new one when it is refused.
  return sound
    ? <audio class="player" controls autoplay src={url} aria-label={one.name} onError={() => setUrl(null)} />
    : <video class="player" controls autoplay src={url} aria-label={one.name} onError={() => setUrl(null)} />;
}

export function FileChip({ one }: { one: Attachment }): JSX.Element {
  return (
    <div class="filechip">
      <Named one={one} icon={FileIcon} />
      <SaveButton one={one} />
    </div>
  );
}

function Named({ one, icon: Icon }: { one: Attachment; icon: typeof FileIcon }): JSX.Element {
  return <><Icon aria-hidden="true" /><span class="of"><b class="ell" title={one.name}>{one.name}</b><small>{fileSize(one.size)}</small></span></>;
}

function SaveButton({ one }: { one: Attachment }): JSX.Element {
  return <IconButton label={t("attach.save", { name: one.name })} onClick={() => save(one.file_id)}><Download aria-hidden="true" /></IconButton>;
}
