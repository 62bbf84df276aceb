/** A live list with all its pages: for views that group what they show. */
import { useEffect } from "preact/hooks";
import type { Entity } from "@/contract";
import { useQuery, type EntityQuery } from "@/store/queries";

/** Beyond this a list shows "more" instead of loading by itself. */
const BY_ITSELF = 2000;

export function useAll<T extends Entity>(query: EntityQuery<T>): EntityQuery<T> {
  useQuery(query);
  const more = query.more.value;
  const count = query.items.value.length;
  useEffect(() => {
    if (more && count < BY_ITSELF) void query.loadMore().catch(() => undefined); // the button "more" stays
  }, [query, more, count]);
  return query;
}
