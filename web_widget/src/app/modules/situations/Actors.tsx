import { HelpCircle, Plus, UserRound, X } from "lucide-preact";
import type { JSX } from "preact";
import { useState } from "preact/hooks";
import { Avatar } from "@/components/Avatar";
import { Button, IconButton } from "@/components/Button";
import { EntityChip } from "@/components/Chip";
import type { Id } from "@/contract";
import { t } from "@/i18n";
import { InlineText } from "../parts/InlineText";
import { pickOne } from "../parts/pickers";
import { Thinking } from "../parts/Thinking";
import { useThought } from "../parts/thought";
import { fullName, people } from "../people/store";
import type { Beneath } from "./beneath";
import type { Actor, Question } from "./store";

/** Somebody in a situation: who that is, their roles, what is asked and noted about them. */
export function ActorCard({ actor, under }: { actor: Actor; under: Beneath }): JSX.Element {
  const asking = useThought();
  const change = (patch: Partial<Actor>): void => void under.actors.change(actor, patch);
  const questions = under.questions.items.value.filter((one) => one.actor_id === actor.id);
  return (
    <article id={`part-${actor.id}`} class="actor" aria-label={actor.name}>
      <header>
        <Avatar id={actor.person_id ?? actor.id} name={actor.name} size="m" />
        <InlineText label={t("situations.name")} value={actor.name} required onSave={(name) => change({ name })} />
        {actor.left ? <span class="pill">{t("situations.left")}</span> : null}
        <Button small disabled={actor.left || asking.thinking} title={actor.left ? t("situations.left_text") : undefined} onClick={() => void asking.ask(`/api/situations/${actor.situation_id}/actors/${actor.id}/ask-questions`)}><HelpCircle aria-hidden="true" />{t("situations.ask")}</Button>
        <IconButton label={t("situations.delete_part", { title: actor.name })} onClick={() => under.actors.remove(actor, actor.name)}><X aria-hidden="true" /></IconButton>
      </header>
      <div class="roles">
        <InlineText label={t("situations.role_company")} placeholder={t("situations.role_company")} value={actor.role_company} onSave={(role_company) => change({ role_company })} />
        <InlineText label={t("situations.role_situation")} placeholder={t("situations.role_situation")} value={actor.role_situation} onSave={(role_situation) => change({ role_situation })} />
        <Who actor={actor} onPick={(person_id) => change({ person_id })} />
      </div>
      <Thinking thought={asking} doing={t("situations.asking", { name: actor.name })} />
      {questions.length > 0 ? <div class="questions">{questions.map((question) => <QuestionLine key={question.id} question={question} under={under} />)}</div> : null}
      <NoteLines under={under} actor={actor.id} />
      <AddLine label={t("situations.add_note_about", { name: actor.name })} max={5000} onAdd={(text) => under.notes.add({ text, actor_id: actor.id })} />
    </article>
  );
}

/** Which of one's people it is; where several have the name, that is said. */
function Who({ actor, onPick }: { actor: Actor; onPick: (person: Id | null) => void }): JSX.Element {
  const list = people.query({ limit: 200 });
  const pick = (anchor: Element): void =>
    pickOne(anchor, { label: t("situations.who"), query: list, value: actor.person_id, none: t("situations.nobody"), onPick, choices: () => list.items.value.map((person) => ({ id: person.id, label: fullName(person) })) });
  return (
    <span class="who">
      {actor.person_id ? <EntityChip kind="person" id={actor.person_id} /> : null}
      {actor.namesakes > 0 ? <span class="mute small">{t("situations.namesakes", { count: actor.namesakes })}</span> : null}
      <IconButton label={t("situations.who")} onClick={(event) => pick(event.currentTarget as Element)}><UserRound aria-hidden="true" /></IconButton>
    </span>
  );
}

function QuestionLine({ question, under }: { question: Question; under: Beneath }): JSX.Element {
  return (
    <div id={`part-${question.id}`} class="question">
      <p>{question.question}</p>
      <IconButton label={t("situations.delete_part", { title: question.question })} onClick={() => under.questions.remove(question, question.question)}><X aria-hidden="true" /></IconButton>
      <InlineText label={t("situations.answer_to", { question: question.question })} placeholder={t("situations.answer")} value={question.answer} multiline onSave={(answer) => void under.questions.change(question, { answer })} />
    </div>
  );
}

/** What is noted about one actor, or (null) about the whole. */
export function NoteLines({ under, actor }: { under: Beneath; actor: Id | null }): JSX.Element | null {
  const notes = under.notes.items.value.filter((note) => note.actor_id === actor);
  if (notes.length === 0) return null;
  return (
    <div class="notelines">
      {notes.map((note) => (
        <div key={note.id} id={`part-${note.id}`} class="snote">
          <InlineText label={t("situations.note")} value={note.text} multiline required onSave={(text) => void under.notes.change(note, { text })} />
          <IconButton label={t("situations.delete_part", { title: note.text.slice(0, 60) })} onClick={() => under.notes.remove(note, note.text)}><X aria-hidden="true" /></IconButton>
        </div>
      ))}
    </div>
  );
}

/** A line and Enter; what is refused stays in it. */
export function AddLine({ label, max, onAdd }: { label: string; max: number; onAdd: (text: string) => Promise<boolean> }): JSX.Element {
  const [text, setText] = useState("");
  const add = (event: Event): void => {
    event.preventDefault();
    const wanted = text.trim();
    if (!wanted) return;
    setText("");
    void onAdd(wanted).then((done) => done || setText((now) => now || wanted));
  };
  return (
    <form class="taskadd" onSubmit={add}>
      <Plus aria-hidden="true" />
      <input type="text" autocomplete="off" aria-label={label} placeholder={label} maxLength={max} value={text} onInput={(event) => setText(event.currentTarget.value)} />
    </form>
  );
}
