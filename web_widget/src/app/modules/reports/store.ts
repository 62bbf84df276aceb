/** What was reported to the administrators; only they list it. */
import { on } from "@/connection";
import type { Entity, EntityEvent } from "@/contract";
import type { MessageReport as Wire } from "@/contract/generated";
import { navigate } from "@/app/router";
import { t } from "@/i18n";
import { EntityStore } from "@/store/entities";
import { me } from "@/store/session";
import { toast } from "@/store/toasts";

export type Report = Wire & Entity;

export const reports = new EntityStore<Report>({
  kind: "report",
  path: "/api/reports",
  match: (report, params) => !params["status"] || report.status === params["status"],
  compare: (a, b) => (a.id < b.id ? 1 : -1),
});

on<EntityEvent<Report>>("report.created", ({ entity }) => {
  if (me.peek()?.role !== "admin" || entity.owner_id === me.peek()?.id) return;
  toast(t("report.came"), { action: { label: t("report.look"), run: () => navigate("/admin/reports") } });
});
