import { Calendar, Download, File as FileIcon, Folder, HardDrive, MapPinOff, MessageSquare, Paperclip, Trash2 } from "lucide-preact";
import type { JSX } from "preact";
import { removeWithUndo } from "@/actions/rows";
import { Player, save } from "@/app/chat/Attachments";
import { viewing } from "@/app/chat/state";
import { kinds, titleOf } from "@/app/entity_kinds";
import { Button, IconButton } from "@/components/Button";
import { Empty } from "@/components/Empty";
import { Skeleton } from "@/components/Skeleton";
import type { EntityKind, Id } from "@/contract";
import { t } from "@/i18n";
import { dayAndClock, fileSize, number } from "@/i18n/format";
import { projects, storeOf } from "@/store/kinds";
import { me } from "@/store/session";
import { thumbnail } from "@/store/thumbnails";
import { attachmentOf } from "@/store/uploads";
import { InlineText } from "../parts/InlineText";
import { Pick, Prop, Props } from "../parts/Props";
import { pickProject } from "../parts/pickers";
import { mayWrite } from "../parts/rights";
import { files } from "./store";
import "./files.css";

/** A file: a look at it, what is known of it, and where it belongs. */
export default function FileDetail({ id }: { id: Id }): JSX.Element {
  const slot = files.slot(id);
  if (slot.state === "missing") return <Empty title={t("error.not_found")} />;
  const file = slot.value;
  if (!file) return <Skeleton />;
  const shown = attachmentOf(file);
  const picture = file.has_thumbnail ? thumbnail(id) : null;
  const project = file.project_id ? projects.slot(file.project_id).value : undefined;
  const thing = file.belongs_to ? storeOf(file.belongs_to.kind as EntityKind)?.slot(file.belongs_to.id).value as { project_id?: Id | null } | undefined : undefined;
  // What was sent is its sender's to change, what is attached everybody's who may change the thing.
  const mine = file.message_id ? file.owner_id === me.value?.id : !file.belongs_to || mayWrite(thing?.project_id);
  const change = (patch: { name?: string; project_id?: Id | null }): void => void files.update(id, patch).catch(() => undefined); // said in a toast
  return (
    <article class="detail filedetail" aria-label={file.name}>
      <header>{mine ? <InlineText label={t("files.name")} value={file.name} required onSave={(name) => change({ name })} /> : <h2 class="ell">{file.name}</h2>}</header>
      {picture ? <button type="button" class="filepicture" aria-label={t("attach.open", { name: file.name })} onClick={() => (viewing.value = { id, all: [shown] })}><img src={picture} alt={file.name} /></button> : null}
      {file.media === "audio" || file.media === "video" ? <Player one={shown} /> : null}
      <p><Button small onClick={() => save(id)}><Download aria-hidden="true" />{t("files.save")}</Button></p>
      <Props>
        <Prop label={t("files.kind")} icon={FileIcon}>{file.mime_type}</Prop>
        <Prop label={t("files.size")} icon={HardDrive}>{fileSize(file.size)}{file.width && file.height ? ` · ${number(file.width)} × ${number(file.height)}` : ""}</Prop>
        {file.message_id
          ? <Prop label={t("files.sent")} icon={MessageSquare}><a href={`/rooms/${file.room_id ?? ""}?message=${file.message_id}`}>{t("files.show_message")}</a></Prop>
          : file.belongs_to ? <Prop label={t("files.attached_to")} icon={Paperclip}><ThingLink {...file.belongs_to} /></Prop> : (
            <Prop label={t("files.project")} icon={Folder}>
              <Pick label={t("files.project")} empty={project ? "" : t("files.no_project")} onPick={(anchor) => pickProject(anchor, file.project_id, (project_id) => change({ project_id }))}>{project?.name ?? null}</Pick>
            </Prop>
          )}
        <Prop label={t("files.date")} icon={Calendar}>{dayAndClock(file.created_at)}</Prop>
        {file.position_removed ? <Prop label={t("files.position")} icon={MapPinOff}>{t("files.position_removed")}</Prop> : null}
      </Props>
      <footer class="foot">
        <span>{t("files.saved", { count: file.clicks })}</span>
        {mine ? <span class="tools"><IconButton label={t("delete")} onClick={() => removeWithUndo({ kind: "file", id })}><Trash2 aria-hidden="true" /></IconButton></span> : null}
      </footer>
    </article>
  );
}

/** What it is attached to, by its name once that is known. */
function ThingLink({ kind, id }: { kind: string; id: Id }): JSX.Element {
  const known = kind as EntityKind;
  const thing = storeOf(known)?.slot(id).value;
  return <a class="ell" href={kinds[known].href(id)}>{(thing && titleOf(known, thing)) || t(kinds[known].name)}</a>;
}
