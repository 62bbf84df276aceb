import { ArrowLeft, Download, Ellipsis, Folder, Trash2, Upload as UploadIcon } from "lucide-preact";
import type { JSX } from "preact";
import { useCallback, useEffect, useRef, useState } from "preact/hooks";
import { removeWithUndo, rowVerbs } from "@/actions/rows";
import { save } from "@/app/chat/Attachments";
import { UploadLine, useDrop } from "@/app/chat/Attach";
import { isNarrow, openEntity } from "@/app/panes";
import { location, navigate, segment, setQuery } from "@/app/router";
import { Button, IconButton } from "@/components/Button";
import { DateWords } from "@/components/DateWords";
import { Empty } from "@/components/Empty";
import { Select } from "@/components/Field";
import { openMenu } from "@/components/Menu";
import type { EntityRef } from "@/contract";
import type { StoredFile } from "@/contract/generated";
import { t } from "@/i18n";
import { dayOf, fileSize } from "@/i18n/format";
import { projects } from "@/store/kinds";
import { useQuery } from "@/store/queries";
import { current, isCurrent, useRows } from "@/store/selection";
import { addUploads, FILES, uploadsOf } from "@/store/uploads";
import { ListState } from "../parts/ListState";
import FileDetail from "./FileDetail";
import { Pic } from "./Pic";
import { files } from "./store";
import "./files.css";

const MEDIA = ["image", "video", "audio", "document"] as const;

export default function FilesView(): JSX.Element {
  const id = segment(1);
  if (!id) return <FileList />;
  return (
    <>
      <header class="head">
        <IconButton label={t("back")} onClick={() => navigate("/files")}><ArrowLeft aria-hidden="true" /></IconButton>
        <h1>{files.slot(id).value?.name ?? t("kind.file")}</h1>
      </header>
      <div class="viewbody filesview"><FileDetail key={id} id={id} /></div>
    </>
  );
}

function FileList(): JSX.Element {
  const query = location.value.query;
  const media = query.get("media") ?? "";
  const project = query.get("project");
  const [words, setWords] = useState("");
  const [asked, setAsked] = useState("");
  useEffect(() => {
    const timer = setTimeout(() => setAsked(words.trim()), 200);
    return () => clearTimeout(timer);
  }, [words]);
  const list = useQuery(files.query({ limit: 100, ...(media ? { media } : {}), ...(asked ? { q: asked } : {}), ...(project ? { project_id: project } : {}) }));
  const items = list.items.value;
  const latest = useRef(items);
  latest.current = items;
  useRows(useCallback((): EntityRef[] => latest.current.map((file) => ({ kind: "file", id: file.id })), []));
  const input = useRef<HTMLInputElement>(null);
  const add = (given: File[]): void => addUploads(FILES, project ? { project_id: project } : {}, given);
  const drop = useDrop(add);
  const coming = uploadsOf(FILES).filter((one) => one.state !== "done");
  const choose = (): void => input.current?.click();
  const narrowed = media !== "" || asked !== "" || project !== null;
  return (
    <>
      <header class="head">
        <h1>{t("place.files")}</h1>
        <div class="tools">
          <Select bare label={t("files.media")} value={media} onValue={(next) => setQuery({ media: next || null })}
            options={[["", t("files.all")], ...MEDIA.map((one) => [one, t(`files.${one}`)] as const)]} />
          <input class="input filesearch" type="search" aria-label={t("files.find")} placeholder={t("files.find")} value={words} onInput={(event) => setWords(event.currentTarget.value)} />
          <input ref={input} type="file" multiple hidden data-upload onChange={(event) => { add([...(event.currentTarget.files ?? [])]); event.currentTarget.value = ""; }} />
          <Button small tone="primary" data-quickadd onClick={choose}><UploadIcon aria-hidden="true" />{t("files.upload")}</Button>
        </div>
      </header>
      <div class={`viewbody filesview${drop.over ? " drop" : ""}`} {...drop.handlers}>
        {coming.length > 0 ? <ul class="tray" aria-label={t("files.coming")}>{coming.map((one) => <UploadLine key={one.key} one={one} />)}</ul> : null}
        <ListState query={list} empty={narrowed ? <Empty title={t("files.none_here")} />
          : <Empty icon={<UploadIcon aria-hidden="true" />} title={t("files.none")} text={t("files.none_text")} action={<Button onClick={choose}>{t("files.upload")}</Button>} />}>
          <div class="filetable" role="table" aria-label={t("place.files")}>
            <div class="frow heads" role="row">
              <span role="columnheader">{t("files.name")}</span><span role="columnheader" class="wide">{t("files.project")}</span>
              <span role="columnheader">{t("files.size")}</span><span role="columnheader" class="wide">{t("files.date")}</span><span role="columnheader"><span class="sr">{t("more")}</span></span>
            </div>
            {items.map((file) => <FileRow key={file.id} file={file} />)}
          </div>
        </ListState>
      </div>
    </>
  );
}

function FileRow({ file }: { file: StoredFile }): JSX.Element {
  const ref: EntityRef = { kind: "file", id: file.id };
  const project = file.project_id ? projects.slot(file.project_id).value : undefined;
  const open = (): void => (isNarrow() ? navigate(`/files/${file.id}`) : openEntity(ref));
  const menu = (anchor: Element): void => openMenu(anchor, t("more"), [
    { label: t("files.save"), icon: Download, run: () => save(file.id) },
    { label: t("files.move"), icon: Folder, keys: "M", run: () => rowVerbs.file?.move?.(file.id, anchor) },
    "line",
    { label: t("delete"), icon: Trash2, keys: "#", bad: true, run: () => removeWithUndo(ref) },
  ]);
  return (
    <div role="row" class={`frow${isCurrent(ref) ? " on" : ""}`} data-row={`file:${file.id}`} tabIndex={-1} onFocus={() => (current.value = ref)}>
      <span role="cell" class="name"><i class="pic"><Pic file={file} /></i><button type="button" class="title ell" title={file.name} onClick={open}>{file.name}</button></span>
      <span role="cell" class="wide ell">{project?.name ?? ""}</span>
      <span role="cell" class="num">{fileSize(file.size)}</span>
      <span role="cell" class="wide"><DateWords day={dayOf(file.created_at)} /></span>
      <span role="cell"><IconButton label={t("files.more", { name: file.name })} aria-haspopup="menu" onClick={(event) => menu(event.currentTarget)}><Ellipsis aria-hidden="true" /></IconButton></span>
    </div>
  );
}
