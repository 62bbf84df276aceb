import { Check } from "lucide-preact";
import type { JSX } from "preact";
import { useEffect } from "preact/hooks";
import { Button } from "@/components/Button";
import { api } from "@/connection";
import type { Id } from "@/contract";
import { t } from "@/i18n";
import { dayAndClock, now, number } from "@/i18n/format";
import { nameOf } from "@/store/people";
import { me } from "@/store/session";
import { errorText } from "@/store/toasts";
import { toastUndo } from "@/store/undo";
import { polls, show, withVote, type Poll } from "./store";
import "./polls.css";

/** A poll under the message that asks it: its choices are buttons, and fill up as the room votes. */
export default function PollCard({ id }: { id: Id }): JSX.Element {
  useEffect(() => show(id), [id]);
  const slot = polls.slot(id);
  if (slot.state === "error") {
    return <div class="poll quiet"><p>{errorText(slot.error)}</p><Button small onClick={() => void polls.fetch(id).catch(() => undefined)}>{t("retry")}</Button></div>;
  }
  if (!slot.value) return <div class="poll quiet"><p>{slot.state === "missing" ? t("polls.gone") : "…"}</p></div>;
  return <Open poll={slot.value} />;
}

function Open({ poll }: { poll: Poll }): JSX.Element {
  const self = me.value?.id ?? "";
  const ended = poll.closed_at !== null || (poll.closes_at !== null && Date.parse(poll.closes_at) <= now.value.getTime());
  const mine = poll.options.filter((option) => option.user_ids.includes(self)).map((option) => option.id);
  const most = Math.max(1, poll.voters);
  const choose = (option: string): void => {
    const taken = mine.includes(option);
    const chosen = taken ? mine.filter((one) => one !== option) : poll.multiple ? [...mine, option] : [option];
    void polls.optimistic(poll.id, withVote(poll, self, chosen), () => vote(poll.id, chosen)).catch(() => undefined); // said in a toast
  };
  const close = (): void => void polls.act(poll.id, "close").then(() => toastUndo(t("polls.closed_toast"), { kind: "poll", id: poll.id }), () => undefined);
  const closable = !ended && (poll.owner_id === self || me.value?.role === "admin");
  return (
    <div class={`poll${ended ? " ended" : ""}`} role="group" aria-label={poll.question}>
      {poll.options.map((option) => {
        const count = option.user_ids.length;
        const on = mine.includes(option.id);
        const share = count / most;
        const names = option.user_ids.slice(0, 20).map(nameOf).join(", ") + (count > 20 ? "…" : "");
        return (
          <button key={option.id} type="button" class={`choice${on ? " on" : ""}`} aria-pressed={on} disabled={ended} title={names || undefined} onClick={() => choose(option.id)}>
            <span class="fill" aria-hidden="true" style={{ width: `${Math.round(share * 100)}%` }} />
            <span class={`mark${poll.multiple ? " square" : ""}`} aria-hidden="true">{on ? <Check /> : null}</span>
            <span class="text">{option.text}</span>
            <span class="num">{count > 0 ? number(share, { style: "percent" }) : ""} <b>{count}</b><span class="sr"> {t("polls.votes", { count })}{names ? `: ${names}` : ""}</span></span>
          </button>
        );
      })}
      <div class="foot">
        <span class="grow">
          {t("polls.voters", { count: poll.voters })}
          {ended ? `, ${t("polls.closed")}` : poll.closes_at ? `, ${t("polls.closes", { when: dayAndClock(poll.closes_at) })}` : ""}
          {poll.multiple && !ended ? `, ${t("polls.several")}` : ""}
        </span>
        {closable ? <Button small tone="plain" onClick={close}>{t("polls.close")}</Button> : null}
      </div>
    </div>
  );
}

/** The hub's answer holds everyone's votes as they are now. */
function vote(id: Id, option_ids: string[]): Promise<Poll> {
  return api.post<Poll>(`${polls.path}/${id}/vote`, { option_ids });
}
