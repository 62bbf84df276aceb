import { Eye, Undo2 } from "lucide-preact";
import type { JSX } from "preact";
import { useEffect, useState } from "preact/hooks";
import { api, asApiError, on, type ApiError } from "@/connection";
import { Avatar } from "@/components/Avatar";
import { Button } from "@/components/Button";
import { EntityChip } from "@/components/Chip";
import { Empty } from "@/components/Empty";
import { Skeleton } from "@/components/Skeleton";
import type { EntityKind, Id } from "@/contract";
import type { ActivityOut, ChangeOut } from "@/contract/generated";
import { t } from "@/i18n";
import { fullMoment } from "@/i18n/format";
import { nameOf } from "@/store/people";
import { storeOf } from "@/store/kinds";
import { me } from "@/store/session";
import { toast } from "@/store/toasts";
import { Prop, Props } from "@/app/modules/parts/Props";
import { deviceName } from "@/app/settings/Security";
import { openRun } from "@/app/panes";
import { aboutWord, actorName, actorOf, kindWord, listed, originWord, outcomeWord, verb } from "./activity";
import { Fields } from "./Fields";
import "./admin.css";

/** One entry: who, through which door, and what it changed, field by field. */
export default function ActivityDetail({ id }: { id: Id }): JSX.Element {
  const [entry, setEntry] = useState<ActivityOut | null>(null);
  const [failure, setFailure] = useState<ApiError | null>(null);
  const load = (): void => {
    const known = listed.get(id);
    // What was written in a room is in the message log, not among the entries that can be asked for.
    if (known?.entity?.kind === "message") return setEntry(known);
    void api.get<ActivityOut>(`/api/activity/${id}`).then((found) => { setEntry(found); setFailure(null); }, (error: unknown) => setFailure(asApiError(error)));
  };
  useEffect(() => {
    setEntry(null);
    load();
    return on<{ activity: ActivityOut }>("activity.created", ({ activity }) => activity.undoes?.includes(id) && load());
  }, [id]);
  if (failure && !entry) {
    return failure.code === "not_found" ? <Empty title={t("activity.elsewhere")} text={t("activity.elsewhere_text")} /> : <Empty title={t("list.failed")} action={<Button onClick={load}>{t("retry")}</Button>} />;
  }
  if (!entry) return <Skeleton />;
  return (
    <article class="detail activitydetail" aria-label={`${actorName(entry)} ${verb(entry.operation)}`} key={id}>
      <header>
        <Avatar id={actorOf(entry).id || "-"} name={actorName(entry)} size="m" bot={actorOf(entry).kind === "agent"} />
        <h3>{actorName(entry)} <span class="verb">{verb(entry.operation)}</span> {aboutWord(entry)}</h3>
      </header>
      <Facts entry={entry} />
      <Undo entry={entry} onDone={load} />
      {entry.hidden ? <Reveal entry={entry} onShown={setEntry} /> : null}
      {(entry.changes ?? []).map((change) => <Change key={`${change.kind}:${change.id}`} change={change} />)}
      {entry.changes?.length === 0 && entry.entity?.kind !== "message" ? <p class="mute">{t(entry.outcome === "ok" ? "activity.no_changes" : "activity.refused_text")}</p> : null}
    </article>
  );
}

