import type { ComponentChildren, JSX } from "preact";
import { Button } from "@/components/Button";
import { Empty } from "@/components/Empty";
import { Skeleton } from "@/components/Skeleton";
import type { Entity } from "@/contract";
import { t } from "@/i18n";
import type { EntityQuery } from "@/store/queries";
import { errorText } from "@/store/toasts";
import "./parts.css";

interface Props<T extends Entity> {
  query: EntityQuery<T>;
  /** What to show when there is nothing; it says what to do. */
  empty: ComponentChildren;
  children: ComponentChildren;
  /** Counts as empty although the query has items (a filter on top). */
  none?: boolean;
}

/** A list while it loads, when it failed, when it is empty, and when it is there. */
export function ListState<T extends Entity>({ query, empty, children, none }: Props<T>): JSX.Element {
  const state = query.state.value;
  const count = query.items.value.length;
  if (state === "error" && count === 0) {
    return <Empty title={t("list.failed")} text={errorText(query.error.value)} action={<Button onClick={() => void query.load()}>{t("retry")}</Button>} />;
  }
  if ((state === "idle" || state === "loading") && count === 0) return <Skeleton lines={6} />;
  if (count === 0 || none) return <>{empty}</>;
  return (
    <>
      {children}
      {query.more.value ? <p class="loadmore"><Button small onClick={() => void query.loadMore()}>{t("show_more")}</Button></p> : null}
    </>
  );
}
