/** Web addresses, in the order asked for; lists follow changes by themselves. */
import type { Entity } from "@/contract";
import type { Link as Wire } from "@/contract/generated";
import { fold } from "@/i18n/fold";
import { EntityStore } from "@/store/entities";

export type Link = Wire & Entity;

export const links = new EntityStore<Link>({
  kind: "link",
  path: "/api/links",
  match: (link, params) => {
    if (params["project_id"] && link.project_id !== params["project_id"]) return false;
    const text = fold(`${link.name} ${link.url} ${link.description ?? ""}`);
    return fold(String(params["q"] ?? "")).split(/\s+/).every((word) => text.includes(word));
  },
  compare: (a, b, params) => (params["sort"] === "clicks" ? b.clicks - a.clicks : 0) || (a.id < b.id ? 1 : -1),
});
