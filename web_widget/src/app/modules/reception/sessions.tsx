/** Sessions in which disks are wiped. */
import { HardDrive } from "lucide-preact";
import { t } from "@/i18n";
import { Ready } from "./marks";
import { DISKS } from "./pieces";
import { Scanning } from "./Scanning";
import { longDay, type SheetKind } from "./sheets";
import { sessions, type DiskSession } from "./store";

export const SESSIONS: SheetKind<DiskSession> = {
  store: sessions,
  icon: HardDrive,
  at: "sessions",
  list: "/reception/sessions",
  words: { list: "reception.sessions", make: "reception.new_session", makeHint: "reception.new_session_hint", search: "reception.search_sessions", none: "reception.no_session", noneHint: "reception.no_session_text", noneFound: "reception.no_session_found" },
  fields: [{ name: "held_on", label: "reception.held_on", as: "day", required: true }],
  about: (session) => t("reception.held", { day: longDay(session.held_on) }),
  mark: (session) => <Ready ready={session.ready} total={session.total} says="reception.wiped_of" />,
  body: (session) => <Scanning of={DISKS} sheet={session.id} total={session.total} closed={null} />,
};
