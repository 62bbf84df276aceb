import type { Plural } from "../index";

/** The same keys as the English words, each a string or a plural as there. */
export type Like<T> = { [K in keyof T]: T[K] extends string ? string : Plural };
