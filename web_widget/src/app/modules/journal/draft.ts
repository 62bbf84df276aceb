import { signal } from "@preact/signals";

/** The line that is being typed, in the view or over the page. */
export const draft = signal("");
