import { X } from "lucide-preact";
import type { JSX } from "preact";
import { useRef, useState } from "preact/hooks";
import { asApiError, newKey, type ApiError } from "@/connection";
import { Button, IconButton } from "@/components/Button";
import { Dialog } from "@/components/Dialog";
import { Check, Field, Select } from "@/components/Field";
import type { Id } from "@/contract";
import { t } from "@/i18n";
import { errorText } from "@/store/toasts";
import { closeOverlay } from "../../overlay";
import { polls } from "./store";
import "./polls.css";

const MOST = 12;
const HOUR = 3_600_000;
const LASTS = { never: 0, hour: HOUR, day: 24 * HOUR, week: 7 * 24 * HOUR } as const;
type Lasts = keyof typeof LASTS;

/** Asks a room: a question, its choices (a new line comes as the last is filled), and how long it stays open. */
export default function NewPoll({ room }: { room: Id }): JSX.Element {
  const [question, setQuestion] = useState("");
  const [options, setOptions] = useState(["", ""]);
  const [multiple, setMultiple] = useState(false);
  const [lasts, setLasts] = useState<Lasts>("never");
  const [busy, setBusy] = useState(false);
  const [refusal, setRefusal] = useState<ApiError | null>(null);
  // The same for every try: what was asked and not heard of is not asked twice.
  const key = useRef(newKey());
  const given = options.map((option) => option.trim()).filter(Boolean);
  const ready = question.trim() !== "" && given.length >= 2;

  const set = (at: number, text: string): void => {
    const next = options.map((option, index) => (index === at ? text : option));
    if (next.length < MOST && next.every((option) => option.trim())) next.push("");
    setOptions(next);
  };
  const ask = async (): Promise<void> => {
    if (!ready || busy) return;
    setBusy(true);
    const closes = LASTS[lasts] ? { closes_at: new Date(Date.now() + LASTS[lasts]).toISOString() } : {};
    try {
      await polls.create({ room_id: room, question: question.trim(), options: given, multiple, client_msg_id: key.current, ...closes }, { quiet: true });
      closeOverlay();
    } catch (error) {
      setRefusal(asApiError(error));
      setBusy(false);
    }
  };
  return (
    <Dialog title={t("polls.new")} onClose={closeOverlay} onSubmit={() => void ask()}
      footer={<><Button onClick={closeOverlay}>{t("cancel")}</Button><Button type="submit" tone="primary" busy={busy} disabled={!ready}>{t("polls.ask")}</Button></>}>
      <Field label={t("polls.question")} value={question} onValue={setQuestion} maxLength={300} autofocus error={refusal?.field("question")} />
      <fieldset class="polloptions">
        <legend>{t("polls.options")}</legend>
        {options.map((option, index) => (
          <div class="line" key={index}>
            <input class="input" aria-label={t("polls.option", { n: index + 1 })} placeholder={t("polls.option", { n: index + 1 })} value={option} maxLength={200} onInput={(event) => set(index, event.currentTarget.value)} />
            {options.length > 2 ? <IconButton label={t("polls.drop_option", { n: index + 1 })} onClick={() => setOptions(options.filter((_, at) => at !== index))}><X aria-hidden="true" /></IconButton> : null}
          </div>
        ))}
      </fieldset>
      <Check label={t("polls.multiple")} checked={multiple} onValue={setMultiple} />
      <Select<Lasts> label={t("polls.lasts")} value={lasts} onValue={setLasts}
        options={[["never", t("polls.lasts_never")], ["hour", t("polls.lasts_hour")], ["day", t("polls.lasts_day")], ["week", t("polls.lasts_week")]]} />
      {refusal && !refusal.field("question") ? <p role="alert" class="pollerror">{refusal.field("options") ? t("polls.options_wrong") : errorText(refusal)}</p> : null}
    </Dialog>
  );
}
