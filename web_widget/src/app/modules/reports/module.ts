import { Flag } from "lucide-preact";
import { stored, type Module } from "../registry";
import { reports, type Report } from "./store";

export const reportsModule: Module = {
  id: "reports",
  kinds: { report: { icon: Flag, name: "kind.report", title: (report: Report) => report.reason, href: () => "/admin/reports" } },
  stores: [stored(reports)],
};
