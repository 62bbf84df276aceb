import { signal } from "@preact/signals";

/** How many messages wait to be sent. */
export const waiting = signal(0);
