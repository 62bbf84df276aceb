/** The modules beyond chat, tasks, agenda, notes, projects, money and alarms: one import and one line each, alphabetical. */
import { dashboard } from "./dashboard/module";
import { files } from "./files/module";
import { journal } from "./journal/module";
import { linksModule } from "./links/module";
import { noteLabels } from "./notes/module";
import { noteSessions } from "./note_sessions/module";
import { peopleModule } from "./people/module";
import { pollsModule } from "./polls/module";
import { reception } from "./reception/module";
import type { Module } from "./registry";
import { reportsModule } from "./reports/module";
import { scheduledModule } from "./scheduled/module";
import { search } from "./search/module";
import { situationsModule } from "./situations/module";
import { talk } from "./talk/module";
import { transfersModule } from "./transfers/module";

export const modules: readonly Module[] = [
  dashboard,
  files,
  journal,
  linksModule,
  noteLabels,
  noteSessions,
  peopleModule,
  pollsModule,
  reception,
  reportsModule,
  scheduledModule,
  search,
  situationsModule,
  talk,
  transfersModule,
];
