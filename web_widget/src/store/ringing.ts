/** Alarms that ring: on every session of their owner, until one of them answers. */
import { signal } from "@preact/signals";
import type { Alarm, Id, Page } from "@/contract";
import { afterReady, api, on } from "@/connection";
import { alarms } from "./kinds";
import { onSignedOut } from "./session";

export const ringing = signal<ReadonlyMap<Id, Alarm>>(new Map());

function stop(id: Id): void {
  const next = new Map(ringing.peek());
  if (next.delete(id)) ringing.value = next;
}

on<{ alarm: Alarm }>("alarm.ringing", ({ alarm }) => {
  alarms.apply(alarm);
  ringing.value = new Map(ringing.peek()).set(alarm.id, alarm);
});
on<{ alarm: Alarm }>("alarm.stopped", ({ alarm }) => stop(alarm.id));
on<{ entity: Alarm }>("alarm.deleted", ({ entity }) => stop(entity.id));
// What began to ring, or was answered, while this page was away.
afterReady(() => {
  void api.get<Page<Alarm>>("/api/alarms", { ringing: true, limit: 50 }).then(
    ({ items }) => {
      for (const alarm of items) alarms.apply(alarm);
      ringing.value = new Map(items.map((alarm) => [alarm.id, alarm]));
    },
    () => undefined, // a guest has none; else the next connection asks again
  );
});
onSignedOut(() => {
  ringing.value = new Map();
});

/** Answers an alarm; it rings again here if the hub did not hear it. */
async function answer(alarm: Alarm, action: "snooze" | "dismiss", body: object): Promise<void> {
  stop(alarm.id);
  try {
    await alarms.act(alarm.id, action, body);
  } catch {
    ringing.value = new Map(ringing.peek()).set(alarm.id, alarm); // the store said why
  }
}

export const snooze = (alarm: Alarm, minutes: number): Promise<void> => answer(alarm, "snooze", { minutes });
export const dismissAlarm = (alarm: Alarm): Promise<void> => answer(alarm, "dismiss", {});
