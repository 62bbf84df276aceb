import { signal } from "@preact/signals";
import type { JSX } from "preact";
import { useEffect, useMemo, useState } from "preact/hooks";
import { Button } from "@/components/Button";
import { Dialog } from "@/components/Dialog";
import { Empty } from "@/components/Empty";
import { Skeleton } from "@/components/Skeleton";
import { api } from "@/connection";
import type { Actor, Entity, NoteItem, Page } from "@/contract";
import { t } from "@/i18n";
import { dayAndClock } from "@/i18n/format";
import { notes } from "@/store/kinds";
import { errorText } from "@/store/toasts";
import { toastUndo } from "@/store/undo";
import type { NoteSession } from "./session";

interface Revision extends Entity {
  title: string;
  content: string;
  items: NoteItem[];
  written_at: string;
  author: Actor;
}

/** What the note said before, newest first; one press brings a version back. */
export function Revisions({ session, onClose }: { session: NoteSession; onClose: () => void }): JSX.Element {
  const items = useMemo(() => signal<Revision[] | null>(null), [session]);
  const [failed, setFailed] = useState<string | null>(null);
  const [chosen, setChosen] = useState(0);
  useEffect(() => {
    void session.save().then(() => api.get<Page<Revision>>(`/api/notes/${session.id}/revisions`, { limit: 100 })).then((page) => (items.value = page.items), (error: unknown) => setFailed(errorText(error)));
  }, [session]);
  const list = items.value;
  const shown = list?.[chosen];
  const restore = async (): Promise<void> => {
    if (!shown) return;
    const done = await notes.act(session.id, `revisions/${shown.id}/restore`).catch(() => null); // said in a toast
    if (!done) return;
    session.heard(done);
    toastUndo(t("notes.restored"), { kind: "note", id: session.id });
    onClose();
  };
  return (
    <Dialog wide title={t("notes.revisions")} onClose={onClose} footer={shown ? <Button tone="primary" onClick={() => void restore()}>{t("notes.restore")}</Button> : undefined}>
      {failed ? <Empty title={t("list.failed")} text={failed} /> : !list ? <Skeleton /> : list.length === 0 ? <Empty title={t("notes.no_revisions")} /> : (
        <div class="revisions">
          <div class="scroll" role="listbox" aria-label={t("notes.revisions")}>
            {list.map((revision, index) => (
              <button key={revision.id} type="button" role="option" class="menu-item" aria-selected={index === chosen} onClick={() => setChosen(index)}>
                <span class="ell">{dayAndClock(revision.written_at)}</span><small class="ell">{revision.author.display_name}</small>
              </button>
            ))}
          </div>
          <pre tabIndex={0} class="scroll">{shown ? [shown.title, "", shown.content, ...shown.items.map((item) => `- [${item.checked ? "x" : " "}] ${item.text}`)].join("\n").trim() : ""}</pre>
        </div>
      )}
    </Dialog>
  );
}
