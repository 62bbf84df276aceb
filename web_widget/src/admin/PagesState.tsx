import type { ComponentChildren, JSX } from "preact";
import { Button } from "@/components/Button";
import { Empty } from "@/components/Empty";
import { Skeleton } from "@/components/Skeleton";
import type { Id } from "@/contract";
import { t } from "@/i18n";
import { errorText } from "@/store/toasts";
import type { Pages } from "./pages";

/** A list in pages while it loads, when it failed, when it is empty, and when it is there. */
export function PagesState<T extends { id: Id }>({ pages, empty, children }: { pages: Pages<T>; empty: ComponentChildren; children: ComponentChildren }): JSX.Element {
  const state = pages.state.value;
  if (state === "loading") return <Skeleton lines={8} />;
  if (state === "error") return <Empty title={t("list.failed")} text={errorText(pages.error.value)} action={<Button onClick={() => void pages.load()}>{t("retry")}</Button>} />;
  if (pages.items.value.length === 0) return <>{empty}</>;
  return (
    <>
      {children}
      {pages.more.value ? <p class="loadmore"><Button small busy={pages.busy.value} onClick={() => void pages.loadMore()}>{t("show_more")}</Button></p> : null}
    </>
  );
}
