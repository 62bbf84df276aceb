import { CalendarClock } from "lucide-preact";
import { stored, view, type Module } from "../registry";
import { scheduled, type Scheduled } from "./store";

export const scheduledModule: Module = {
  id: "scheduled",
  places: [{ id: "scheduled", path: "scheduled", title: "place.scheduled", icon: CalendarClock, words: "scheduled later messages programmés plus tard différés", view: view("scheduled", () => import("./ScheduledView")), list: null, rail: "more" }],
  kinds: {
    scheduled_message: { icon: CalendarClock, name: "kind.scheduled_message", title: (one: Scheduled) => one.content, href: () => "/scheduled" },
  },
  stores: [stored(scheduled)],
};
