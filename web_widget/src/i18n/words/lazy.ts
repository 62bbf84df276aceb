/**
 * Words that come with their module: they are fetched before its first view is drawn, and again when the
 * language changes. One line a module; each file has one export, named as here.
 */
import type { admin as Admin } from "./admin.en";
import type { budget as Budget } from "./budget.en";
import type { dashboard as Dashboard } from "./dashboard.en";
import type { directory as Directory } from "./directory.en";
import type { files as Files } from "./files.en";
import type { journal as Journal } from "./journal.en";
import type { links as Links } from "./links.en";
import type { note_labels as NoteLabels } from "./note_labels.en";
import type { note_sessions as NoteSessions } from "./note_sessions.en";
import type { overview as Overview } from "./overview.en";
import type { polls as Polls } from "./polls.en";
import type { reception as Reception } from "./reception.en";
import type { reports as Reports } from "./reports.en";
import type { scheduled as Scheduled } from "./scheduled.en";
import type { search as Search } from "./search.en";
import type { settings as Settings } from "./settings.en";
import type { situations as Situations } from "./situations.en";
import type { talk as Talk } from "./talk.en";
import type { transfers as Transfers } from "./transfers.en";
import type { work as Work } from "./work.en";

interface Words {
  en: () => Promise<Record<string, unknown>>;
  fr: () => Promise<Record<string, unknown>>;
}

/** The keys, for the compiler: one line a module, alphabetical. */
interface Known {
  admin: typeof Admin;
  budget: typeof Budget;
  dashboard: typeof Dashboard;
  directory: typeof Directory;
  files: typeof Files;
  journal: typeof Journal;
  links: typeof Links;
  note_labels: typeof NoteLabels;
  note_sessions: typeof NoteSessions;
  overview: typeof Overview;
  polls: typeof Polls;
  reception: typeof Reception;
  reports: typeof Reports;
  scheduled: typeof Scheduled;
  search: typeof Search;
  settings: typeof Settings;
  situations: typeof Situations;
  talk: typeof Talk;
  transfers: typeof Transfers;
  work: typeof Work;
}

export type LazyWords = keyof Known;
type KeysOf<T> = T extends unknown ? keyof T : never;
export type LazyKey = KeysOf<Known[LazyWords]>;
export type LazyDictionary = { [K in LazyKey]: Extract<Known[LazyWords], Record<K, unknown>>[K] };

/** Where they are: one line a module, alphabetical. */
export const lazyWords: { [N in LazyWords]: Words } = {
  admin: { en: () => import("./admin.en"), fr: () => import("./admin.fr") },
  budget: { en: () => import("./budget.en"), fr: () => import("./budget.fr") },
  dashboard: { en: () => import("./dashboard.en"), fr: () => import("./dashboard.fr") },
  directory: { en: () => import("./directory.en"), fr: () => import("./directory.fr") },
  files: { en: () => import("./files.en"), fr: () => import("./files.fr") },
  journal: { en: () => import("./journal.en"), fr: () => import("./journal.fr") },
  links: { en: () => import("./links.en"), fr: () => import("./links.fr") },
  note_labels: { en: () => import("./note_labels.en"), fr: () => import("./note_labels.fr") },
  note_sessions: { en: () => import("./note_sessions.en"), fr: () => import("./note_sessions.fr") },
  overview: { en: () => import("./overview.en"), fr: () => import("./overview.fr") },
  polls: { en: () => import("./polls.en"), fr: () => import("./polls.fr") },
  reception: { en: () => import("./reception.en"), fr: () => import("./reception.fr") },
  reports: { en: () => import("./reports.en"), fr: () => import("./reports.fr") },
  scheduled: { en: () => import("./scheduled.en"), fr: () => import("./scheduled.fr") },
  search: { en: () => import("./search.en"), fr: () => import("./search.fr") },
  settings: { en: () => import("./settings.en"), fr: () => import("./settings.fr") },
  situations: { en: () => import("./situations.en"), fr: () => import("./situations.fr") },
  talk: { en: () => import("./talk.en"), fr: () => import("./talk.fr") },
  transfers: { en: () => import("./transfers.en"), fr: () => import("./transfers.fr") },
  work: { en: () => import("./work.en"), fr: () => import("./work.fr") },
};
