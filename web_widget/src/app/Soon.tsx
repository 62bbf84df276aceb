import type { JSX } from "preact";
import { Empty } from "@/components/Empty";
import { t, type Key } from "@/i18n";

/** Holds the place of a module whose view is not there yet. */
export function Soon({ title }: { title: Key }): JSX.Element {
  return (
    <>
      <header class="head"><h1>{t(title)}</h1></header>
      <Empty title={t("place.soon")} />
    </>
  );
}
