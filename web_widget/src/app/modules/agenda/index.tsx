import type { JSX } from "preact";
import { Soon } from "../../Soon";

export default function AgendaView(): JSX.Element {
  return <Soon title="place.agenda" />;
}
