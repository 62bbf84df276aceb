import type { JSX } from "preact";
import { Check, Select } from "@/components/Field";
import { Button } from "@/components/Button";
import { locale, locales, setLocale, t, timeZone, type Locale } from "@/i18n";
import { me, saveProfile } from "@/store/session";
import { setTheme, theme, type Theme } from "@/store/theme";
import { notifying, notifyPossible, setNotifying } from "@/store/notify";
import { toast, toastError } from "@/store/toasts";

const THEMES: Theme[] = ["system", "light", "dark"];

export function Look(): JSX.Element {
  const here = Intl.DateTimeFormat().resolvedOptions().timeZone;
  const zones = typeof Intl.supportedValuesOf === "function" ? Intl.supportedValuesOf("timeZone") : [here];
  const all = [...new Set([timeZone.value, here, ...zones])].sort();
  const language = (next: Locale): void => {
    void setLocale(next);
    void saveProfile({ locale: next }).catch(toastError);
  };
  const zone = (next: string): void => void saveProfile({ time_zone: next }).catch(toastError);
  return (
    <>
      <section>
        <h2>{t("settings.theme")}</h2>
        <div class="choices">{THEMES.map((one) => <button key={one} type="button" class="choice" aria-pressed={theme.value === one} onClick={() => setTheme(one)}>{t(`settings.theme_${one}`)}</button>)}</div>
      </section>
      <section>
        <h2>{t("settings.language")}</h2>
        <div class="choices">{locales.map((one) => <button key={one} type="button" class="choice" lang={one} aria-pressed={locale.value === one} onClick={() => language(one)}>{one === "en" ? "English" : "Français"}</button>)}</div>
      </section>
      {notifyPossible ? (
        <section>
          <h2>{t("settings.notify")}</h2>
          <Check label={t("settings.notify_here")} hint={t("settings.notify_hint")} checked={notifying.value} onValue={(wanted) => void setNotifying(wanted).then((on) => { if (wanted && !on) toast(t("settings.notify_refused"), { tone: "bad" }); })} />
        </section>
      ) : null}
      <section>
        <Select label={t("settings.time_zone")} value={me.value?.time_zone ?? timeZone.value} options={all.map((one) => [one, one.replaceAll("_", " ")] as const)} onValue={zone} />
        {here !== timeZone.value ? <p class="mute small">{t("settings.time_zone_here", { zone: here })} <Button small tone="plain" onClick={() => zone(here)}>{t("settings.use_it")}</Button></p> : null}
      </section>
    </>
  );
}
