/** What the list and the page must know of a kind of sheet: what is scanned into, ordered, given or lent. */
import type { LucideIcon } from "lucide-preact";
import type { ComponentChildren, JSX } from "preact";
import type { MenuEntry } from "@/components/Menu";
import type { LazyKey } from "@/i18n/words/lazy";
import type { EntityStore } from "@/store/entities";
import { sayDay } from "../agenda/time";
import type { Field } from "./fields";
import type { Sheet } from "./store";

export interface SheetKind<S extends Sheet> {
  store: EntityStore<S>;
  icon: LucideIcon;
  /** The segment of its addresses: `/reception/<at>/<id>`. */
  at: string;
  /** Where its list is. */
  list: string;
  words: { list: LazyKey; make: LazyKey; makeHint: LazyKey; search: LazyKey; none: LazyKey; noneHint: LazyKey; noneFound: LazyKey };
  /** What can be filled in above what is on it, beside its name and description. */
  fields: readonly Field[];
  /** What was typed in a field before. */
  offered?: (field: string) => readonly string[];
  /** What a new one has beside its name. */
  start?: () => object;
  /** What its list can be narrowed to, with `?state=`; the first is what one sees. */
  states?: readonly (readonly [string, LazyKey])[];
  statesLabel?: LazyKey;
  /** What the hub calls the state, if it is not `state`. */
  narrows?: string;
  /** All is what one sees first, not those of the first state. */
  seesAll?: boolean;
  /** The second line of its row. */
  about: (sheet: S) => string;
  /** The end of its row. */
  mark?: (sheet: S) => ComponentChildren;
  /** Beside the title of its page. */
  tools?: (sheet: S) => ComponentChildren;
  /** More in its menu. */
  more?: (sheet: S) => MenuEntry[];
  /** What is on it. */
  body: (sheet: S) => JSX.Element;
}

export const longDay = (day: string): string => sayDay(day, { day: "numeric", month: "long", year: "numeric" });

export function sheetPath<S extends Sheet>(of: SheetKind<S>, id: string): string {
  return `/reception/${of.at}/${id}`;
}
