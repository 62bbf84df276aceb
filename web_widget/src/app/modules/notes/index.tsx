import type { JSX } from "preact";
import { Soon } from "../../Soon";

export default function NotesView(): JSX.Element {
  return <Soon title="place.notes" />;
}
