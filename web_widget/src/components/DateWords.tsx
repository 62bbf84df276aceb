import type { JSX } from "preact";
import type { DateOnly, Instant } from "@/contract";
import { clock, dateWords, dayOf, dueState, fullMoment, longDay } from "@/i18n/format";
import "./DateWords.css";

/** A day in words near today and as a date beyond; late and soon have their colour. */
export function DateWords({ day, done, due = false }: { day: DateOnly; done?: boolean; due?: boolean }): JSX.Element {
  return <time class={`due ${due ? dueState(day, done) : ""}`} dateTime={day} title={longDay(day)}>{dateWords(day)}</time>;
}

/** A moment: the clock today, else the day; the full moment on hover. */
export function Moment({ at, style = "auto" }: { at: Instant; style?: "auto" | "clock" | "day" }): JSX.Element {
  const day = dayOf(at);
  const text = style === "clock" || (style === "auto" && day === dayOf(new Date())) ? clock(at) : dateWords(day);
  return <time class="due" dateTime={at} title={fullMoment(at)}>{text}</time>;
}
