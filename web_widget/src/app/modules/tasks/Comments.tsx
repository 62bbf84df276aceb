import { X } from "lucide-preact";
import { signal } from "@preact/signals";
import type { JSX } from "preact";
import { useEffect, useMemo, useState } from "preact/hooks";
import { Avatar } from "@/components/Avatar";
import { Button, IconButton } from "@/components/Button";
import { Moment } from "@/components/DateWords";
import { api, newKey } from "@/connection";
import type { Comment, Page, Task } from "@/contract";
import { t } from "@/i18n";
import { me } from "@/store/session";
import { errorText, toast, toastError } from "@/store/toasts";
import { undoLast } from "@/store/undo";

/** What was being written about a task stays when one looks at another. */
const drafts = new Map<string, string>();

export function Comments({ task }: { task: Task }): JSX.Element {
  const path = `/api/tasks/${task.id}/comments`;
  const items = useMemo(() => signal<Comment[] | null>(null), [task.id]);
  const failed = useMemo(() => signal<string | null>(null), [task.id]);
  const [text, setText] = useState(drafts.get(task.id) ?? "");
  const [busy, setBusy] = useState(false);
  const load = (): void => {
    api.get<Page<Comment>>(path, { limit: 200 }).then((page) => { items.value = page.items; failed.value = null; }, (error: unknown) => (failed.value = errorText(error)));
  };
  // A comment by someone else bumps nothing that is sent here, so opening and changes ask again.
  useEffect(load, [task.id, task.revision]);
  useEffect(() => setText(drafts.get(task.id) ?? ""), [task.id]);
  const write = (value: string): void => {
    setText(value);
    drafts.set(task.id, value);
  };
  const send = async (): Promise<void> => {
    if (!text.trim() || busy) return;
    setBusy(true);
    try {
      const made = await api.post<Comment>(path, { text }, { key: newKey() });
      items.value = [...(items.peek() ?? []), made];
      write("");
    } catch (error) {
      toastError(error);
    } finally {
      setBusy(false);
    }
  };
  const remove = async (comment: Comment): Promise<void> => {
    items.value = (items.peek() ?? []).filter((one) => one.id !== comment.id);
    try {
      await api.delete(`${path}/${comment.id}`);
      toast(t("tasks.comment_deleted"), { action: { label: t("undo.button"), run: () => void undoLast({ kind: "task", id: comment.id }).then(load) } });
    } catch (error) {
      toastError(error);
      load();
    }
  };
  return (
    <section aria-label={t("tasks.comments")}>
      <h2>{t("tasks.comments")} {items.value?.length ? <small class="num">{items.value.length}</small> : null}</h2>
      {failed.value ? <p class="small mute">{failed.value} <Button small tone="plain" onClick={load}>{t("retry")}</Button></p> : null}
      {items.value?.map((comment) => (
        <div key={comment.id} class="comment">
          <Avatar id={comment.author?.id ?? ""} name={comment.author?.display_name ?? "?"} size="s" bot={comment.author?.kind === "bot" || comment.author?.kind === "agent"} />
          <div class="grow">
            <p class="by"><b>{comment.author?.display_name}</b> <Moment at={comment.created_at} /></p>
            <p class="said">{comment.text}</p>
          </div>
          {comment.author?.id === me.value?.id || task.owner_id === me.value?.id ? <IconButton label={t("tasks.delete_comment")} onClick={() => void remove(comment)}><X aria-hidden="true" /></IconButton> : null}
        </div>
      ))}
      <form class="commentform" onSubmit={(event) => { event.preventDefault(); void send(); }}>
        <textarea class="input" rows={1} aria-label={t("tasks.add_comment")} placeholder={t("tasks.add_comment")} value={text} onInput={(event) => write(event.currentTarget.value)}
          onKeyDown={(event) => { if (event.key === "Enter" && !event.shiftKey && !event.isComposing) { event.preventDefault(); void send(); } }} />
        {text.trim() ? <Button type="submit" tone="primary" small busy={busy}>{t("tasks.comment")}</Button> : null}
      </form>
    </section>
  );
}
