import type { JSX } from "preact";
import { Soon } from "../../Soon";

export default function AlarmsView(): JSX.Element {
  return <Soon title="place.alarms" />;
}
