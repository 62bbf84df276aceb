/** Messages that wait for their time, the next one first. */
import { navigate } from "@/app/router";
import { on } from "@/connection";
import type { Entity, EntityEvent } from "@/contract";
import type { ScheduledMessage as Wire } from "@/contract/generated";
import { t } from "@/i18n";
import { EntityStore } from "@/store/entities";
import { toast } from "@/store/toasts";

export type Scheduled = Wire & Entity;

export const scheduled = new EntityStore<Scheduled>({
  kind: "scheduled_message",
  path: "/api/scheduled",
  match: (one, params) => (!params["status"] || one.status === params["status"]) && (!params["room_id"] || one.room_id === params["room_id"]),
  compare: (a, b) => a.send_at.localeCompare(b.send_at) || (a.id < b.id ? -1 : 1),
});

/** Whoever counted on it must know, wherever in the app they are. */
on<EntityEvent<Scheduled>>("scheduled_message.updated", ({ entity }) => {
  if (entity.status !== "failed") return;
  const show = { label: t("scheduled.show"), run: () => navigate("/scheduled") };
  toast(t("scheduled.failed_toast"), { tone: "bad", action: show });
});
