/**
 * The wire, as the app uses it. What the hub says of itself is in `generated.ts`; the types here are written by hand
 * where the app means less or more: a field that only some answers have, an entity that is not saved yet, the parts
 * of what the hub leaves open. `tests/contract.test.ts` fails to compile where they and the hub disagree.
 */
export type * from "./activity";
export type * from "./agenda";
export type * from "./budget";
export type * from "./commands";
export type * from "./eko";
export type * from "./messages";
export type * from "./people";
export type * from "./rooms";
export type * from "./wire";
export type * from "./work";
