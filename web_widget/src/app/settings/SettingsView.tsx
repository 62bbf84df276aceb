import type { JSX } from "preact";
import { action } from "@/actions/table";
import { Button } from "@/components/Button";
import { lazy } from "@/components/lazy";
import { Tabs } from "@/components/Tabs";
import { t, type Key } from "@/i18n";
import { navigate, segment } from "../router";
import { Look } from "./Look";
import { Profile } from "./Profile";
import "./Settings.css";

const Security = lazy(() => import("./Security"));
const Tokens = lazy(() => import("./Tokens"));
const TABS = ["profile", "look", "security", "tokens"] as const;
type Tab = (typeof TABS)[number];

/** The person's own settings. */
export default function SettingsView(): JSX.Element {
  const asked = segment(1);
  const tab: Tab = TABS.find((one) => one === asked) ?? "profile";
  return (
    <>
      <header class="head">
        <h1>{t("place.settings")}</h1>
        <div class="tools"><Button small onClick={() => navigate("/transfers")}>{t("place.transfers")}</Button><Button small onClick={() => action("keys").run()}>{t("keys.title")} <kbd>?</kbd></Button></div>
      </header>
      <div class="settings scroll">
        <Tabs label={t("place.settings")} value={tab} onValue={(value) => navigate(`/settings/${value}`, { replace: true })} options={TABS.map((value) => ({ value, label: t(`settings.${value}` as Key) }))} />
        <div class="sheet">{tab === "profile" ? <Profile /> : tab === "look" ? <Look /> : tab === "security" ? <Security /> : <Tokens />}</div>
      </div>
    </>
  );
}
