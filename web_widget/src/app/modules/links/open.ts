import { api } from "@/connection";
import type { Link } from "./store";

/** The hub keeps http and https only; what is shown as a link never is anything else. */
export function addressOf(link: Link): string | undefined {
  return /^https?:\/\//.test(link.url) ? link.url : undefined;
}

/** Without its scheme, for reading. */
export function shortAddress(link: Link): string {
  return link.url.replace(/^https?:\/\/(www\.)?/, "").replace(/\/$/, "");
}

/** The browser opens it by itself; the hub counts, and tells everyone who sees the link. */
export function count(link: Link): void {
  void api.post(`/api/links/${link.id}/open`).catch(() => undefined); // it opened all the same
}
