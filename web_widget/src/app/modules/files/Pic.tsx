import { File as FileIcon, FileText, Film, Image, Music } from "lucide-preact";
import type { JSX } from "preact";
import type { StoredFile } from "@/contract/generated";
import { thumbnail } from "@/store/thumbnails";

/** A file's picture, or the sign of its kind. */
export function Pic({ file }: { file: StoredFile }): JSX.Element {
  const url = file.has_thumbnail ? thumbnail(file.id) : null;
  if (url) return <img src={url} alt="" />;
  const Icon = file.media === "image" ? Image : file.media === "video" ? Film : file.media === "audio" ? Music : file.mime_type.startsWith("text/") || file.mime_type === "application/pdf" ? FileText : FileIcon;
  return <Icon aria-hidden="true" />;
}
