/** Where we are, from the address bar. Links are plain `<a href="/…">`: one listener turns them into moves. */
import { computed, signal } from "@preact/signals";

export interface Location {
  path: string;
  segments: string[];
  query: URLSearchParams;
}

function read(): Location {
  const path = decodeURI(window.location.pathname).replace(/\/+$/, "") || "/";
  return { path, segments: path.split("/").filter(Boolean), query: new URLSearchParams(window.location.search) };
}

export const location = signal<Location>(read());
/** How many moves back stay inside the app. */
let depth = 0;

export function navigate(to: string, options: { replace?: boolean } = {}): void {
  const from = window.location.pathname + window.location.search;
  if (to === from) return;
  if (options.replace) history.replaceState({ depth }, "", to);
  else history.pushState({ depth: (depth += 1) }, "", to);
  location.value = read();
}

/** Back inside the app, or to `fallback` when the page was opened here. */
export function back(fallback: string): void {
  if (depth > 0) history.back();
  else navigate(fallback, { replace: true });
}

/** Changes query parameters in place; null removes one. */
export function setQuery(changes: Record<string, string | null>): void {
  const query = new URLSearchParams(window.location.search);
  for (const [name, value] of Object.entries(changes)) value === null ? query.delete(name) : query.set(name, value);
  const text = query.toString();
  navigate(window.location.pathname + (text ? `?${text}` : ""), { replace: true });
}

/** Reads one segment: `segment(1)` of /rooms/abc is "abc". */
export function segment(index: number): string | undefined {
  return location.value.segments[index];
}
export const firstSegment = computed(() => location.value.segments[0] ?? "");

export function startRouter(): void {
  window.addEventListener("popstate", (event: PopStateEvent) => {
    depth = (event.state as { depth?: number } | null)?.depth ?? 0;
    location.value = read();
  });
  document.addEventListener("click", (event) => {
    if (event.defaultPrevented || event.button !== 0 || event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return;
    const link = (event.target as Element | null)?.closest?.("a[href]");
    if (!(link instanceof HTMLAnchorElement) || link.target || link.hasAttribute("download")) return;
    if (link.origin !== window.location.origin || /^\/(api|docs|openapi|asyncapi|health|metrics)/.test(link.pathname)) return;
    event.preventDefault();
    navigate(link.pathname + link.search);
  });
}
