/**
 * The types written by hand against those that the hub generates. Checked by the compiler: a field that the hub
 * does not have, or has in another shape, makes this file fail `tsc`.
 */
import { describe, expect, it } from "vitest";
import type * as hand from "@/contract";
import type * as wire from "@/contract/generated";
import { routes } from "@/contract/generated";
import { storeOf } from "@/store/kinds";

/** As an answer holds it: defaults are filled in, and a free-form object may be anything. */
type Sent<T> = T extends readonly (infer U)[] ? Sent<U>[] : T extends object ? (string extends keyof T ? never : { [K in keyof T]-?: Sent<Exclude<T[K], undefined>> }) : T;

/** The fields of `Hand` that the wire does not have, or not like this. None: the empty object fits. */
type Wrong<Hand, Wire> = { [K in keyof Hand as K extends keyof Wire ? (Sent<Exclude<Wire[K], undefined>> extends Hand[K] ? never : K) : K]-?: "not so on the wire" };

const task: Wrong<hand.Task, wire.Task> = {};
const project: Wrong<hand.Project, wire.Project> = {};
const note: Wrong<hand.Note, wire.Note> = {};
const event: Wrong<hand.AgendaEvent, wire.Event> = {};
const line: Wrong<hand.BudgetLine, wire.BudgetLine> = {};
const alarm: Wrong<hand.Alarm, wire.Alarm> = {};
const message: Wrong<Omit<hand.Message, "card">, wire.Message> = {};
const card: Wrong<Omit<hand.MessageCard, "entities">, wire.Card> = {};
const room: Wrong<hand.Room, wire.RoomState & { member_count: number | null }> = {};
const user: Wrong<hand.User, wire.User> = {};
const member: Wrong<hand.RoomMember, wire.RoomMember> = {};
const session: Wrong<hand.Session, wire.SessionOut> = {};
const token: Wrong<hand.AccessToken, wire.NewToken> = {};
const run: Wrong<hand.Run, wire.RunOut> = {};
const step: Wrong<hand.RunStep, wire.RunStep> = {};
const approval: Wrong<hand.Approval, wire.ApprovalOut> = {};
const activity: Wrong<hand.Activity, wire.ActivityOut> = {};
const command: Wrong<hand.Command, wire.Command> = {};
const sync: Wrong<Omit<hand.SyncAnswer, "items" | "changed">, wire.Synced> = {};

describe("the contract", () => {
  it("is what the hub says", () => {
    for (const wrong of [task, project, note, event, line, alarm, message, card, room, user, member, session, token, run, step, approval, activity, command, sync]) expect(wrong).toEqual({});
  });

  it("has the addresses that the stores use", () => {
    for (const kind of ["task", "project", "note", "agenda", "budget", "alarm", "user"] as const) {
      expect(routes[`${kind}.list`][1]).toBe(storeOf(kind)?.path);
    }
  });
});
