import { ArrowDownUp, Upload as UploadIcon } from "lucide-preact";
import type { JSX } from "preact";
import { useCallback, useRef, useState } from "preact/hooks";
import { UploadLine, useDrop } from "@/app/chat/Attach";
import { Button } from "@/components/Button";
import { Empty } from "@/components/Empty";
import { Check, Select } from "@/components/Field";
import type { EntityRef } from "@/contract";
import { t } from "@/i18n";
import { useQuery } from "@/store/queries";
import { useRows } from "@/store/selection";
import { me } from "@/store/session";
import { errorText } from "@/store/toasts";
import { addUploads, dropUpload, takeUploads, uploadsOf } from "@/store/uploads";
import { ListState } from "../parts/ListState";
import { OF_EVERYBODY, sourceOf, sourcesFor, type Source } from "./report";
import { bringIn, takeOut } from "./start";
import { transfers } from "./store";
import { TransferCard } from "./TransferCard";
import "./transfers.css";

type Scope = "mine" | "all";
/** Where its file waits among those that are on their way. */
const PLACE = "transfers";

/** What is in a file comes in, what is here goes out; each says how far it is and what came of it. */
export default function TransfersView(): JSX.Element {
  const list = useQuery(transfers.query({ limit: 30 }));
  const items = list.items.value;
  const latest = useRef(items);
  latest.current = items;
  useRows(useCallback((): EntityRef[] => latest.current.map((one) => ({ kind: "transfer", id: one.id })), []));
  const role = me.value?.role;
  const admin = role === "admin";
  return (
    <>
      <header class="head"><h1>{t("place.transfers")}</h1></header>
      <div class="viewbody transfers">
        {role === "guest" ? <p class="mute">{t("transfers.no_guests")}</p> : <div class="tforms"><Bring admin={admin} /><Take admin={admin} /></div>}
        <section>
          <h2>{t("transfers.so_far_title")}</h2>
          <ListState query={list} empty={<Empty icon={<ArrowDownUp aria-hidden="true" />} title={t("transfers.none")} text={t("transfers.none_text")} />}>
            <ul class="tlist" aria-label={t("transfers.so_far_title")}>{items.map((one, n) => <TransferCard key={one.id} transfer={one} open={n === 0} />)}</ul>
          </ListState>
        </section>
      </div>
    </>
  );
}

function Bring({ admin }: { admin: boolean }): JSX.Element {
  const offered = sourcesFor(admin);
  const [source, setSource] = useState<Source>("archive");
  const [scope, setScope] = useState<Scope>("mine");
  const [look, setLook] = useState(true);
  const [overwrite, setOverwrite] = useState(false);
  const [busy, setBusy] = useState(false);
  const [refusal, setRefusal] = useState<string | null>(null);
  const input = useRef<HTMLInputElement>(null);
  const one = uploadsOf(PLACE)[0];
  const take = (files: File[]): void => {
    const [file] = files;
    if (!file) return;
    setRefusal(null);
    for (const before of uploadsOf(PLACE)) dropUpload(before.key);
    setSource((now) => sourceOf(file.name, offered) ?? now);
    addUploads(PLACE, {}, [file]);
  };
  const drop = useDrop(take);
  const start = async (event: Event): Promise<void> => {
    event.preventDefault();
    const id = one?.file?.file_id;
    if (!id || busy) return;
    setBusy(true);
    setRefusal(null);
    try {
      await bringIn({ source, file_id: id, scope: source === "archive" ? scope : OF_EVERYBODY.includes(source) ? "all" : "mine", dry_run: look, overwrite });
      takeUploads(PLACE);
    } catch (error) {
      setRefusal(errorText(error));
    }
    setBusy(false);
  };
  return (
    <form class="tform" aria-label={t("transfers.import")} onSubmit={(event) => void start(event)}>
      <h2>{t("transfers.import")}</h2>
      <Select label={t("transfers.source")} value={source} onValue={setSource} hint={t(`transfers.hint_${source}`)} options={offered.map((each) => [each, t(`transfers.source_${each}`)] as const)} />
      {admin && source === "archive" ? <Select label={t("transfers.whose")} value={scope} onValue={setScope} hint={t(scope === "all" ? "transfers.import_all_hint" : "transfers.import_mine_hint")} options={[["mine", t("transfers.mine")], ["all", t("transfers.everything")]] as const} /> : null}
      <div class={`tdrop${drop.over ? " over" : ""}`} {...drop.handlers}>
        <input ref={input} type="file" hidden data-transfer onChange={(event) => {
          take([...(event.currentTarget.files ?? [])]);
          event.currentTarget.value = "";
        }} />
        {one ? <ul class="tray" aria-label={t("transfers.file")}><UploadLine key={one.key} one={one} /></ul> : <p class="mute">{t("transfers.drop")}</p>}
        <Button onClick={() => input.current?.click()} data-quickadd><UploadIcon aria-hidden="true" />{t(one ? "transfers.choose_other" : "transfers.choose")}</Button>
      </div>
      <Check label={t("transfers.only_look")} hint={t("transfers.only_look_hint")} checked={look} onValue={setLook} />
      <Check label={t("transfers.overwrite")} hint={t("transfers.overwrite_hint")} checked={overwrite} onValue={setOverwrite} />
      {refusal ? <p class="tbad" role="alert">{refusal}</p> : null}
      <div class="tdo"><Button type="submit" tone="primary" busy={busy} disabled={one?.state !== "done"}>{t(look ? "transfers.look" : "transfers.bring_in")}</Button></div>
    </form>
  );
}

function Take({ admin }: { admin: boolean }): JSX.Element {
  const [scope, setScope] = useState<Scope>("mine");
  const [busy, setBusy] = useState(false);
  const [refusal, setRefusal] = useState<string | null>(null);
  const start = async (event: Event): Promise<void> => {
    event.preventDefault();
    if (busy) return;
    setBusy(true);
    setRefusal(null);
    try {
      await takeOut(scope);
    } catch (error) {
      setRefusal(errorText(error));
    }
    setBusy(false);
  };
  return (
    <form class="tform" aria-label={t("transfers.export")} onSubmit={(event) => void start(event)}>
      <h2>{t("transfers.export")}</h2>
      <p class="mute">{t("transfers.export_text")}</p>
      {admin ? <Select label={t("transfers.whose")} value={scope} onValue={setScope} hint={t(scope === "all" ? "transfers.export_all_hint" : "transfers.export_mine_hint")} options={[["mine", t("transfers.mine")], ["all", t("transfers.everything")]] as const} /> : null}
      {refusal ? <p class="tbad" role="alert">{refusal}</p> : null}
      <div class="tdo"><Button type="submit" tone="primary" busy={busy}>{t("transfers.make_archive")}</Button></div>
    </form>
  );
}
