import { Link2 } from "lucide-preact";
import type { JSX } from "preact";
import { useEffect, useState } from "preact/hooks";
import { api } from "@/connection";
import type { Id, Page } from "@/contract";
import type { Backlink } from "@/contract/generated";
import { t } from "@/i18n";
import { notes } from "@/store/kinds";

const SOON_MS = 600;

/** The notes that lead here with `[[title]]`; nothing where there is none. */
export function Backlinks({ id, title }: { id: Id; title: string }): JSX.Element | null {
  const [found, setFound] = useState<Page<Backlink> | null>(null);
  const version = notes.version.value;
  useEffect(() => {
    let gone = false;
    const ask = (): void => void api.get<Page<Backlink>>(`/api/notes/${id}/backlinks`, { limit: 50 }).then((page) => gone || setFound(page), () => undefined); // the note itself stays
    const timer = setTimeout(ask, found ? SOON_MS : 0);
    return () => {
      gone = true;
      clearTimeout(timer);
    };
  }, [id, title, version]);
  if (!found || found.items.length === 0) return null;
  return (
    <section class="backlinks" aria-label={t("labels.backlinks")}>
      <h2><Link2 aria-hidden="true" />{t("labels.backlinks")} <small class="num">{found.items.length}{found.next_cursor ? "+" : ""}</small></h2>
      {found.items.map((one) => <a key={one.id} href={`/notes/${one.id}`}><b class="ell">{one.title}</b>{one.excerpt ? <span class="ell">{one.excerpt}</span> : null}</a>)}
    </section>
  );
}
