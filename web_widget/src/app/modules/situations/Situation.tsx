import { ArrowLeft, Sparkles, Trash2, Users } from "lucide-preact";
import type { JSX } from "preact";
import { removeWithUndo } from "@/actions/rows";
import { Button, IconButton } from "@/components/Button";
import { Chip } from "@/components/Chip";
import { Moment } from "@/components/DateWords";
import { Empty } from "@/components/Empty";
import { Skeleton } from "@/components/Skeleton";
import type { Id } from "@/contract";
import { t } from "@/i18n";
import { errorText } from "@/store/toasts";
import { navigate } from "../../router";
import { InlineText } from "../parts/InlineText";
import { Thinking } from "../parts/Thinking";
import { useThought, type Thought } from "../parts/thought";
import { ActorCard, AddLine, NoteLines } from "./Actors";
import { beneath, type Beneath } from "./beneath";
import { situations, type Situation, type Summary } from "./store";

/** One situation: what it is, who is in it and what is asked about them; beside it what it comes to. */
export function SituationPage({ id }: { id: Id }): JSX.Element {
  const slot = situations.slot(id);
  const under = beneath(id);
  const actors = useThought();
  const summary = useThought();
  const situation = slot.value;
  if (slot.state === "missing") return <Empty title={t("error.not_found")} action={<Button onClick={() => navigate("/situations")}>{t("back")}</Button>} />;
  if (!situation) return slot.state === "error" ? <Empty title={t("list.failed")} text={errorText(slot.error)} action={<Button onClick={() => void situations.fetch(id).catch(() => undefined)}>{t("retry")}</Button>} /> : <Skeleton />;
  const change = (patch: Partial<Situation>): void => void situations.update(id, patch).catch(() => undefined); // said in a toast
  const remove = (): void => {
    removeWithUndo({ kind: "situation", id });
    navigate("/situations");
  };
  const said = situation.description.trim() !== "";
  const something = said || under.notes.items.value.length > 0 || under.questions.items.value.some((one) => one.answer);
  return (
    <>
      <header class="head situationhead">
        <IconButton label={t("back")} onClick={() => navigate("/situations")}><ArrowLeft aria-hidden="true" /></IconButton>
        <h1><InlineText label={t("situations.title")} value={situation.title} required onSave={(title) => change({ title })} /></h1>
        <div class="tools">
          <IconButton label={t("delete")} onClick={remove}><Trash2 aria-hidden="true" /></IconButton>
          <Button disabled={!said || actors.thinking} onClick={() => void actors.ask(`/api/situations/${id}/propose-actors`)}><Users aria-hidden="true" />{t("situations.propose")}</Button>
          <Button tone="primary" disabled={!something || summary.thinking} onClick={() => void summary.ask(`/api/situations/${id}/summarize`)}><Sparkles aria-hidden="true" />{t("situations.summarise")}</Button>
        </div>
      </header>
      <div class="viewbody situation">
        <div class="about">
          <section id={`part-${id}`} class="described" aria-label={t("situations.description")}>
            <h2>{t("situations.description")}</h2>
            <InlineText label={t("situations.description")} placeholder={t("situations.describe")} value={situation.description} multiline onSave={(description) => change({ description })} />
          </section>
          <Under under={under} actors={actors} />
        </div>
        <aside class="made" aria-label={t("situations.summary")}>
          <Thinking thought={summary} doing={t("situations.reading")} />
          {summary.thinking ? null : <Found under={under} />}
          <section aria-label={t("situations.notes")}>
            <h2>{t("situations.notes")}</h2>
            <NoteLines under={under} actor={null} />
            <AddLine label={t("situations.add_note")} max={5000} onAdd={(text) => under.notes.add({ text })} />
          </section>
        </aside>
      </div>
    </>
  );
}

function Under({ under, actors }: { under: Beneath; actors: Thought }): JSX.Element {
  if (under.state.value === "error") return <Empty title={t("list.failed")} text={errorText(under.error.value)} action={<Button onClick={() => void under.load()}>{t("retry")}</Button>} />;
  if (under.state.value === "loading") return <Skeleton />;
  const items = under.actors.items.value;
  return (
    <section aria-label={t("situations.actors")}>
      <h2>{t("situations.actors")} <small class="num">{items.length || ""}</small></h2>
      <Thinking thought={actors} doing={t("situations.proposing")} />
      {items.map((actor) => <ActorCard key={actor.id} actor={actor} under={under} />)}
      {items.length === 0 && !actors.thinking ? <p class="hint">{t("situations.no_actors")}</p> : null}
      <AddLine label={t("situations.add_actor")} max={200} onAdd={(name) => under.actors.add({ name })} />
    </section>
  );
}

function Found({ under }: { under: Beneath }): JSX.Element | null {
  const summary = under.summaries.items.value.at(-1);
  if (!summary) return null;
  return (
    <section class="findings" aria-label={t("situations.summary")}>
      <header><h2>{t("situations.summary")}</h2><Moment at={summary.created_at} /><IconButton label={t("situations.delete_summary")} onClick={() => under.summaries.remove(summary, t("situations.summary"))}><Trash2 aria-hidden="true" /></IconButton></header>
      <p class="said">{summary.text}</p>
      {summary.left_out ? <p class="mute small">{t("situations.left_out", { count: summary.left_out })}</p> : null}
      <Points title={t("situations.problems")} points={summary.problems} under={under} />
      <Points title={t("situations.actions")} points={summary.actions} under={under} />
    </section>
  );
}

function Points({ title, points, under }: { title: string; points: Summary["problems"]; under: Beneath }): JSX.Element | null {
  if (points.length === 0) return null;
  return (
    <>
      <h3>{title}</h3>
      <ul aria-label={title}>
        {points.map((point, n) => <li key={n}>{point.text} {point.cites.map((cite) => <Cite key={cite.id} cite={cite} under={under} />)}</li>)}
      </ul>
    </>
  );
}

/** What something follows from; struck through when it is gone. */
function Cite({ cite, under }: { cite: Summary["problems"][number]["cites"][number]; under: Beneath }): JSX.Element {
  const found = words(cite, under);
  const name = t(`situations.cite_${cite.kind}`);
  if (found === null) return <s class="mute" title={t("situations.gone")}>{name}</s>;
  const show = (): void => {
    const part = document.getElementById(`part-${cite.id}`);
    part?.scrollIntoView({ block: "center" });
    part?.querySelector<HTMLElement>("textarea")?.focus();
  };
  return <Chip title={found} onClick={show}>{cite.kind === "situation_actor" ? found : name}</Chip>;
}

function words(cite: { kind: string; id: Id }, under: Beneath): string | null {
  if (cite.kind === "situation") return situations.peek(cite.id)?.description ?? "";
  if (cite.kind === "situation_actor") return under.actors.items.value.find((one) => one.id === cite.id)?.name ?? null;
  if (cite.kind === "situation_note") return under.notes.items.value.find((one) => one.id === cite.id)?.text ?? null;
  return under.questions.items.value.find((one) => one.id === cite.id)?.question ?? null;
}
