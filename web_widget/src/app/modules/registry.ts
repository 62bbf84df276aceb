/**
 * What a module hands to the app: its places, its kinds of entity, their stores and verbs, its words. The rail,
 * the More menu, the keys, the palette, the pane and the cards are made from it (`modules/index.ts` has the list).
 * A module's `module.ts` is light and comes with the first load; its views are fetched when they are first drawn.
 * It is evaluated before most of the app: it and its `store.ts` import icons, `@/store/entities`, `@/connection`,
 * `@/i18n/*` and `@/actions/create`, and nothing that itself reads the table of places, kinds or actions.
 */
import type { LucideIcon } from "lucide-preact";
import type { ComponentType } from "preact";
import type { Action } from "@/actions/types";
import type { RowVerbs } from "@/actions/rows";
import { lazy, type Lazy } from "@/components/lazy";
import type { EntityKind, Id } from "@/contract";
import { withWords, type Key } from "@/i18n";
import type { LazyWords } from "@/i18n/words/lazy";
import type { EntityStore } from "@/store/entities";

export interface Place {
  id: string;
  /** First segment of its address. */
  path: string;
  title: Key;
  icon: LucideIcon;
  /** The letter after G. */
  letter?: string;
  /** More words to find it by, English and French. */
  words?: string;
  /** What fills the middle. It may read further segments with `segment(n)`. */
  view: ComponentType | Lazy;
  /** The list column; without it the column keeps the rooms. `null`: the module takes the whole width. */
  list?: ComponentType | Lazy | null;
  /** Where it shows: the rail (top or bottom part) or the menu behind More, and the phone's bar. */
  rail?: "top" | "bottom" | "more";
  bar?: boolean;
  when?: () => boolean;
}

export interface KindInfo {
  icon: LucideIcon;
  name: Key;
  /** What it is called, from its fields. */
  title: (entity: never) => string;
  /** Its date, amount or state, for the end of a row. Only words of the first load. */
  detail?: (entity: never) => string;
  href: (id: Id) => string;
  /** What the pane shows for it: `{ id }`. */
  view?: Lazy<{ id: Id }>;
}

export interface Module {
  /** As its folder. */
  id: string;
  places?: Place[];
  kinds?: Partial<Record<EntityKind, KindInfo>>;
  /** Typed `EntityStore<Link>[]` and so on; the registry does not mind of what. */
  stores?: EntityStore<never>[];
  /** What the keys do on its rows, beside `remove`, which every kind with a store has. */
  verbs?: Partial<Record<EntityKind, RowVerbs>>;
  /** In the palette from the start: making something new, for example. */
  actions?: Action[];
}

/** A view with the words that come with it: its own, and those of the parts that all of them are made of. */
export function view<P extends object>(words: LazyWords, load: () => Promise<{ default: ComponentType<P> }>, ...more: LazyWords[]): Lazy<P> {
  return lazy<P>(() => withWords(load, "work", words, ...more));
}

/** A store as `Module.stores` takes it. */
export function stored(store: unknown): EntityStore<never> {
  return store as EntityStore<never>;
}
