import { CornerDownLeft, Plus } from "lucide-preact";
import { signal } from "@preact/signals";
import type { JSX } from "preact";
import { useState } from "preact/hooks";
import { Button } from "@/components/Button";
import { Chip } from "@/components/Chip";
import { DateWords } from "@/components/DateWords";
import { newKey } from "@/connection";
import type { Task } from "@/contract";
import { splitDay } from "@/i18n/day_words";
import { t } from "@/i18n";
import { today } from "@/i18n/format";
import { tasks } from "@/store/kinds";
import { errorText } from "@/store/toasts";
import "../parts/parts.css";

interface Adding {
  key: string;
  input: Partial<Task> & { title: string };
  error: string | null;
}
/** What was entered and has no answer yet; a refusal keeps it, with a way to try again. */
const adding = signal<Adding[]>([]);

function send(entry: Adding): void {
  adding.value = [...adding.peek().filter((one) => one.key !== entry.key), { ...entry, error: null }];
  tasks.create(entry.input, { quiet: true, key: entry.key }).then(
    () => (adding.value = adding.peek().filter((one) => one.key !== entry.key)),
    (error: unknown) => (adding.value = adding.peek().map((one) => (one.key === entry.key ? { ...one, error: errorText(error) } : one))),
  );
}

interface Understood {
  title: string;
  deadline: string | null;
  tags: string[];
  urgent: boolean;
}

/** "Send the report friday #client !": a day, labels and urgency at the end or in between. */
export function understand(line: string, day: string): Understood {
  const tags: string[] = [];
  let urgent = false;
  const words = line.trim().split(/\s+/).filter((word) => {
    const label = /^#([\p{L}\d][\p{L}\d_-]*)$/u.exec(word);
    if (label) tags.push(label[1]!);
    else if (word === "!") urgent = true;
    return !label && word !== "!";
  });
  const split = splitDay(words.join(" "), day);
  return { title: split.title, deadline: split.day, tags, urgent };
}

/** The line that adds tasks: Enter adds and stays, several pasted lines become several tasks. */
export function QuickAdd({ defaults, label, autofocus }: { defaults: Partial<Task>; label?: string; autofocus?: boolean }): JSX.Element {
  const [text, setText] = useState("");
  /** The person took the understood date off: the words stay in the title. */
  const [literal, setLiteral] = useState(false);
  const read = literal ? { title: text.trim(), deadline: null, tags: [], urgent: false } : understand(text, today());
  const add = (line: Understood): void => {
    if (!line.title) return;
    const { title, deadline, tags, urgent } = line;
    send({
      key: newKey(),
      error: null,
      input: { ...defaults, title: title.slice(0, 300), ...(deadline ? { deadline } : {}), ...(tags.length > 0 ? { tags: [...new Set([...(defaults.tags ?? []), ...tags])] } : {}), ...(urgent ? { urgent } : {}) },
    });
  };
  const submit = (event: Event): void => {
    event.preventDefault();
    add(read);
    setText("");
    setLiteral(false);
  };
  const paste = (event: ClipboardEvent): void => {
    const lines = (event.clipboardData?.getData("text/plain") ?? "").split(/\r?\n/).map((line) => line.replace(/^\s*(?:[-*•]|\d+[.)]|\[[ x]\])\s+/, "").trim()).filter(Boolean);
    if (lines.length < 2 || lines.length > 100) return;
    event.preventDefault();
    for (const line of lines.reverse()) add({ title: line, deadline: null, tags: [], urgent: false });
  };
  return (
    <>
      <form class="taskadd" onSubmit={submit}>
        <Plus aria-hidden="true" />
        <input type="text" data-quickadd aria-label={label ?? t("tasks.add")} placeholder={label ?? t("tasks.add_placeholder")} value={text} maxLength={600} autoFocus={autofocus}
          onInput={(event) => { setText(event.currentTarget.value); if (!event.currentTarget.value) setLiteral(false); }} onPaste={paste} />
        {read.deadline ? <Chip title={t("tasks.literal")} onClick={() => setLiteral(true)}><DateWords day={read.deadline} due /></Chip> : null}
        {read.tags.map((tag) => <span key={tag} class="pill">{tag}</span>)}
        {text.trim() ? <Button type="submit" tone="plain" small aria-label={t("tasks.add")}><CornerDownLeft aria-hidden="true" /></Button> : null}
      </form>
      {adding.value.map((entry) => (
        <div key={entry.key} class={`adding${entry.error ? " failed" : ""}`} role={entry.error ? "alert" : "status"}>
          <i class="tick" aria-hidden="true" />
          <span class="ell grow">{entry.input.title}</span>
          {entry.error ? <><span class="why ell">{entry.error}</span><Button small onClick={() => send(entry)}>{t("retry")}</Button></> : null}
        </div>
      ))}
    </>
  );
}
