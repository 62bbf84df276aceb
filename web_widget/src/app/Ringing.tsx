import { AlarmClock } from "lucide-preact";
import type { JSX } from "preact";
import { useEffect } from "preact/hooks";
import { Button } from "@/components/Button";
import { t } from "@/i18n";
import { clock } from "@/i18n/format";
import { dismissAlarm, ringing, snooze } from "@/store/ringing";
import "./Ringing.css";

const SNOOZES = [5, 10, 30];

/** What rings now, over everything, with its answers. */
export function Ringing(): JSX.Element | null {
  const list = [...ringing.value.values()];
  useEffect(() => (list.length > 0 ? ring() : undefined), [list.length > 0]);
  if (list.length === 0) return null;
  return (
    <div class="ringing" role="alert">
      {list.map((alarm) => (
        <section key={alarm.id}>
          <AlarmClock aria-hidden="true" />
          <div class="grow"><b>{alarm.title}</b>{alarm.next_trigger_at ? <span class="due">{clock(alarm.next_trigger_at)}</span> : null}</div>
          <div class="answers">
            {SNOOZES.map((minutes) => <Button key={minutes} small onClick={() => void snooze(alarm, minutes)}>{t("alarm.snooze", { count: minutes })}</Button>)}
            <Button small tone="primary" onClick={() => void dismissAlarm(alarm)}>{t("alarm.dismiss")}</Button>
          </div>
        </section>
      ))}
    </div>
  );
}

/** Two soft notes every two seconds, for a minute; silent where the browser wants a click first. */
function ring(): () => void {
  let context: AudioContext | null = null;
  try {
    context = new AudioContext();
  } catch {
    return () => undefined; // no sound card: it still shows
  }
  const sound = context;
  const note = (frequency: number, at: number): void => {
    const tone = sound.createOscillator();
    const volume = sound.createGain();
    tone.frequency.value = frequency;
    volume.gain.setValueAtTime(0.0001, at);
    volume.gain.exponentialRampToValueAtTime(0.12, at + 0.02);
    volume.gain.exponentialRampToValueAtTime(0.0001, at + 0.5);
    tone.connect(volume).connect(sound.destination);
    tone.start(at);
    tone.stop(at + 0.55);
  };
  const play = (): void => {
    note(660, sound.currentTime);
    note(880, sound.currentTime + 0.25);
  };
  play();
  const timer = setInterval(play, 2000);
  const limit = setTimeout(() => clearInterval(timer), 60_000);
  return () => {
    clearInterval(timer);
    clearTimeout(limit);
    void sound.close();
  };
}
