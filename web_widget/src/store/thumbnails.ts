/** Thumbnails, fetched with the bearer token and kept as long as there is room; the same picture is asked for once. */
import { signal, type Signal } from "@preact/signals";
import type { Id } from "@/contract";
import { accessToken, api } from "@/connection";
import { onSignedOut } from "./session";

const MOST = 300;
const kept = new Map<Id, Signal<string | null | undefined>>();

/** Undefined while it comes, null where there is none. */
export function thumbnail(id: Id): string | null | undefined {
  let found = kept.get(id);
  if (!found) {
    kept.set(id, (found = signal(undefined)));
    void fetchOne(id, found);
    for (const [old, url] of kept) {
      if (kept.size <= MOST) break;
      kept.delete(old);
      if (url.peek()) URL.revokeObjectURL(url.peek()!);
    }
  }
  return found.value;
}

async function fetchOne(id: Id, into: Signal<string | null | undefined>): Promise<void> {
  try {
    const token = await accessToken();
    const answer = await fetch(`/api/files/${id}/thumbnail`, { headers: token ? { Authorization: `Bearer ${token}` } : {} });
    into.value = answer.ok ? URL.createObjectURL(await answer.blob()) : null;
    if (!answer.ok && answer.status !== 404) kept.delete(id);
  } catch {
    kept.delete(id); // the hub is away: asked again when it is drawn again
  }
}

/** A link that the browser can open by itself for some minutes. */
export async function linkTo(id: Id, options: { download?: boolean } = {}): Promise<string> {
  const link = await api.get<{ url: string }>(`/api/files/${id}/link`, options.download ? { download: true } : undefined);
  return link.url;
}

/** Has the browser save a file under its name, without taking it into memory. */
export async function saveFile(id: Id): Promise<void> {
  const link = document.createElement("a");
  link.href = await linkTo(id, { download: true });
  link.download = "";
  link.click();
}

onSignedOut(() => {
  for (const url of kept.values()) if (url.peek()) URL.revokeObjectURL(url.peek()!);
  kept.clear();
});