function Facts({ entry }: { entry: ActivityOut }): JSX.Element {
  return (
    <Props>
      <Prop label={t("activity.when")}><time dateTime={entry.at}>{fullMoment(entry.at)}</time></Prop>
      <Prop label={t("activity.operation")}><code>{entry.operation}</code></Prop>
      <Prop label={t("activity.outcome")}><span class={entry.outcome === "ok" ? "" : "code"}>{outcomeWord(entry.outcome)}</span>{entry.undone_by ? <a href={`/admin/activity/${entry.undone_by}`}>{t("activity.undone")}</a> : null}</Prop>
      {entry.on_behalf_of ? <Prop label={t("activity.for")}>{nameOf(entry.on_behalf_of)}</Prop> : null}
      {entry.origin ? <Prop label={t("activity.origin")}>{originWord(entry.origin)}</Prop> : null}
      {entry.project_id ? <Prop label={t("kind.project")}><EntityChip kind="project" id={entry.project_id} /></Prop> : null}
      {entry.room_id ? <Prop label={t("kind.room")}><a href={entry.entity?.kind === "message" ? `/rooms/${entry.room_id}?message=${entry.entity.id}` : `/rooms/${entry.room_id}`}>{t("activity.open_room")}</a></Prop> : null}
      {entry.run_id ? (
        <Prop label={t("kind.run")}>
          <button type="button" class="linkish" onClick={() => openRun(entry.run_id!)}>{t("activity.show_steps")}</button>
          <a href={`/admin/activity?run=${entry.run_id}`}>{t("activity.all_of_run")}</a>
        </Prop>
      ) : null}
      {entry.request_id ? <Prop label={t("activity.request")}><code class="mute">{entry.request_id}</code></Prop> : null}
    </Props>
  );
}

/** Takes the entry back, or says why that is not possible (any more). */
function Undo({ entry, onDone }: { entry: ActivityOut; onDone: () => void }): JSX.Element | null {
  const [busy, setBusy] = useState(false);
  const [refusal, setRefusal] = useState<ApiError | null>(null);
  if (entry.outcome !== "ok" || entry.undone_by || !entry.undoable) return null;
  const undo = async (): Promise<void> => {
    setBusy(true);
    setRefusal(null);
    try {
      const { restored } = await api.post<{ restored: number }>(`/api/activity/${entry.id}/undo`);
      toast(t("activity.restored", { count: restored }));
      onDone();
    } catch (error) {
      setRefusal(asApiError(error));
    }
    setBusy(false);
  };
  return (
    <div class="undo">
      <Button busy={busy} onClick={() => void undo()}><Undo2 aria-hidden="true" />{t(entry.batch_id ? "activity.undo_batch" : (entry.undoes?.length ?? 0) > 0 ? "activity.redo" : "activity.undo")}</Button>
      {refusal ? <p class="refusal" role="alert"><code>{refusal.code}</code> {refusal.detail}</p> : null}
    </div>
  );
}

function Reveal({ entry, onShown }: { entry: ActivityOut; onShown: (entry: ActivityOut) => void }): JSX.Element {
  const [busy, setBusy] = useState(false);
  const [refusal, setRefusal] = useState<ApiError | null>(null);
  const owners = [...new Set((entry.changes ?? []).map((change) => change.owner_id).filter((owner): owner is string => Boolean(owner)))].map((owner) => nameOf(owner));
  const reveal = async (): Promise<void> => {
    setBusy(true);
    try {
      onShown(await api.post<ActivityOut>(`/api/activity/${entry.id}/reveal`));
    } catch (error) {
      setRefusal(asApiError(error));
    }
    setBusy(false);
  };
  return (
    <div class="reveal">
      <p>{owners.length > 0 ? t("activity.reveal_text", { who: owners.join(", ") }) : t("activity.reveal_text_plain")}</p>
      <Button small busy={busy} onClick={() => void reveal()}><Eye aria-hidden="true" />{t("activity.reveal")}</Button>
      {refusal ? <p class="refusal" role="alert"><code>{refusal.code}</code> {refusal.detail}</p> : null}
    </div>
  );
}

function Change({ change }: { change: ChangeOut }): JSX.Element {
  // What belongs to somebody else may not be opened from here, so it is not asked for.
  const known = storeOf(change.kind as EntityKind) !== null && change.change !== "deleted" && change.kind !== "user" && change.owner_id === me.value?.id;
  const label = change.kind === "session" ? deviceName(change.label) : change.label;
  return (
    <section>
      <h2>{t(`card.${change.change}`)} <small>{kindWord(change.kind)}</small></h2>
      {known && change.label ? <p><EntityChip kind={change.kind as EntityKind} id={change.id} /></p> : label ? <p>{label}</p> : null}
      <Fields change={change} />
    </section>
  );
}
