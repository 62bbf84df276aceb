import type { JSX } from "preact";
import { t } from "@/i18n";
import type { EntityStore } from "@/store/entities";
import { InlineText } from "../parts/InlineText";
import type { Sheet } from "./store";

type WithAccessories = Sheet & { accessories?: string };

/** What is on a sheet without a serial number, in words. */
export function Accessories<S extends WithAccessories>({ of, sheet }: { of: EntityStore<S>; sheet: S }): JSX.Element {
  const save = (accessories: string): void => void of.update(sheet.id, { accessories } as Partial<S>).catch(() => undefined); // said in a toast, and shown as it was
  return (
    <div class="rfacts">
      <InlineText class="rnotes" multiline label={t("reception.accessories")} value={sheet.accessories ?? ""} placeholder={t("reception.accessories_placeholder")} onSave={save} />
    </div>
  );
}
