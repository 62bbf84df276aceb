import type { JSX } from "preact";
import { Soon } from "../Soon";

export default function SettingsView(): JSX.Element {
  return <Soon title="place.settings" />;
}
