import type { JSX } from "preact";
import { Soon } from "../Soon";

export default function Pane(): JSX.Element {
  return <Soon title="place.more" />;
}
