import { Images } from "lucide-preact";
import type { JSX } from "preact";
import { useCallback, useRef } from "preact/hooks";
import { viewing } from "@/app/chat/state";
import { openEntity, isNarrow } from "@/app/panes";
import { location, navigate, setQuery } from "@/app/router";
import { Empty } from "@/components/Empty";
import { Select } from "@/components/Field";
import { Tabs } from "@/components/Tabs";
import type { EntityRef } from "@/contract";
import type { StoredFile } from "@/contract/generated";
import { t } from "@/i18n";
import { dateWords, dayOf, fileSize } from "@/i18n/format";
import { nameOf } from "@/store/people";
import { useQuery } from "@/store/queries";
import { groupRooms, roomName, rooms } from "@/store/rooms";
import { current, isCurrent, useRows } from "@/store/selection";
import { attachmentOf } from "@/store/uploads";
import { ListState } from "../parts/ListState";
import { Pic } from "./Pic";
import { files } from "./store";
import "./files.css";

const MEDIA = ["", "image", "video", "audio", "document"] as const;

/** What was sent in one's rooms, newest first. */
export default function GalleryView(): JSX.Element {
  const query = location.value.query;
  const media = (MEDIA as readonly string[]).includes(query.get("media") ?? "") ? (query.get("media") ?? "") : "";
  const room = query.get("room") ?? "";
  const list = useQuery(files.query({ gallery: true, limit: 60, ...(media ? { media } : {}), ...(room ? { room_id: room } : {}) }));
  const items = list.items.value;
  const latest = useRef(items);
  latest.current = items;
  useRows(useCallback((): EntityRef[] => latest.current.map((file) => ({ kind: "file", id: file.id })), []));
  const direct = [...rooms.value.values()].filter((one) => one.kind === "direct");
  const options = [...groupRooms.value, ...direct].map((one) => [one.id, roomName(one)] as const);
  return (
    <>
      <header class="head">
        <h1>{t("place.gallery")}</h1>
        <div class="tools">
          <Select bare label={t("files.room")} value={room} onValue={(next) => setQuery({ room: next || null })} options={[["", t("files.all_rooms")], ...options]} />
        </div>
      </header>
      <div class="viewbody filesview galleryview">
        <Tabs label={t("files.media")} value={media} onValue={(next) => setQuery({ media: next || null })} options={MEDIA.map((one) => ({ value: one as string, label: one ? t(`files.${one}`) : t("files.all") }))} />
        <ListState query={list} empty={<Empty icon={<Images aria-hidden="true" />} title={t(media || room ? "files.none_here" : "files.gallery_none")} text={media || room ? undefined : t("files.gallery_text")} />}>
          <ul class="gallery">{items.map((file) => <Tile key={file.id} file={file} all={items} />)}</ul>
        </ListState>
      </div>
    </>
  );
}

function Tile({ file, all }: { file: StoredFile; all: StoredFile[] }): JSX.Element {
  const ref: EntityRef = { kind: "file", id: file.id };
  const room = file.room_id ? rooms.value.get(file.room_id) : undefined;
  const open = (): void => {
    if (file.has_thumbnail) viewing.value = { id: file.id, all: all.filter((one) => one.has_thumbnail).map(attachmentOf) };
    else if (isNarrow()) navigate(`/files/${file.id}`);
    else openEntity(ref);
  };
  return (
    <li class={isCurrent(ref) ? "on" : ""} data-row={`file:${file.id}`} tabIndex={-1} onFocus={() => (current.value = ref)}>
      <button type="button" class="tile" aria-label={t("attach.open", { name: file.name })} onClick={open}><Pic file={file} /></button>
      <b class="ell" title={file.name}>{file.name}</b>
      <small class="ell">{nameOf(file.owner_id)}{room ? ` · ${roomName(room)}` : ""}</small>
      <small>{dateWords(dayOf(file.created_at))} · {fileSize(file.size)}</small>
    </li>
  );
}
