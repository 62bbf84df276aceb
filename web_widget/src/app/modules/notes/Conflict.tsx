import type { JSX } from "preact";
import { useState } from "preact/hooks";
import { Button } from "@/components/Button";
import { Dialog } from "@/components/Dialog";
import { Area } from "@/components/Field";
import { t } from "@/i18n";
import type { NoteSession, Text } from "./session";

function written(text: { title: string; content: string; items: { text: string; checked: boolean }[] | null }): string {
  return [text.title, text.content, ...(text.items ?? []).map((item) => `- [${item.checked ? "x" : " "}] ${item.text}`)].filter(Boolean).join("\n");
}

/** Two people wrote at once. Both texts stand side by side; whichever is chosen, the other stays as a revision. */
export function Conflict({ session }: { session: NoteSession }): JSX.Element | null {
  const theirs = session.theirs.value;
  const mine = session.text.value;
  const [merged, setMerged] = useState<string | null>(null);
  const [busy, setBusy] = useState(false);
  if (!theirs || !mine) return null;
  const end = (text: Text, keepMine: boolean): void => {
    setBusy(true);
    void session.resolve(text, keepMine);
  };
  const other: Text = { title: theirs.title, content: theirs.content, items: theirs.items ?? [] };
  const both = mine.content === other.content ? mine.content : `${other.content}\n\n---\n\n${mine.content}`;
  if (merged !== null) {
    return (
      <Dialog wide title={t("notes.merge")} onClose={() => setMerged(null)} footer={<>
        <Button onClick={() => setMerged(null)}>{t("back")}</Button>
        <Button tone="primary" busy={busy} onClick={() => end({ ...mine, content: merged }, true)}>{t("save")}</Button>
      </>}>
        <Area label={t("notes.merge_text")} rows={16} value={merged} onValue={setMerged} />
      </Dialog>
    );
  }
  return (
    <Dialog wide title={t("notes.conflict_title")} onClose={() => undefined} footer={<>
      <Button busy={busy} onClick={() => end(other, false)}>{t("notes.use_theirs")}</Button>
      <Button busy={busy} onClick={() => setMerged(both)}>{t("notes.use_both")}</Button>
      <Button tone="primary" busy={busy} onClick={() => end(mine, true)}>{t("notes.use_mine")}</Button>
    </>}>
      <p>{t("notes.conflict_text")}</p>
      <div class="twotexts">
        <section><h3>{t("notes.mine")}</h3><pre tabIndex={0}>{written(mine)}</pre></section>
        <section><h3>{t("notes.theirs")}</h3><pre tabIndex={0}>{written(other)}</pre></section>
      </div>
    </Dialog>
  );
}
