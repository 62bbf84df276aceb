import { CornerDownLeft, Plus, Repeat } from "lucide-preact";
import type { JSX } from "preact";
import { useRef, useState } from "preact/hooks";
import { Button } from "@/components/Button";
import { Chip } from "@/components/Chip";
import type { Instant } from "@/contract";
import { t } from "@/i18n";
import { dayAndClock, dayOf } from "@/i18n/format";
import { alarms } from "@/store/kinds";
import { errorText } from "@/store/toasts";
import { ruleWords } from "../parts/rrule";
import { pickRule } from "../parts/RuleEditor";
import { understand } from "./time";
import { pickWhen } from "./When";

interface Chosen {
  at?: Instant;
  rrule?: string | null;
}

/** The line that sets alarms: the time is read from the words, and can be chosen instead. */
export function AddAlarm(): JSX.Element {
  const [text, setText] = useState("");
  const [chosen, setChosen] = useState<Chosen>({});
  const [said, setSaid] = useState<string | null>(null);
  const form = useRef<HTMLFormElement>(null);
  const read = understand(text, new Date());
  const at = chosen.at ?? read.at;
  const rrule = chosen.rrule === undefined ? read.rrule : chosen.rrule;
  const typed = text.trim() !== "";
  const ask = (): void => {
    if (form.current) pickWhen(form.current, at, (picked) => setChosen((before) => ({ ...before, at: picked })));
  };
  const add = (event: Event): void => {
    event.preventDefault();
    if (!typed) return;
    if (!at) {
      setSaid(t("alarms.say_when"));
      return;
    }
    const kept = text;
    setText("");
    setChosen({});
    setSaid(null);
    alarms.create({ title: read.title.slice(0, 300), next_trigger_at: at, ...(rrule ? { rrule } : {}) }, { quiet: true }).catch((error: unknown) => {
      setText((now) => now || kept);
      setSaid(errorText(error));
    });
  };
  return (
    <>
      <form class="taskadd alarmadd" onSubmit={add} ref={form}>
        <Plus aria-hidden="true" />
        <input type="text" data-quickadd aria-label={t("alarms.add")} placeholder={t("alarms.add_placeholder")} value={text} maxLength={400} aria-describedby={said ? "alarm-said" : undefined}
          onInput={(event) => { setText(event.currentTarget.value); setSaid(null); if (!event.currentTarget.value) setChosen({}); }} />
        {typed && rrule ? <Chip title={t("alarms.change_rule")} onClick={(event) => pickRule(event.currentTarget as Element, rrule, dayOf(at ?? new Date()), (next) => setChosen((before) => ({ ...before, rrule: next })))}><Repeat aria-hidden="true" />{ruleWords(rrule)}</Chip> : null}
        {typed ? <Chip title={t("alarms.change_time")} onClick={ask}>{at ? dayAndClock(at) : t("alarms.choose_time")}</Chip> : null}
        {typed ? <Button type="submit" tone="plain" small aria-label={t("alarms.add")}><CornerDownLeft aria-hidden="true" /></Button> : null}
      </form>
      {said ? <p class="alarmsaid" id="alarm-said" role="alert">{said}</p> : null}
    </>
  );
}
